"""Wherever she falls silent for good, she is asked once whether to keep what she told, and then it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.engine import step
from flows.schedule import next_alarm
from flows.session import Session, dump, load
from flows.vocabulary import Commanded, DeletePerson, Say, Woken
from tests.system.walk.test_walk import kept
from tests.system.walk.walk import BOOK, Turn, Walk, walk

pytestmark = [pytest.mark.xdist_group("walk"), pytest.mark.timeout(900)]

DAYS = 365
KEEPS = replace(BOOK, keep_days=DAYS)
ASKED = "keep-your-data"
Rung = tuple[str, datetime, Session]


@pytest.fixture(scope="module")
def places(walked: Walk) -> dict[object, Turn]:
    """The last turn to each place of somebody who was heard."""
    return {
        (turn.after.state, turn.after.aside, turn.after.reachable, turn.after.consented_at is None): turn
        for turn in kept(walked)
        if turn.after.rhythm.heard_at is not None
    }


@pytest.fixture(scope="module")
def walked() -> Walk:
    return walk()


def silence(session: Session, now: datetime) -> Iterator[Rung]:
    """Every alarm from here on to which she says nothing: its kind, its instant and her session after it."""
    while (wake := next_alarm(session, KEEPS)) is not None:
        now = max(now, wake.at)
        result = step(session, Woken(seq=session.seq), now=now, book=KEEPS)
        if result.session is None:
            assert result.effects == (DeletePerson(),)
            yield wake.kind, now, session
            return
        session = load(dump(result.session))
        asked = any(isinstance(effect, Say) and effect.text.id == ASKED for effect in result.effects)
        assert asked == (wake.kind == schedule.KEEP)
        yield wake.kind, now, session


@pytest.fixture(scope="module")
def silences(places: dict[object, Turn]) -> list[tuple[Turn, list[Rung]]]:
    """Each of these turns, and every alarm after it to which she says nothing."""
    return [(turn, list(silence(turn.after, turn.now))) for turn in places.values()]


def test_whoever_falls_silent_is_asked_once_and_then_forgotten(
    walked: Walk, silences: list[tuple[Turn, list[Rung]]]
) -> None:
    assert len(silences) > 150
    for turn, rung in silences:
        kinds = [kind for kind, _, _ in rung]
        heard = turn.after.rhythm.heard_at
        assert heard is not None
        told = walked.story(turn)
        assert kinds[-1] == schedule.LET_GO and kinds.count(schedule.LET_GO) == 1, told
        may_be_asked = turn.after.reachable and turn.after.consented_at is not None
        assert kinds.count(schedule.KEEP) == int(may_be_asked), told
        if may_be_asked:
            (asked,) = (at for kind, at, _ in rung if kind == schedule.KEEP)
            assert kinds[-2] == schedule.KEEP, told
            assert rung[-1][1] - asked >= timedelta(days=14) - timedelta(hours=9), told
            assert not schedule.in_quiet_hours(turn.after, asked, KEEPS), told
        assert timedelta(days=DAYS) <= rung[-1][1] - heard < timedelta(days=DAYS + 1), told


def test_any_word_of_hers_keeps_it_for_another_whole_time_and_her_place_is_the_same(
    walked: Walk, silences: list[tuple[Turn, list[Rung]]]
) -> None:
    for turn, rung in silences:
        asked = next((one for one in rung if one[0] == schedule.KEEP), None)
        if asked is None:
            continue
        _, now, session = asked
        answer = step(session, Commanded(name="keep"), now=now, book=KEEPS)
        assert answer.session is not None
        day_closed = {"programme.offered": "programme.yesterday", "programme.later": "programme.yesterday"}
        closes = not stack.is_paused_or_stopped(session)  # in a pause no day is closed
        where = (
            day_closed.get(session.state, session.state) if closes else session.state,
            session.aside,
            session.below,
        )
        assert where == (answer.session.state, answer.session.aside, answer.session.below), walked.story(turn)
        *_, last = silence(answer.session, now)
        assert last[0] == schedule.LET_GO and last[1] - now >= timedelta(days=DAYS), walked.story(turn)


def test_after_an_outage_of_years_she_still_has_all_the_days_to_answer(places: dict[object, Turn]) -> None:
    turn = next(turn for turn in places.values() if turn.after.state == "programme.home")
    session, now = turn.after, turn.now + timedelta(days=900)
    while (wake := next_alarm(session, KEEPS)) is not None and wake.kind != schedule.LET_GO:
        now = max(now, wake.at)
        after = step(session, Woken(seq=session.seq), now=now, book=KEEPS).session
        assert after is not None
        session = after
    assert wake is not None and session.rhythm.warned_at == now
    assert wake.at == now + timedelta(days=14)


def test_without_a_limit_nobody_is_asked_and_nobody_forgotten(places: dict[object, Turn]) -> None:
    for turn in places.values():
        session, now = turn.after, turn.now
        while (wake := next_alarm(session, BOOK)) is not None:
            assert wake.kind not in (schedule.KEEP, schedule.LET_GO)
            now = max(now, wake.at)
            after = step(session, Woken(seq=session.seq), now=now, book=BOOK).session
            assert after is not None
            session = after
