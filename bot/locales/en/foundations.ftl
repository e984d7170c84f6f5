# Before running: breathing, the pelvic-floor set, the walk. The exercises of a strength day are in exercises.ftl.

foundations-prompted =
    Good day, { $name }. Today’s foundations:
    { $lines }{ $strength }

    { $ahead }
foundations-while-referred =
    Good day, { $name }. Running is off for now. What you can do today, as long as you have no symptoms:
    { $lines }{ $strength }

    { $ahead }
foundation-breathing = { $minutes } minutes of breathing into your belly and sides; breathe out on effort
foundation-breathing-short = { $minutes } minutes of breathing into your belly and sides
foundation-pelvic-floor = { $times } times a day: up to { $holds } slow squeezes held for up to { $seconds } s, then { $fast } fast ones
foundation-pelvic-floor-short = Once: up to { $holds } slow squeezes held for up to { $seconds } s, then { $fast } fast ones
foundation-walk = A walk of up to { $minutes } minutes; shorter if it doesn’t feel right
foundation-walk-short = A walk only if there is time for it
walk-short = A walk of { $minutes } minutes is enough
foundation-new = New to this? Tap “Show me how” before you begin
often-times = { $times } times a day
often-once = once today
breathing-in-full =
    <b>Breathing, { $minutes } minutes.</b> Lie on your back with your knees bent, or sit. Put one hand on your belly and one on your ribs. Breathe in through your nose: belly and ribs grow wider. Breathe out slowly through your mouth: they sink again. Later, breathe out whenever something takes effort.
pelvic-floor-in-full =
    <b>Pelvic floor, { $often }.</b> It is the sheet of muscle between your legs. To find it: sit, and imagine that you stop passing wind and urine at once; then lift, as if drawing something up inside. You may feel very little at first. That is normal.
    Slow: lift, hold while you keep breathing, let go completely, rest as long as you held. Begin with a few seconds and build up to { $holds } times { $seconds } s. Then { $fast } fast ones: lift and let go.
    How it must not feel: no holding your breath, no pushing down, no squeezing of buttocks or thighs, no pain. If any of that happens, do fewer and more gently. Practise away from the toilet. If you had a catheter, begin once it is out and you pass urine normally.

# What she waits for. Of `private` “no” a lock screen may show it.

waiting-whole =
    { $when } Before that:
    { $lines }
waiting-short = { $when } Still open: { $open }.
waiting-unknown = Running waits for now.
waiting-when =
    Running starts on { $date } at the earliest{ $hers ->
        [yes] , if everything else is done by then
        [questions] {" "}(your answers to my questions may make it later)
       *[no] {""}
    }. { $days ->
        [one] That is tomorrow.
       *[other] That is in { $days } days.
    }
waiting-seen-not-before =
    { $private ->
        [yes] There is no date for running yet: first see { $whom }, and ask whether you may run. It will not be before { $date }.
       *[no] There is no date for running yet: one thing has to be looked at first, and /plan says by whom. It will not be before { $date }.
    }
waiting-seen =
    { $private ->
        [yes] There is no date for running yet: first see { $whom }, and ask whether you may run.
       *[no] There is no date for running yet: one thing has to be looked at first, and /plan says by whom.
    }
waiting-time = Time: it is too early until { $date }
waiting-strength-begins = Strength: starts on { $date }, then { $need } weeks with { $often } strength days each
waiting-strength = Strength: { $done } of { $need } weeks done, with { $often } strength days each; this week { $now } of { $often } so far
waiting-tests = Tests: { $passed } of { $all } passed; next on { $date }: { $tests }
waiting-tests-from = Tests: { $passed } of { $all } passed; the next ones from { $date } on
waiting-tests-morning = Tests: { $passed } of { $all } done; tomorrow morning I’ll ask how you feel, then you’ll get the result
waiting-check =
    { $private ->
        [yes] Your postnatal check
       *[no] Your check-up
    }: not yet. Have it before you run; I’ll ask you about it
waiting-wounds =
    { $private ->
        [yes] Your wounds: not healed yet
       *[no] Healing: not finished yet
    }. I’ll ask you about it
waiting-questions = My questions: { $n } still without an answer
waiting-tap = I count the strength days on which you tap “Done”. If you trained without tapping, tell me: /settings, then “Strength training”
waiting-tell = I can’t count your strength days here. Tell me what you have done: /settings, then “Strength training”
open-strength = strength ({ $done } of { $need } weeks, this week { $now } of { $often } days)
open-tests = tests ({ $passed } of { $all })
open-check =
    { $private ->
        [yes] your postnatal check
       *[no] your check-up
    }
open-wounds =
    { $private ->
        [yes] your wounds have to heal
       *[no] healing
    }
open-questions = { $n ->
        [one] one question of mine
       *[other] { $n } questions of mine
    }

foundations-questions = Good day, { $name }. Before today’s foundations I have { $n ->
        [one] one short question
       *[other] up to { $n } short questions
    } for you.
    .yes = Start
    .no = Not today
