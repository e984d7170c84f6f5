# The exercises of a strength day: the name as she reads it in the list, and how it is done.

option-short = Only 10 minutes
option-how = Show me how
link-how = Show me how
nothing = { "" }

strength-block =
    { "" }

    <b>Strength</b> (sets × repetitions, { $rest } of rest after each set):
    { $exercises }
strength-with-care =
    { $block }
    Stop an exercise at the first leak, heaviness or pain, and tell me. If the middle of your belly domes (a ridge that stands up), breathe out and make the movement smaller.
strength-short =
    { "" }

    <b>Strength, the short session</b> (one set of each):
    { $exercises }
    It counts for your strength weeks as long as the other session of the week is a full one. Tap the same button again for the whole session.
exercise-line = { $exercise }: { $amount }
exercise-line-how = <b>{ $exercise }</b>: { $amount }. { $how }
amount-reps = { $sets } × { $reps }
amount-seconds = { $sets } × { $seconds } s
amount-each-side = { $amount } each side
amount-left-first = left side first { $more }, then right { $amount }
amount-right-first = right side first { $more }, then left { $amount }
how = { $lines }{ $strength }

exercise-stand-both-legs = Stand up from a chair
    .how = Sit near the front of a chair that can’t slide, feet under your knees. Lean forward, breathe out and stand up. Sit down slowly.
exercise-stand-staggered = Stand up from a chair, one foot in front
    .how = Sit near the front of a chair that can’t slide. One foot is under its knee, the other a step further forward. Breathe out and stand up, mostly on the foot under its knee. Sit down slowly.
exercise-stand-high-chair = Stand up on one leg, from a high seat
    .how = Sit on something high, such as the arm of a sofa or a chair with firm cushions. Lift one foot. Breathe out and stand up on the other leg, sit down slowly. A hand may touch a table.
exercise-stand-one-leg = Stand up on one leg, from a chair
    .how = Sit on a normal chair, lift one foot. Breathe out and stand up on the other leg, sit down slowly. A hand may touch a table.
exercise-step-up = Step up
    .how = Put one whole foot on the lowest stair, near a rail. Breathe out and step up with that leg, step down slowly. The other foot doesn’t push off.
exercise-clam = Clam, on your side
    .how = Lie on your side, knees bent, feet together. Keep your feet touching and open the upper knee like a shell, without rolling back. Close slowly.
exercise-side-lift-bent = Leg lift on your side, knee bent
    .how = Lie on your side, both knees bent. Lift the whole upper leg to hip height, knee still bent, without rolling back. Lower it slowly.
exercise-side-lift-straight = Leg lift on your side, leg straight
    .how = Lie on your side, lower knee bent, upper leg straight in line with your body. Lift it to hip height, toes pointing forward. Lower it slowly.
exercise-band-side-step = Side steps with a band
    .how = Put an elastic band round both legs above the knees, knees a little bent. Step sideways, the band stays tight. No band? Do the straight leg lift instead.
exercise-bridge-both-legs = Bridge
    .how = Lie on your back, knees bent, feet flat. Breathe out and lift your hips until shoulders, hips and knees are in a line. Lower slowly.
exercise-bridge-marching = Bridge with marching
    .how = Lift your hips into the bridge and stay up. Lift one foot a little, put it down, then the other: that is one. Your hips stay level.
exercise-bridge-one-leg = Bridge on one leg
    .how = Lie on your back, one knee bent, the other leg straight. Breathe out and lift your hips with the bent leg. Lower slowly.
exercise-hamstring-walk-out = Bridge walk-out
    .how = Lift your hips into the bridge. Walk your feet away in small steps, then back again, hips up all the time. That is one.
exercise-calf-both-legs = Heel raise on both feet
    .how = Stand behind a chair and hold its back. Rise onto your toes as high as you can, lower slowly.
exercise-calf-two-up-one-down = Heel raise, two feet up and one down
    .how = Hold the back of a chair. Rise onto your toes on both feet, lift one foot, and lower slowly on the other.
exercise-calf-one-leg = Heel raise on one foot
    .how = Hold the back of a chair with your fingertips. Stand on one foot, rise as high as you can, lower slowly.
exercise-calf-bent-knee = Heel raise on one foot, knee bent
    .how = Hold the back of a chair. Stand on one foot and keep that knee a little bent all the time. Rise as high as you can, lower slowly.
exercise-heel-slide = Heel slide, on your back
    .how = Lie on your back, knees bent. Breathe out and slide one heel away along the floor until the leg is almost straight, then back. Your back stays still.
exercise-toe-tap = Toe tap, on your back
    .how = Lie on your back, both knees above your hips, shins level. Breathe out and lower one foot until the toes touch the floor, then lift it again. Your back stays still.
exercise-dead-bug = Dead bug, on your back
    .how = Lie on your back, knees above your hips, arms pointing up. Breathe out and stretch one leg and the opposite arm away, just above the floor, then back.
exercise-side-plank-knees = Side plank from your knees
    .how = Lie on your side on your forearm, knees bent. Lift your hips until you are straight from knees to shoulders. Hold and keep breathing.
exercise-stand-heel-to-toe = Stand heel to toe
    .how = Beside a kitchen counter: put one foot right in front of the other, heel to toe, and stand still. Then change which foot is in front.
exercise-stand-on-one-leg = Stand on one leg
    .how = Beside a kitchen counter: stand on one leg, the standing knee soft. Touch the counter only if you must.
exercise-step-down = Step down
    .how = Stand on the lowest stair, near a rail. Bend one knee slowly until the other heel touches the floor in front, then push up again. Your knee points over your toes.
exercise-heel-drop = Heel drop
    .how = Hold the back of a chair. Rise onto your toes on both feet, then let your heels drop quickly to the floor.
exercise-pogo = Small jumps on both feet
    .how = Hands near a counter. Bounce on the balls of your feet, ankles springy, only just off the floor. Land softly.
exercise-squat-jump = Squat jump
    .how = Bend your knees as if to sit, jump up a little, land softly on both feet with your knees bent. Stand still before the next.
exercise-split-jump = Split jump
    .how = Stand with one foot in front of the other, knees a little bent. Jump up and land with the other foot in front, softly.
exercise-hop = Hop on one foot
    .how = Near a counter: hop on one foot on the spot, low and soft.
