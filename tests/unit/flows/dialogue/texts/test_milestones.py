"""What is reached is said once, with good news only; and what is said often is said in other words each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.texts.milestones import tell_milestone
from flows.dialogue.texts.replies import SAID_OFTEN, VARIANTS, following, next_reply
from flows.dialogue.turn_context import TurnContext
from flows.session import Past, Plan, Session
from flows.vocabulary import Said, Say
from tests.kit.somebody import BOOK, NOW, READY, TODAY

DAY = timedelta(days=1)


def ran(*levels: int, every: int = 2, verdict: str = "repeat", outcome: str = "clean") -> Session:
    """She has run these levels, the last one yesterday, all of it well but the last session as given."""
    ago = [1 + every * place for place in range(len(levels))][::-1]
    log = [
        Past(on=TODAY - days * DAY, level=level, outcome="clean", verdict="repeat")
        for days, level in zip(ago, levels, strict=True)
    ]
    log[-1] = replace(log[-1], outcome=outcome, verdict=verdict)
    return replace(
        READY, state="programme.home", plan=Plan(track=12, per_week=3, level=levels[-1], log=tuple(log))
    )


def told(session: Session) -> list[str]:
    turn = TurnContext(session, Said(text=""), NOW, BOOK)
    tell_milestone(turn)
    return [effect.text.id for effect in turn.effects if isinstance(effect, Say)]


@pytest.mark.parametrize(
    ("session", "milestone"),
    [
        (ran(1), "first-run"),
        (ran(1, 1), None),
        (ran(1, 1, 2), "first-week"),
        (ran(1, 1, 2, every=4), None),
        (ran(1, 1, 2, 2), None),
        (ran(7, 7, 7, 8), "five-minutes"),
        (ran(7, 7, 8, 8), None),
        (ran(5, 5, 6, 6), None),
        (ran(5, 6, 6, 7), "half-way"),
        (ran(5, 6, 7, 7), None),
        (ran(*[3] * 15), None),
        (ran(*[3] * 16), "month"),
        (replace(ran(1), plan=replace(ran(1).plan, finished=True)), None),  # type: ignore[type-var]  # there is a plan
    ],
)
def test_what_is_reached_is_said_with_the_session_that_reaches_it(
    session: Session, milestone: str | None
) -> None:
    assert told(session) == ([] if milestone is None else [f"milestone-{milestone}"])


@pytest.mark.parametrize(
    ("verdict", "outcome"), [("step_back", "clean"), ("repeat", "amber"), ("repeat", "unknown")]
)
def test_nothing_is_said_beside_bad_news(verdict: str, outcome: str) -> None:
    assert told(ran(1, verdict=verdict, outcome=outcome)) == []


def test_after_a_loss_nothing_is_celebrated() -> None:
    session = ran(1)
    assert told(replace(session, profile=replace(session.profile, loss=True))) == []


def test_a_month_with_one_sign_is_none() -> None:
    session = ran(*[3] * 20)
    assert session.plan is not None
    log = [*session.plan.log]
    log[-4] = replace(log[-4], outcome="amber")
    assert told(replace(session, plan=replace(session.plan, log=tuple(log)))) == []


def test_a_month_with_a_long_gap_is_none() -> None:
    session = ran(*[3] * 20)
    assert session.plan is not None
    log = (*session.plan.log[:10], *session.plan.log[15:])
    assert told(replace(session, plan=replace(session.plan, log=log))) == []


def test_a_session_of_long_ago_that_is_corrected_today_reaches_nothing_new() -> None:
    session = ran(1, 1)
    assert session.plan is not None
    log = tuple(replace(past, on=past.on - 40 * DAY) for past in session.plan.log)
    assert told(replace(session, plan=replace(session.plan, log=log))) == []


def test_it_is_said_once() -> None:
    turn = TurnContext(ran(*[3] * 20), Said(text=""), NOW, BOOK)
    tell_milestone(turn)
    assert turn.session.rhythm.milestones == ("month",)
    assert told(turn.session) == []


def test_a_reply_is_said_in_each_of_its_words_before_one_comes_again() -> None:
    turn = TurnContext(READY, Said(text=""), NOW, BOOK)
    said = []
    number = len(SAID_OFTEN["well-done"])
    for _ in range(2 * number):
        said.append(next_reply(turn, "well-done"))
        next_reply(turn, "week-well")
    assert len(set(said)) == number and said[:number] == said[number:]


def test_a_variant_that_no_longer_exists_leads_to_the_first() -> None:
    assert following("z") == following("") == VARIANTS[0]
