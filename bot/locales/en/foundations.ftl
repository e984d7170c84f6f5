# Before running.

foundations-prompted =
    Good day, { $name }. Today’s foundations:
    { $lines }

    { $ahead }
foundations-while-referred =
    Good day, { $name }. Running is off for now. What you can do today, as long as you have no symptoms:
    { $lines }

    { $ahead }
foundation-breathing = { $minutes } minutes of breathing into your belly and sides; breathe out on effort
foundation-pelvic-floor = { $times } times today: up to { $holds } slow squeezes held for up to { $seconds } s, then { $fast } fast ones
foundation-walk = A walk of up to { $minutes } minutes; shorter if it doesn’t feel right
foundation-strength = Strength: legs, hips, calves and core, single-leg exercises included

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
