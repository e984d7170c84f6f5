"""Before running: daily breathing, pelvic-floor sets, walking and strength, until the gates open by themselves.

Every prompt first asks the engine again, so day 84, a retest date or twelve weeks of strength move her on
without a word from her. The doses are the rule book's.

>>> [row.dest for row in ROWS if row.trigger == "wake"][-1]
'foundations.prompted'
"""

from __future__ import annotations

from datetime import date, timedelta

from flows.dialogue import cases
from flows.dialogue.cursor import Cursor, Row, chose, due, row
from flows.dialogue.exercise_words import DAY_OPTIONS, foundation_words, in_place, shorten
from flows.dialogue.gate import (
    back_to_the_plan,
    has_plan,
    note_verdict,
    propose,
    tell_verdict,
    tests_due,
    verdict_ready,
    verdict_refer,
)
from flows.dialogue.portions import something_missing
from flows.dialogue.questions import Question
from flows.dialogue.replies import reply
from flows.dialogue.strength import remember_strength
from flows.dialogue.weekly import begin_week, week_due
from flows.plan import calendar
from flows.plan.calendar import Wake
from flows.session import with_health, with_rhythm
from flows.vocabulary import Text, text

STRENGTH_DAYS_KEPT = 200
TODAY = ("today", "")


def day_is_over(cursor: Cursor) -> bool:
    """Guard: the alarm rang so late that her day, or the evening of it, is over."""
    minute = cursor.session.profile.prompt_minute
    assert minute is not None
    now = calendar.minute_of_day(cursor.session, cursor.now)
    night = cursor.book.number("R-DAY-5", "from_minute")
    return now < minute or minute < night <= now


def gone_quiet(cursor: Cursor) -> bool:
    """Guard: she has not answered the last few prompts."""
    return cursor.session.rhythm.unanswered >= cursor.book.number("R-DAY-4", "quiet_after")


def goes_quiet(cursor: Cursor) -> bool:
    """Guard: she has not answered the last few prompts, and does not know yet that no more will come."""
    return cursor.session.rhythm.unanswered == cursor.book.whole("R-DAY-4", "quiet_after")


def no_other_days(cursor: Cursor) -> bool:
    """Guard: she asked for no exercises on the days between. That switches off nothing else (R-DAY-9)."""
    return not cursor.session.profile.other_days


def prefers_silence(cursor: Cursor) -> bool:
    """Guard: she asked for no prompts on other days, or has gone quiet."""
    return no_other_days(cursor) or gone_quiet(cursor)


def next_message(cursor: Cursor, wake: Wake) -> Text:
    """When she hears from the coach next. The alarm of a day between rings silently where she wants no exercises."""
    at = calendar.local(cursor.session, wake.at)
    silent = no_other_days(cursor) and wake.kind == "daily"
    if silent and not calendar.is_session_day(cursor.session, at.date()):
        return Text("next-message-when-due")
    return text("next-message", when=at)


def gentle_day(cursor: Cursor) -> bool:
    """Guard: she has been silent for one of the lengths after which a gentle word is due."""
    heard = cursor.session.rhythm.heard_at
    if heard is None or not gone_quiet(cursor):
        return False
    silent = (cursor.today - calendar.today(cursor.session, heard)).days
    return silent in {cursor.book.number("R-DAY-4", name) for name in calendar.LENGTHS}


def skip_day(cursor: Cursor) -> None:
    """Action: the day is dealt with; nothing is said."""
    over = day_is_over(cursor)
    day = cursor.today
    minute = cursor.session.profile.prompt_minute
    if over and minute is not None and calendar.minute_of_day(cursor.session, cursor.now) < minute:
        day -= timedelta(days=1)
    cursor.session = with_rhythm(cursor.session, prompted_on=day, snoozed_to=None)
    cursor.quiet = True


def from_her_next_hour(cursor: Cursor) -> None:
    """Action: her next prompt is the next time it is her hour, today if that is still to come."""
    minute = cursor.session.profile.prompt_minute
    assert minute is not None
    passed = calendar.minute_of_day(cursor.session, cursor.now) >= minute
    day = cursor.today - timedelta(days=0 if passed else 1)
    cursor.session = with_rhythm(cursor.session, prompted_on=day, snoozed_to=None)


def day_prompted(cursor: Cursor) -> None:
    """Action: today's prompt is out, also where yesterday's is still open; one more waits for an answer."""
    cursor.again = True
    rhythm = cursor.session.rhythm
    cursor.session = with_rhythm(
        cursor.session, prompted_on=cursor.today, snoozed_to=None, unanswered=rhythm.unanswered + 1
    )


def gentle_text(cursor: Cursor) -> Text:
    """The quiet word after a silence; the last one says that it is the last."""
    last = calendar.is_last_word(cursor.session, cursor.now, cursor.book)
    return Text("gentle-word-last" if last else "gentle-word")


def gentle_word(cursor: Cursor) -> None:
    """Action: a quiet word after a long silence; her place is kept."""
    cursor.session = with_rhythm(cursor.session, prompted_on=cursor.today, snoozed_to=None)
    cursor.say(gentle_text(cursor))


def say_quiet(cursor: Cursor) -> None:
    """Action: she is told that the daily messages stop until she writes; counted, so that she is told once."""
    rhythm = cursor.session.rhythm
    cursor.session = with_rhythm(
        cursor.session, prompted_on=cursor.today, snoozed_to=None, unanswered=rhythm.unanswered + 1
    )
    cursor.say(Text("goes-quiet"), TODAY)


def log_strength(cursor: Cursor) -> None:
    """Action: a strength day that she did counts toward the weeks of R-FND-5, for the day of the message."""
    log_strength_of(cursor, day_of_message(cursor))


def day_of_message(cursor: Cursor) -> date:
    """The day that the open message of the day is for: she may answer it later."""
    return cursor.session.rhythm.prompted_on or cursor.today


def log_strength_of(cursor: Cursor, day: date) -> None:
    """The same for the message of an earlier day."""
    done = cursor.session.rhythm.strength_done
    if day not in done and cases.is_strength_day(cursor.session, day, cursor.book):
        cursor.session = remember_strength(cursor.session, day, cursor.book)
        cursor.session = with_rhythm(
            cursor.session, strength_done=tuple(sorted((*done, day)))[-STRENGTH_DAYS_KEPT:]
        )
        _often_enough_by_now(cursor)


def _often_enough_by_now(cursor: Cursor) -> None:
    """She named fewer days than R-FND-5 asks for, and did as many within a week: her weeks begin with these."""
    often, enough = cursor.session.health.strength_per_week, cursor.book.whole("R-FND-5", "per_week")
    week_ago = cursor.today - timedelta(days=cases.DAYS_A_WEEK)
    week = [day for day in cursor.session.rhythm.strength_done if day > week_ago]
    if often is not None and often < enough <= len(week):
        cursor.session = with_health(
            cursor.session, strength_per_week=enough, strength_weeks=0, strength_since=min(week)
        )


QUESTIONS = (
    Question(
        state="foundations.prompted",
        expects=DAY_OPTIONS,
        fill=foundation_words,
        unread="prompt-unread",
    ),
)

DAILY = due("daily", "snoozed")


def wake_rows(source: str) -> tuple[Row, ...]:
    """A day of the foundations begins. What the gates wait for is asked of her who wants no other prompts, too."""
    weekly = (day_prompted, begin_week)
    return (
        row(source, "wake", None, when=(DAILY, day_is_over), do=skip_day),
        row(source, "wake", "referred.home", when=(DAILY, verdict_refer), do=(tell_verdict, day_prompted)),
        row(
            source,
            "wake",
            "programme.home",
            when=(DAILY, verdict_ready, has_plan),
            do=(note_verdict, back_to_the_plan),
        ),
        row(
            source,
            "wake",
            "programme.proposal",
            when=(DAILY, verdict_ready),
            do=(tell_verdict, propose, day_prompted),
        ),
        row(source, "wake", "readiness.invite", when=(DAILY, tests_due), do=day_prompted),
        row(source, "wake", "foundations.home", when=(DAILY, goes_quiet), do=say_quiet),
        row(source, "wake", "foundations.home", when=(DAILY, gentle_day), do=gentle_word),
        row(source, "wake", "foundations.home", when=(DAILY, gone_quiet), do=skip_day),
        row(source, "wake", "foundations.questions", when=(DAILY, something_missing), do=day_prompted),
        row(source, "wake", "foundations.home", when=(DAILY, week_due), do=weekly),
        row(source, "wake", "foundations.home", when=(DAILY, no_other_days), do=skip_day),
        row(source, "wake", "foundations.prompted", do=day_prompted),
    )


ROWS: tuple[Row, ...] = (
    *wake_rows("foundations.home"),
    *wake_rows("foundations.prompted"),
    row(
        "foundations.prompted",
        "answer",
        "foundations.home",
        when=chose("done"),
        do=(log_strength, reply("well-done")),
    ),
    row("foundations.prompted", "answer", None, when=chose("how"), do=in_place),
    row("foundations.prompted", "answer", None, when=chose("short"), do=(shorten, in_place)),
    row("foundations.prompted", "answer", "foundations.home", do=reply("not-today")),
)
