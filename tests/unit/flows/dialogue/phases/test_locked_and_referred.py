"""Coming back after a red flag, from wherever it was, and help where her country is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.engine import step
from flows.rulebook import load as load_book
from flows.schedule import next_alarm
from flows.session import Profile, Session, new
from flows.vocabulary import Said, Say, Tapped, Text

BOOK = load_book()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHOLE = Profile(
    birth_date=date(2025, 12, 20),
    birth_type="vaginal",
    wounds_healed=True,
    zone="Europe/Paris",
    prompt_minute=450,
    days=(0, 2, 4),
)


def turn(session: Session, event: Said | Tapped) -> Session:
    found = step(session, event, now=NOW, book=BOOK).session
    assert found is not None
    return found


def locked_and_allowed(state: str, profile: Profile) -> Session:
    """She typed a red flag at this question, was seen, and may exercise."""
    session = replace(
        new(name="Ana", locale="en"), state=state, profile=profile, consented_at=NOW, seq=3, asked=3
    )
    session = turn(session, Said(text="I have chest pain now"))
    assert session.state == "locked.home" and session.locked_for == ("chest_pain",)
    for option in ("seen", "yes", "yes"):
        session = turn(session, Tapped(seq=session.asked, option=option))
    assert session.locked_for == ()
    return session


@pytest.mark.parametrize(
    ("known", "goes_on_at"),
    [
        (Profile(), "onboarding.birth_date"),
        (Profile(birth_date=WHOLE.birth_date), "onboarding.zone"),
        (replace(WHOLE, wounds_healed=None), "screening.emergency_signs"),
        (replace(WHOLE, zone=None), "onboarding.zone"),
        (replace(WHOLE, prompt_minute=None), "screening.emergency_signs"),
        (replace(WHOLE, days=()), "screening.emergency_signs"),
        (WHOLE, "screening.emergency_signs"),
    ],
)
def test_after_a_red_flag_the_onboarding_goes_on_where_it_was(known: Profile, goes_on_at: str) -> None:
    assert locked_and_allowed("onboarding.age", known).state == goes_on_at


def test_a_red_flag_at_the_last_question_of_the_onboarding_does_not_cost_her_the_prompts() -> None:
    session = locked_and_allowed("onboarding.other_days", WHOLE)
    assert session.rhythm.prompted_on == date(2026, 3, 2)
    home = replace(session, state="foundations.home")
    wake = next_alarm(home, BOOK)
    assert wake is not None and wake.at == datetime(2026, 3, 3, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("I want to kill myself", "help-crisis-unknown"),
        ("I have chest pain now", "help-emergency-unknown"),
        ("my leg is swollen, hot and red on one side", "help-advice-unknown"),
    ],
)
def test_no_number_of_another_country_is_shown(words: str, message: str) -> None:
    result = step(new(name="Ana", locale="en"), Said(text=words), now=NOW, book=BOOK)
    help_ = [dict(effect.text.args).get("help") for effect in result.effects if isinstance(effect, Say)]
    assert Text(message) in help_
