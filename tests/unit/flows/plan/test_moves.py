"""Which days carry a session, and when a week is full."""

from dataclasses import replace

from flows.plan.moves import carries, week_is_full
from flows.session import Rhythm
from tests.kit.somebody import PLAN, READY, TODAY

MONDAY = TODAY
HOME = replace(READY, state="programme.home", plan=PLAN)


def test_without_a_move_the_days_are_hers() -> None:
    assert carries(Rhythm(), MONDAY, regular=True) and not carries(Rhythm(), MONDAY, regular=False)


def test_without_sessions_of_a_plan_no_week_is_full() -> None:
    assert not week_is_full(replace(HOME, plan=None), MONDAY)
    assert HOME.plan is not None
    assert not week_is_full(replace(HOME, plan=replace(HOME.plan, per_week=None)), MONDAY)
