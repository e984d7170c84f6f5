"""After a loss: no text speaks of a baby, milk or cheer, and nothing is asked that is not about her body."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import bot.locales
from bot.rendering.texts import renderer
from flows.dialogue.texts.loss import LEFT_OUT, SUFFIX, WITHOUT_A_BABY, after_loss, fitted
from flows.engine import open_question, step
from flows.session import Report, Session, dump, load, new
from flows.vocabulary import (
    Ask,
    Attached,
    ClearJournal,
    Commanded,
    Edited,
    Literal,
    Said,
    Say,
    Tapped,
    Text,
    TextList,
    Toast,
    Woken,
    text,
)
from tests.kit.somebody import BOOK, NOW, READY, REPORT, RUNNING, TODAY, expecting, says, taken

TEXTS = Path(next(iter(bot.locales.__path__)), "en")
WORDS = re.compile(
    r"\b(?:bab(?:y|ies)|milk|feed\w*|breast\w*|congratulat\w*|express(?:ing)?|well done)\b", re.IGNORECASE
)
# Said before she could tell of a loss, or never after one.
BEFORE = {"welcome", "bot-description"}
NEVER = {"screening-breastfeeding", "onboarding-birth-confirm"}
# Signs and places of her own body stay named.
HER_BODY = {
    *("aside-week", "flag-hot-red-breast", "illness-mastitis", "checkin-pain-where", "aside-pause"),
    "screening-same-day-signs",
}
OFFERED = replace(
    RUNNING, state="programme.offered", report=Report(on=TODAY, level=3, offered_at=REPORT.offered_at)
)
LOST = replace(READY, profile=replace(READY.profile, loss=True))


def _messages() -> dict[str, str]:
    """Each text of the language with its buttons, sheets left out: those are for a file that she asks for."""
    found: dict[str, str] = {}
    for file in TEXTS.glob("*.ftl"):
        name = ""
        for line in file.read_text("utf-8").splitlines():
            begun = re.match(r"([a-z][\w-]*) ?=(.*)", line)
            if begun:
                name = begun[1]
                found[name] = begun[2]
            elif line.startswith(" "):
                found[name] += "\n" + line
    return found


def test_no_text_that_she_can_see_after_a_loss_speaks_of_a_baby() -> None:
    spoken = {
        name for name, words in _messages().items() if WORDS.search(words) and not name.startswith("sheet-")
    }
    allowed = WITHOUT_A_BABY | LEFT_OUT | BEFORE | NEVER | HER_BODY | {f"{name}{SUFFIX}" for name in HER_BODY}
    assert spoken - allowed == set()


def test_each_of_these_texts_has_its_other_wording() -> None:
    known = set(_messages())
    named = {name.removesuffix(SUFFIX) for name in known if name.endswith(SUFFIX)}
    assert {f"{name}{SUFFIX}" for name in WITHOUT_A_BABY} <= known
    kept = {"paused", "resumed", "help", "paused-words"}  # texts of the loss itself
    assert named - WITHOUT_A_BABY == kept


def test_no_rule_speaks_of_a_baby_after_a_loss() -> None:
    spoken = {rule.id for rule in BOOK.rules if WORDS.search(rule.after_loss or rule.says)}
    never = {
        "D-4",
        "D-8",
        "D-9",
        "R-LIF-5",
        "R-LIF-8",
        "R-LOSS",
    }  # tips that are left out, and why we chose as we did
    flags = {"R-RED-14"}  # a hot, red breast
    assert {rule for rule in spoken if BOOK.rule(rule).kind.value != "explains"} - never - flags == set()


def test_everything_in_an_effect_is_put_in_other_words() -> None:
    says_ = next(rule for rule in BOOK.rules if rule.after_loss)
    lines = TextList((text("plain", words=Literal(says_.says)), Text("well-done")))
    said = Say(text=text("verdict-refer", reasons=lines, rule=says_.says, n=1, name="Ana"))
    assert fitted(said, READY, BOOK) is said
    assert fitted(said, LOST, BOOK) == Say(
        text=text(
            "verdict-refer",
            reasons=TextList((text("plain", words=Literal(says_.after_loss)), Text("well-done-loss"))),
            rule=says_.after_loss,
            n=1,
            name="Ana",
        )
    )
    assert fitted(Toast(text=Text("well-done")), LOST, BOOK) == Toast(text=Text("well-done-loss"))
    assert fitted(ClearJournal(), LOST, BOOK) == ClearJournal()


def test_buttons_that_would_hurt_are_left_out() -> None:
    session = replace(LOST, state="foundations.home", aside="aside.tips")
    asked = open_question(session, NOW, BOOK)
    assert asked is not None
    assert "feeding" not in {option.id for option in asked.options}
    assert "water" in {option.id for option in asked.options}


def test_a_loss_known_by_the_pause_of_the_first_release_counts() -> None:
    assert after_loss(replace(READY, pause_reason="loss"))
    assert not after_loss(READY)


EVERYWHERE = (
    "onboarding.age",
    "onboarding.birth_date",
    "onboarding.zone",
    "screening.breastfeeding",
    "readiness.left",
    "foundations.home",
    "programme.offered",
    "checkin.pain",
    "referred.home",
    "locked.home",
)


@pytest.mark.parametrize("state", EVERYWHERE)
@pytest.mark.parametrize(
    "aside", [None, "aside.settings", "aside.week", "aside.pause", "aside.until", "aside.paused"]
)
def test_told_in_words_it_is_met_at_once_and_nothing_is_asked(state: str, aside: str | None) -> None:
    session = replace(OFFERED, state=state, aside=aside, paused_at=NOW if aside == "aside.paused" else None)
    result = step(session, Said(text="my baby died"), now=NOW, book=BOOK)
    after = result.session
    assert after is not None
    assert [effect.text.id for effect in result.effects if isinstance(effect, Say)] == ["paused-loss"]
    assert not any(isinstance(effect, Ask) for effect in result.effects)
    assert (after.state, after.aside, after.pause_reason, after.profile.loss) == (
        state,
        "aside.paused",
        "loss",
        True,
    )
    assert next(iter(result.decisions)).rules == ("R-LOSS",)


def test_told_with_a_button_it_is_the_same() -> None:
    session = replace(RUNNING, aside="aside.pause")
    result = step(session, Tapped(seq=session.asked, option="loss"), now=NOW, book=BOOK)
    assert not any(isinstance(effect, Ask) for effect in result.effects)
    assert result.session is not None
    assert result.session.profile.loss
    assert result.session.aside == "aside.paused"


@pytest.mark.parametrize("aside", ["aside.paused", "aside.loss_since"])
def test_told_once_more_it_is_no_news(aside: str) -> None:
    below = None if aside == "aside.paused" else "aside.paused"
    session = replace(LOST, aside=aside, below=below, pause_reason="loss", paused_at=NOW)
    assert "paused-loss" not in says(session, Said(text="my baby died"))


def test_a_pregnancy_that_was_known_has_ended() -> None:
    after = taken(expecting(RUNNING), Said(text="I had a miscarriage"))
    assert after.health.pregnant is False


@pytest.mark.parametrize("state", ["onboarding.birth_date", "onboarding.birth_confirm"])
def test_at_the_birth_date_she_need_not_name_the_baby(state: str) -> None:
    after = taken(replace(READY, state=state), Said(text="he didn't make it"))
    assert (after.state, after.aside) == (state, "aside.paused")
    assert taken(after, Commanded(name="resume")).aside == "aside.loss_since"


@pytest.mark.parametrize("asked", ["birth_order", "birth_confirm"])
def test_no_date_is_asked_back_after_a_loss(asked: str) -> None:
    profile = replace(READY.profile, birth_date=None, loss=True)
    session = replace(
        READY,
        profile=profile,
        state=f"onboarding.{asked}",
        aside="aside.paused",
        pause_reason="loss",
        paused_at=NOW,
    )
    assert taken(session, Tapped(seq=session.asked, option="resume")).state == "onboarding.birth_date"


def test_a_date_in_two_readings_is_kept_when_she_has_chosen() -> None:
    profile = replace(READY.profile, birth_date=None, loss=True)
    session = replace(READY, profile=profile, state="onboarding.birth_date")
    asked = taken(session, Said(text="03/01/2026"))
    assert asked.state == "onboarding.birth_order"
    after = taken(asked, Tapped(seq=asked.asked, option="first"))
    assert (after.state, after.profile.birth_date) == ("screening.emergency_signs", asked.draft.day)


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("screening.breastfeeding", "screening.sleep_hours"),
        ("screening.pregnant", "screening.conditions"),
        ("screening.stress", "screening.stress"),
    ],
)
def test_the_screening_goes_on_with_her_body(state: str, then: str) -> None:
    session = replace(LOST, state=state, aside="aside.paused", pause_reason="loss", paused_at=NOW)
    since = taken(session, Tapped(seq=session.asked, option="resume"))
    assert since.aside == "aside.loss_since"
    after = taken(since, Tapped(seq=since.asked, option="no"))
    assert (after.state, after.aside) == (then, None)


def test_the_screening_does_not_ask_about_feeding() -> None:
    health = replace(LOST.health, breastfeeding=None, sleep_hours=None)
    session = replace(LOST, state="screening.postnatal_check", health=health)
    assert taken(session, Tapped(seq=session.asked, option="yes")).state == "screening.sleep_hours"
    assert (
        taken(replace(session, profile=READY.profile), Tapped(seq=9, option="yes")).state
        == "screening.breastfeeding"
    )


def test_a_red_flag_goes_first_and_the_loss_is_kept() -> None:
    session = replace(OFFERED)
    assert says(session, Said(text="my baby died and I have chest pain now")) == [
        "verdict-urgent-emergency",
        "paused-loss",
    ]
    after = taken(session, Said(text="my baby died and I have chest pain now"))
    assert (after.state, after.aside, after.profile.loss) == ("locked.home", "aside.paused", True)


def test_a_doubtful_red_flag_is_asked_about_over_the_silence() -> None:
    after = taken(OFFERED, Said(text="my baby died, maybe a bit of chest pain, not sure"))
    assert (after.aside, after.below, after.pause_reason) == ("aside.red_flag", "aside.paused", "loss")


def _fresh(state: str) -> Session:
    return replace(new(name="Ana", locale="en"), state=state, seq=3, asked=3)


@pytest.mark.parametrize(
    ("state", "then"), [("new", "new"), ("onboarding.consent", "declined"), ("declined", "declined")]
)
def test_before_she_agreed_nothing_is_kept(state: str, then: str) -> None:
    session = _fresh(state)
    result = step(session, Said(text="my baby died"), now=NOW, book=BOOK)
    after = result.session
    assert after is not None
    assert [effect.text.id for effect in result.effects if isinstance(effect, Say)] == ["paused-loss"]
    assert (after.state, after.profile.loss, after.name) == (then, False, "Ana" if state == "new" else "")
    assert load(dump(after)) == after


def test_silence_lasts_until_she_writes() -> None:
    after = taken(OFFERED, Said(text="my baby died"))
    for _ in range(3):
        result = step(after, Woken(seq=after.seq), now=NOW.replace(month=9), book=BOOK)
        assert result.effects == ()


@pytest.mark.parametrize(
    "event", [Attached(kind="photo", caption="my baby died"), Edited(text="my baby died")]
)
def test_under_a_photo_or_in_an_edited_message_it_is_heard_too(event: Attached | Edited) -> None:
    assert says(OFFERED, event) == ["paused-loss"]


@pytest.mark.parametrize(
    ("country", "zone", "words"),
    [
        ("gb", "Europe/Paris", ("Sands: 0808 164 3332", "Samaritans: 116 123", "999")),
        (None, "America/Chicago", ("1-833-852-6262", "988", "911")),
        (None, "Australia/Perth", ("Red Nose Grief and Loss: 1300 308 307", "13 11 14", "000")),
        (None, "Europe/Berlin", ("TelefonSeelsorge: 0800 111 0 111", "112")),
        (None, "Europe/Rome", ("In an emergency call 112",)),
        (None, "Asia/Tokyo", ("your local emergency number",)),
        (None, None, ("your local emergency number",)),
    ],
)
def test_whom_to_call_comes_from_her_country(
    country: str | None, zone: str | None, words: tuple[str, ...]
) -> None:
    profile = replace(OFFERED.profile, country=country, zone=zone)
    result = step(replace(OFFERED, profile=profile), Said(text="my baby died"), now=NOW, book=BOOK)
    (said,) = [renderer("en").text(effect.text) for effect in result.effects if isinstance(effect, Say)]
    assert [word for word in words if word not in said] == []
