"""The track: proposed, accepted, and offered session by session on her days at her hour.

A session is offered only from `programme.home`, after the engine has looked at the time that passed. What she
reports afterwards belongs to `checkin.py`.

>>> sorted({row.dest for row in ROWS if row.source == "programme.later" and row.trigger == "answer"})
['programme.home']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from flows import schedule
from flows.dialogue.facts.volume import in_reduced_weeks
from flows.dialogue.gate import (
    missed_time,
    record_and_tell,
    record_only,
    record_own_decision,
    tell_verdict,
    verdict_refer,
)
from flows.dialogue.lock_screen import OPEN_LINK
from flows.dialogue.phases import comeback
from flows.dialogue.phases.foundations import (
    day_is_over,
    day_of_message,
    gentle_reminder_due,
    goes_quiet,
    is_unresponsive,
    log_strength,
    mark_prompted,
    no_other_days,
    say_quiet,
    send_gentle_reminder,
    skip_today,
)
from flows.dialogue.phases.weekly import begin_week, week_due
from flows.dialogue.questions import Choice, DynamicChoice, Question
from flows.dialogue.texts.exercises import (
    DAY_OPTIONS,
    in_place,
    next_line,
    short_prompt_words,
    shorten,
    walks_instead,
)
from flows.dialogue.texts.replies import next_reply, reply
from flows.dialogue.texts.sessions import (
    earlier_session_words,
    propose_words,
    row_of,
    session_words,
    tell_change_of_level,
)
from flows.dialogue.texts.tips import tell_next, tell_shoes
from flows.dialogue.turn_context import TransitionRow, TurnContext, alarm_is, answer_is, say, transition
from flows.plan.cases.case_reader import TRACKS
from flows.plan.tracks import level_after_reduced
from flows.plan.verdict import ReferralTo, RunPermission
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
    return with_plan(session, per_week=int(value), since=schedule.today(session, now))


def start_the_plan(turn: TurnContext) -> None:
    """Action: the first session day is named; today never counts, so that she can prepare."""
    turn.session = with_rhythm(turn.session, prompted_on=turn.today, snoozed_to=None)
    first = schedule.next_session_day(turn.session, turn.today)
    assert first is not None
    time = schedule.clock_time(turn.session.profile.prompt_minute or 0)
    turn.say(text("plan-starts", date=first, time=time))
    if walks_instead(turn):
        turn.say(next_line(turn))
    tell_shoes(turn)
    tell_next(turn)


def session_due(turn: TurnContext) -> bool:
    """Guard: today is a session day by her days and her rest, and the prompt is not for something else."""
    rest = turn.session.plan.rest_until if turn.session.plan else None
    rested = rest is None or rest <= turn.now
    return rested and schedule.is_session_day(turn.session, turn.today)


def walk_day(turn: TurnContext) -> bool:
    """Guard: after very short nights a walk takes the place of the run (R-LIF-1)."""
    return missed_time(turn).running is RunPermission.WALK_ONLY


def walk_instead(turn: TurnContext) -> None:
    """Action: the walk is today's prompt, with its rule behind "Why?"."""
    verdict = missed_time(turn)
    record_only(turn, verdict)
    record_own_decision(turn, verdict.decision, ("R-LIF-1",))
    mark_prompted(turn)


def log_walk(turn: TurnContext) -> None:
    """Action: a walk that took the place of a run keeps the day: it is no gap (R-LIF-1)."""
    log_walk_of(turn, day_of_message(turn))


def log_walk_of(turn: TurnContext, day: date) -> None:
    """The same for the message of an earlier day."""
    done = turn.session.rhythm.walks_done
    if day not in done and schedule.is_session_day(turn.session, day):
        turn.session = with_rhythm(turn.session, walks_done=tuple(sorted((*done, day)))[-WALKS_KEPT:])


def too_long_away(turn: TurnContext) -> bool:
    """Guard: so long without a session that tests or the whole screening come first again (R-MISS)."""
    return missed_time(turn).running is RunPermission.OFF


def rescreen(turn: TurnContext) -> None:
    """Action: the screening starts anew; tests and plan as well."""
    turn.session = replace(
        turn.session,
        health=Health(),
        tests=(),
        plan=None,
        report=None,
        rhythm=replace(turn.session.rhythm, nudges=0),
    )
    turn.say(text("rescreen-begins"))


def ends_less(turn: TurnContext, day: date) -> bool:
    """Whether the first weeks of R-RSK-3 are over by that day, and the last session lay in them."""
    plan, session = turn.session.plan, turn.session
    assert plan is not None
    told = told_sessions(plan)
    last = session.report.on if session.report is not None else told[-1].on if told else day
    over = not in_reduced_weeks(session, day, turn.book)
    return over and plan.full_on is None and in_reduced_weeks(session, last, turn.book)


def in_full_from(turn: TurnContext, day: date) -> None:
    """A row in full is twice the running, so it is one with no more than that. Told when it is known, so that the
    level that is said for the next session is the one that comes.
    """
    plan = turn.session.plan
    assert plan is not None
    row = turn.book.tracks[plan.track][plan.level - 1]
    level = level_after_reduced(row, plan.track, turn.book)
    turn.session = with_plan(turn.session, level=level, since=turn.today, missed_from=None, full_on=day)
    turn.say(
        text(
            "in-full-from-today",
            level=level,
            weeks=turn.book.whole("R-RSK-3", "weeks"),
            percent=turn.book.whole("R-PROG-4", f"track_{plan.track}"),
        )
    )


def offer(turn: TurnContext) -> None:
    """Action: today's session, at the level that the time since the last one leaves (R-BACK)."""
    if ends_less(turn, turn.today):
        in_full_from(turn, turn.today)
    plan = turn.session.plan
    assert plan is not None
    verdict = missed_time(turn)
    before = plan.missed_from or plan.level
    if verdict.next_level is not None and verdict.next_level < plan.level:
        turn.session = with_plan(turn.session, level=verdict.next_level, since=turn.today, missed_from=before)
        tell_change_of_level(turn, verdict)
        record_and_tell(turn, verdict)
    else:
        record_only(turn, verdict)
    plan = turn.session.plan
    assert plan is not None
    report = Report(
        on=turn.today,
        level=plan.level,
        offered_at=turn.now,
        before_break=before,
        runs_s=row_of(turn).runs_s if is_lessened(turn) else (),
    )
    turn.session = replace(turn.session, report=report)
    mark_prompted(turn)


def is_lessened(turn: TurnContext) -> bool:
    """Guard: today's session holds less running than its row."""
    plan = turn.session.plan
    assert plan is not None
    return row_of(turn).run_s < turn.book.tracks[plan.track][plan.level - 1].run_s


def drop_offer(turn: TurnContext) -> None:
    """Action: no session today; nothing is counted and nothing is made up."""
    turn.session = replace(turn.session, report=None)


def did_it(turn: TurnContext) -> None:
    """Action: she did all of it."""
    turn.session = with_report(turn.session, completed=100, reported_at=turn.now)


def something_told(turn: TurnContext) -> bool:
    """Guard: her words beside the answer named a sign, so that the short question is no use."""
    assert turn.session.report is not None
    return bool(turn.session.report.signs)


def so_late(turn: TurnContext) -> bool:
    """Guard: told so late that one question covers the session and the day after it (R-DAY-3)."""
    return schedule.covers_day_after(turn.session, turn.now, turn.book)


def did_some(turn: TurnContext) -> None:
    """Action: she did a part, asked next."""
    turn.session = with_report(turn.session, reported_at=turn.now)


def felt_something(turn: TurnContext) -> None:
    """Action: she stops the running part and walks home (R-PROG-5)."""
    turn.session = with_report(turn.session, felt_something=True, reported_at=turn.now)


def snooze(turn: TurnContext) -> None:
    """Action: the same session again, today, when she said."""
    minutes = turn.book.number("R-DAY-1", str(turn.value))
    if turn.value == "evening":
        at = max(schedule.instant(turn.session, turn.today, int(minutes)), turn.now + timedelta(minutes=1))
    else:
        at = turn.now + timedelta(minutes=minutes)
    turn.session = with_rhythm(replace(turn.session, report=None), snoozed_to=at)
    turn.say(text("snoozed", time=schedule.local(turn.session, at).time()))


def count_unknown(turn: TurnContext) -> None:
    """Action: it is unknown whether she ran. It counts as no session and ends no gap; only a rest day follows it."""
    plan, report = turn.session.plan, turn.session.report
    assert plan is not None and report is not None
    log = (*plan.log, Past(on=report.on, level=report.level, outcome="unknown"))
    turn.session = replace(with_plan(turn.session, log=log), report=None)
    turn.say(next_reply(turn, "session-unknown", date=report.on))


def remind(turn: TurnContext) -> None:
    """Action: the open question is still there: one message that asks nothing new."""
    nudges = turn.session.rhythm.nudges + 1
    turn.session = with_rhythm(turn.session, nudges=nudges, asked_at=turn.now)
    turn.say(Text("nudge"), OPEN_LINK)


def remind_of_the_session(turn: TurnContext) -> None:
    """Action: how did it go? The buttons under the session still count."""
    turn.session = with_rhythm(turn.session, nudges=turn.session.rhythm.nudges + 1)
    turn.say(next_reply(turn, "how-did-it-go"))


def all_clear(turn: TurnContext) -> None:
    """Action: she is back to normal; the plan goes on."""
    turn.session = with_plan(turn.session, rest_until=None, ill=False)
    turn.session = with_rhythm(turn.session, prompted_on=turn.today)
    following = schedule.next_session_day(turn.session, turn.today)
    turn.say(text("rest-over", date=following or turn.today))


def was_ill(turn: TurnContext) -> bool:
    """Guard: an illness made her rest."""
    assert turn.session.plan is not None
    return turn.session.plan.ill


def rest_again(turn: TurnContext) -> None:
    """Action: not well yet: asked again after as long as R-ILL says."""
    until = turn.now + timedelta(hours=turn.book.number("R-ILL", "hours"))
    turn.session = with_plan(turn.session, rest_until=until)
    turn.say(text("still-ill"))


def not_clear(turn: TurnContext) -> None:
    """Action: the pain has not settled after the rest, so she is referred (R-POST-5)."""
    rule = turn.book.rule("R-POST-5")
    turn.session = with_health(turn.session, cleared_by=None)
    record_own_decision(turn, "refer", (rule.id,), ReferralTo.SPORTS_PHYSIO.value)
    turn.say(text("not-settled", rule=rule.says), ("why", ""))


QUESTIONS = (
    Question(
        state="programme.proposal", expects=DynamicChoice(options=_tracks), save=_accept, fill=propose_words
    ),
    Question(
        state="programme.per_week",
        expects=Choice(options=("2", "3"), columns=2, prefix="option"),
        sample="3",
        save=_per_week,
    ),
    Question(
        state="programme.offered",
        expects=Choice(options=("did_it", "partly", "not_today", "later", "feel_something"), columns=2),
        sample="did_it",
        fill=session_words,
        unread="offer-unread",
    ),
    Question(
        state="programme.yesterday",
        expects=Choice(options=("did_it", "partly", "not_done", "feel_something"), columns=2),
        sample="did_it",
        fill=earlier_session_words,
    ),
    Question(state="programme.later", expects=Choice(options=LATER_OPTIONS), sample="half_hour"),
    Question(
        state="programme.short",
        expects=DAY_OPTIONS,
        sample="done",
        fill=short_prompt_words,
        unread="prompt-unread",
    ),
    Question(state="programme.still", expects=Choice(options=("clear", "not_yet")), sample="clear"),
)

DAILY = alarm_is("daily", "snoozed")


def _wake_rows(source: str) -> tuple[TransitionRow, ...]:
    return (
        transition(source, "wake", "programme.home", when=(DAILY, day_is_over), do=skip_today),
        transition(
            source, "wake", "referred.home", when=(DAILY, verdict_refer), do=(tell_verdict, mark_prompted)
        ),
        transition(source, "wake", "programme.home", when=(DAILY, goes_quiet), do=say_quiet),
        transition(
            source, "wake", "programme.home", when=(DAILY, gentle_reminder_due), do=send_gentle_reminder
        ),
        transition(source, "wake", "programme.home", when=(DAILY, is_unresponsive), do=skip_today),
        *comeback.comeback_rows(source, "wake", when=(DAILY,), do=(mark_prompted,)),
        transition(
            source,
            "wake",
            "foundations.questions",
            when=(DAILY, too_long_away),
            do=(mark_prompted, rescreen),
        ),
        transition(source, "wake", "programme.short", when=(DAILY, session_due, walk_day), do=walk_instead),
        transition(source, "wake", "programme.offered", when=(DAILY, session_due), do=offer),
        transition(source, "wake", "programme.home", when=(DAILY, week_due), do=(mark_prompted, begin_week)),
        transition(source, "wake", "programme.home", when=(DAILY, no_other_days), do=skip_today),
        transition(source, "wake", "programme.short", do=mark_prompted),
    )


ROWS: tuple[TransitionRow, ...] = (
    transition("programme.proposal", "answer", "programme.per_week"),
    transition("programme.per_week", "answer", "programme.home", do=start_the_plan),
    *_wake_rows("programme.home"),
    *_wake_rows("programme.short"),
    transition(
        "programme.short",
        "answer",
        "programme.home",
        when=answer_is("done"),
        do=(log_strength, log_walk, reply("well-done")),
    ),
    transition("programme.short", "answer", None, when=answer_is("how"), do=in_place),
    transition("programme.short", "answer", None, when=answer_is("short"), do=(shorten, in_place)),
    transition("programme.short", "answer", "programme.home", do=reply("not-today")),
    transition(
        "programme.offered", "answer", "checkin.pain", when=(answer_is("did_it"), something_told), do=did_it
    ),
    transition(
        "programme.offered", "answer", "checkin.all_since", when=(answer_is("did_it"), so_late), do=did_it
    ),
    transition("programme.offered", "answer", "checkin.all_well", when=answer_is("did_it"), do=did_it),
    transition("programme.offered", "answer", "checkin.how_much", when=answer_is("partly"), do=did_some),
    transition(
        "programme.offered", "answer", "checkin.warning", when=answer_is("feel_something"), do=felt_something
    ),
    transition("programme.offered", "answer", "programme.later", when=answer_is("later")),
    transition("programme.offered", "answer", "programme.home", do=(drop_offer, reply("session-not-today"))),
    transition("programme.offered", "wake", "programme.yesterday", when=alarm_is("unfinished")),
    transition("programme.offered", "wake", None, do=remind_of_the_session),
    transition(
        "programme.yesterday", "answer", "checkin.pain", when=(answer_is("did_it"), something_told), do=did_it
    ),
    transition(
        "programme.yesterday", "answer", "checkin.all_since", when=(answer_is("did_it"), so_late), do=did_it
    ),
    transition("programme.yesterday", "answer", "checkin.all_well", when=answer_is("did_it"), do=did_it),
    transition("programme.yesterday", "answer", "checkin.how_much", when=answer_is("partly"), do=did_some),
    transition(
        "programme.yesterday",
        "answer",
        "checkin.warning",
        when=answer_is("feel_something"),
        do=felt_something,
    ),
    transition("programme.yesterday", "answer", "programme.home", do=(drop_offer, say("session-not-done"))),
    transition(
        "programme.yesterday",
        "wake",
        "programme.home",
        when=alarm_is("before_session", "give_up"),
        do=count_unknown,
    ),
    transition("programme.yesterday", "wake", None, do=remind),
    transition("programme.later", "answer", "programme.home", do=snooze),
    transition("programme.later", "wake", "programme.yesterday", when=alarm_is("unfinished")),
    transition("programme.later", "wake", None, do=remind_of_the_session),
    transition("programme.resting", "wake", "programme.still"),
    transition("programme.still", "answer", "programme.home", when=answer_is("clear"), do=all_clear),
    transition("programme.still", "answer", "programme.resting", when=was_ill, do=rest_again),
    transition("programme.still", "answer", "referred.home", do=not_clear),
)
