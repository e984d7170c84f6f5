"""The first evening is short, no portion is long, nothing opens before all of it is answered, nobody is asked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.dialogue.facts.portions import ASKED, INVITATION, PORTIONS, is_open, missing
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import MultiChoice
from flows.engine import open_question, step
from flows.schedule import next_alarm
from flows.session import Health, Profile, Rhythm, Session, load, new, with_health, with_profile
from flows.upcasters import upcast
from flows.vocabulary import Ask, Commanded, Effect, Event, Said, Say, Tapped, Woken
from tests.kit.somebody import BOOK, NOW, READY, says, taken, urgent
from tests.system.upgrades.frozen import Frozen, read, releases

EVENING = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
TYPED = {"onboarding.birth_date": "12 December 2025", "onboarding.zone": "Paris", "onboarding.hour": "07:30"}
LONGEST = {"onboarding.birth_date": "03/01/2026", "onboarding.zone": "Portland", "onboarding.hour": "7"}
TAPPED = {
    "onboarding.consent": "agree",
    "onboarding.age": "adult",
    "onboarding.birth_type": "vaginal",
    "onboarding.tear": "unsure",
    "onboarding.stitches": "unsure",
    "onboarding.birth_confirm": "yes",
    "onboarding.birth_order": "first",
    "onboarding.zone_which": "0",
    "onboarding.zone_confirm": "yes",
    "onboarding.country": "fr",
    "onboarding.hour_which": "first",
    "onboarding.wounds": "yes",
    "onboarding.other_days": "yes",
    "screening.postnatal_check": "yes",
}
DAYS = ("monday", "wednesday", "friday")


def answers(session: Session, typed: dict[str, str]) -> Event:
    """The next good answer to the open question."""
    state = session.state
    if state in typed:
        return Said(text=typed[state])
    if state == "onboarding.days":
        left = [day for day in DAYS if day not in session.draft.chosen]
        return Tapped(seq=session.asked, option=left[0] if left else "done")
    if isinstance(QUESTIONS[state].expects, MultiChoice):
        return Tapped(seq=session.asked, option="none")
    if state in ("screening.sleep_hours", "screening.stress", "screening.strength_weeks"):
        return Said(text="8")
    if state == "screening.strength_per_week":
        return Said(text="2")
    return Tapped(seq=session.asked, option=TAPPED.get(state, "no"))


def turn(session: Session, event: Event, now: datetime) -> tuple[Session, tuple[Effect, ...]]:
    result = step(session, event, now=now, book=BOOK)
    assert result.session is not None
    return result.session, result.effects


def asked(effects: tuple[Effect, ...]) -> list[str]:
    return [effect.text.id for effect in effects if isinstance(effect, Ask)]


def first_evening(typed: dict[str, str]) -> tuple[Session, int]:
    """She answers until something is there to do today; how many answers that took."""
    session, effects = turn(new(name="Ana", locale="en"), Commanded(name="start"), EVENING)
    given = 0
    while asked(effects) != ["foundations-prompted"]:
        session, effects = turn(session, answers(session, typed), EVENING)
        given += 1
    return session, given


@pytest.mark.parametrize(("typed", "given"), [(TYPED, 12), (LONGEST, 15)])
def test_something_for_today_comes_after_fifteen_answers_at_most(typed: dict[str, str], given: int) -> None:
    session, counted = first_evening(typed)
    assert counted == given
    assert not any(is_open(session, state) for state in PORTIONS[0].asks)


def test_no_later_portion_has_more_than_five_questions() -> None:
    assert [len(portion.asks) for portion in PORTIONS[1:]] == [5, 5, 3, 5]


def test_every_day_has_one_portion_and_then_the_foundations_until_all_is_answered() -> None:
    session, _ = first_evening(TYPED)
    portions = []
    now = EVENING
    while missing(session):
        wake = next_alarm(session, BOOK)
        assert wake is not None and wake.at > now
        now = wake.at
        session, effects = turn(session, Woken(seq=session.seq), now)
        assert asked(effects) == ["foundations-questions"]
        session, _ = turn(session, Tapped(seq=session.asked, option="yes"), now)
        states = []
        while session.state.partition(".")[0] in ("onboarding", "screening"):
            if session.state not in states:
                states.append(session.state)
            session, effects = turn(session, answers(session, TYPED), now)
        portions.append(tuple(states))
    assert portions == [portion.asks for portion in PORTIONS[1:]]


def test_whoever_carries_on_is_through_on_the_first_evening() -> None:
    session, _ = first_evening(TYPED)
    taps = 0
    while missing(session):
        session, _ = turn(session, Commanded(name="questions"), EVENING)
        taps += 1
        while session.state.partition(".")[0] in ("onboarding", "screening"):
            session, _ = turn(session, answers(session, TYPED), EVENING)
    assert taps == len(PORTIONS) - 1
    assert session.state == "foundations.home" and session.told is not None


# --- nothing opens -------------------------------------------------------------------------------


def without(session: Session, state: str) -> Session:
    """The same woman, who was not asked this."""
    name = state.partition(".")[2]
    if state.startswith("screening."):
        return with_health(session, **{name: None})
    kept = {"wounds": "wounds_healed", "tear": "wounds_healed", "stitches": "wounds_healed"}.get(name, name)
    empty: object = () if name in ("days", "other_days") else None
    return with_profile(session, **{"days" if name == "other_days" else kept: empty})


LATER = tuple(
    state for state in ASKED if state not in ("onboarding.birth_date", "onboarding.zone", "onboarding.hour")
)


@pytest.mark.parametrize("state", LATER)
def test_no_test_and_no_run_is_spoken_of_while_one_question_is_open(state: str) -> None:
    session = without(replace(READY, state="foundations.home"), state)
    assert missing(session)
    assert taken(session, Woken(seq=session.seq)).state == INVITATION


@pytest.mark.parametrize("gate", ["referred.symptoms", "locked.allowed"])
def test_cleared_or_allowed_she_goes_on_with_what_is_left(gate: str) -> None:
    session = replace(without(READY, "screening.stress"), state=gate)
    after = taken(session, Said(text="none" if gate == "referred.symptoms" else "yes"))
    assert after.state == "foundations.home"


def test_before_the_warning_signs_are_known_nothing_is_given_to_do() -> None:
    session = replace(READY, state=INVITATION, health=Health())
    after, effects = turn(session, Tapped(seq=session.asked, option="no"), NOW)
    assert after.state == "foundations.home"
    assert [effect.text.id for effect in effects if isinstance(effect, Say)] == ["portion-later"]


def test_a_warning_sign_stops_any_portion_at_once() -> None:
    for portion in PORTIONS:
        for state in portion.asks:
            if state.startswith("screening."):
                session = replace(urgent(READY), state=state)
                assert taken(session, answers(session, TYPED)).state == "locked.home"


# --- what somebody else has answered -------------------------------------------------------------


@pytest.mark.parametrize(
    "event", [Tapped(seq=READY.asked, option="yes"), Woken(seq=READY.seq)], ids=["start", "her hour"]
)
def test_an_invitation_to_nothing_becomes_the_day_itself(event: Event) -> None:
    session = replace(READY, state=INVITATION)
    assert taken(session, event).state == "foundations.prompted"


@pytest.mark.parametrize("state", ["screening.stress", "screening.told_not_to_run"])
def test_a_portion_after_which_nothing_is_left_ends_with_the_decision(state: str) -> None:
    session = replace(READY, state=state)
    after = taken(session, answers(session, TYPED))
    assert after.state in ("foundations.home", "foundations.prompted")
    assert after.told is not None


def test_what_the_weekly_check_found_does_not_answer_for_her_other_risks() -> None:
    session = with_health(READY, risks=("red_s_signs",), strength_weeks=None)
    assert is_open(session, "screening.risks")
    session = replace(session, state="screening.risks")
    session = taken(session, Tapped(seq=session.asked, option="novice_runner"))
    after = taken(session, Tapped(seq=session.asked, option="done"))
    assert after.health.risks == ("red_s_signs", "novice_runner")


@pytest.mark.parametrize(
    ("birth_type", "state", "left"),
    [
        ("caesarean", "onboarding.tear", False),
        ("caesarean", "onboarding.wounds", True),
        ("vaginal", "onboarding.tear", True),
        (None, "onboarding.tear", True),
    ],
)
def test_a_tear_is_asked_about_where_there_can_be_one(birth_type: str | None, state: str, left: bool) -> None:
    session = replace(READY, profile=Profile(birth_type=birth_type))
    assert is_open(session, state) is left


# --- carrying on ---------------------------------------------------------------------------------


def test_carrying_on_with_nothing_left_is_answered() -> None:
    assert says(replace(READY, state="foundations.home"), Commanded(name="questions")) == ["questions-done"]


def test_done_before_any_message_of_the_day_counts_nothing() -> None:
    begun = replace(READY, state="new", profile=Profile(), rhythm=Rhythm())
    assert says(begun, Commanded(name="done")) == ["today-not-begun"]
    assert taken(begun, Commanded(name="done")).rhythm.strength_sessions == ()


@pytest.mark.parametrize("aside", ["aside.paused", "aside.red_flag"])
def test_carrying_on_does_not_lift_a_pause_or_a_doubt(aside: str) -> None:
    session = replace(
        without(READY, "screening.stress"), state="foundations.home", aside=aside, paused_at=NOW
    )
    if aside == "aside.red_flag":
        session = replace(session, draft=replace(session.draft, flag="chest_pain"))
    after = taken(session, Commanded(name="questions"))
    assert (after.state, after.aside) == ("foundations.home", aside)


@pytest.mark.parametrize("state", ["programme.home", "referred.home", "screening.stress"])
def test_carrying_on_elsewhere_changes_nothing(state: str) -> None:
    session = replace(without(READY, "screening.stress"), state=state)
    assert taken(session, Commanded(name="questions")).state == state


@pytest.mark.parametrize("found", ["urgent", "refer", "left", "well"])
def test_how_she_sleeps_can_be_asked_while_an_invitation_is_open(found: str) -> None:
    session = without(replace(READY, state=INVITATION, aside="aside.week", asked=9), "screening.stress")
    if found in ("urgent", "refer"):
        changed = {"emergency_signs": ("chest_pain",)} if found == "urgent" else {"told_not_to_run": True}
        session = with_health(session, **changed)
    after = taken(session, Tapped(seq=session.asked, option="not_now"))
    leads_to = {"urgent": "locked.home", "refer": "referred.home"}
    assert after.state == leads_to.get(found, INVITATION)


# --- who was in the middle of it in an earlier release -------------------------------------------

IN_THE_MIDDLE = [
    pytest.param(one, id=f"{one.state}-{number}")
    for folder in releases()
    for number, one in enumerate(read(folder))
    if one.state.partition(".")[0] in ("onboarding", "screening") and folder.name == "v0.1.0"
]


@pytest.mark.parametrize("one", IN_THE_MIDDLE)
def test_whoever_was_in_the_middle_is_asked_the_rest_and_nothing_twice(one: Frozen) -> None:
    her, now, seen = load(upcast(one.session)), one.at + timedelta(minutes=1), [one.state]
    while missing(her) or her.state.partition(".")[0] in ("onboarding", "screening"):
        if her.state.startswith("foundations."):
            her, _ = turn(her, Commanded(name="questions"), now)
            seen.append(her.state)
            continue
        state = her.state
        her, _ = turn(her, answers(her, TYPED), now)
        if her.state != state and her.state.partition(".")[0] in ("onboarding", "screening"):
            assert her.state not in seen, seen
            seen.append(her.state)
    assert her.state in ("foundations.home", "referred.home", "readiness.invite")
    assert open_question(her, now, BOOK) is not None or next_alarm(her, BOOK) is not None
