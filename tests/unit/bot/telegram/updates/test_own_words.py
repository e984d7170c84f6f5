"""Whatever a message is made of: her words about an emergency lock her, and everything else is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.telegram.updates.own_words import KINDS, kind_of, source_of, words_of
from bot.telegram.updates.parse_update import PersonEvent, parse_update
from flows.dialogue import commands
from flows.dialogue.interruption_stack import push
from flows.engine import Step, step
from flows.session import Report, Session, with_draft
from flows.vocabulary import Ask, Attached, Commanded, Edited, Event, Forwarded, Said, Say
from tests.kit.odd_messages import BESIDE, NOT_HERS, OWN, PRIVATE, TYPED, Fields
from tests.kit.somebody import BOOK, NOW, PLAN, READY, TODAY

EMERGENCY = "my chest hurts and I cannot breathe"
ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "en"}
IN_PLAN = replace(READY, state="programme.home", plan=PLAN, seq=9, asked=0)
OFFERED = replace(
    IN_PLAN, state="programme.offered", asked=9, report=Report(on=TODAY, level=3, offered_at=NOW)
)
STATES: dict[str, Session] = {
    "asked her age": replace(READY, state="onboarding.age"),
    "screening": replace(READY, state="screening.conditions"),
    "nothing open": IN_PLAN,
    "a run offered": OFFERED,
    "the check after it": replace(
        OFFERED, state="checkin.pain", report=replace(OFFERED.report, reported_at=NOW)
    ),  # type: ignore[type-var]  # a report
    "settings": push(IN_PLAN, "aside.settings"),
    "paused": push(IN_PLAN, "aside.paused"),
    "stopped": push(IN_PLAN, "aside.stopped"),
    "deleting": push(IN_PLAN, "aside.delete_sure"),
    "a doubt": with_draft(push(IN_PLAN, "aside.red_flag"), flag="fainting"),
    "locked already": replace(IN_PLAN, state="locked.home", locked_for=("fainting",), asked=9),
}


def event_of(fields: Fields, kind: str = "message") -> Event:
    message = {"message_id": 5, "date": 1_700_000_000, "chat": PRIVATE, "from": ANA} | fields
    received = parse_update({"update_id": 9, kind: message})
    assert isinstance(received, PersonEvent), "it was dropped"
    assert received.person == 7
    return received.event


def turn(session: Session, event: Event) -> Step:
    return step(session, event, now=NOW + timedelta(minutes=5), book=BOOK)


def locks(session: Session, event: Event) -> bool:
    after = turn(session, event).session
    return (
        after is not None and after.state == "locked.home" and not after.aside and len(after.locked_for) > 0
    )


def is_answered(session: Session, event: Event) -> bool:
    return any(isinstance(effect, Say | Ask) for effect in turn(session, event).effects)


def test_there_are_many_kinds() -> None:
    assert len(OWN) + len(TYPED) >= 75
    assert set(KINDS) - {"location"} <= {kind_of(make("")) for make in OWN.values()}


@pytest.mark.parametrize("make", (OWN | TYPED).values(), ids=(OWN | TYPED))
def test_her_words_about_an_emergency_lock_her_wherever_they_stand(make) -> None:  # type: ignore[no-untyped-def]
    assert locks(IN_PLAN, event_of(make(EMERGENCY)))


@pytest.mark.parametrize(
    "kind", ["photo", "poll question", "unknown kind", "text", "command", "unknown command"]
)
@pytest.mark.parametrize("session", STATES.values(), ids=STATES)
def test_they_lock_her_in_every_state(kind: str, session: Session) -> None:
    assert locks(session, event_of((OWN | TYPED)[kind](EMERGENCY)))


@pytest.mark.parametrize("make", OWN.values(), ids=OWN)
def test_without_words_of_hers_it_is_answered_and_locks_nothing(make) -> None:  # type: ignore[no-untyped-def]
    for words in ("", "banana"):
        event = event_of(make(words))
        after = turn(OFFERED, event).session
        assert after is not None and after.locked_for == ()
        assert is_answered(OFFERED, event)


@pytest.mark.parametrize("session", STATES.values(), ids=STATES)
def test_in_every_state_it_is_answered(session: Session) -> None:
    for event in (
        Attached(kind="unknown"),
        Attached(kind="photo", caption="banana"),
        Forwarded(source="forward"),
    ):
        after = turn(session, event).session
        assert after is not None and after.locked_for == session.locked_for
        assert is_answered(session, event)


@pytest.mark.parametrize("make", TYPED.values(), ids=TYPED)
def test_what_she_typed_is_answered_too(make) -> None:  # type: ignore[no-untyped-def]
    event = event_of(make("banana"))
    assert isinstance(event, Said | Commanded)
    assert is_answered(OFFERED, event)


@pytest.mark.parametrize("make", NOT_HERS.values(), ids=NOT_HERS)
def test_what_somebody_else_wrote_never_locks_her_and_is_answered(make) -> None:  # type: ignore[no-untyped-def]
    for kind in ("message", "edited_message"):
        event = event_of(make(EMERGENCY), kind)
        assert isinstance(event, Forwarded) and EMERGENCY not in repr(event)
        made = turn(OFFERED, event)
        assert made.session is not None and made.session.locked_for == ()
        said = [effect.text.id for effect in made.effects if isinstance(effect, Say)]
        assert any(text.startswith("not-your-words") for text in said)


@pytest.mark.parametrize("make", BESIDE.values(), ids=BESIDE)
def test_beside_somebody_elses_words_only_hers_count(make) -> None:  # type: ignore[no-untyped-def]
    event = event_of(make(EMERGENCY))
    assert EMERGENCY not in repr(event)
    after = turn(OFFERED, event).session
    assert after is not None and after.locked_for == ()
    assert is_answered(OFFERED, event)


@pytest.mark.parametrize("make", (OWN | TYPED).values(), ids=(OWN | TYPED))
def test_an_edit_is_read_likewise(make) -> None:  # type: ignore[no-untyped-def]
    event = event_of(make(EMERGENCY), "edited_message")
    assert isinstance(event, Edited)
    assert locks(IN_PLAN, event)


@pytest.mark.parametrize("name", sorted(commands.COMMANDS))
def test_words_after_any_command_are_read(name: str) -> None:
    for words in (EMERGENCY, "i am bleeding heavily", "I want to die"):
        assert locks(OFFERED, Commanded(name=name, argument=words)), words


@pytest.mark.parametrize(
    "typed",
    [
        "/unknown I want to die",
        "/I want to die",
        "/i_want_to_die",
        "/chest_pain",
        "/help, I have chest pain",
        "/ chest pain",
    ],
)
def test_the_name_of_a_command_that_does_not_exist_is_read_too(typed: str) -> None:
    assert locks(IN_PLAN, event_of({"text": typed}))


@pytest.mark.parametrize(
    "typed",
    ["/help", "/pause until friday", "/log a walk", "/why R-TIME-2", "/start abc123", "/help no chest pain"],
)
def test_a_command_without_a_warning_sign_is_obeyed(typed: str) -> None:
    event = event_of({"text": typed})
    assert isinstance(event, Commanded)
    assert turn(IN_PLAN, event).effects == turn(IN_PLAN, Commanded(name=event.name)).effects


def test_a_doubtful_sign_after_a_command_is_asked_about() -> None:
    after = turn(IN_PLAN, event_of({"text": "/plan I feel a bit dizzy"})).session
    assert after is not None and after.aside == "aside.red_flag"


def test_a_loss_after_a_command_is_met() -> None:
    after = turn(IN_PLAN, event_of({"text": "/today my baby died"})).session
    assert after is not None and after.profile.loss


def test_an_edit_without_words_is_nothing() -> None:
    place = {"location": {"latitude": 48.85, "longitude": 2.35, "live_period": 900}}
    message = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": ANA} | place
    assert parse_update({"update_id": 9, "edited_message": message}) is None


def test_nesting_without_end_and_length_without_end_are_cut() -> None:
    deep: Fields = {"text": EMERGENCY}
    for _ in range(5_000):
        deep = {"next": deep}
    assert words_of({"hologram": deep}) == ""
    assert len(words_of({"hologram": [{"text": "x" * 1000}] * 1000})) == 32_768
    assert source_of({"forward_origin": {}, "text": "x"}) == "forward"
