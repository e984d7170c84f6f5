# Commands, the menu, and what she can ask to see.

command-start = Start or continue
command-today = What is on today
command-plan = My plan
command-ask = Questions I can answer
command-progress = How far I have come
command-pdf = My weeks as a PDF
command-why = Why did you decide that?
command-back = Go back one question
command-correct = Correct my last session’s answers
command-log = Log a run I did
command-move = Move the next session
command-easier = Make it easier
command-settings = Hour, days, time zone
command-pause = Take a break
command-resume = Resume after a pause
command-help = What you can do
command-privacy = What happens with my data
command-stop = Stop everything
command-export = All my data as a file
command-delete = Delete everything
link-why = Why?
link-pdf = As a PDF
link-correct = Correct my answers
link-plan = My plan
link-trouble = Find the cause
link-tips = Fewer tips
link-symptoms = I have a symptom
link-pause = I’m ill, or need a break
link-continue = Open
link-resume = Resume
link-skip = Not today
link-move = Move the session
link-questions = Carry on now
link-done = Done
link-today = What’s on today
link-settings = Settings
link-keep = Keep my data
bot-description = A coach for getting back to running after having a baby: readiness checks, run/walk sessions over at least 12 weeks, and a check of how you feel after each one. Automated, not a clinician.
bot-short-description = Back to running after birth, step by step.

help =
    I coach you back to running after a birth, step by step. I’m automated, not a clinician, and nobody reads your messages. In an emergency call your local emergency number.

    <b>Today</b>
    /today what is on today
    /symptoms tell me about a symptom
    /log a run you did, /correct your last answers, /back go back one question

    <b>Your plan</b>
    /plan where it stands, /why the reason for the last decision
    /progress how far you have come, /pdf as a file
    /move the next session, /easier less running
    /trouble if it isn’t going well
    /settings hour, days, time zone, sessions; /tips

    <b>Stopping, and your data</b>
    /pause and /resume, /stop no more messages
    /privacy, /export, /delete

    You can type in your own words at any time.
privacy =
    <b>Your data</b>
    What: your answers, the sessions, the decisions and when they were made. Why: to coach you. Where: in the database of whoever runs this bot, encrypted, with the key kept apart. Who: nobody reads your messages; there are no ads and no analytics. { $retain_days ->
        [unset] How long: until you delete it.
       *[other] How long: until you delete it, or until I have not heard from you for { $retain_days } days; then everything is deleted, and I ask you before.
    }

    Chats with bots are not end-to-end encrypted, so Telegram could technically read them.

    This bot is run by { $operator_name ->
        [unset] somebody who has not left a name here
       *[other] { $operator_name }
    }{ $operator_contact ->
        [unset] {""}
       *[other] , { $operator_contact }
    }.{ $privacy_url ->
        [unset] {""}
       *[other] {" "}Their privacy policy: { $privacy_url }
    }

    /export sends you everything, /pdf a sheet of your weeks. /delete removes everything.

today-unfinished = We’re still at the first questions. Your answers decide whether anything has to wait. Once you’ve answered them, you’ll get something to do each day.
today-doubt = No training until you have answered the question below, please. I want to be sure.
today-away = Nothing is planned now: you are paused. /resume is there whenever you want it.
today-not-begun = Nothing has begun yet. /start begins.
today-locked = No training today. Please get the medical help we spoke about. When you’ve been seen and told that you may exercise, tell me here.
today-referred =
    No running for now. Today, as long as you have no symptoms:
    { $lines }{ $strength }

    { $ahead }
plan-referred =
    No running for now. Walking and pelvic-floor work are fine as long as you have no symptoms.

    { $waiting }
today-check = Today I ask how you feel. Nothing else is due.
today-reported = You’ve told me about your session. I’ll ask how you feel the day after, then I’ll tell you what comes next. The next run/walk is on { $date } at the earliest.
today-tested =
    You’ve done your tests for today. Tomorrow I’ll ask how you feel.

    { $waiting }
today-question = I’m waiting for one answer from you first.
today-foundations =
    Today’s foundations, { $name }:
    { $lines }{ $strength }

    { $ahead }
today-walk =
    Today a walk takes the place of the run, because you told me that you sleep less than { $hours } hours. { $walk }.
    { $next }
today-session =
    Today’s session (level { $level } of { $levels }):
    • { $warm } brisk walk
    • { $block }
    • { $cool } easy walk
    About { $total } in all. { $when }
today-comes = I’ll write at { $time }; after it you can tell me how it went.
today-came = When it’s done, tell me how it went.
today-free =
    No run today. { $next }{ $what }
today-strength = { $strength }
today-sets =
    { "" }

    Today your daily sets:
    { $lines }
today-resting = Rest until { $until }. Walking is fine as long as you have no symptoms. Then I’ll ask how you are; the next run/walk is on { $date } at the earliest.

plan-none = There is no plan yet: we are still at the first questions.
plan-ahead =
    There is no running plan yet.{ $loss ->
        [yes] {""}
       *[no] {" "}It is day { $days } after the birth.
    }

    { $waiting }

    /today shows what to do today.
plan-running =
    <b>{ $weeks }-week plan</b>, { $sessions } sessions a week. You are at level { $level } of { $levels }. Next session: { $date }.
    { $coming }

    { $end }

    You move up after { $clean } sessions without symptoms, and at most once in { $days } days. If you need longer, the dates move too.
plan-waits =
    <b>{ $weeks }-week plan</b>. Your plan waits at level { $level } of { $levels }.

    { $waiting }

    /today shows what to do today.
plan-end = On { $date } at the earliest you run { $block }.
plan-end-open = When you reach the end depends on how the next sessions go.
plan-again = <b>{ $weeks }-week plan</b>. You are at level { $level } of { $levels }. You’ve been away for a while, so there are some questions or tests before the next run.
plan-finished = Your plan is done: { $block }. The next session is on { $date }.
plan-level = Level { $level }, from { $date } at the earliest: { $block }

progress-nothing = You’re just getting started, so there’s nothing to show yet. That’s fine.
progress-tests =
    Your tests so far:
    { $tests }
progress-test = { $test }: { $result }
progress-plan =
    { $sessions } { $sessions ->
        [one] session
       *[other] sessions
    } so far, { $clean } of them without symptoms. You are at level { $level } of { $levels }: { $block }.
result-sides = { $left } left, { $right } right
result-count = { $value }

why =
    <b>Last decision: { $verdict }</b>
    { $rules }

    Rule book, version { $version }.
why-nothing = I haven’t decided anything yet, so there is nothing to explain.
why-rule = { $says } <i>({ $id }, { $certainty }. { $sources })</i>
why-source = <a href="{ $url }">{ $title }</a>
why-source-plain = { $title }
certainty-level-1 = strong evidence
certainty-consensus = agreed by experts
certainty-expert-opinion = expert opinion
certainty-our-default = our own careful default
decision-urgent-emergency = medical help now
decision-urgent-same-day = medical advice today
decision-refer = see a professional first
decision-not-yet-time = not yet: more time
decision-not-yet-tests = not yet: tests or strength missing
decision-ready = begin
decision-pause = pause
decision-step-back = an easier level
decision-repeat = stay at this level
decision-week = your weekly check
decision-advance = one level up
keep-your-data = I have not heard from you for a long time. On { $on_with_year } everything you told me will be deleted. To keep it, tap below or send me any message.
kept-your-data = Good, everything stays as it is.
pdf-caption = Here is your file, to keep or to show.
export-caption = Everything that is stored about you.
export-table-caption = The same as a table, for a spreadsheet.
