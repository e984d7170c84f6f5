# After a session, and the next morning.

checkin-all-well =
    Well done. Was everything well? That means: since you started, none of these:
    • pain anywhere, or a limp
    • leaking urine, stool or wind
    • heaviness, pressure or a bulge
    • doming, or pain at a scar
    • bleeding that isn’t a period
    • feeling ill, faint, breathless, or pain in your chest
    .all-well = All well
    .something = Something
checkin-all-well-loss =
    Thank you. Was everything well? That means: since you started, none of these:
    • pain anywhere, or a limp
    • leaking urine, stool or wind
    • heaviness, pressure or a bulge
    • doming, or pain at a scar
    • bleeding that isn’t a period
    • feeling ill, faint, breathless, or pain in your chest
    .all-well = { checkin-all-well.all-well }
    .something = { checkin-all-well.something }
checkin-all-since =
    Thank you. Was everything well, from the session on { $date } until now? That means: none of these:
    • pain anywhere, or a limp
    • leaking urine, stool or wind
    • heaviness, pressure or a bulge
    • doming, or pain at a scar
    • bleeding that isn’t a period
    • feeling ill, faint, breathless, or pain in your chest
    .all-well = All well
    .something = Something
checkin-morning = Hello { $name }. One question about the session on { $date }: is everything on the list above still fine, from then until now?
    .all-fine = All fine
    .something = Something
before-session = One question comes before today’s session.

checkin-how-much = How much of it did you do?
    .less = Less than half
    .half = About half
    .most = Most of it
    .nearly = Nearly all
checkin-why-partly = Why did you stop?
    .time = Time, or the baby needed me
    .felt = Something felt wrong
checkin-why-partly-loss = { checkin-why-partly }
    .time = I had no time
    .felt = { checkin-why-partly.felt }
checkin-warning = Stop running and walk home slowly. Do you have any of these?
checkin-longest-run = How long was your longest run before you felt it? Tap the nearest, or type it in seconds.
checkin-pain = Any pain during the session or since, from 0 (none) to 10?
checkin-pain-where = Where is it?
    .pelvis = Pelvis or vagina
    .scar = Scar
    .belly = Belly
    .back = Back
    .hip = Hip
    .groin = Groin
    .thigh = Thigh
    .knee = Knee
    .shin = Shin
    .calf = Calf
    .foot = Foot
    .breast = Breast
checkin-leg = Is that leg also swollen, warm or red, or does it hurt when you rest?
checkin-pain-kind = What does it feel like?
    .muscle = Muscle
    .joint = Joint
    .tendon = Tendon
    .bone = One sore spot on a bone
    .other = Hard to say
checkin-pain-before = How strong was that pain before you started, from 0 (not there) to 10?
checkin-signs = Did you notice any of these?
checkin-bleeding = Any bleeding? “Heavy” means a pad an hour, or a large clot.
    .none = None
    .period = My period, as usual
    .not-period = Yes, not a period
    .heavy = Heavy, or a large clot
checkin-anything = Anything else you noticed? Type it, or tap below.
    .nothing = Nothing else
    .ill = I feel ill
checkin-illness = I’m sorry to hear that. What is it? Tap all that apply.
illness-fever = Fever or feverish
illness-chest = Cough, tight or wheezy chest
illness-stomach = Stomach or gut
illness-body-aches = Aching all over
illness-head-cold = Only a cold or sore throat
illness-mastitis = Hot, painful breast, fluey
fever = Is your temperature { $degrees } °C ({ $fahrenheit } °F) or more, or do you think so?
evening-noted =
    { $variant ->
       *[a] Thank you. The day after counts most, so I’ll ask you once more, and your answer counts until the next session. Until then, please watch for anything on the list above.
        [b] Thank you for telling me. How you feel the day after decides the next step: I’ll ask once more. Until then, please watch for anything on the list above.
        [c] I’ve got all of that. I’ll ask once more the day after, then you’ll know what comes next. Please watch for anything on the list above until then.
        [d] Thanks, that’s everything for now. The day after I’ll ask how your body took it, so please watch for anything on the list above.
        [e] Saved, thank you. One thing is left: the day after, I’ll ask how you feel. Please watch for anything on the list above until then.
        [f] Thank you. How the night and the next day feel tells more than the run itself, so I’ll ask once more. Please watch for anything on the list above until then.
        [g] That’s saved. Before the next session I’ll ask once how you felt after this one; please watch for anything on the list above until then.
    }
evening-rest =
    Thank you. <b>{ $rest }</b>
    { $reasons }

    I’ll ask again the day after. If it gets worse before that, or you can’t put weight on a leg, call a doctor the same day.
rest-now = No running for now. Walking is fine as long as you have no symptoms.
checkin-settled = After the session you noticed: { $signs }. Is that completely gone now?
checkin-morning-pain = And now, the day after the session: how much pain, from 0 (none) to 10?
checkin-morning-signs = And since the session, did you notice any of these?
check-unknown = I didn’t hear how you were after the session on { $date }, so it doesn’t count for or against you. One tap the day after is enough; it counts until the next session begins.

rest-hours = No running for { $hours } hours. Walking is fine as long as you have no symptoms.
rest-none = No extra rest is needed.

good-so-far = { $left ->
        [one] One more good session in a row at this level, and you can move up: once in { $days } days at the most.
       *[other] { $left } more good sessions in a row at this level, and you can move up: once in { $days } days at the most.
    }
too-far-apart =
    { $variant ->
       *[a] A good session. The one before it was { $days } days earlier, so the count starts again: two good sessions, { $most } days apart at most, move you up. /settings changes your days, /move moves a session.
        [b] A good session, { $days } days after the one before it. Two good ones with at most { $most } days between them move you up. If other days suit you better, /settings changes them.
        [c] No symptoms, thank you. This session came { $days } days after the last, so it counts as the first of two. The second should come within { $most } days.
        [d] That went well. After { $days } days it counts as the first of two, and the second should come within { $most } days. /move puts it on a day that suits you.
        [e] A good session, and the first of two: the one before it was { $days } days ago. With the second at most { $most } days later you can move up.
    }
level-opens = That makes { $good } good sessions in a row. A level lasts at least { $days } days, so level { $level } can open from { $date } on.
after-advance =
    No symptoms again, well done. Next time you move up to level { $level }: { $block }.
    { $reasons }
after-advance-same =
    No symptoms again, well done. Next time you move up to level { $level }. The running stays as it is for now, { $block }, so that your week doesn’t grow too fast.
    { $reasons }
after-advance-same-loss =
    No symptoms again. Next time you move up to level { $level }. The running stays as it is for now, { $block }, so that your week doesn’t grow too fast.
    { $reasons }
after-advance-loss =
    No symptoms again. Next time you move up to level { $level }: { $block }.
    { $reasons }
after-steady =
    No symptoms again: { $block }. You are running steadily.
    { $reasons }
milestone-first-run = That was your first run, and your body took it well.
milestone-first-week = That’s your first week of running done.
milestone-five-minutes = You ran { $run } in one go. At the start it was seconds.
milestone-half-way = You’re past half-way through your levels now.
milestone-month = { $days } days of running without symptoms. That is your patience at work.
track-finished =
    That was the last step of your plan: from half-minute runs to half an hour, built up patiently.

    You can stay at three half-hour runs a week, and I’ll keep asking how you feel. If you want more: at most a tenth more a week, one change at a time, nothing faster or downhill for the first four weeks. /stop ends my messages.
track-finished-loss =
    That was the last step of your plan.

    You can stay at three half-hour runs a week, and I’ll keep asking how you feel. If you want more: at most a tenth more a week, one change at a time, nothing faster or downhill for the first four weeks. /stop ends my messages.
after-repeat =
    We stay at this level for the next session: { $block }.
    { $reasons }
after-step-back =
    { $levels ->
        [0] We stay at level { $level }
        [one] Let’s go back one level, to level { $level }
       *[other] Let’s go back { $levels } levels, to level { $level }
    }: { $block }. That’s a normal part of getting there.
    { $reasons }

    { $rest }
after-pause =
    Let’s pause running for now.
    { $reasons }

    { $rest }
after-refer =
    Running is off for now, until a professional has looked at this. /today shows what is safe until then.
    { $reasons }

    I’m an automated program: I can’t diagnose or clear you.
