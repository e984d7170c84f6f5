"""The track: proposed, accepted, and offered session by session on her days at her hour.

A session is offered only from `programme.home`, after the engine has looked at the time that passed. What she
reports afterwards belongs to `checkin.py`.

>>> sorted({row.dest for row in ROWS if row.source == "programme.offered" and row.trigger == "answer"})
['checkin.how_much', 'checkin.pain', 'checkin.warning', 'programme.home', 'programme.later']
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from flows.dialogue import comeback
from flows.dialogue.cursor import Cursor, Row, chose, due, row, say
from flows.dialogue.exercise_words import (
    DAY_OPTIONS,
    in_place,
    next_line,
    short_prompt_words,
    shorten,
    walks_instead,
)
from flows.dialogue.foundations import (
    day_is_over,
    day_of_message,
    day_prompted,
    gentle_day,
    gentle_word,
    goes_quiet,
    gone_quiet,
    log_strength,
    no_other_days,
    say_quiet,
    skip_day,
)
from flows.dialogue.gate import missed_time, note, remember, tell_verdict, told, verdict_refer
from flows.dialogue.push import OPEN
from flows.dialogue.questions import Choice, Listed, Question
from flows.dialogue.replies import next_reply, reply
from flows.dialogue.tips import tell_next, tell_shoes
from flows.dialogue.volume import runs_less
from flows.dialogue.weekly import begin_week, week_due
from flows.dialogue.words import (
    earlier_session_words,
    propose_words,
    row_of,
    session_words,
    tell_change_of_level,
)
from flows.plan import calendar
from flows.plan.read import TRACKS
from flows.plan.tracks import row_after_less
from flows.plan.verdict import Running, To
from flows.records import replace
from flows.session import (
    Health,
    Past,
    Report,
    Session,
    told_sessions,
    with_health,
    with_plan,
    with_report,
    with_rhythm,
)
from flows.vocabulary import Option, Text, text

WALKS_KEPT = 12
LATER_OPTIONS = ("half_hour", "two_hours", "evening")


def _tracks(session: Session) -> tuple[Option, ...]:
    assert session.plan is not None
    slower = tuple(weeks for weeks in TRACKS if weeks >= session.plan.track)
    return tuple(map(_track, slower))


@cache
def _track(weeks: int) -> Option:
    return Option(id=str(weeks), label=text("track-label", weeks=weeks))


def _accept(session: Session, value: Any, now: datetime) -> Session:
    return with_plan(session, track=int(value))


def _per_week(session: Session, value: Any, now: datetime) -> Session:
    return with_plan(session, per_week=int(value), since=calendar.today(session, now))


def start_the_plan(cursor: Cursor) -> None:
    """Action: the first session day is named; today never counts, so that she can prepare."""
    cursor.session = with_rhythm(cursor.session, prompted_on=cursor.today, snoozed_to=None)
    first = calendar.next_session_day(cursor.session, cursor.today)
    assert first is not None
    time = calendar.clock_time(cursor.session.profile.prompt_minute or 0)
    cursor.say(text("plan-starts", date=first, time=time))
    if walks_instead(cursor):
        cursor.say(next_line(cursor))
    tell_shoes(cursor)
    tell_next(cursor)


def session_due(cursor: Cursor) -> bool:
    """Guard: today is a session day by her days and her rest, and the prompt is not for something else."""
    rest = cursor.session.plan.rest_until if cursor.session.plan else None
    rested = rest is None or rest <= cursor.now
    return rested and calendar.is_session_day(cursor.session, cursor.today)


def walk_day(cursor: Cursor) -> bool:
    """Guard: after very short nights a walk takes the place of the run (R-LIF-1)."""
    return missed_time(cursor).running is Running.WALK_ONLY


def walk_instead(cursor: Cursor) -> None:
    """Action: the walk is today's prompt, with its rule behind "Why?"."""
    verdict = missed_time(cursor)
    note(cursor, verdict)
    told(cursor, verdict.decision, ("R-LIF-1",))
    day_prompted(cursor)


def log_walk(cursor: Cursor) -> None:
    """Action: a walk that took the place of a run keeps the day: it is no gap (R-LIF-1)."""
    log_walk_of(cursor, day_of_message(cursor))


def log_walk_of(cursor: Cursor, day: date) -> None:
    """The same for the message of an earlier day."""
    done = cursor.session.rhythm.walks_done
    if day not in done and calendar.is_session_day(cursor.session, day):
        cursor.session = with_rhythm(cursor.session, walks_done=tuple(sorted((*done, day)))[-WALKS_KEPT:])


def too_long_away(cursor: Cursor) -> bool:
    """Guard: so long without a session that tests or the whole screening come first again (R-MISS)."""
    return missed_time(cursor).running is Running.OFF


def rescreen(cursor: Cursor) -> None:
    """Action: the screening starts anew; tests and plan as well."""
    cursor.session = replace(
        cursor.session,
        health=Health(),
        tests=(),
        plan=None,
        report=None,
        rhythm=replace(cursor.session.rhythm, nudges=0),
    )
    cursor.say(text("rescreen-begins"))


def ends_less(cursor: Cursor, day: date) -> bool:
    """Whether the first weeks of R-RSK-3 are over by that day, and the last session lay in them."""
    plan, session = cursor.session.plan, cursor.session
    assert plan is not None
    told = told_sessions(plan)
    last = session.report.on if session.report is not None else told[-1].on if told else day
    over = not runs_less(session, day, cursor.book)
    return over and plan.full_on is None and runs_less(session, last, cursor.book)


def in_full_from(cursor: Cursor, day: date) -> None:
    """A row in full is twice the running, so it is one with no more than that. Told when it is known, so that the
    level that is said for the next session is the one that comes.
    """
    plan = cursor.session.plan
    assert plan is not None
    row = cursor.book.tracks[plan.track][plan.level - 1]
    level = row_after_less(row, plan.track, cursor.book)
    cursor.session = with_plan(cursor.session, level=level, since=cursor.today, missed_from=None, full_on=day)
    cursor.say(
        text(
            "in-full-from-today",
            level=level,
            weeks=cursor.book.whole("R-RSK-3", "weeks"),
            percent=cursor.book.whole("R-PROG-4", f"track_{plan.track}"),
        )
    )


def offer(cursor: Cursor) -> None:
    """Action: today's session, at the level that the time since the last one leaves (R-BACK)."""
    if ends_less(cursor, cursor.today):
        in_full_from(cursor, cursor.today)
    plan = cursor.session.plan
    assert plan is not None
    verdict = missed_time(cursor)
    before = plan.missed_from or plan.level
    if verdict.next_level is not None and verdict.next_level < plan.level:
        cursor.session = with_plan(
            cursor.session, level=verdict.next_level, since=cursor.today, missed_from=before
        )
        tell_change_of_level(cursor, verdict)
        remember(cursor, verdict)
    else:
        note(cursor, verdict)
    plan = cursor.session.plan
    assert plan is not None
    report = Report(
        on=cursor.today,
        level=plan.level,
        offered_at=cursor.now,
        before_break=before,
        runs_s=row_of(cursor).runs_s if is_lessened(cursor) else (),
    )
    cursor.session = replace(cursor.session, report=report)
    day_prompted(cursor)


def is_lessened(cursor: Cursor) -> bool:
    """Guard: today's session holds less running than its row."""
    plan = cursor.session.plan
    assert plan is not None
    return row_of(cursor).run_s < cursor.book.tracks[plan.track][plan.level - 1].run_s


def drop_offer(cursor: Cursor) -> None:
    """Action: no session today; nothing is counted and nothing is made up."""
    cursor.session = replace(cursor.session, report=None)


def did_it(cursor: Cursor) -> None:
    """Action: she did all of it."""
    cursor.session = with_report(cursor.session, completed=100, reported_at=cursor.now)


def something_told(cursor: Cursor) -> bool:
    """Guard: her words beside the answer named a sign, so that the short question is no use."""
    assert cursor.session.report is not None
    return bool(cursor.session.report.signs)


def so_late(cursor: Cursor) -> bool:
    """Guard: told so late that one question covers the session and the day after it (R-DAY-3)."""
    return calendar.covers_day_after(cursor.session, cursor.now, cursor.book)


def did_some(cursor: Cursor) -> None:
    """Action: she did a part, asked next."""
    cursor.session = with_report(cursor.session, reported_at=cursor.now)


def felt_something(cursor: Cursor) -> None:
    """Action: she stops the running part and walks home (R-PROG-5)."""
    cursor.session = with_report(cursor.session, felt_something=True, reported_at=cursor.now)


def snooze(cursor: Cursor) -> None:
    """Action: the same session again, today, when she said."""
    minutes = cursor.book.number("R-DAY-1", str(cursor.value))
    if cursor.value == "evening":
        at = max(
            calendar.instant(cursor.session, cursor.today, int(minutes)), cursor.now + timedelta(minutes=1)
        )
    else:
        at = cursor.now + timedelta(minutes=minutes)
    cursor.session = with_rhythm(replace(cursor.session, report=None), snoozed_to=at)
    cursor.say(text("snoozed", time=calendar.local(cursor.session, at).time()))


def count_unknown(cursor: Cursor) -> None:
    """Action: nobody knows whether she ran: that is no session, and ends no gap; only a rest day follows it."""
    plan, report = cursor.session.plan, cursor.session.report
    assert plan is not None and report is not None
    log = (*plan.log, Past(on=report.on, level=report.level, outcome="unknown"))
    cursor.session = replace(with_plan(cursor.session, log=log), report=None)
    cursor.say(next_reply(cursor, "session-unknown", date=report.on))


def remind(cursor: Cursor) -> None:
    """Action: the open question is still there: one message that asks nothing new."""
    nudges = cursor.session.rhythm.nudges + 1
    cursor.session = with_rhythm(cursor.session, nudges=nudges, asked_at=cursor.now)
    cursor.say(Text("nudge"), OPEN)


def remind_of_the_session(cursor: Cursor) -> None:
    """Action: how did it go? The buttons under the session still count."""
    cursor.session = with_rhythm(cursor.session, nudges=cursor.session.rhythm.nudges + 1)
    cursor.say(next_reply(cursor, "how-did-it-go"))


def all_clear(cursor: Cursor) -> None:
    """Action: she is back to normal; the plan goes on."""
    cursor.session = with_plan(cursor.session, rest_until=None, ill=False)
    cursor.session = with_rhythm(cursor.session, prompted_on=cursor.today)
    following = calendar.next_session_day(cursor.session, cursor.today)
    cursor.say(text("rest-over", date=following or cursor.today))


def was_ill(cursor: Cursor) -> bool:
    """Guard: an illness made her rest."""
    assert cursor.session.plan is not None
    return cursor.session.plan.ill


def rest_again(cursor: Cursor) -> None:
    """Action: not well yet: asked again after as long as R-ILL says."""
    until = cursor.now + timedelta(hours=cursor.book.number("R-ILL", "hours"))
    cursor.session = with_plan(cursor.session, rest_until=until)
    cursor.say(text("still-ill"))


def not_clear(cursor: Cursor) -> None:
    """Action: not settled after the rest: somebody should look at it (R-POST-5)."""
    rule = cursor.book.rule("R-POST-5")
    cursor.session = with_health(cursor.session, cleared_by=None)
    told(cursor, "refer", (rule.id,), To.SPORTS_PHYSIO.value)
    cursor.say(text("not-settled", rule=rule.says), ("why", ""))


QUESTIONS = (
    Question(state="programme.proposal", expects=Listed(options=_tracks), save=_accept, fill=propose_words),
    Question(
        state="programme.per_week",
        expects=Choice(options=("2", "3"), columns=2, prefix="option"),
        save=_per_week,
    ),
    Question(
        state="programme.offered",
        expects=Choice(options=("did_it", "partly", "not_today", "later", "feel_something"), columns=2),
        fill=session_words,
        unread="offer-unread",
    ),
    Question(
        state="programme.yesterday",
        expects=Choice(options=("did_it", "partly", "not_done", "feel_something"), columns=2),
        fill=earlier_session_words,
    ),
    Question(state="programme.later", expects=Choice(options=LATER_OPTIONS)),
    Question(
        state="programme.short",
        expects=DAY_OPTIONS,
        fill=short_prompt_words,
        unread="prompt-unread",
    ),
    Question(state="programme.still", expects=Choice(options=("clear", "not_yet"))),
)

DAILY = due("daily", "snoozed")


def _wake_rows(source: str) -> tuple[Row, ...]:
    return (
        row(source, "wake", "programme.home", when=(DAILY, day_is_over), do=skip_day),
        row(source, "wake", "referred.home", when=(DAILY, verdict_refer), do=(tell_verdict, day_prompted)),
        row(source, "wake", "programme.home", when=(DAILY, goes_quiet), do=say_quiet),
        row(source, "wake", "programme.home", when=(DAILY, gentle_day), do=gentle_word),
        row(source, "wake", "programme.home", when=(DAILY, gone_quiet), do=skip_day),
        *comeback.comeback_rows(source, "wake", when=(DAILY,), do=(day_prompted,)),
        row(
            source,
            "wake",
            "foundations.questions",
            when=(DAILY, too_long_away),
            do=(day_prompted, rescreen),
        ),
        row(source, "wake", "programme.short", when=(DAILY, session_due, walk_day), do=walk_instead),
        row(source, "wake", "programme.offered", when=(DAILY, session_due), do=offer),
        row(source, "wake", "programme.home", when=(DAILY, week_due), do=(day_prompted, begin_week)),
        row(source, "wake", "programme.home", when=(DAILY, no_other_days), do=skip_day),
        row(source, "wake", "programme.short", do=day_prompted),
    )


ROWS: tuple[Row, ...] = (
    row("programme.proposal", "answer", "programme.per_week"),
    row("programme.per_week", "answer", "programme.home", do=start_the_plan),
    *_wake_rows("programme.home"),
    *_wake_rows("programme.short"),
    row(
        "programme.short",
        "answer",
        "programme.home",
        when=chose("done"),
        do=(log_strength, log_walk, reply("well-done")),
    ),
    row("programme.short", "answer", None, when=chose("how"), do=in_place),
    row("programme.short", "answer", None, when=chose("short"), do=(shorten, in_place)),
    row("programme.short", "answer", "programme.home", do=reply("not-today")),
    row("programme.offered", "answer", "checkin.pain", when=(chose("did_it"), something_told), do=did_it),
    row("programme.offered", "answer", "checkin.all_since", when=(chose("did_it"), so_late), do=did_it),
    row("programme.offered", "answer", "checkin.all_well", when=chose("did_it"), do=did_it),
    row("programme.offered", "answer", "checkin.how_much", when=chose("partly"), do=did_some),
    row("programme.offered", "answer", "checkin.warning", when=chose("feel_something"), do=felt_something),
    row("programme.offered", "answer", "programme.later", when=chose("later")),
    row("programme.offered", "answer", "programme.home", do=(drop_offer, reply("session-not-today"))),
    row("programme.offered", "wake", "programme.yesterday", when=due("unfinished")),
    row("programme.offered", "wake", None, do=remind_of_the_session),
    row("programme.yesterday", "answer", "checkin.pain", when=(chose("did_it"), something_told), do=did_it),
    row("programme.yesterday", "answer", "checkin.all_since", when=(chose("did_it"), so_late), do=did_it),
    row("programme.yesterday", "answer", "checkin.all_well", when=chose("did_it"), do=did_it),
    row("programme.yesterday", "answer", "checkin.how_much", when=chose("partly"), do=did_some),
    row("programme.yesterday", "answer", "checkin.warning", when=chose("feel_something"), do=felt_something),
    row("programme.yesterday", "answer", "programme.home", do=(drop_offer, say("session-not-done"))),
    row(
        "programme.yesterday",
        "wake",
        "programme.home",
        when=due("before_session", "give_up"),
        do=count_unknown,
    ),
    row("programme.yesterday", "wake", None, do=remind),
    row("programme.later", "answer", "programme.home", do=snooze),
    row("programme.later", "wake", "programme.yesterday", when=due("unfinished")),
    row("programme.later", "wake", None, do=remind_of_the_session),
    row("programme.resting", "wake", "programme.still"),
    row("programme.still", "answer", "programme.home", when=chose("clear"), do=all_clear),
    row("programme.still", "answer", "programme.resting", when=was_ill, do=rest_again),
    row("programme.still", "answer", "referred.home", do=not_clear),
)
