# The track and its sessions.

track-label = { $weeks } weeks
programme-proposal =
    I suggest the <b>{ $weeks }-week</b> plan.
    { $reasons }

    { $weeks ->
        [20] That is the fastest it will go. How your body responds decides each step.
       *[other] That is the fastest it will go, and you can choose a slower one. How your body responds decides each step.
    }
programme-per-week = How many run/walk sessions a week? With two, each level lasts longer, so the whole plan takes about half as long again.
plan-starts = Your plan begins on <b>{ $date }</b> at { $time }. I’ll write to you then with the first session.
tip = { $says }
programme-offered =
    Good day, { $name }. Today’s session (level { $level } of { $levels }):
    • { $warm } brisk walk
    • { $block }
    • { $cool } easy walk
    About { $total } in all, at a pace at which you can talk. If anything doesn’t feel right, stop running, walk home and tap the last button.
    .did-it = I did it
    .partly = Partly
    .not-today = Not today
    .later = Later
    .feel-something = Something feels wrong
offer-unread =
    I didn’t understand that, so I’ve saved nothing. You don’t have to run today. If you’re ill, something feels wrong or someone told you not to run, don’t. In an emergency call your local emergency number.

    The buttons under today’s session still work. /pause pauses my messages, /stop ends them, /help shows what else I can do.
offer-seen = Good. Nothing is saved yet. When you’ve done it, tap a button under today’s message or write “done”.
block-intervals = { $reps } × { $run } run / { $walk } walk
block-mixed = run { $runs }, with { $walk } walk between
block-steady = { $run } of easy, steady running
how-did-it-go =
    { $variant ->
       *[a] How did it go today? The buttons under the session are still there. If it didn’t happen, that’s fine too.
        [b] Did the session happen today? Both answers are fine; the buttons are still under it.
        [c] When you have a moment: how was the session? The buttons under it still work, “Not today” too.
        [d] Today’s session still waits for your answer, with the buttons under it. Not done is an answer like any other.
        [e] How was the session today? A tap under it is all I need. If it didn’t happen, tap “Not today”.
        [f] Before the day ends: did you get to run? The buttons are still under the session, whichever way it went.
        [g] Tell me how the session went, if you like: the buttons under it are still there. If there was no time for it, that’s fine.
        [h] One tap is left for today, under the session: how did it go? It’s fine if it didn’t happen.
    }
programme-yesterday = Did the session of { $date } happen?
    .did-it = Yes, all of it
    .partly = Partly
    .not-done = No
    .feel-something = Something felt wrong
session-not-today =
    { $variant ->
       *[a] That’s fine. There’s nothing to catch up on. The same session is waiting for your next running day.
        [b] Not today, then. Your place in the plan stays as it is, and this session comes again on your next running day.
        [c] All right. One missed day doesn’t undo what you have built. We’ll do the same session on your next running day.
        [d] Understood. Some days are full. The same session is there on your next running day.
        [e] That’s fine. Nothing else changes: same session, next running day.
    }
programme-later = When shall I remind you?
    .half-hour = In half an hour
    .two-hours = In two hours
    .evening = This evening
snoozed = I’ll write again at { $time }.
session-unknown =
    { $variant ->
       *[a] I don’t know how the session on { $date } went, so it doesn’t count for or against you. If you did it, a tap on “I did it” under a session is all I need, also the day after.
        [b] The session on { $date } has no answer, so it doesn’t count for or against you. If you ran, one tap on “I did it” is enough, also the day after.
        [c] I have no answer for the session on { $date }, so it doesn’t count for or against you. A tap on “I did it” on the day or the day after is all it takes.
        [d] The session on { $date } doesn’t count for or against you, because I don’t know how it went. Next time a tap on “I did it” helps, also a day later.
        [e] Without an answer the session on { $date } doesn’t count for or against you. When you run, tap “I did it” under the session, that day or the next.
    }
session-not-done = That’s fine. There’s nothing to catch up on. The same session is waiting for your next running day.
missed-time =
    Some time has passed, so we start again { $levels ->
        [one] one level lower
       *[other] { $levels } levels lower
    }, at level { $level }.
    { $reasons }
in-full-from-today = You’ve done your { $weeks } weeks at half the running. From your next session on the running grows from week to week, by { $percent } % at most, starting at level { $level }.
comeback-begins = It has been four weeks or more without a session, so we start again gently: three short lists first, then { $tests } short tests. After that your plan carries on at level { $level }, with half the running or less.
comeback-tests = It has been four weeks or more without a session, so we start again gently, with { $tests } short tests first. After that your plan carries on at level { $level }, with half the running or less.
rescreen-begins = It has been a long while. Let’s go through the readiness questions again, then start from the beginning.
programme-short =
    { $what }

    { $next }
next-run = Your next run/walk is on { $date }.
next-run-block = The next one is on { $date }: { $block }.
next-walk = Your next running day is { $date }. While you sleep less than { $hours } hours it’s a walk. When your nights get longer, tell me in the weekly check or in /settings, and the runs come back.
short-strength =
    Good day. Today is a strength day.{ $strength }

    And your daily sets:
    { $lines }
short-walk =
    Good day. Today a walk takes the place of the run, because you told me that you sleep less than { $hours } hours. { $walk }.

    And your daily sets:
    { $lines }
short-foundation =
    Good day. Today your daily sets, and a walk if you feel like it:
    { $lines }
programme-still =
    The rest is over. Are you back to normal: well again, pain at most 2 of 10, no limp, and a 30-minute walk feels fine?
    .clear = Yes, back to normal
    .not-yet = Not yet
rest-over = Good. Your next session is on { $date }, at the level we agreed.
not-settled =
    Thank you for telling me. Please ask a physiotherapist or doctor to look at it, and don’t run until they say that you may.
    { $rule }
