"""What holds wherever she is and whatever happens: each invariant looks at every turn of the walk."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from bot.rendering.texts import renderer
from flows import schedule
from flows.dialogue import open_questions
from flows.dialogue.facts import build_case
from flows.dialogue.facts.portions import missing
from flows.dialogue.interruption_stack import PERSISTENT
from flows.dialogue.machine import QUESTIONS, ROWS, STATES
from flows.dialogue.phases.checkin import session_outcome
from flows.dialogue.turn_context import TransitionRow
from flows.engine import open_question
from flows.plan.decide import decide
from flows.plan.verdict import RunPermission
from flows.schedule import next_alarm
from flows.session import Session
from flows.vocabulary import (
    Ask,
    Attached,
    Blocked,
    Commanded,
    DeletePerson,
    Document,
    Edited,
    Returned,
    Said,
    Say,
    Tapped,
    Text,
    Toast,
    Woken,
)
from tests.system.walk.walk import BOOK, RED_FLAG, START, Turn, Walk, chatted, start, walk

# Rows that nothing leads through today. They stay: a gate or an after-session table is the same everywhere, the most
# cautious row first, and a new rule may need them.
HELD_BACK = {
    ("readiness", None, "expecting"): "back from a stop while pregnant; see the unit tests",
    ("foundations", None, "expecting"): "back from a stop while pregnant; see the unit tests",
    ("programme", None, "expecting"): "back from a stop while pregnant; see the unit tests",
    ("checkin", None, "expecting"): "back from a stop while pregnant; see the unit tests",
    ("referred", None, "expecting"): "back from a stop while pregnant; see the unit tests",
    (
        "programme.short",
        "referred.home",
        "verdict_refer",
    ): "the weekly check is over at home; test_engine_turns",
    ("screening.pregnant", "screening.conditions", "not_pregnant_now"): "see the unit tests",
    ("onboarding", None, "symptom"): "a symptom is saved wherever it comes up; test_engine_rare_turns",
    ("screening", None, "symptom"): "a symptom is saved wherever it comes up; test_engine_rare_turns",
    ("checkin", None, "symptom"): "a symptom is saved wherever it comes up; test_engine_rare_turns",
    ("comeback", None, "symptom"): "a symptom is saved wherever it comes up; test_engine_rare_turns",
    ("referred", "foundations.home", ""): "one wrong answer; test_correct_answers",
    (
        "referred.home",
        "programme.resting",
        "needs_rest",
    ): "two signs, one of them wrong; test_correct_report",
    (
        "onboarding.wounds",
        "onboarding.zone",
        "zone unanswered",
    ): "asked before the place until 0.1.0; the upgrades",
    (
        "onboarding.other_days",
        "screening.emergency_signs",
        "emergency_signs unanswered",
    ): "asked before the warning signs until 0.1.0; the upgrades",
    (
        "foundations.questions",
        "foundations.prompted",
        "",
    ): "everything was answered in the settings; test_first_days",
    ("onboarding.hour", "screening.emergency_signs", "emergency_signs unanswered"): "the same",
    ("onboarding.hour_which", "screening.emergency_signs", "emergency_signs unanswered"): "the same",
    ("foundations.questions", "locked.home", "verdict_urgent"): "after a pause for no sleep; test_first_days",
    (
        "foundations.questions",
        "referred.home",
        "verdict_refer",
    ): "after a pause for no sleep; test_first_days",
    ("foundations.questions", None, "chose not_now"): "after a pause for no sleep; test_first_days",
    ("foundations.questions", None, ""): "after a pause for no sleep; test_first_days",
    ("foundations.home", "programme.proposal", "verdict_ready"): "strength weeks by taps; see the unit tests",
    ("foundations.home", "programme.home", "has_plan"): "ready the morning after the tests, not at a prompt",
    (
        "foundations.prompted",
        "programme.home",
        "has_plan",
    ): "ready the morning after the tests, not at a prompt",
    ("screening", "locked.home", "verdict_urgent"): "an urgent answer locks at the question it is given to",
    (
        "screening.strength_per_week",
        "referred.home",
        "verdict_refer",
    ): "told at the end of an earlier portion",
    ("screening.strength_per_week", "foundations.home", "something_missing"): "the last portion comes last",
    ("screening.strength_per_week", "referred.home", "failed_too_often"): "no test before the screening",
    ("screening.strength_per_week", "programme.proposal", "verdict_ready"): "no test before the screening",
    (
        "onboarding.other_days",
        "locked.home",
        "verdict_urgent",
    ): "an urgent answer locks at the question it is given to",
    ("onboarding.other_days", "referred.home", "failed_too_often"): "no test before the screening",
    ("onboarding.other_days", "foundations.home", "something_missing"): "the last portion comes last",
    ("onboarding.other_days", "programme.proposal", "verdict_ready"): "no test before the screening",
    ("readiness.invite", "foundations.home", "something_missing"): "no test before everything is answered",
    (
        "readiness.morning_signs",
        "foundations.home",
        "something_missing",
    ): "no test before everything is answered",
    ("readiness.invite", "locked.home", "verdict_urgent"): "nothing can turn urgent between two tests",
    ("readiness.invite", "referred.home", "verdict_refer"): "nor call for a referral",
    ("readiness.invite", "referred.home", "failed_too_often"): "judged the morning after",
    ("readiness.invite", "programme.proposal", "verdict_ready"): "an invitation has a test that is missing",
    ("readiness.invite", "foundations.home", ""): "an invitation has a test that is due",
    ("readiness.morning_signs", "locked.home", "verdict_urgent"): "no morning sign of a test is urgent",
    (
        "foundations.prompted",
        "programme.proposal",
        "verdict_ready",
    ): "strength weeks by taps; see the unit tests",
    ("foundations.prompted", "foundations.home", "gentle_reminder_due"): "only after a day without the bot",
    ("programme.short", "programme.home", "gentle_reminder_due"): "only after a day without the bot",
    ("checkin.anything", "locked.home", "decided urgent"): "the same verdict as one question before",
    ("checkin", "locked.home", "decided urgent"): "what is urgent locks at once, not when she falls silent",
    ("locked.allowed", "locked.home", "verdict_urgent"): "what was urgent is history once she is allowed",
    ("locked.allowed", "referred.home", "failed_too_often"): "takes months",
    ("referred.symptoms", "locked.home", "verdict_urgent"): "no symptom of daily life is urgent",
    ("referred.symptoms", "referred.home", "failed_too_often"): "a clearance counts",
    ("screening.breastfeeding", "screening.sleep_hours", "lost"): "a loss at this very question; test_loss",
    ("onboarding.birth_order", "onboarding.birth_date", "lost"): "a loss at this very question; test_loss",
    ("onboarding.birth_confirm", "onboarding.birth_date", "lost"): "a loss at this very question; test_loss",
    (
        "onboarding.birth_date",
        "screening.emergency_signs",
        "lost place_known",
    ): "a loss at this very question; test_loss",
    (
        "onboarding.birth_order",
        "screening.emergency_signs",
        "lost place_known",
    ): "a date of two readings after a loss; test_loss",
    ("onboarding.birth_order", "onboarding.zone", "lost"): "a date of two readings after a loss; test_loss",
    ("locked", None, ""): "a later loss during a stop; test_pausing",
    ("programme.per_week", None, ""): "back after a loss before the first session; test_pausing",
    ("screening.strength_weeks", "referred.home", "verdict_refer"): "told at the end of an earlier portion",
    ("screening.strength_weeks", "referred.home", "failed_too_often"): "no test before the screening",
    ("screening.strength_weeks", "foundations.home", "something_missing"): "the last portion comes last",
    ("screening.strength_weeks", "programme.proposal", "verdict_ready"): "no test before the screening",
    (
        "screening.strength_weeks",
        "readiness.invite",
        "tests_due",
    ): "who has no weeks of strength has no test yet",
    (
        "screening.strength_per_week",
        "readiness.invite",
        "tests_due",
    ): "her days are asked after it, unless she set them herself",
    (
        "readiness.count",
        "readiness.walk_days",
        "is_walk",
    ): "the walk has its own question since 0.1.0; the upgrades",
    (
        "foundations.prompted",
        "foundations.home",
        "is_unresponsive",
    ): "she was told the day before, and is at home since",
    (
        "programme.short",
        "programme.home",
        "is_unresponsive",
    ): "she was told the day before, and is at home since",
    ("programme.offered", "checkin.all_since", "so_late"): "a tap on a later day closes that day first",
    ("comeback.symptoms", "locked.home", "verdict_urgent"): "no symptom of daily life is urgent",
    ("comeback.symptoms", "referred.home", "failed_too_often"): "the tests come after it",
    ("comeback.symptoms", "foundations.home", "something_missing"): "everything was answered before she ran",
    ("comeback.symptoms", "programme.home", "has_plan"): "a long break always asks for tests",
    ("comeback.symptoms", "programme.proposal", "verdict_ready"): "a long break always asks for tests",
    ("comeback.symptoms", "readiness.invite", "tests_due"): "the tests of the break alone come first",
    ("comeback.symptoms", "foundations.home", ""): "the tests of the break are due at once",
    (
        "checkin.all_well",
        "checkin.pain",
        "told_already",
    ): "a sign that she named before leads past this question",
    (
        "checkin.all_since",
        "checkin.pain",
        "told_already",
    ): "a sign that she named before leads past this question",
    (
        "checkin.morning",
        "checkin.morning_pain",
        "told_already",
    ): "a sign beside the answer is the answer that something was",
    ("checkin.all_since", "locked.home", "urgent"): "all well is none of these; as in the check in full",
    (
        "checkin.all_since",
        "referred.home",
        "decided refer",
    ): "all well is none of these; as in the check in full",
    (
        "checkin.all_since",
        "programme.resting",
        "needs_rest",
    ): "all well is none of these; as in the check in full",
    ("checkin.morning", "locked.home", "urgent"): "all well is none of these; as in the check in full",
    (
        "checkin.morning",
        "referred.home",
        "decided refer",
    ): "all well is none of these; as in the check in full",
    (
        "checkin.morning",
        "programme.resting",
        "needs_rest",
    ): "all well is none of these; as in the check in full",
    ("aside.well", "aside.paused", "chose not_yet"): "ill beyond the day that she named; test_pausing",
    ("aside.symptoms", None, "pause_over"): "a doubt that is open on the last day of a pause; test_pausing",
    ("foundations", "referred.home", "now refer"): "one wrong answer; test_correct_answers",
    ("readiness", None, ""): "each symptom of daily life needs somebody there; in the first days it may not",
    ("programme", None, ""): "each symptom of daily life needs somebody there; in the first days it may not",
    ("readiness", "referred.home", "verdict_refer"): "back after a loss with a symptom; test_pausing",
    ("comeback", "referred.home", "verdict_refer"): "back after a loss with a symptom; test_pausing",
    ("foundations", "referred.home", "verdict_refer"): "back after a loss with a symptom; test_pausing",
    ("programme", "referred.home", "verdict_refer"): "back after a loss with a symptom; test_pausing",
    ("checkin", "referred.home", "verdict_refer"): "back after a loss with a symptom; test_pausing",
    ("readiness.walk", "readiness.left", "next_is_sided"): "no other test is due while the walk is open",
    ("readiness.walk", "readiness.count", "next_is_counted"): "no other test is due while the walk is open",
}
pytestmark = [pytest.mark.xdist_group("walk"), pytest.mark.timeout(900)]  # one worker walks for all
ENGLISH = renderer("en")
BANNED = re.compile(
    r"\brehab|!!|\bcleared (to|for) run|\byou are cleared|\byou're cleared|\byou’re cleared", re.I
)


@pytest.fixture(scope="module")
def found() -> Walk:
    return walk()


def holds(found: Walk, turns: Iterable[Turn], fact: Callable[[Turn], bool]) -> None:
    """The fact is true after each of the turns, and there is at least one."""
    seen = 0
    for turn in turns:
        seen += 1
        assert fact(turn), found.story(turn)
    assert seen, "no such turn in the walk"


def kept(found: Walk) -> Iterator[Turn]:
    """All turns after which she is still stored."""
    return (turn for turn in found.turns if turn.result.session is not None)


def moved_to(found: Walk, state: str) -> Iterator[Turn]:
    """Turns that lead there; that `/back` shows again what was shown before is another fact."""
    return (
        turn
        for turn in kept(found)
        if turn.after.state == state != turn.before.state and not _goes_back(turn)
    )


def _goes_back(turn: Turn) -> bool:
    return isinstance(turn.event, Commanded) and turn.event.name == "back"


def today(session: Session, now: datetime) -> object:
    return schedule.today(session, now)


# --- the walk itself -----------------------------------------------------------------------------


def test_no_event_ever_raises(found: Walk) -> None:
    assert not found.crashes, found.crashes[0]


def test_every_state_is_reached(found: Walk) -> None:
    reached = {place for places in found.places for place in places}
    assert set(STATES) - reached == {"aside.closed"}, "closing is a way, not a place"


def _guards(row: TransitionRow) -> str:
    names = " ".join(guard.__name__ for guard in row.when)
    return names.replace("urgent_emergency or urgent_same_day", "urgent")


def _silent_rows(found: Walk) -> list[TransitionRow]:
    """The rows that fire neither in the walk nor in a golden chat."""
    return [row for number, row in enumerate(ROWS) if number not in found.rows | chatted()]


def test_every_row_fires_but_those_that_are_held_back(found: Walk) -> None:
    silent = _silent_rows(found)
    unexplained = [row for row in silent if not _is_held_back(row)]
    assert not unexplained, [(row.source, row.trigger, row.dest, _guards(row)) for row in unexplained]


def test_nothing_is_held_back_that_fires(found: Walk) -> None:
    silent = _silent_rows(found)
    for key in HELD_BACK:
        assert any(_is(row, key) for row in silent), f"{key} fires: strike it off"


# Where the answer to an aside may lead: everything else goes back to exactly where she was.
LEADS = {
    **dict.fromkeys(("aside.red_flag", "aside.signs", "aside.all_signs"), ("locked.home",)),
    "aside.well": ("programme.home", "referred.home"),
    "aside.pause": ("locked.home",),
    "aside.back": ("programme.home",),
    "aside.born": ("onboarding.birth_date", "programme.home", "referred.home"),
    **dict.fromkeys(
        (state for state in STATES if state.startswith("aside.loss")),
        (
            *("locked.home", "referred.home", "programme.home", "readiness.invite"),
            *("onboarding.birth_type", "screening.conditions"),
        ),
    ),
    "aside.fever": ("locked.home",),
    "aside.symptoms": ("referred.home",),
    "aside.pain_leg": ("locked.home",),
    "aside.pain_now": ("referred.home", "programme.resting"),
    "aside.trouble": ("foundations.home", "referred.home"),
    **dict.fromkeys(
        (state for state in STATES if state.startswith("aside.week")),
        ("locked.home", "referred.home", "foundations.prompted", "programme.short"),
    ),
}


def _is_held_back(row: TransitionRow) -> bool:
    return any(_is(row, key) for key in HELD_BACK)


def _is(row: TransitionRow, key: tuple[str, str, str]) -> bool:
    """Whether the key means this row: its source, its destination, and its last guard or its trigger."""
    source, dest, name = key
    same = row.source == source or (source == "screening" and row.source.startswith("screening."))
    last = _guards(row)
    named = last.endswith(name) or row.trigger == name if name else not row.when
    return same and row.dest == dest and named


def test_everything_typed_survives_storage(found: Walk) -> None:
    from flows.session import dump, load

    holds(found, list(kept(found))[::7], lambda turn: load(dump(turn.after)) == turn.after)


# --- red flags -----------------------------------------------------------------------------------


def _says_red_flag(turn: Turn) -> bool:
    return RED_FLAG in (getattr(turn.event, name, "") for name in ("text", "caption", "argument"))


def test_a_red_flag_typed_anywhere_locks_or_shows_the_help_before_consent(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        told = any(isinstance(e, Say) and e.text.id.startswith("verdict-urgent") for e in turn.result.effects)
        if turn.before.consented_at is None:
            return told and turn.after.state == turn.before.state and turn.after.locked_for == ()
        return told and turn.after.state == "locked.home" and turn.after.aside is None

    holds(found, (turn for turn in found.turns if _says_red_flag(turn)), fact)


def test_a_doubtful_red_flag_is_asked_about_and_never_dropped(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        answered = isinstance(turn.event, Tapped | Said | Attached | Edited) or _says_red_flag(turn)
        still = turn.after.draft.flag == turn.before.draft.flag and turn.after.aside is not None
        return still or answered

    waiting = (t for t in kept(found) if t.before.draft.flag is not None and t.before.aside is not None)
    holds(found, waiting, fact)


def test_no_run_is_prompted_while_a_red_flag_or_a_symptom_is_open(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return turn.before.draft.flag is None and not turn.before.draft.noticed

    holds(found, moved_to(found, "programme.offered"), fact)


def test_what_is_locked_opens_only_by_both_answers(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return turn.before.state == "locked.allowed" and turn.fired[0].value == "yes"

    left = (t for t in kept(found) if t.before.locked_for and not t.after.locked_for)
    holds(found, left, fact)


# --- running only through open gates --------------------------------------------------------------


def _offered(found: Walk) -> Iterator[Turn]:
    return moved_to(found, "programme.offered")


def _gate(session: Session, now: datetime) -> str:
    """The gates as if she had done her tests today: that they are weeks old does not close them again."""
    day = schedule.today(session, now)
    fresh = replace(session, tests=tuple(replace(record, on=day) for record in session.tests))
    return decide(build_case.screening_case(fresh, day, BOOK), BOOK).decision.value


def test_a_run_is_never_offered_while_locked_referred_resting_paused_or_stopped(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        plan = turn.after.plan
        assert plan is not None
        rested = plan.rest_until is None or plan.rest_until <= turn.now
        come_from = turn.before.state in ("programme.home", "programme.short", "programme.later")
        return come_from and rested and not turn.after.locked_for and turn.after.aside is None

    holds(found, _offered(found), fact)


def test_a_run_is_never_offered_before_day_84(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return build_case.days_since_birth(turn.after, schedule.today(turn.after, turn.now)) >= 84

    holds(found, _offered(found), fact)


def test_a_run_is_never_offered_to_somebody_pregnant(found: Walk) -> None:
    holds(found, _offered(found), lambda turn: turn.after.health.pregnant is False)


def test_a_run_is_never_offered_before_screening_and_tests_are_passed(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        asked = (name.partition(".")[2] for name in QUESTIONS if name.startswith("screening."))
        known = all(getattr(turn.after.health, name) is not None for name in asked)
        return known and {record.test for record in turn.after.tests} == {test.id for test in BOOK.tests}

    holds(found, _offered(found), fact)


def test_a_track_is_proposed_only_when_every_gate_is_open(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        day = schedule.today(turn.after, turn.now)
        return decide(build_case.screening_case(turn.after, day, BOOK), BOOK).decision.value == "ready"

    holds(found, moved_to(found, "programme.proposal"), fact)


def test_a_run_is_never_offered_against_the_rules_of_missed_time(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        case = build_case.missed_time_case(turn.before, schedule.today(turn.before, turn.now))
        verdict = decide(case, BOOK)
        assert turn.after.plan is not None
        lower = verdict.next_level is None or turn.after.plan.level <= verdict.next_level
        return verdict.running is RunPermission.ON and not verdict.rescreen and lower

    holds(found, (t for t in _offered(found) if t.before.state != "programme.later"), fact)


def test_a_rest_day_lies_between_two_sessions(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        plan, day = turn.after.plan, schedule.today(turn.after, turn.now)
        assert plan is not None
        return all((day - past.on).days > 1 for past in plan.log)

    holds(found, _offered(found), fact)


def test_a_clearance_never_comes_before_what_it_clears(found: Walk) -> None:
    holds(found, moved_to(found, "referred.who"), lambda turn: turn.before.state == "referred.home")
    holds(found, moved_to(found, "referred.home"), lambda turn: turn.after.profile.prompt_minute is not None)


def test_nothing_opens_before_everything_is_answered(found: Walk) -> None:
    for opened in ("readiness.invite", "programme.proposal", "programme.offered"):
        holds(found, moved_to(found, opened), lambda turn: missing(turn.after) == ())


def test_no_portion_asks_before_the_warning_signs_are_answered(found: Walk) -> None:
    for asked in ("screening.symptoms", "screening.low_mood", "screening.risks", "foundations.prompted"):
        holds(found, moved_to(found, asked), lambda turn: turn.after.health.told_not_to_run is not None)


def test_a_pelvic_sign_in_a_test_sends_her_to_somebody(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return turn.after.state == "referred.home"

    def leaked(turn: Turn) -> bool:
        fired = turn.fired[0] if turn.fired else None
        return fired is not None and fired.row.source == "readiness.felt" and fired.value == ("urine_leak",)

    holds(found, (turn for turn in kept(found) if leaked(turn)), fact)


# --- the level -----------------------------------------------------------------------------------


def _gains(found: Walk) -> Iterator[Turn]:
    for turn in kept(found):
        old, new, judged = turn.before.plan, turn.after.plan, turn.before.judged
        if str(turn.before.aside).startswith("aside.fix") and judged is not None:
            old = judged.plan  # a corrected report is decided from the level before it
        if old is not None and new is not None and old.per_week is not None and new.level > old.level:
            yield turn


def test_a_level_rises_by_one_and_only_after_a_clean_session(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        assert turn.before.plan is not None and turn.after.plan is not None
        if not turn.after.plan.log:
            return False
        past = turn.after.plan.log[-1]
        fixed = turn.before.judged if str(turn.before.aside).startswith("aside.fix") else None
        by = turn.after.plan.level - (fixed.plan if fixed is not None else turn.before.plan).level
        return by == 1 and past.outcome == "clean" and not past.signs and past.verdict == "advance"

    holds(found, _gains(found), fact)


def test_a_level_never_rises_twice_in_seven_days(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        assert turn.after.plan is not None
        days = sorted(turn.after.plan.gained)
        return all((late - early).days >= 7 for early, late in pairwise(days))

    holds(found, _gains(found), fact)


def test_a_morning_without_an_answer_never_counts_as_clean(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        assert turn.before.report is not None and turn.before.plan is not None and turn.after.plan is not None
        past = turn.after.plan.log[-1]
        return past.outcome != "clean" and turn.after.plan.level <= turn.before.plan.level

    def gave_up(turn: Turn) -> bool:
        return isinstance(turn.event, Woken) and _judged(turn)

    holds(found, (turn for turn in kept(found) if gave_up(turn)), fact)


def _judged(turn: Turn) -> bool:
    old, new = turn.before.plan, turn.after.plan
    return old is not None and new is not None and len(new.log) > len(old.log)


def test_a_sign_or_pain_never_advances(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        assert turn.before.plan is not None and turn.after.plan is not None
        return turn.after.plan.level <= turn.before.plan.level

    def hurt(turn: Turn) -> bool:
        report = turn.fired[-1].session.report if turn.fired and _judged(turn) else None
        if report is None:
            return False
        return bool(report.signs or report.signs_morning or report.warning) or max(
            report.pain or 0, report.pain_morning or 0
        ) > BOOK.whole("R-POST-1")

    holds(found, (turn for turn in kept(found) if hurt(turn)), fact)


def test_when_the_engine_switches_running_off_she_rests_or_is_held(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        return turn.after.state in ("locked.home", "referred.home", "programme.resting")

    def off(turn: Turn) -> bool:
        if not turn.fired or not turn.fired[-1].row.source.startswith("checkin") or not _judged(turn):
            return False
        session = turn.fired[-1].session
        case = build_case.after_session_case(session, schedule.today(session, turn.now), BOOK)
        verdict = decide(case, BOOK)
        return verdict.running is RunPermission.OFF

    holds(found, (turn for turn in kept(found) if off(turn)), fact)


def test_red_outcomes_are_never_told_as_an_advance(found: Walk) -> None:
    for turn in kept(found):
        if _judged(turn) and turn.after.plan is not None:
            past = turn.after.plan.log[-1]
            assert past.outcome != "red" or past.verdict != "advance", found.story(turn)
    assert session_outcome.__doc__


# --- the next message -----------------------------------------------------------------------------


def test_nobody_is_left_without_a_next_message(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        session = turn.after
        if next_alarm(session, BOOK) is not None or not session.reachable:
            return True
        if session.aside in PERSISTENT or session.below in PERSISTENT or session.health.pregnant:
            return True  # the next word is hers
        if session.state in ("new", "declined"):
            return True
        return _silent(turn) or _long_stopped(turn)

    holds(found, kept(found), fact)


def test_a_question_is_open_or_an_alarm_is_set(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        asked = open_question(turn.after, turn.now, BOOK)
        return (
            asked is not None
            or turn.after.state == "new"
            or next_alarm(turn.after, BOOK) is not None
            or turn.after.health.pregnant  # the next word is hers
            or _silent(turn)
        )

    holds(found, kept(found), fact)


def _long_stopped(turn: Turn) -> bool:
    """After a stop she is asked for a month whether she was seen, then the next word is hers."""
    held = turn.after.rhythm.held_at
    return bool(turn.after.locked_for) and held is not None and turn.now - held >= timedelta(days=27)


def _silent(turn: Turn) -> bool:
    heard = turn.after.rhythm.heard_at
    return not turn.after.reachable or (heard is not None and turn.now - heard >= timedelta(days=27))


def test_after_an_alarm_the_next_one_is_later(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        wake = next_alarm(turn.after, BOOK)
        home = bool(turn.fired) and turn.fired[-1].row.source.endswith(".home")
        behind = wake is not None and wake.kind == "daily" and not home
        return (
            wake is None or wake.at > turn.now or behind
        )  # days that a late alarm left over are one more turn

    def on_time(turn: Turn) -> bool:
        wake = next_alarm(turn.before, BOOK)
        rings = isinstance(turn.event, Woken) and turn.event.seq == turn.before.seq
        return rings and wake is not None and wake.at == turn.now

    rung = (turn for turn in kept(found) if on_time(turn))
    holds(found, rung, fact)


def test_alarms_end_after_a_month_of_silence(found: Walk) -> None:
    from flows.engine import step

    longest = 0
    starts = {(t.after.state, t.after.aside): t for t in kept(found) if not isinstance(t.event, Woken)}
    for turn in starts.values():
        session, now, rings = turn.after, turn.now, 0
        while (wake := next_alarm(session, BOOK)) is not None:
            now, rings = max(now, wake.at), rings + 1
            after = step(session, Woken(seq=session.seq), now=now, book=BOOK).session
            assert after is not None
            session = after
            assert rings < 80, found.story(turn)
        assert now - turn.now < timedelta(days=75), found.story(turn)
        longest = max(longest, rings)
    assert longest > 4


def test_an_alarm_that_is_not_due_or_not_the_last_one_does_nothing(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        after = turn.after
        return turn.result.effects == () and replace(after, seq=turn.before.seq) == turn.before

    def early(turn: Turn) -> bool:
        wake = next_alarm(turn.before, BOOK)
        late = wake is not None and wake.at <= turn.now
        return isinstance(turn.event, Woken) and (turn.event.seq != turn.before.seq or not late)

    holds(found, (turn for turn in kept(found) if early(turn)), fact)


def test_never_two_prompts_for_one_day(found: Walk) -> None:
    prompts = {"foundations-prompted", "programme-offered", "programme-short", "foundations-while-referred"}

    def fact(turn: Turn) -> bool:
        on = turn.before.rhythm.prompted_on
        due = turn.fired[-1].due
        snoozed = due is not None and due.kind == "snoozed"
        return on is None or snoozed or on < schedule.today(turn.before, turn.now)

    def prompted(turn: Turn) -> bool:
        if not isinstance(turn.event, Woken) or turn.before.state == turn.after.state == "programme.offered":
            return False
        if turn.before.state == "programme.later":
            return False
        return any(isinstance(e, Ask | Say) and e.text.id in prompts for e in turn.result.effects)

    holds(found, (turn for turn in kept(found) if prompted(turn)), fact)


def test_at_night_only_her_own_messages_are_answered(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        own_hour = turn.before.profile.prompt_minute
        if own_hour is not None and (own_hour >= 21 * 60 or own_hour < 6 * 60):
            return True
        return not turn.result.effects

    def at_night(turn: Turn) -> bool:
        return isinstance(turn.event, Woken) and schedule.in_quiet_hours(turn.before, turn.now, BOOK)

    on_time = (t for t in kept(found) if at_night(t))
    holds(found, on_time, fact)


# --- commands and asides ---------------------------------------------------------------------------


def _command(found: Walk, *names: str) -> Iterator[Turn]:
    for turn in kept(found):
        if isinstance(turn.event, Commanded) and turn.event.name in names and not turn.event.argument:
            yield turn


@pytest.mark.parametrize(
    "name", ["help", "privacy", "today", "plan", "progress", "pdf", "why", "export", "nonsense"]
)
def test_a_command_answers_and_keeps_the_question(found: Walk, name: str) -> None:
    def fact(turn: Turn) -> bool:
        before, after = turn.before, turn.after
        said = any(isinstance(effect, Ask | Say | Document) for effect in turn.result.effects)
        same = (after.state, after.aside, after.below) == (before.state, before.aside, before.below)
        wake = next_alarm(after, BOOK)
        comes = name == "today" and wake is not None and wake.at <= turn.now  # today's message, in a moment
        return (said or comes) and same and after.draft == before.draft and after.kept == before.kept

    holds(found, _command(found, name), fact)


def test_stop_works_everywhere(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        if turn.before.consented_at is None:
            return turn.after.aside == turn.before.aside and bool(turn.result.effects)
        return turn.after.aside == "aside.stop" and turn.after.state == turn.before.state

    holds(found, _command(found, "stop"), fact)


def test_delete_works_everywhere_also_before_consent(found: Walk) -> None:
    stored = (turn for turn in _command(found, "delete") if turn.before.state != "new")
    holds(found, stored, lambda turn: turn.after.aside == "aside.delete")
    erased = [turn for turn in found.turns if turn.result.session is None]
    phases = {state.partition(".")[0] for state in STATES} - {
        "aside",
        "new",
    }  # of a stranger nothing is stored
    assert {turn.before.state.partition(".")[0] for turn in erased} == phases
    holds(found, erased, lambda turn: turn.result.effects[-1] == DeletePerson())


def test_a_closed_aside_uncovers_exactly_the_question_she_was_at(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        before, after = turn.before, turn.after
        asked = turn.result.effects[-1] if turn.result.effects else None
        now = open_question(after, turn.now, BOOK)
        again = now is None or (isinstance(asked, Ask) and asked.text == now.text)
        return after.state == before.state and after.draft == replace(before.kept, flag=None) and again

    def closed(turn: Turn) -> bool:
        aside = turn.before.aside
        by_her = isinstance(turn.event, Tapped)
        if aside is None or turn.after.aside is not None or not by_her or aside in PERSISTENT:
            return False
        leads = LEADS.get(aside.partition("_")[0] if "trouble" in aside else aside, ())
        if aside.startswith(("aside.fix", "aside.mend", "aside.log", "aside.strength", "aside.move")):
            return turn.before.state == turn.after.state  # what is mended is decided again
        return turn.after.state not in leads or turn.before.state == turn.after.state

    holds(found, (turn for turn in kept(found) if closed(turn)), fact)


def test_a_pause_and_a_stop_last_until_she_ends_them(found: Walk) -> None:
    def away(session: Session) -> bool:
        return session.aside in PERSISTENT or session.below is not None

    def fact(turn: Turn) -> bool:
        if away(turn.after):
            return True
        resumed = isinstance(turn.event, Commanded) and turn.event.name in ("resume", "start")
        tapped = isinstance(turn.event, Tapped) and turn.event.option in ("resume", "im_back")
        asked = turn.before.aside in ("aside.back", "aside.born") or str(turn.before.aside).startswith(
            "aside.loss"
        )
        well = turn.before.aside == "aside.well" and isinstance(turn.event, Tapped)
        return resumed or tapped or asked or well or turn.after.state == "locked.home" or _says_yes(turn)

    holds(found, (turn for turn in kept(found) if away(turn.before)), fact)


def _says_yes(turn: Turn) -> bool:
    return isinstance(turn.event, Said) and turn.before.aside in PERSISTENT


def test_blocked_is_silence_and_returned_goes_on_where_she_was(found: Walk) -> None:
    for turn in kept(found):
        if isinstance(turn.event, Blocked | Returned):
            there = isinstance(turn.event, Returned)
            assert turn.result.effects == ()
            assert turn.after == replace(turn.before, seq=turn.before.seq + 1, reachable=there), found.story(
                turn
            )
            assert there or next_alarm(turn.after, BOOK) is None


def test_an_old_or_a_second_tap_changes_nothing(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        same = {"seq": 0, "asked": 0, "askings": (), "rhythm": turn.before.rhythm, "reachable": True}
        after, before = (replace(one, **same) for one in (turn.after, turn.before))  # type: ignore[arg-type]
        return after == before and any(isinstance(effect, Toast) for effect in turn.result.effects)

    def old(turn: Turn) -> bool:
        if not isinstance(turn.event, Tapped):
            return False
        meant = open_questions.open_for(turn.before, turn.event.seq, turn.event.option) is not None
        day = open_questions.earlier_day(turn.before, turn.event.seq) is not None
        return turn.event.option == "no_such_button" or not (meant or day)

    holds(found, (turn for turn in kept(found) if old(turn)), fact)


# --- the words -------------------------------------------------------------------------------------


@cache
def _shown(words: Text) -> str:
    return ENGLISH.text(words)


@cache
def _seen(words: Text) -> str:
    """What Telegram counts: the words without the markup."""
    return html.unescape(re.sub("<[^<>]*>", "", _shown(words)))


def test_every_text_of_every_effect_renders_and_fits(found: Walk) -> None:
    for turn in found.turns:
        for effect in turn.result.effects:
            match effect:
                case Say(text=words) | Ask(text=words):
                    assert 0 < len(_seen(words)) <= 4096, found.story(turn)
                case Toast(text=words):
                    assert 0 < len(_seen(words)) <= 200, found.story(turn)
                case Document(caption=words):
                    assert 0 < len(_seen(words)) <= 1024, found.story(turn)
                case DeletePerson():
                    pass


def test_every_button_has_words_and_fits(found: Walk) -> None:
    looked_at = set()
    for turn in found.turns:
        for effect in turn.result.effects:
            if not isinstance(effect, Ask):
                continue
            for option in effect.options:
                assert len(f"{10**12}:{option.id}".encode()) <= 64
                key = (effect.text.id, option)
                if key not in looked_at:
                    looked_at.add(key)
                    assert ENGLISH.label(effect.text, option).strip(), found.story(turn)
    assert looked_at


def test_no_text_promises_or_shouts(found: Walk) -> None:
    seen: set[Text] = set()
    for turn in found.turns:
        for effect in turn.result.effects:
            words = getattr(effect, "text", None) or getattr(effect, "caption", None)
            if words is not None and words not in seen:
                seen.add(words)
                assert not BANNED.search(_shown(words)), (_shown(words), found.story(turn))
    assert len(seen) > 100


def test_every_decision_names_rules_of_the_book(found: Walk) -> None:
    known = {rule.id for rule in BOOK.rules}
    for turn in found.turns:
        for made in turn.result.decisions:
            assert made.rules, found.story(turn)
            assert known.issuperset(made.rules), found.story(turn)
    holds(
        found,
        (turn for turn in kept(found) if turn.after.told != turn.before.told and turn.after.told is not None),
        lambda turn: turn.after.told is not None and known.issuperset(turn.after.told.rules),
    )


def test_the_walk_begins_with_somebody_unknown(found: Walk) -> None:
    assert found.turns[0].before == start()
    assert found.turns[0].now == START


def test_a_turn_counts_by_one(found: Walk) -> None:
    holds(
        found,
        (
            turn
            for turn in kept(found)
            if not (isinstance(turn.event, Woken) and turn.event.seq != turn.before.seq)
        ),
        lambda turn: turn.after.seq == turn.before.seq + 1,
    )


def test_no_weekly_answer_that_holds_her_back_leaves_a_run_ahead(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        if turn.after.profile.birth_date is None:
            return True
        verdict = decide(
            build_case.screening_case(turn.after, schedule.today(turn.after, turn.now), BOOK), BOOK
        ).decision
        if verdict.startswith("urgent"):
            return turn.after.state == "locked.home"
        return verdict != "refer" or turn.after.state.startswith(("referred", "locked"))

    def closed(turn: Turn) -> bool:
        was, now = turn.before.aside or "", turn.after.aside or ""
        return (
            was.startswith("aside.week")
            and not now.startswith("aside.week")
            and isinstance(turn.event, Tapped)
        )

    holds(found, (turn for turn in kept(found) if closed(turn)), fact)
