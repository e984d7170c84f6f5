"""Words that nobody could read: at a session's offer they are never answered with the session itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.engine import step
from flows.session import Session
from flows.vocabulary import Ask, Attached, Edited, Event, Located, Said, Say, Tapped
from tests.kit.somebody import BOOK, NOW, REPORT, RUNNING, TODAY

OFFERED = replace(RUNNING, state="programme.offered", report=replace(REPORT, on=TODAY, completed=None))
UNREAD = (
    "I broke my ankle",
    "stress fracture in my foot",
    "in labour",
    "haven't eaten for two days",
    "banana",
    "what do you mean?",
)


def heard(session: Session, event: Event) -> tuple[Session, list[str], list[str]]:
    """She after the turn, the names of what was said, and of what was asked."""
    done = step(session, event, now=NOW, book=BOOK)
    assert done.session is not None
    said = [effect.text.id for effect in done.effects if isinstance(effect, Say)]
    return done.session, said, [effect.text.id for effect in done.effects if isinstance(effect, Ask)]


@pytest.mark.parametrize("words", UNREAD)
def test_words_nobody_read_are_never_answered_with_the_run(words: str) -> None:
    after, said, asked = heard(OFFERED, Said(text=words))
    assert (said, asked) == (["offer-unread"], [])
    assert (after.state, after.asked, after.report) == ("programme.offered", OFFERED.asked, OFFERED.report)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Edited(text="banana"), "edited-message"),
        (Attached(kind="photo", caption="banana"), "not-words"),
        (Located(zone="Europe/Paris"), "location-not-needed"),
    ],
)
def test_nor_is_what_is_no_new_message(event: Event, told: str) -> None:
    assert heard(OFFERED, event)[1:] == ([told], [])
    assert heard(replace(OFFERED, state="checkin.pain"), event)[1:] == ([told], ["checkin-pain"])


@pytest.mark.parametrize(
    ("aside", "option"),
    [
        ("aside.delete", "no"),
        ("aside.delete_sure", "keep"),
        ("aside.stop", "no"),
        ("aside.settings", "back"),
        ("aside.pause", "back"),
    ],
)
@pytest.mark.parametrize("state", ["programme.home", "checkin.pain"])
def test_leaving_things_as_they_are_has_an_answer(aside: str, option: str, state: str) -> None:
    session = replace(RUNNING, state=state, aside=aside)
    after, said, asked = heard(session, Tapped(seq=session.asked, option=option))
    assert (after.aside, said) == (None, ["nothing-changed"])
    assert asked == (["checkin-pain"] if state == "checkin.pain" else [])
    if option == "no":
        assert heard(session, Said(text="no"))[1:] == (said, asked)


@pytest.mark.parametrize(
    "state", ["programme.offered", "programme.home", "foundations.prompted", "readiness.invite"]
)
@pytest.mark.parametrize("words", ["my doctor told me to stop running", "my physio says no running"])
def test_who_was_told_not_to_run_is_taken_at_her_word(state: str, words: str) -> None:
    session = replace(OFFERED, state=state, health=replace(OFFERED.health, cleared_by="midwife"))
    after, said, asked = heard(session, Said(text=words))
    assert (after.state, after.health.told_not_to_run, after.report) == ("referred.home", True, None)
    assert (said[0], asked) == ("verdict-refer", ["referred-home"])
    cleared = replace(after, health=replace(after.health, cleared_by="doctor"), state="referred.symptoms")
    assert heard(cleared, Said(text="none"))[0].state == "programme.home"


@pytest.mark.parametrize("state", ["programme.offered", "programme.home", "foundations.prompted"])
@pytest.mark.parametrize("words", ["I'm ill", "I have a cold", "tummy bug"])
def test_who_is_ill_is_asked_whether_to_pause(state: str, words: str) -> None:
    after, said, asked = heard(replace(OFFERED, state=state), Said(text=words))
    assert (after.state, after.aside) == (state, "aside.pause")
    assert (said, asked) == (["heard-ill"], ["aside-pause"])


@pytest.mark.parametrize(
    ("words", "said", "asked"),
    [
        ("help", ["help"], []),
        ("Stop!", [], ["aside-stop"]),
        ("pause", [], ["aside-pause"]),
        ("delete my data", [], ["aside-delete"]),
    ],
)
@pytest.mark.parametrize("state", ["programme.offered", "programme.home"])
def test_a_message_that_names_a_command_is_that_command(
    words: str, said: list[str], asked: list[str], state: str
) -> None:
    assert heard(replace(OFFERED, state=state), Said(text=words))[1:] == (said, asked)
