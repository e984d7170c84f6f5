"""What the plan shows of the weeks to come is what happens to a runner for whom every session goes well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.rendering.texts import renderer
from flows.dialogue.facts.outlook import comes_today, levels_ahead, next_run
from flows.dialogue.texts.sessions import tell_after_session
from flows.dialogue.texts.status import plan_text, today_text
from flows.dialogue.turn_context import TurnContext
from flows.plan.verdict import Decision, RunPermission, Verdict
from flows.session import Past, Plan, Report, Session
from flows.vocabulary import Commanded, Say
from tests.kit.somebody import BOOK, NOW, READY, REPORT, RUNNING, TODAY, YESTERDAY
from tests.unit.flows.plan.test_tracks_to_the_end import begun, run_cleanly

DAY = timedelta(days=1)
PLAN = Plan(track=12, per_week=3, since=TODAY)
HOME = replace(READY, state="programme.home", plan=PLAN)


def shown(session: Session, now: datetime = NOW) -> str:
    return renderer("en").plain(plan_text(TurnContext(session, Commanded(name="plan"), now, BOOK)))


def today(session: Session, now: datetime = NOW) -> str:
    return renderer("en").plain(today_text(TurnContext(session, Commanded(name="today"), now, BOOK)))


@pytest.mark.parametrize(("track", "per_week"), [(12, 3), (12, 2)])
async def test_each_level_begins_on_the_day_that_was_shown_at_the_start(track: int, per_week: int) -> None:
    player = await begun(track, per_week)
    said = {one.level: one.on for one in levels_ahead(player.session, player.now, BOOK)}
    offered = {}
    for _ in range(900):
        await run_cleanly(player)
        for session in (before for before, _, _ in player.turns):
            if session.state == "programme.offered" and session.report is not None:
                offered.setdefault(session.report.level, session.report.on)
        player.turns.clear()
        if player.session.plan is not None and player.session.plan.finished:
            break
    assert offered == said and len(said) == track


def test_the_plan_shows_the_next_levels_with_their_days_and_the_end() -> None:
    words = shown(HOME)
    for line in (
        "You are at level 1 of 12. Next session: Monday 15 June.",
        "• Level 1, from Monday 15 June at the earliest: 10 × 30 s run / 2 min walk",
        "• Level 4, from Monday 6 July at the earliest: 7 × 1 min 15 s run / 2 min walk",
        "On Monday 31 August at the earliest you run 30 min of easy, steady running.",
        "You move up after 2 sessions without symptoms, and at most once in 7 days.",
    ):
        assert line in words
    assert "at most once in 10 days" in shown(replace(HOME, plan=replace(PLAN, per_week=2)))


def test_half_volume_is_shown_as_long_as_it_lasts() -> None:
    half = replace(HOME, health=replace(HOME.health, risks=("bmi_30_plus",)))
    assert "Level 1, from Monday 15 June at the earliest: 5 × 30 s run" in shown(half)
    assert levels_ahead(half, NOW, BOOK)[-1].on > levels_ahead(HOME, NOW, BOOK)[-1].on


def test_with_one_day_a_week_no_end_is_promised() -> None:
    """Two sessions without symptoms never come close enough together."""
    seldom = replace(HOME, profile=replace(HOME.profile, days=(0,)))
    assert [one.level for one in levels_ahead(seldom, NOW, BOOK)] == [1]
    assert "When you reach the end depends on how the next sessions go." in shown(seldom)


def test_after_a_long_time_away_the_tests_come_first() -> None:
    away = replace(
        HOME, plan=replace(PLAN, level=5, log=(Past(on=TODAY - 40 * DAY, level=5, outcome="clean"),))
    )
    assert levels_ahead(away, NOW, BOOK) == ()
    assert "some questions or tests before the next run" in shown(away)


def test_after_two_weeks_the_level_that_will_be_offered_is_shown() -> None:
    away = replace(
        HOME, plan=replace(PLAN, level=5, log=(Past(on=TODAY - 12 * DAY, level=5, outcome="clean"),))
    )
    assert levels_ahead(away, NOW, BOOK)[0].level == 4


def test_without_days_nothing_is_promised() -> None:
    assert levels_ahead(replace(HOME, profile=replace(HOME.profile, days=())), NOW, BOOK) == ()


@pytest.mark.parametrize("state", ["foundations.home", "readiness.invite", "comeback.symptoms"])
def test_a_plan_that_waits_for_tests_is_not_denied(state: str) -> None:
    words = shown(replace(HOME, state=state, tests=HOME.tests[:11]))
    assert (
        words.startswith("12-week plan. Your plan waits at level 1 of 12.")
        and "Tests: 11 of 12 passed" in words
    )


def test_after_a_loss_the_birth_is_not_named() -> None:
    waiting = replace(HOME, state="foundations.home", plan=None)
    assert "It is day 165 after the birth" in shown(waiting)
    assert "birth" not in shown(replace(waiting, profile=replace(waiting.profile, loss=True)))


def test_tests_that_opened_a_track_do_not_expire_while_it_waits() -> None:
    old = tuple(replace(test, on=TODAY - 60 * DAY) for test in HOME.tests)
    assert "Tests: " not in shown(replace(HOME, state="foundations.home", tests=old))


def test_a_session_without_symptoms_is_never_called_a_step_back() -> None:
    """The rule asks for a lower level, and she is as low already."""
    turn = TurnContext(RUNNING, Commanded(name="today"), NOW, BOOK)
    verdict = Verdict(
        decision=Decision.STEP_BACK, running=RunPermission.ON, rules=(), reasons=(), next_level=3
    )
    tell_after_session(turn, verdict)
    assert [effect.text.id for effect in turn.effects if isinstance(effect, Say)] == ["after-repeat"]


@pytest.mark.parametrize(
    ("level", "said"), [(3, "We stay at level 3"), (2, "go back one level"), (1, "go back 2 levels")]
)
def test_as_many_levels_are_said_as_are_gone_back(level: int, said: str) -> None:
    turn = TurnContext(RUNNING, Commanded(name="today"), NOW, BOOK)
    verdict = Verdict(
        decision=Decision.STEP_BACK,
        running=RunPermission.OFF,
        rules=(),
        reasons=(),
        next_level=level,
        resume_after_hours=48,
    )
    tell_after_session(turn, verdict)
    (told,) = (effect.text for effect in turn.effects if isinstance(effect, Say))
    assert said in renderer("en").plain(told)


EVENING = replace(HOME, profile=replace(HOME.profile, prompt_minute=19 * 60))


def test_a_session_that_comes_in_the_evening_is_not_denied_in_the_morning() -> None:
    assert comes_today(EVENING, NOW)
    assert today(EVENING).startswith("Today’s session") and "I’ll write at 19:00" in today(EVENING)


def test_a_session_that_was_put_off_comes_at_its_new_hour() -> None:
    at = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)
    rhythm = replace(HOME.rhythm, prompted_on=TODAY, snoozed_to=at)
    assert "I’ll write at 18:00" in today(replace(HOME, rhythm=rhythm))
    done = replace(HOME, rhythm=replace(rhythm, snoozed_to=None))
    assert today(done).startswith("No run today. The next one is on Wednesday 17 June")


def test_while_she_rests_the_next_run_comes_after_the_rest() -> None:
    resting = replace(HOME, state="programme.resting", plan=replace(PLAN, rest_until=NOW + 4 * DAY))
    assert next_run(resting, TODAY) == TODAY + 7 * DAY
    assert "the next run/walk is on Monday 22 June at the earliest" in today(resting)


def test_after_a_report_the_next_run_leaves_a_day_between() -> None:
    overnight = replace(HOME, state="checkin.overnight", report=replace(REPORT, on=TODAY))
    assert "The next run/walk is on Wednesday 17 June at the earliest" in today(overnight)
    late = Report(on=YESTERDAY, level=1, offered_at=NOW, reported_at=NOW)
    assert next_run(replace(overnight, report=late), TODAY) == TODAY + 2 * DAY
