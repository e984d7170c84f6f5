"""Another hour for the question of the day after is offered to her who answers it late, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.engine import step
from flows.rulebook import load
from flows.session import Plan, Profile, Report, Rhythm, Session, new
from flows.vocabulary import Tapped

BOOK = load()
MONDAY, TUESDAY = date(2026, 3, 2), 3


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def asked_after(reported: datetime) -> Session:
    """The question of the day after is on her screen; two answers of hers have come late before."""
    her = new(name="Ana", locale="en")
    return replace(
        her,
        seq=9,
        asked=9,
        state="checkin.morning",
        consented_at=at(1, 7),
        profile=Profile(zone="UTC", birth_date=date(2025, 11, 1), prompt_minute=7 * 60 + 30, days=(0, 2, 4)),
        plan=Plan(track=12, per_week=3, since=MONDAY),
        report=Report(
            on=MONDAY, level=1, offered_at=at(2, 7, 30), reported_at=reported, pain=0, bleeding="none"
        ),
        rhythm=Rhythm(
            heard_at=reported, asked_at=at(3, 7, 30), prompted_on=MONDAY, week_on=MONDAY, late_checks=2
        ),
    )


@pytest.mark.parametrize(
    ("reported", "answered", "offered"),
    [
        (at(2, 20, 30), at(TUESDAY, 20, 30), True),  # once a day, in the evening
        (at(2, 20, 30), at(TUESDAY, 20, 0), False),  # less than a day after
        (at(2, 7, 40), at(TUESDAY, 7, 41), False),  # runs in the morning, and answers at once
        (at(2, 7, 40), at(TUESDAY, 11, 29), False),
        (at(2, 7, 40), at(TUESDAY, 11, 40), True),  # hours after the question
    ],
)
def test_another_hour_is_offered_after_the_third_late_answer(
    reported: datetime, answered: datetime, offered: bool
) -> None:
    after = step(asked_after(reported), Tapped(seq=9, option="all_fine"), now=answered, book=BOOK).session
    assert after is not None and after.report is None
    assert (after.aside == "aside.check_hour") == offered
    assert after.rhythm.late_checks == 2 + offered
