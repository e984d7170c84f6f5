# A slip mended: one question back, a report corrected, a run told later, a session moved, easier by choice, and what
# she told.

day-label = { $date }
back-nothing = There is nothing to take back now.
back-nothing-decided = There is nothing to take back now. /correct changes what you told me about the last session, and /settings what you told me about yourself.

aside-fix =
    This is what you told me about the session on { $date }:
    How much of it: { $done }
    Pain during it or after, of 10: { $pain }
    Noticed: { $signs }
    Bleeding: { $bleeding }
    Ill: { $ill }
    Pain next morning, of 10: { $morning_pain }
    Noticed next morning: { $morning_signs }

    Which answer shall we correct? I’ll decide again with it.
    .done = How much
    .pain = Pain
    .signs = Noticed
    .bleeding = Bleeding
    .ill = Ill
    .morning-pain = Pain, morning after
    .morning-signs = Noticed, morning after
    .back = Nothing, go back
fix-percent = { $n } %
fix-none = nothing
fix-not-told = not told
fix-bleeding-none = none
fix-bleeding-period = a period
fix-bleeding-not-period = yes, not a period
fix-bleeding-heavy = heavy
aside-fix-done = How much of it did you do?
    .all = All of it
    .nearly = Nearly all
    .most = Most of it
    .half = About half
    .less = Less than half
aside-fix-signs = What did you notice during the session or that day? Add or remove what fits, then “That’s all”.
aside-fix-settled = And was that completely gone by the morning after: { $signs }?
aside-fix-ill = Were you ill that day? Add or remove what fits, then “That’s all”.
aside-fix-morning-pain = How much pain was there the morning after, from 0 (none) to 10?
aside-fix-morning-signs = What did you notice by the morning after? Add or remove what fits, then “That’s all”.
fix-same = Thank you, that is corrected. The decision is the same: { $decision } (level { $level }).
fix-changed = Thank you, I’ve decided again. It was: { $before } (level { $was }). It is now: { $decision } (level { $level }).
fix-morning = Thank you, that is corrected. The decision comes with the questions of the morning after.
fix-nothing = There is nothing to correct now. You can correct your answers about a session from my decision until the next session begins. /settings shows what else you told me.
fix-nothing-locked = When a warning sign has stopped us, I can’t take that back, even if you tapped it by mistake. When a professional has seen you, tell me below.

aside-log = Which run was it?
    .session = The session from my plan
    .own = A run of my own
    .back = None, go back
aside-log-day = On which day?
aside-log-total = How long did you run in all, without the walking? Tap the nearest, or type it in minutes, for example “12 min”.
aside-log-longest = And how long was the longest stretch of running without a walk?
log-kept = Thank you, I’ve saved the run on { $date }. A day of rest follows a run, so your next session is on { $next }. First the usual check.
log-later = You can tell me about a run once we’re through the first questions. If something feels wrong now, tell me in your own words.
log-in-check = The check of your last session is open, so let’s finish that first.
log-no-day = I already have a session on those days. /correct changes what you told me about it.
log-after-break = Thank you for telling me. After so long a break some questions and a few tests come before running, on your next session day, so please walk until then.
log-resting = Thank you for telling me. Running rests until { $until } because of your last session, so please wait for that day. How do you feel?
log-not-open = Thank you for telling me. Running isn’t advised for now, until a professional has looked at what we spoke about, so please walk instead.
log-not-open-why =
    Thank you for telling me. Running isn’t advised yet, and this is why:
    { $reasons }

aside-move = To which day shall I move the session of { $date }?
    .back = Leave it there
move-nothing = There is no session to move now. /today shows what is next.
move-no-day = The session on { $date } can’t move: no other day would leave a day of rest before the session after it.
moved = Your session is now on { $date } at { $time }. The one after it is on { $after }.

aside-easier = What would suit you?
    .lower = A lower level
    .longer = Longer at this level
    .rest-day = One more rest day
    .slower = A slower plan
    .back = Leave it as it is
aside-easier-longer = How much longer, at least?
    .short = { $short } more days
    .long = { $long } more days
aside-easier-slower = Which plan?
easier-lower = From the next session on it is level { $level }: { $block }.
easier-longer = You stay at level { $level } until { $date } at least.
easier-rest-day = That makes { $sessions } sessions a week from now on. The next one is on { $date }.
easier-slower = You are on the { $weeks }-week plan now, at level { $level } of { $levels }: { $block }.
easier-later = You can do that once your run/walk sessions have begun, on any day when no check is open.

told-born = { $on_with_year }
aside-told = What you told me about:
    .birth = The birth
    .body = Your body
    .life = Sleep, mood, strength
    .back = Nothing, go back
aside-told-birth =
    <b>The birth</b>
    Date: { $born }
    How: { $birth_type }
    Tear: { $tear }
    A cut to widen the opening: { $stitches }
    Wounds healed, and comfortable: { $wounds }

    What is different?
    .birth-date = Date
    .birth-type = How
    .tear = Tear
    .stitches = Cut
    .wounds = Wounds
    .back = Nothing, go back
told-vaginal = vaginally
told-assisted = with forceps or vacuum
told-caesarean = by caesarean
told-none = not asked
told-unsure = not sure
told-tear-none = none
told-tear-first-or-second = 1st or 2nd degree
told-tear-third-or-fourth = 3rd or 4th degree
told-tear-unsure = not sure
aside-told-body =
    <b>Your body</b>
    Postnatal check done: { $postnatal_check }
    In daily life now: { $symptoms }
    Told by a doctor: { $conditions }
    Told not to run for now: { $told_not_to_run }
    Pregnant: { $pregnant }
    Breastfeeding or expressing: { $breastfeeding }
    What changes how gently we start: { $risks }

    What is different?
    .postnatal-check = Postnatal check
    .symptoms = In daily life
    .conditions = Told by a doctor
    .told-not-to-run = Told not to run
    .pregnant = Pregnant
    .breastfeeding = Breastfeeding
    .risks = How gently
    .back = Nothing, go back
aside-told-body-loss =
    <b>Your body</b>
    Postnatal check done: { $postnatal_check }
    In daily life now: { $symptoms }
    Told by a doctor: { $conditions }
    Told not to run for now: { $told_not_to_run }
    Pregnant: { $pregnant }
    What changes how gently we start: { $risks }

    What is different?
    .postnatal-check = { aside-told-body.postnatal-check }
    .symptoms = { aside-told-body.symptoms }
    .conditions = { aside-told-body.conditions }
    .told-not-to-run = { aside-told-body.told-not-to-run }
    .pregnant = { aside-told-body.pregnant }
    .risks = { aside-told-body.risks }
    .back = { aside-told-body.back }

aside-told-life =
    <b>Sleep, mood, strength</b>
    Hours of sleep: { $sleep }
    Exhausted on most days: { $exhausted }
    Stress, of 10: { $stress }
    Down, low or hopeless: { $low }
    Little interest or pleasure: { $interest }
    Weeks of strength training, as you told me: { $weeks }, and { $since } since then
    Strength, times a week: { $times }

    What is different?
    .sleep-hours = Sleep
    .exhausted = Exhausted
    .stress = Stress
    .mood = Mood
    .strength = Strength
    .back = Nothing, go back
mend-goes-on = Then your plan carries on at level { $level }. The next session is on { $date }.
mend-track =
    With that, your plan is the { $weeks }-week one from now on, at level { $level }.
    { $reasons }
