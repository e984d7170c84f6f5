"""What is made of a message as a whole: the patterns as floor, the model that may only ask, unreadable text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.decide import decide_text
from flows.hearing.classifier import load_model
from flows.hearing.listening import ANY, limits_of, listen
from flows.hearing.phrases import (
    PhraseError,
    load_phrases,
    nearest_phrases,
    read_table,
    tables_hash,
)
from flows.hearing.utterance import Utterance
from flows.rulebook.load import load
from tests.unit.flows.hearing import first_sight

BOOK = load()
LIMITS = limits_of(BOOK)


def made_of(words: str) -> tuple[str, tuple[str, ...]]:
    found = listen(Utterance(words), LIMITS)
    if found is None:
        return "pass", ()
    return "stop" if found.sure else "ask", found.flags


@pytest.mark.parametrize(
    "words",
    [
        "walk to the car",
        "walk over the bridge",
        "jump on the bus",
        "5 min walk to the car",
        "he was sick on me, had to stop",
        "saw flashing lights of the police car",
        "thinking of ending the plan early",
        "my patient today had crushing chest pain (i'm a nurse)",
        "TIA",
        "any advice? TIA",
        "wanted to go with her to the parkrun",
        "UTC+1",
        "8 of 10",
        "RPE 7",
        "30F",
        "milk leaked on the run",
        "legs heavy",
        "hay fever",
    ],
)
def test_an_ordinary_line_passes(words: str) -> None:
    assert made_of(words) == ("pass", ())


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("shes better off without me", "self_harm_thoughts"),
        ("wanted to go with her", "self_harm_thoughts"),
        ("I took a knife to bed to kill my partner", "harm_others_thoughts"),
        ("hurts to take a deep breath", "chest_pain"),
        ("my left calf hurts", "one_leg_swollen"),
        ("one side of my mouth wont smile", "one_sided_weakness"),
        ("I'm puffed lying flat, have to prop up on pillows", "breathless"),
        ("my heart rate hit 205 on an easy jog", "racing_or_irregular_heartbeat"),
        ("scar bit weepy", "wound_infected_or_open"),
        ("had a tia they think", "one_sided_weakness"),
    ],
)
def test_a_sign_that_passed_is_heard(words: str, flag: str) -> None:
    did, flags = made_of(words)
    assert did in ("stop", "ask")
    assert flag in flags


@pytest.mark.parametrize(
    "words",
    [
        "no quiero seguir viviendo",
        "мне больно в груди",
        "胸が痛い",
        "صدري يؤلمني",
        "Brustschmerzen seit heute Morgen",
    ],
)
def test_another_language_brings_the_list(words: str) -> None:
    assert made_of(words) == ("ask", (ANY,))


def test_harm_is_never_softened_by_the_model() -> None:
    assert made_of("i want to kill myself, lovely run, all done, rep 8, park, sunny") == (
        "stop",
        ("self_harm_thoughts",),
    )


@given(st.text(max_size=200))
def test_any_text_is_listened_to(words: str) -> None:
    made_of(words)


def test_the_model_belongs_to_the_tables() -> None:
    assert load_model().tables == tables_hash()


def test_the_tables_hold_enough() -> None:
    phrases = list(load_phrases())
    flags = {phrase.label for phrase in phrases if phrase.reading in ("stop", "ask")}
    assert len(phrases) >= 6000
    assert flags == set(BOOK.red_flags)
    assert len({phrase.text.casefold() for phrase in phrases}) == len(phrases)


def test_a_line_without_a_section_is_refused() -> None:
    with pytest.raises(PhraseError, match=r"fever\.txt, line 1: put a section"):
        list(read_table("fever.txt", "temp 39\n"))


def test_an_unknown_reading_is_refused() -> None:
    with pytest.raises(PhraseError, match="line 2: a section is"):
        list(read_table("fever.txt", "# x\n[fever; perhaps; me]\n"))


def test_the_nearest_phrases_share_words() -> None:
    assert nearest_phrases("my scar bit weepy today")[0].text == "scar bit weepy"


@pytest.mark.parametrize(
    ("name", "heard", "stopped", "asked"),
    [
        ("held_out", 0.93, 0.025, 0.10),
        # Their near misses are hard: somebody else's emergency, work, fiction. The figures may fall, never rise.
        ("december_a", 0.96, 0.035, 0.30),
        ("december_b", 0.95, 0.12, 0.33),
    ],
)
def test_the_sets_of_first_sight_are_heard_as_then(
    name: str, heard: float, stopped: float, asked: float
) -> None:
    """Sets of people who had not read the tables; never trained on."""
    rows = list(first_sight.read_set(Path(__file__).parent / "first_sight_sets" / f"{name}.tsv"))
    found = [did for did, _ in first_sight.heard([sentence for _, sentence in rows])]
    red = [did for did, (label, _) in zip(found, rows, strict=True) if label]
    ordinary = [did for did, (label, _) in zip(found, rows, strict=True) if not label]
    assert sum(did != "pass" for did in red) / len(red) >= heard
    assert ordinary.count("stop") / len(ordinary) <= stopped
    assert ordinary.count("ask") / len(ordinary) <= asked


def test_decide_explains_what_counted() -> None:
    case = json.dumps({"kind": "screening", "days_since_birth": 120, "text": "scar bit weepy"})
    lines, _ = decide_text(case, BOOK, explain=True)
    heard = json.loads(lines[0])["heard"]
    assert "wound_infected_or_open" in heard["flags"]
    assert heard["nearest"][0]["text"] == "scar bit weepy"
    assert "heard" not in json.loads(decide_text(case, BOOK)[0][0])


def test_text_in_a_case_speaks_for_pelvic_signs() -> None:
    case = {"kind": "after_session", "level": 3, "text": "leaked urine the whole run and I feel a bulge"}
    found = json.loads(decide_text(json.dumps(case), BOOK)[0][0])
    assert found["decision"] == "refer"
    assert "R-POST-10" in found["rules"]


def test_a_line_that_only_sounds_like_its_table_means_nothing() -> None:
    lines = "[one_sided_weakness; stop; clinic]\nmy left arm is weak\n[one_sided_weakness; not: idiom; clinic]\nTIA\n"
    assert [phrase.means for phrase in read_table("weakness.txt", lines)] == ["one_sided_weakness", "nothing"]
