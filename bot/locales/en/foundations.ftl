# Before running: breathing, the pelvic-floor set, the walk. The exercises of a strength day are in exercises.ftl.

foundations-prompted =
    Good day, { $name }. Today’s foundations:
    { $lines }{ $strength }

    { $ahead }
foundations-while-referred =
    Good day, { $name }. Running is off for now. What you can do today, as long as you have no symptoms:
    { $lines }{ $strength }
foundation-breathing = { $minutes } minutes of breathing into your belly and sides; breathe out on effort
foundation-breathing-short = { $minutes } minutes of breathing into your belly and sides
foundation-pelvic-floor = { $times } times today: up to { $holds } slow squeezes held for up to { $seconds } s, then { $fast } fast ones
foundation-pelvic-floor-short = Once: up to { $holds } slow squeezes held for up to { $seconds } s, then { $fast } fast ones
foundation-walk = A walk of up to { $minutes } minutes; shorter if it doesn’t feel right
foundation-walk-short = A walk only if there is time for it
walk-short = A walk of { $minutes } minutes is enough
foundation-new = New to this? Tap “Show me how” before you begin
often-times = { $times } times today
often-once = once today
breathing-in-full =
    <b>Breathing, { $minutes } minutes.</b> Lie on your back with your knees bent, or sit. Put one hand on your belly and one on your ribs. Breathe in through your nose: belly and ribs grow wider. Breathe out slowly through your mouth: they sink again. Later, breathe out whenever something takes effort.
pelvic-floor-in-full =
    <b>Pelvic floor, { $often }.</b> It is the sheet of muscle between your legs. To find it: sit, and imagine that you stop passing wind and urine at once; then lift, as if drawing something up inside. You may feel very little at first. That is normal.
    Slow: lift, hold while you keep breathing, let go completely, rest as long as you held. Begin with a few seconds and build up to { $holds } times { $seconds } s. Then { $fast } fast ones: lift and let go.
    How it must not feel: no holding your breath, no pushing down, no squeezing of buttocks or thighs, no pain. If any of that happens, do fewer and more gently. Practise away from the toilet. If you had a catheter, begin once it is out and you pass urine normally.
day-84-ahead =
    Running starts on { $date } at the earliest. { $days ->
        [one] That is tomorrow.
       *[other] That is in { $days } days.
    }
questions-first = The waiting time is over. Running opens when all my questions are answered and the tests are passed.
day-84-passed = The time of waiting is over. As soon as the rest is in place, we test.
