"""One question at a time, a break counted from what she told, and no step back for a session without symptoms.

Each invariant looks at every turn of the walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from flows import schedule
from flows.dialogue import open_questions
from flows.dialogue.facts import build_case
from flows.dialogue.interruption_stack import PERSISTENT
from flows.dialogue.phases.weekly import DOUBTS
from flows.engine import open_question, step
from flows.schedule import next_alarm
from flows.session import Session
from flows.vocabulary import Commanded, Tapped, Woken
from tests.system.walk.test_days import HOMES
from tests.system.walk.test_walk import holds, kept, moved_to
from tests.system.walk.walk import BOOK, Turn, Walk, walk

pytestmark = [pytest.mark.xdist_group("walk"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def found() -> Walk:
    return walk()


def _rung(found: Walk) -> Iterator[Turn]:
    """Alarms that were due."""
    for turn in kept(found):
        if isinstance(turn.event, Woken) and turn.event.seq == turn.before.seq:
            wake = next_alarm(turn.before, BOOK)
            if wake is not None and wake.at <= turn.now:
                yield turn


def _said(turn: Turn) -> list[str]:
    return [effect.text.id for effect in turn.result.effects if hasattr(effect, "text")]


def _covered(found: Walk) -> Iterator[Turn]:
    """The same while a question lies over her day."""
    return (turn for turn in _rung(found) if turn.before.aside not in (None, *PERSISTENT))


# --- one question at a time ---------------------------------------------------------------------------


def test_an_alarm_that_only_tells_never_closes_an_open_question(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        was, now = turn.before, turn.after
        return (was.aside, was.below, was.draft, was.kept, was.asked) == (
            now.aside,
            now.below,
            now.draft,
            now.kept,
            now.asked,
        )

    holds(found, (turn for turn in _covered(found) if turn.after.asked == turn.before.asked), fact)


def test_an_open_question_is_let_go_with_a_sentence_before_the_one_that_comes(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        under = turn.before.rhythm.week_at is not None and turn.before.state in schedule.PROMPTED_STATES
        week = under or str(turn.before.aside).startswith("aside.week")
        return _said(turn)[:1] == ["week-let-go" if week else "menu-let-go"]

    holds(found, (turn for turn in _covered(found) if turn.after.aside is None), fact)


def test_a_weekly_check_is_only_let_go_for_a_question_of_her_day(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        asked_before = turn.before.state.startswith(("checkin.", "programme.", "readiness."))
        referred = turn.after.state == "referred.home" != turn.before.state  # the graver news first
        return asked_before or referred or turn.after.state not in HOMES

    weeks = (turn for turn in _covered(found) if str(turn.before.aside).startswith("aside.week"))
    holds(found, (turn for turn in weeks if turn.after.aside is None), fact)


def test_a_tap_on_an_older_copy_of_the_open_question_counts_like_one_on_the_newest(found: Walk) -> None:
    places = {}
    for turn in kept(found):
        session = turn.after
        copies = next((one.at for one in session.askings if one.at[-1:] == (session.asked,)), ())
        if len(copies) > 1 and session.asked > session.answered and session.reachable:
            places.setdefault((session.state, session.aside), (turn, copies[0]))
    assert len(places) > 40
    for turn, copy in places.values():
        asked = open_question(turn.after, turn.now, BOOK)
        for option in [] if asked is None else asked.options:
            newest, oldest = (
                step(turn.after, Tapped(seq=seq, option=option.id), now=turn.now, book=BOOK)
                for seq in (turn.after.asked, copy)
            )
            assert newest == oldest, found.story(turn)
            assert open_questions.open_for(turn.after, copy, option.id) is not None


# --- no run before what comes first -------------------------------------------------------------------


def test_no_run_is_offered_while_a_sign_of_the_week_is_not_named(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return turn.after.state != "programme.offered" or turn.before.state == "programme.offered"

    holds(found, (turn for turn in _rung(found) if turn.before.aside in DOUBTS), fact)


def test_no_run_is_offered_while_the_day_after_the_last_one_is_open(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return turn.before.report is None or turn.before.state == "programme.later"

    holds(found, moved_to(found, "programme.offered"), fact)


def test_who_wants_no_prompts_on_other_days_has_the_weekly_check_all_the_same(found: Walk) -> None:
    def due(turn: Turn) -> bool:
        session, today = turn.before, schedule.today(turn.before, turn.now)
        asked, minute = session.rhythm.week_on, session.profile.prompt_minute or 0
        here = session.aside is None and session.state in HOMES and not session.profile.other_days
        passed = asked is None or (today - asked).days >= BOOK.whole("R-DAY-9")
        quiet = session.rhythm.unanswered >= BOOK.whole("R-DAY-4", "quiet_after")
        news = session.told is not None and session.told.on == today
        runs = session.state.startswith("programme.") and schedule.is_session_day(session, today)
        her_hour = minute <= schedule.minute_of_day(session, turn.now)
        night = schedule.in_quiet_hours(session, turn.now, BOOK)
        return here and passed and her_hour and not (quiet or news or runs or night)

    def fact(turn: Turn) -> bool:
        return (
            turn.after.aside == "aside.week" or turn.after.state not in HOMES or bool(turn.result.decisions)
        )

    holds(found, (turn for turn in _rung(found) if due(turn)), fact)


def test_back_opens_nothing_that_was_closed(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        was, now = turn.before, turn.after
        level = None if was.plan is None or now.plan is None else now.plan.level - was.plan.level
        offered = now.state == "programme.offered" and was.report is not None and now.report is not None
        same = not offered or (was.report and was.report.offered_at) == (now.report and now.report.offered_at)
        no_new_offer = now.state != "programme.offered" or offered
        return was.locked_for == now.locked_for and not level and no_new_offer and same

    back = (t for t in kept(found) if isinstance(t.event, Commanded) and t.event.name == "back")
    holds(found, back, fact)


# --- what a break and a session do to the level -------------------------------------------------------


def test_an_offer_without_an_answer_is_no_session_and_ends_no_gap(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        session, today = turn.after, schedule.today(turn.after, turn.now)
        assert session.plan is not None
        told = tuple(past for past in session.plan.log if past.verdict)
        known = replace(session, plan=replace(session.plan, log=told))
        return build_case.missed_time_case(session, today) == build_case.missed_time_case(known, today)

    def some_without(session: Session) -> bool:
        return session.plan is not None and any(not past.verdict for past in session.plan.log)

    holds(found, (turn for turn in kept(found) if some_without(turn.after)), fact)


def test_a_session_without_symptoms_never_lowers_the_level(found: Walk) -> None:
    def without_symptoms(turn: Turn) -> bool:
        old, new = turn.before.plan, turn.after.plan
        if not turn.fired or old is None or new is None or len(new.log) <= len(old.log):
            return False
        report = turn.fired[-1].session.report
        if report is None or not turn.fired[-1].row.source.startswith("checkin"):
            return False
        pain = max(report.pain or 0, report.pain_morning or 0)
        told = (report.signs, report.signs_morning, report.warning, report.illness, report.felt_something)
        return not any(told) and pain == 0 and report.bleeding in (None, "none", "period")

    def fact(turn: Turn) -> bool:
        assert turn.before.plan is not None and turn.after.plan is not None
        return turn.after.plan.level >= turn.before.plan.level

    holds(found, (turn for turn in kept(found) if without_symptoms(turn)), fact)
