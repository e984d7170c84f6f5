# Before running.

foundations-prompted =
    Good day, { $name }. Today’s foundations:
    { $lines }

    { $ahead }
foundations-while-referred =
    Good day, { $name }. Running is off for now. What you can do today, as long as it feels fine:
    { $lines }
foundation-breathing = { $minutes } minutes of breathing into your belly and sides; breathe out on effort
foundation-pelvic-floor = { $times } times today: up to { $holds } slow squeezes held for up to { $seconds } s, then { $fast } fast ones
foundation-walk = A walk of up to { $minutes } minutes; shorter if it doesn’t feel right
foundation-strength = Strength: legs, hips, calves and core, single-leg exercises included
day-84-ahead =
    Running starts on { $date } at the earliest. { $days ->
        [one] That is tomorrow.
       *[other] That is in { $days } days.
    }
questions-first = The waiting time is over. Running opens when all my questions are answered and the tests are passed.
day-84-passed = The time of waiting is over. As soon as the rest is in place, we test.
