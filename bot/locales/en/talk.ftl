# Small talk: one line in kind. Nothing here judges how she is.

talk-thanks = You’re welcome.
talk-ok = Good. { $next }.
talk-ok-open = Good. My question is still open.
talk-hello = Hello, { $name }. { $next }; /today shows today.
talk-hello-open = Hello, { $name }. My question is still open, whenever it suits you.
talk-bye = Until then. Take care of yourself.
talk-sorry = There is nothing to be sorry about.
talk-tired = That sounds hard. Sleep comes first, and a quiet day costs you nothing. If it doesn’t lift with rest, please tell your doctor or midwife.
talk-tired-run = That sounds hard. Sleep comes before running, and a missed run costs you nothing. You’ll do the same session another day. A short, easy walk instead is fine as long as you have no symptoms.
talk-unwilling = That’s fine. Nothing is lost, and there is nothing to catch up on.
talk-other-day = A run can move to another day, as long as there is a day of rest between two runs. If you only skip it, the same session waits for your next running day, { $date }.
talk-other-day-none = There is no run to move yet. The daily exercises fit into any day, at any hour.
talk-longer = Please keep to the session as it is, even if it feels easy. The next level comes as soon as your body has shown that this one is fine; /plan shows it.
talk-longer-none = Not yet, please. /plan shows what running waits for.
talk-normal = I can’t judge that, because I’m an automated program. Please ask your doctor, midwife or a pelvic-health physiotherapist. If you have a symptom now, don’t run, and tell me about it.

# What a word means, when she asks.

term-pelvic-floor = The pelvic floor is the sheet of muscle between your legs. It holds up your bladder, womb and bowel, and helps you to hold urine and wind.
term-doming = Doming is a ridge that stands up along the middle of your belly when your tummy muscles work, for example when you sit up from lying down.
term-episiotomy = An episiotomy is a cut that a midwife or doctor makes during a birth to widen the opening of the vagina. It is stitched afterwards.
term-run-walk = In a run/walk session you run for a short while, walk for a while, and do that several times. At first the runs are only seconds long.
term-readiness-tests = The readiness tests are short exercises, such as standing up on one leg and heel raises, and a brisk walk. They show whether your body is strong enough to start running. I’ll explain each one when its day comes.
term-postnatal-check = The postnatal check is an appointment with your GP, doctor or midwife some weeks after a birth. They ask how you are and look at how you have healed.
term-strength-day = A strength day is a day with a few exercises for your legs, hips and middle. I’ll show them on the days when they are due.
