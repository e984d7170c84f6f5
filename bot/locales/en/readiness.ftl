# The readiness tests.

readiness-invite =
    It’s time for the readiness tests. They are short, one at a time, and I’ll explain each. Wear shoes, go to the toilet first, and stop as soon as anything doesn’t feel right.

    { $tests ->
        [one] There is one test
       *[other] There are { $tests } tests
    } to do.{ $walk ->
        [0] {" "}Each one takes a few minutes.
       *[other] {" "}One is a brisk walk of { $walk } minutes, which can also wait for another day; each of the others takes a few minutes.
    }
    .start = Start now
    .later = Another day
tests-later = Fine. I’ll ask again tomorrow.
readiness-left =
    <b>{ $test }</b>
    { $how }

    Start with the <b>left</b> side and stop when your form goes, or at the first symptom. { $enough } { $unit } on each side are the goal. How many { $unit } on the left?
readiness-right = And how many { $unit } on the <b>right</b>?
readiness-count =
    <b>{ $test }</b>
    { $how }

    { $enough } { $unit } are the goal. How many { $unit } did you do?
readiness-walk =
    <b>{ $test }</b>
    { $how }

    { $enough } { $unit } are the goal. How many { $unit } did you do? The walk can also wait for another day.
readiness-walk-days = On how many of the last 7 days have you walked that long?
readiness-felt = Did you notice anything during it?
readiness-pain = How strong was the pain, from 0 to 10?
tests-walk-later = Fine, the walk comes another day. I’ll ask tomorrow morning how you feel after today’s tests.
tests-done-today = That’s enough for today, thank you. Tomorrow I’ll ask how you feel, then you’ll get the result.
readiness-morning-pain = After the tests on { $date }: how much pain do you feel, from then until now, from 0 (none) to 10?
readiness-morning-signs = Did any of these appear since the tests?

unit-reps = repetitions
unit-seconds = seconds
unit-minutes = minutes

test-strength-weeks = Strength training
test-single-leg-sit-to-stand = Single-leg sit to stand
test-side-lying-abduction = Side-lying leg lift
test-single-leg-bridge = Single-leg bridge
test-single-leg-calf-raise = Single-leg calf raise
test-walk = Brisk walk
test-single-leg-balance = Single-leg balance
test-single-leg-squat = Single-leg squat
test-jog-on-spot = Jog on the spot
test-forward-bounds = Forward bounds
test-hop-in-place = Hop in place
test-running-man = Single-leg running man
test-squat-jump = Squat jump

how-single-leg-sit-to-stand = Sit on a chair, cross your arms, lift one foot. Stand up and sit down slowly on the other leg.
how-side-lying-abduction = Lie on your side, lower knee bent. Lift the upper, straight leg to hip height and lower it slowly.
how-single-leg-bridge = Lie on your back, knees bent, one leg straight. Lift your hips until the body makes a line, lower slowly.
how-single-leg-calf-raise = Stand on one foot near a wall. Rise onto your toes as high as you can and lower slowly.
how-walk = Walk briskly on the flat, without a break.
how-single-leg-balance = Stand on one leg, hands on your hips, eyes open. Count the seconds until the other foot touches.
how-single-leg-squat = Stand on one leg and bend it as if to sit back, knee over your toes, then stand up again.
how-jog-on-spot = Jog on the spot, light and easy.
how-forward-bounds = Bound forward from one foot to the other, landing softly.
how-hop-in-place = Hop on one foot on the spot, landing softly.
how-running-man = Stand on one leg and swing the other leg and your arms as in running, bending the standing knee a little each time.
how-squat-jump = Squat down, jump up, land softly and go straight into the next.
