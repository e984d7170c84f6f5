# Settings, pause, stop, delete, and the one question about a red flag.

aside-settings =
    <b>Your settings</b>
    Hour: { $hour }
    Days: { $days }
    Time zone: { $zone }
    Country: { $country }
    Sessions a week: { $sessions }
    Messages on other days: { $others }

    What would you like to change?
    .hour = Hour
    .days = Days
    .zone = Time zone
    .country = Country
    .tips = Tips
    .per-week = Sessions a week
    .other-days = Other days
    .strength = Strength training
    .told = What you told me
    .back = Nothing, go back
setting-saved = Saved.
more-sessions = With more sessions a week each one holds a little less running at first, so that the week grows gently. You stay at level { $level }.
nothing-changed = Nothing is changed.
no-plan-yet = You can choose the sessions a week when your plan begins.

country = Which country are you in? I only use it to show the right emergency numbers.
country-gb = United Kingdom
country-ie = Ireland
country-fr = France
country-de = Germany
country-us = United States
country-ca = Canada
country-au = Australia
country-nz = New Zealand
country-nl = Netherlands
country-es = Spain
country-it = Italy
country-at = Austria
country-ch = Switzerland
country-be = Belgium
country-se = Sweden
country-no = Norway
country-dk = Denmark
country-fi = Finland
country-pt = Portugal
country-pl = Poland
country-by-zone = by your time zone
country-elsewhere = Another country
aside-tips = Each of these comes once, when it is useful. Which ones would you like?
tip-shoes = Shoes
tip-feeding = Feeding and bra
tip-water = Water and food
tip-hills = Hills
tip-buggy = Buggy
tip-physio = Pelvic-health physiotherapy

aside-trouble-signs = Let’s look for the cause, one step at a time. First: any warning sign now, or a bulge, a leak of stool or wind, or pain that makes you limp?
aside-trouble-foundations = Next, the foundations: pelvic-floor sets on at least { $sets } days a week, strength { $strength } times a week for at least { $weeks } weeks, and the tests still feel easy. Is that all true?
aside-trouble-threshold = Then the run itself. Was it longer than what went well before, or was something new?
    .longer = Longer than before
    .pace = Faster
    .hill = Hills
    .buggy = With the buggy
    .shoes = Other shoes
    .none = None of these
aside-trouble-rest = Last, rest. Does one of these fit?
    .short-walks = The walks felt too short
    .days-apart = No free day between runs
    .sleep = Little sleep
    .stress = A lot of stress
    .none = None of these
trouble-later = I can look for the cause with you once your run/walk sessions have begun. If something feels wrong now, tell me in your own words.
trouble-when-decided = Your last session isn’t decided yet: the day after it counts. When you have answered that, I can look for the cause with you. If something feels wrong now, don’t run, and tell me in your own words.
trouble-when-running = Running is off just now, so there is no cause to look for in your runs; /plan says what comes next. If something feels wrong now, tell me in your own words.
trouble-foundations-first = Then the foundations come first, and the runs wait until { $date }. After that we test again, and your plan carries on from there.
trouble-shorter =
    Then we go back to level { $level } and build from there.
    { $says }
trouble-undo = Then skip { $change } for the next two sessions and keep everything else the same. Changing one thing at a time shows what caused it.
trouble-change-pace = the faster pace
trouble-change-hill = the hills
trouble-change-buggy = the buggy
trouble-change-shoes = the new shoes
trouble-longer-walks =
    Then the walks between the runs get longer, until the next level.
    { $says }
trouble-fewer-sessions =
    Then { $sessions } sessions a week for now; /settings changes it back when life is calmer.
    { $says }
trouble-refer = Then let a professional look at it before you run again: a pelvic-health physiotherapist, or a sports physiotherapist for joints and bones. Walking and strength are fine as long as you have no symptoms.

aside-pause = Pausing is fine. What’s the reason? It affects how we start again.
    .ill = I’m ill
    .mastitis = Breast infection
    .no-sleep = No sleep
    .no-childcare = No childcare
    .travel = Travelling
    .pregnant = I’m pregnant again
    .loss = A loss
    .other = Something else
    .back = Don’t pause
aside-pause-loss = { aside-pause }
    .ill = { aside-pause.ill }
    .mastitis = { aside-pause.mastitis }
    .no-sleep = { aside-pause.no-sleep }
    .no-childcare = I have no time
    .travel = { aside-pause.travel }
    .pregnant = I’m pregnant
    .loss = { aside-pause.loss }
    .other = { aside-pause.other }
    .back = { aside-pause.back }
aside-until = Until when? I’ll write once on that day. Tap one, or type a date or a length, for example 3 May or 10 days.
    .few-days = A few days
    .week = A week
    .two-weeks = Two weeks
    .month = A month
    .myself = I’ll tell you myself
hint-day-to-come = I couldn’t read that as a day in the future. Tap one of the buttons, or type it like this: 3 May, or 10 days.
aside-back = Good day, { $name }. You asked me to write today. Are you back?
    .im-back = I’m back
    .longer = Longer
paused-until-day = I’ll write again on { $date } at { $time }, and nothing is lost: we start again at a level that’s right for you then. Tap below if you want to start before.
paused-until-you-write = I won’t write until you do, and nothing is lost: we start again at a level that’s right for you then. Tap below when you want to start again.
paused-until-born = I won’t write until you do. Tap below when something has changed.
aside-paused = You are paused. { $until }
    .resume = Resume
aside-paused-loss = It stays quiet here until you write. When you want to start again, tap below or send /resume.
    .resume = Resume
paused-words = Thank you for writing. You are paused. { $until }
paused-words-loss = I’m here, and it stays quiet until you write. When you want to start again, send /resume. /delete removes everything.
paused = Then we’ll pause.
paused-ill = I’m sorry you’re ill. Rest comes first; nothing is lost. If anything gets worse, call your doctor.
paused-no-sleep = That sounds hard. Sleep comes before running, so we’ll pause.
paused-no-childcare = That happens, and it isn’t a setback. We’ll pause.
paused-travel = Have a good journey. We’ll pause.
aside-well = Good to hear from you. Since when have you been free of symptoms, fever included?
    .not-yet = I’m not well yet
    .today = Less than { $hours } hours
    .a-day = At least { $hours } hours
    .two-days = At least { $longer } hours
still-ill = Then keep resting; there is no hurry. If it doesn’t get better, your doctor is the right person to ask.
after-illness =
    { $hours ->
        [0] You have been well for long enough, so you carry on at level { $level }.
       *[other] No running for another { $hours } hours, so that you are truly over it. Then you carry on at level { $level }.
    }
paused-pregnant = Thank you for telling me. Running after birth stops here; your midwife or doctor is the right person for exercise in pregnancy. I won’t send anything until you write.
paused-loss =
    I’m so sorry. Everything stops here, and I won’t write to you again unless you write to me.

    { $help }
help-loss =
    Your doctor or midwife is there for you, and these lines are too:
    { $lines }
    In an emergency: { $emergency }.
help-loss-line = { $name }: { $number }
help-loss-emergency = Your doctor or midwife is there for you. In an emergency call { $emergency }.
help-loss-unknown = Your doctor or midwife is there for you. In an emergency call your local emergency number.

loss-back = I’m here. Before anything else, a few questions about your body and how you are. You can stop at any of them.
aside-loss-since = Since the birth on { $date_with_year }, has a pregnancy ended?
    .no = No
    .early = Yes, before { $weeks } weeks
    .later = Yes, at { $weeks } weeks or later
aside-loss-day = When was that? Please type the date, for example 14 March 2026.
hint-date-two-ways = That can be read in two ways. Please type the month as a word, like this: 14 March 2026.
aside-loss-warning =
    Have you had any of these since, even if it has passed?
    • chest pain, trouble breathing, fainting, a seizure, confusion, one-sided weakness
    • heavy bleeding, a swollen or painful leg, fever, a severe headache, changed vision
    • a wound that opens or oozes, a racing heart, dizziness that stays
    .none = None of these
    .some = Yes, or not sure
aside-loss-emergency = Which of these? Tap all that apply.
aside-loss-symptoms = In daily life, now: do you notice any of these?
aside-loss-wounds = Have all wounds and scars healed, and is it comfortable to cough and stand up?
aside-loss-mood = In the last month, have you often felt low or hopeless, or had little interest in anything? However you answer, it’s all right.
aside-loss-harm = I ask this once, because it matters: have you had thoughts of harming yourself or anybody else?
aside-loss-clinician = Has a doctor or midwife said that you may run again?
loss-not-agreed = Then running waits until a doctor or midwife has agreed. Please ask them when you feel ready; there is no hurry.
aside-born = I’m here. Have you given birth?
    .yes = Yes
    .no = Not yet
    .not-pregnant = I’m not pregnant now
born-again = Then we begin with your body as it is now.
pregnant-again = As you are pregnant again, there is no running plan now. Please ask your midwife or doctor which exercise is right for you.
resumed = Welcome back. We’ll start at a pace that’s right for you now.
resumed-travel = Welcome back. If you are in another time zone now, /settings changes it. We’ll pick up at a pace that’s right for you now.
resumed-loss = Thank you. We’ll only go as far as you want, and /pause or /stop works at any moment.
not-paused = You aren’t paused, so there is nothing to resume. Here is where we are.
welcome-back = Hello again, { $name }. Here is where we were.

aside-stop = Do you want me to stop? I won’t send anything after that. { $retain_days ->
        [unset] Your data stays until you use /delete, and /start brings you back.
       *[other] Your data stays until you use /delete; after { $retain_days } days without a word from you I ask once whether to keep it. /start brings you back.
    }
stopped-goodbye = Stopped. I won’t write any more. All the best to you.
aside-stopped = If you ever want to start again, tap below or send /start.
    .resume = Resume

aside-delete = Do you want to delete everything I know about you? That cannot be undone.
delete-nothing = There is nothing to delete: I haven’t kept anything about you.
aside-delete-sure = Really delete everything?
    .keep = Keep it
    .delete = Delete everything
deleted = Everything about you is deleted. All the best to you. /start begins again.

aside-red-flag = I want to be sure I understand you. Do you have this now: <b>{ $flag }</b>?
aside-symptoms = Thank you for telling me. Which of these do you notice in daily life now? Add or remove what fits, then “That’s all”.
aside-week =
    Your weekly check. Any of these since the last one, even if it has passed?
    • chest pain, trouble breathing, fainting, a seizure, confusion, one-sided weakness
    • heavy bleeding, a swollen or painful leg, fever, a severe headache, changed vision
    • a wound that opens or oozes, a hot red breast, a racing heart, dizziness that stays
    .none = None of these
    .some = Yes, or not sure
    .not-now = Not this week
week-waits = Thank you. Running waits for that, so I’ll ask you again next week.
week-waits-over = Thank you. That’s one thing less to wait for.
aside-week-daily = This week, in daily life, have you had any leaking, heaviness or a bulge, pain in your pelvis, back or scar, doming, or bleeding that isn’t a period?
aside-week-energy = And do you notice any of these? They can mean that your body gets too little energy. “No period” means for more than three months after weaning.
energy-losing-weight = Losing weight fast
energy-no-period = No period since weaning
energy-always-tired = Always tired
energy-always-cold = Always cold
energy-low-milk = Little milk
energy-often-ill-or-injured = Often ill or injured
energy-bone-stress-before = Past bone stress injury
energy-restricting-food = Eating less on purpose
week-runs-again = Thank you. With longer nights the runs come back on your next running day.
week-well =
    { $variant ->
       *[a] Thank you. Nothing there changes your plan.
        [b] Thank you for answering all that. Your plan stays as it is.
        [c] That’s the weekly check done. It changes nothing in your plan.
        [d] Thanks, I have everything. Your plan carries on unchanged.
        [e] All answered, thank you. Your plan stays the same.
    }
week-noted =
    Thank you. This is what it means for your plan:
    { $reasons }
beside-sign = You told me more than the number, so I haven’t saved it yet. If something feels wrong, stop for today. Then tap a button or send just the number. I’ll ask about symptoms next.
symptom-noted = Thank you, I’ve saved that.
evening-again = Thank you, I’ve saved that. Until you know more, no running; walking is fine as long as you have no symptoms. Let’s look at it again:
aside-pain-now = How strong is it, at its worst today, from 0 (none) to 10?
pain-heard = Thank you for telling me. A few short questions about it, before the next run:
pain-mild = Thank you, I’ve saved that. As long as it stays at 2 or less and gets no worse, your plan carries on. If it grows, stop and tell me.
pain-off = Thank you, I’ve saved that. Leave out whatever makes it stronger. Walking is fine as long as you have no symptoms. If it is not clearly better in 3 days, ask a physiotherapist or doctor to look at it. No run for you today.
pain-rest =
    Thank you. <b>{ $rest }</b> After that you carry on at level { $level }.
    { $reasons }

    If it gets worse, or you can’t put weight on a leg, call a doctor the same day.
pain-still-there = Then running waits until it is gone, or so small that a 30-minute walk is free of it. Please go back to whoever looked at it if it isn’t getting better, and tell me here when it is.
place-unknown = or the limp or the swelling
place-hip = in your hip
place-groin = in your groin
place-thigh = in your thigh
place-knee = in your knee
place-shin = in your shin
place-calf = in your calf
place-foot = in your foot
place-belly = in your belly
heard-ill = I’m sorry to hear that. Please don’t run while you are ill. Tap below and I’ll pause my messages until you are well.
heard-pregnant = Thank you for telling me. Running after birth stops here, and I won’t write until you do. Your midwife or doctor is the right person for exercise in pregnancy. If I misunderstood you, tap below.
red-flag-not-meant = Good, thank you. If that changes, tell me or call for help at once.

aside-check-hour = You often answer the question of the day after later in the day. Shall I ask it at { $time } instead?
    .later = Yes, at that time
    .as-now = No, as it is now
signs-likely = I want to be sure I understand you. Do you have one of these now?
signs-all = Do you have one of these now? If you need help at once: { $help }
