"""What an alarm at her hour may say, and where she goes on after a stop, in every turn of the walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from flows import schedule
from flows.schedule import next_alarm
from flows.session import Session
from flows.vocabulary import Tapped, Woken
from tests.system.walk.test_walk import holds, kept
from tests.system.walk.walk import BOOK, Turn, Walk, walk

pytestmark = [pytest.mark.xdist_group("walk"), pytest.mark.timeout(900)]

HOMES = ("foundations.home", "foundations.prompted", "programme.home", "programme.short", "referred.home")
WITHOUT_RUNS = ("foundations.home", "foundations.prompted", "referred.home")
FIRST_EVENING: dict[str, Callable[[Session], object]] = {
    "onboarding.birth_date": lambda session: session.profile.birth_date,
    "onboarding.zone": lambda session: session.profile.zone,
    "screening.emergency_signs": lambda session: session.health.emergency_signs,
    "screening.same_day_signs": lambda session: session.health.same_day_signs,
    "screening.pregnant": lambda session: session.health.pregnant,
    "screening.conditions": lambda session: session.health.conditions,
    "screening.told_not_to_run": lambda session: session.health.told_not_to_run,
    "onboarding.hour": lambda session: session.profile.prompt_minute,
}


@pytest.fixture(scope="module")
def found() -> Walk:
    return walk()


def _rung(found: Walk) -> Iterator[Turn]:
    """Alarms of a day, by day, where nothing lies over the question."""
    for turn in kept(found):
        wake = next_alarm(turn.before, BOOK)
        if (
            isinstance(turn.event, Woken)
            and turn.event.seq == turn.before.seq
            and turn.before.aside is None
            and turn.before.state in HOMES
            and wake is not None
            and wake.at <= turn.now
            and wake.kind in ("daily", "snoozed")
            and schedule.end_of_quiet_hours(turn.before, wake.at, turn.now, BOOK) is None
        ):
            yield turn


def _said(turn: Turn) -> tuple[str, ...]:
    return tuple(effect.text.id for effect in turn.result.effects if hasattr(effect, "text"))


def _over(turn: Turn) -> bool:
    """It is before her hour, or already night though her hour is not."""
    hour = turn.before.profile.prompt_minute
    assert hour is not None
    minute, night = schedule.minute_of_day(turn.before, turn.now), BOOK.number("R-DAY-5", "from_minute")
    return minute < hour or hour < night <= minute


def _quiet(session: Session) -> bool:
    return session.rhythm.unanswered >= BOOK.number("R-DAY-4", "quiet_after")


def _gentle(turn: Turn) -> bool:
    heard = turn.before.rhythm.heard_at
    if heard is None or not _quiet(turn.before):
        return False
    days = (schedule.today(turn.before, turn.now) - schedule.today(turn.before, heard)).days
    return days in {BOOK.number("R-DAY-4", name) for name in ("first_days", "second_days", "third_days")}


def _news(turn: Turn) -> bool:
    """Something was decided that she has to know, whatever else holds."""
    anew = turn.before.plan is not None and turn.after.plan is None
    return bool(turn.result.decisions) or anew or turn.after.state.partition(".")[0] == "readiness"


def test_when_her_day_is_over_an_alarm_says_nothing(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        same_phase = turn.after.state.partition(".")[0] == turn.before.state.partition(".")[0]
        return (
            _said(turn) == () and same_phase and turn.after.rhythm.unanswered == turn.before.rhythm.unanswered
        )

    holds(found, (turn for turn in _rung(found) if _over(turn)), fact)


def test_a_gentle_word_comes_on_its_days_and_on_no_other(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        wanted = _gentle(turn) and not _over(turn)
        told = _said(turn) == ("gentle-word",)
        return wanted if told else not wanted or _news(turn) or turn.before.state not in WITHOUT_RUNS

    holds(found, _rung(found), fact)


def test_who_has_gone_quiet_is_told_so_once_and_not_prompted(found: Walk) -> None:
    def fact(turn: Turn) -> bool:
        first = turn.before.rhythm.unanswered == BOOK.whole("R-DAY-4", "quiet_after")
        return _said(turn) == (("goes-quiet",) if first and not _over(turn) else ())

    holds(found, (t for t in _rung(found) if _quiet(t.before) and not _gentle(t) and not _news(t)), fact)


def test_who_asked_for_no_other_days_hears_of_runs_alone_once_she_has_answered_everything(
    found: Walk,
) -> None:
    def wanted(turn: Turn) -> bool:
        quiet = turn.before.state in WITHOUT_RUNS and not turn.before.profile.other_days
        asked = turn.after.state == "foundations.questions" or turn.after.aside == "aside.week"
        told = _said(turn) == ("goes-quiet",)
        return quiet and not asked and not told

    turns = (t for t in _rung(found) if wanted(t) and not _gentle(t) and not _news(t))
    holds(found, turns, lambda turn: _said(turn) == ())


def test_everybody_else_is_prompted_at_her_hour(found: Walk) -> None:
    def awaited(turn: Turn) -> bool:
        unasked = turn.before.state not in ("foundations.prompted", "programme.short")
        return unasked and not _over(turn) and not _quiet(turn.before) and turn.before.profile.other_days

    holds(found, (turn for turn in _rung(found) if awaited(turn)), lambda turn: _said(turn) != ())


def test_once_allowed_again_she_goes_on_at_the_first_thing_she_has_not_answered(found: Walk) -> None:
    def allowed(turn: Turn) -> bool:
        tapped = isinstance(turn.event, Tapped) and turn.event.option == "yes"
        here = turn.before.state == "locked.allowed" and turn.before.aside is None
        return tapped and here and turn.after.state != "locked.allowed"

    def first(session: Session) -> str | None:
        """What the first evening still asks; what comes later is asked at her hour."""
        for state, known in FIRST_EVENING.items():
            if known(session) is None:
                return state
        return None

    def fact(turn: Turn) -> bool:
        left = first(turn.before)
        begun = turn.after.state.partition(".")[0] in ("onboarding", "screening")
        return turn.after.state == left if left else not begun

    holds(found, (turn for turn in kept(found) if allowed(turn)), fact)
