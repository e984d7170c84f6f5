# The sheet of her weeks, as a PDF: she keeps it or shows it to somebody who looks after her.

sheet-title = Back to running after birth
sheet-subtitle = The weeks so far, until { $on_with_year }
sheet-footer = Restride, an automated coach. Not a clearance, not a diagnosis.

sheet-birth = Birth
sheet-birth-value = In the week of { $on_with_year }, { $weeks ->
        [0] this week
        [one] 1 week ago
       *[other] { $weeks } weeks ago
    }
sheet-unknown = Not told yet
sheet-now = Now
sheet-now-unfinished = The first questions are not finished.
sheet-now-foundations = Foundations and readiness tests; no running yet.
sheet-now-running = Sessions are going on.
sheet-now-check = A session is being checked.
sheet-now-paused = Paused since { $on_with_year }.
sheet-now-stopped = Stopped by own choice.
sheet-now-locked = No running: medical help was advised.
sheet-now-referred = No running until a professional has looked at it.
sheet-track = Plan
sheet-track-value = { $weeks }-week plan, { $sessions } sessions a week
sheet-track-none = No running plan yet
sheet-level = Level
sheet-level-value = { $level } of { $levels }: { $block }
sheet-sessions = Sessions
sheet-sessions-none = None yet
sheet-sessions-value = { $sessions ->
        [one] 1 session
       *[other] { $sessions } sessions
    }, { $noticed ->
        [0] nothing noticed in any
        [one] something noticed in 1
       *[other] something noticed in { $noticed }
    }

sheet-chart = Minutes run in each week
sheet-chart-says = Bar: minutes of running in the week. Dot: the longest run without a walk, in minutes. Triangle: something was noticed. P: paused.
sheet-weeks = Week by week
sheet-week = Week
sheet-from = From
sheet-at-level = Level
sheet-done = Done
sheet-done-value = { $done } of { $planned }
sheet-minutes = Run, min
sheet-longest = Longest
sheet-noticed = Noticed
sheet-decided = Decided
sheet-nothing = Nothing
sheet-no-session = No session
sheet-mornings = { $count ->
        [one] 1 next morning not known
       *[other] { $count } next mornings not known
    }
sheet-on = { $day }: { $what }
sheet-evening-gone = in the evening { $signs }, gone by morning
sheet-evening-open = in the evening { $signs }; the next morning is not known
sheet-morning = { $signs }, also or first there the next morning
sheet-pain-known = pain{ $where } { $evening } of 10, next morning { $morning }
sheet-pain-open = pain{ $where } { $evening } of 10, next morning not known
sheet-site = {" "}({ $site })
sheet-site-none = {""}
sheet-week-paused = Paused
sheet-empty = No session has been run yet, so there are no weeks to show. This sheet fills with the first one.

sheet-turns = Decisions that changed something
sheet-turns-none = None so far.
sheet-turn-level = { $what }, from level { $level } to level { $next }
sheet-turn-whom = { $what }; worth seeing: { $whom }
sheet-by-rule = { $says } ({ $rule })
sheet-verdict-advance = next level
sheet-verdict-steady = goes on
sheet-verdict-repeat = stays
sheet-verdict-step-back = step back
sheet-verdict-pause = rest
sheet-verdict-refer = see a professional first
sheet-verdict-urgent-emergency = medical help now
sheet-verdict-urgent-same-day = medical advice the same day
sheet-verdict-not-yet-time = not yet: more time
sheet-verdict-not-yet-tests = not yet: tests or strength missing
sheet-verdict-ready = ready to begin
sheet-verdict-week = weekly check
sheet-verdict-other = { $verdict }
sheet-also = Also by { $rules }
sheet-times = { $count } × { $what }
sheet-breaks = Pauses
sheet-break = { $since } to { $until }: { $reason }
sheet-break-open = Since { $since }: { $reason }
sheet-breaks-say = In a pause there are no sessions and no messages, and none count as missed in the table.
sheet-reason-ill = ill
sheet-reason-no-sleep = too little sleep
sheet-reason-no-childcare = no childcare
sheet-reason-travel = travelling
sheet-reason-pregnant = pregnant again
sheet-reason-other = own reasons
sheet-test = { $test } ({ $unit })
sheet-tests = Readiness tests, the last of each

sheet-rules = The other rules named here, in the words a runner is told
sheet-rule-gone = A rule of an earlier rule book.
sheet-about-is = What was told to an automated coach, and what it decided from that by its rule book, version { $version }. Minutes and longest runs are those of the sessions as they were set, by how much of each was said to be done; sessions planned are counted by the days as they are set now.
sheet-about-is-not = It is not a clearance and not a diagnosis. Nothing was measured or examined, and it does not take the place of a professional’s own look.
