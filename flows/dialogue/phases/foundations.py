"""Before running: daily breathing, pelvic-floor sets, walking and strength, until the gates open by themselves.

Every prompt first asks the engine again, so day 84, a retest date or twelve weeks of strength move her on
without a word from her. The doses are the rule book's.

>>> [row.dest for row in ROWS if row.trigger == "wake"][-1]
'foundations.prompted'
"""

from __future__ import annotations

from datetime import date, timedelta

from flows import schedule
from flows.dialogue.facts import build_case
from flows.dialogue.facts.portions import something_missing
from flows.dialogue.facts.strength import remember_strength
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
from flows.dialogue.phases.weekly import begin_week, week_due
from flows.dialogue.questions import Question
from flows.dialogue.texts.exercises import DAY_OPTIONS, foundation_words, in_place, shorten
from flows.dialogue.texts.replies import reply
from flows.dialogue.turn_context import TransitionRow, TurnContext, alarm_is, answer_is, transition
from flows.schedule import Alarm
from flows.session import with_health, with_rhythm
from flows.vocabulary import Text, text

STRENGTH_DAYS_KEPT = 200
TODAY = ("today", "")


def day_is_over(turn: TurnContext) -> bool:
    """Guard: the alarm rang so late that her day, or the evening of it, is over."""
    minute = turn.session.profile.prompt_minute
    assert minute is not None
    now = schedule.minute_of_day(turn.session, turn.now)
    night = turn.book.number("R-DAY-5", "from_minute")
    return now < minute or minute < night <= now


def is_unresponsive(turn: TurnContext) -> bool:
    """Guard: she has not answered the last few prompts."""
    return turn.session.rhythm.unanswered >= turn.book.number("R-DAY-4", "quiet_after")


def goes_quiet(turn: TurnContext) -> bool:
    """Guard: she has not answered the last few prompts, and does not know yet that no more will come."""
    return turn.session.rhythm.unanswered == turn.book.whole("R-DAY-4", "quiet_after")


def no_other_days(turn: TurnContext) -> bool:
    """Guard: she asked for no exercises on the days between. That switches off nothing else (R-DAY-9)."""
    return not turn.session.profile.other_days


def prefers_silence(turn: TurnContext) -> bool:
    """Guard: she asked for no prompts on other days, or has gone quiet."""
    return no_other_days(turn) or is_unresponsive(turn)


def next_message(turn: TurnContext, wake: Alarm) -> Text:
    """When she hears from the coach next. The alarm of a day between rings silently where she wants no exercises."""
    at = schedule.local(turn.session, wake.at)
    silent = no_other_days(turn) and wake.kind == "daily"
    if silent and not schedule.is_session_day(turn.session, at.date()):
        return Text("next-message-when-due")
    return text("next-message", when=at)


def gentle_reminder_due(turn: TurnContext) -> bool:
    """Guard: she has been silent for one of the lengths after which a gentle word is due."""
    heard = turn.session.rhythm.heard_at
    if heard is None or not is_unresponsive(turn):
        return False
    silent = (turn.today - schedule.today(turn.session, heard)).days
    return silent in {turn.book.number("R-DAY-4", name) for name in schedule.LENGTHS}


def skip_today(turn: TurnContext) -> None:
    """Action: the day is dealt with; nothing is said."""
    over = day_is_over(turn)
    day = turn.today
    minute = turn.session.profile.prompt_minute
    if over and minute is not None and schedule.minute_of_day(turn.session, turn.now) < minute:
        day -= timedelta(days=1)
    turn.session = with_rhythm(turn.session, prompted_on=day, snoozed_to=None)
    turn.quiet = True


def schedule_next_hour(turn: TurnContext) -> None:
    """Action: her next prompt is the next time it is her hour, today if that is still to come."""
    minute = turn.session.profile.prompt_minute
    assert minute is not None
    passed = schedule.minute_of_day(turn.session, turn.now) >= minute
    day = turn.today - timedelta(days=0 if passed else 1)
    turn.session = with_rhythm(turn.session, prompted_on=day, snoozed_to=None)


def mark_prompted(turn: TurnContext) -> None:
    """Action: today's prompt is out, also where yesterday's is still open; one more waits for an answer."""
    turn.again = True
    rhythm = turn.session.rhythm
    turn.session = with_rhythm(
        turn.session, prompted_on=turn.today, snoozed_to=None, unanswered=rhythm.unanswered + 1
    )


def gentle_text(turn: TurnContext) -> Text:
    """The quiet word after a silence; the last one says that it is the last."""
    last = schedule.is_last_word(turn.session, turn.now, turn.book)
    return Text("gentle-word-last" if last else "gentle-word")


def send_gentle_reminder(turn: TurnContext) -> None:
    """Action: a quiet word after a long silence; her place is kept."""
    turn.session = with_rhythm(turn.session, prompted_on=turn.today, snoozed_to=None)
    turn.say(gentle_text(turn))


def say_quiet(turn: TurnContext) -> None:
    """Action: she is told that the daily messages stop until she writes; counted, so that she is told once."""
    rhythm = turn.session.rhythm
    turn.session = with_rhythm(
        turn.session, prompted_on=turn.today, snoozed_to=None, unanswered=rhythm.unanswered + 1
    )
    turn.say(Text("goes-quiet"), TODAY)


def log_strength(turn: TurnContext) -> None:
    """Action: a strength day that she did counts toward the weeks of R-FND-5, for the day of the message."""
    log_strength_of(turn, day_of_message(turn))


def day_of_message(turn: TurnContext) -> date:
    """The day that the open message of the day is for: she may answer it later."""
    return turn.session.rhythm.prompted_on or turn.today


def log_strength_of(turn: TurnContext, day: date) -> None:
    """The same for the message of an earlier day."""
    done = turn.session.rhythm.strength_done
    if day not in done and build_case.is_strength_day(turn.session, day, turn.book):
        turn.session = remember_strength(turn.session, day, turn.book)
        turn.session = with_rhythm(
            turn.session, strength_done=tuple(sorted((*done, day)))[-STRENGTH_DAYS_KEPT:]
        )
        _often_enough_by_now(turn)


def _often_enough_by_now(turn: TurnContext) -> None:
    """She named fewer days than R-FND-5 asks for, and did as many within a week: her weeks begin with these."""
    often, enough = turn.session.health.strength_per_week, turn.book.whole("R-FND-5", "per_week")
    week_ago = turn.today - timedelta(days=build_case.DAYS_A_WEEK)
    week = [day for day in turn.session.rhythm.strength_done if day > week_ago]
    if often is not None and often < enough <= len(week):
        turn.session = with_health(
            turn.session, strength_per_week=enough, strength_weeks=0, strength_since=min(week)
        )


QUESTIONS = (
    Question(
        state="foundations.prompted",
        expects=DAY_OPTIONS,
        sample="done",
        fill=foundation_words,
        unread="prompt-unread",
    ),
)

DAILY = alarm_is("daily", "snoozed")


def wake_rows(source: str) -> tuple[TransitionRow, ...]:
    """A day of the foundations begins. What the gates wait for is asked of her who wants no other prompts, too."""
    weekly = (mark_prompted, begin_week)
    return (
        transition(source, "wake", None, when=(DAILY, day_is_over), do=skip_today),
        transition(
            source, "wake", "referred.home", when=(DAILY, verdict_refer), do=(tell_verdict, mark_prompted)
        ),
        transition(
            source,
            "wake",
            "programme.home",
            when=(DAILY, verdict_ready, has_plan),
            do=(note_verdict, back_to_the_plan),
        ),
        transition(
            source,
            "wake",
            "programme.proposal",
            when=(DAILY, verdict_ready),
            do=(tell_verdict, propose, mark_prompted),
        ),
        transition(source, "wake", "readiness.invite", when=(DAILY, tests_due), do=mark_prompted),
        transition(source, "wake", "foundations.home", when=(DAILY, goes_quiet), do=say_quiet),
        transition(
            source, "wake", "foundations.home", when=(DAILY, gentle_reminder_due), do=send_gentle_reminder
        ),
        transition(source, "wake", "foundations.home", when=(DAILY, is_unresponsive), do=skip_today),
        transition(
            source, "wake", "foundations.questions", when=(DAILY, something_missing), do=mark_prompted
        ),
        transition(source, "wake", "foundations.home", when=(DAILY, week_due), do=weekly),
        transition(source, "wake", "foundations.home", when=(DAILY, no_other_days), do=skip_today),
        transition(source, "wake", "foundations.prompted", do=mark_prompted),
    )


ROWS: tuple[TransitionRow, ...] = (
    *wake_rows("foundations.home"),
    *wake_rows("foundations.prompted"),
    transition(
        "foundations.prompted",
        "answer",
        "foundations.home",
        when=answer_is("done"),
        do=(log_strength, reply("well-done")),
    ),
    transition("foundations.prompted", "answer", None, when=answer_is("how"), do=in_place),
    transition("foundations.prompted", "answer", None, when=answer_is("short"), do=(shorten, in_place)),
    transition("foundations.prompted", "answer", "foundations.home", do=reply("not-today")),
)
