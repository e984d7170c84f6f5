"""Ordinary reports in her own words."""

from __future__ import annotations

import pytest

from flows.hearing.lexicon_data import load
from flows.hearing.report import Report, read_report
from flows.plan.cases.enums import Symptom


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        *(
            ("leaked a bit at the end", {"urine_leak"}),
            ("wet myself", {"urine_leak"}),
            ("leeaked", {"urine_leak"}),
        ),
        *(("couldn't hold my poo", {"stool_leak"}), ("leaked gas", {"gas_leak"})),
        *(("felt heavy down there", {"heaviness"}), ("there was a bulge", {"bulge"})),
        *(("my back hurts", {"back_pain"}), ("pelvic pain", {"pelvic_pain"}), ("scar pulled", {"scar_pain"})),
        *(
            ("tummy was doming", {"doming"}),
            ("some spotting", {"bleeding_not_period"}),
            ("I limped", {"limp"}),
        ),
        *(
            ("knee pain woke me", {"night_pain"}),
            ("knee is swollen", {"swelling"}),
            ("exhausted", {"exhaustion"}),
        ),
        *(
            ("something is falling out down there", {"bulge"}),
            ("my insides are falling out", {"bulge"}),
            ("I can see something pink sticking out of my vagina", {"bulge"}),
            ("feels like my womb is dropping down", {"bulge"}),
        ),
        *(("leaked and heaviness", {"urine_leak", "heaviness"}), ("I leaked, no pain", {"urine_leak"})),
    ],
)
def test_each_sign_is_heard(text: str, signs: set[str]) -> None:
    assert set(read_report(text).signs) == signs


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "no leaks",
            "didn't leak",
            "I did not leak at all",
            "never leaked",
            "without leaking",
            "leak? no",
        ),
        *("no leaks, heaviness or doming", "no heaviness or leaks", "none of the leaking", "leak-free"),
        *(
            "leaks: none",
            "no leaks no heaviness",
            "my legs felt heavy",
            "leaked milk",
            "the baby woke me at night",
            "something fell out of my pocket",
            "something is sticking out of my shoe",
            "nothing sticking out of my vagina",
            "the baby's dummy fell out",
        ),
    ],
)
def test_what_is_denied_or_something_else_is_no_sign(text: str) -> None:
    assert read_report(text).signs == ()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *(("no pain, leaked twice", "urine_leak"), ("no pain but heaviness", "heaviness")),
        *(("no. leaked though", "urine_leak"), ("no leaks and heaviness", "heaviness")),
        *(("couldn't stop leaking", "urine_leak"), ("no idea why I leaked", "urine_leak")),
        *(("no pain, leaked or maybe sweat", "urine_leak"), ("no long and windy road: leaked", "urine_leak")),
        *(
            ("no pain, doming", "doming"),
            ("no walks, runs, hills or steps all went well leaked", "urine_leak"),
        ),
    ],
)
def test_a_denial_reaches_no_further_than_it_surely_does(text: str, sign: str) -> None:
    assert sign in read_report(text).signs


@pytest.mark.parametrize(
    ("text", "pain"),
    [
        *(
            ("knee 3/10, fine now", 3),
            ("pain 3", 3),
            ("pain was 4", 4),
            ("three out of ten", 3),
            ("no pain", 0),
        ),
        *(("knee 2/10, hip 5/10", 5), ("did 6 of 10", None), ("6/10 done, knee 2/10", 2), ("11/10", None)),
        *(("ran 3 km", None), ("pain after 20 min", None)),
    ],
)
def test_pain_is_a_number_from_0_to_10_and_the_worst_one_counts(text: str, pain: int | None) -> None:
    assert read_report(text).pain == pain


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("knee 3/10", "knee"),
        ("my ankles", "foot"),
        ("tummy ache", "belly"),
        ("came back home", None),
        ("", None),
    ],
)
def test_the_place_is_one_of_those_on_the_buttons(text: str, site: str | None) -> None:
    assert read_report(text).site == site


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        *(
            ("did 6 of 10", 60),
            ("six out of ten reps", 60),
            ("did half", 50),
            ("stopped halfway", 50),
            ("50%", 50),
        ),
        *(
            ("all done", 100),
            ("did everything", 100),
            ("most of it", 75),
            ("10/10 reps", 100),
            ("all 10 done", 100),
        ),
        *(
            ("did 11 of 10", None),
            ("not all done", None),
            ("skipped it", None),
            ("did 0 of 10", None),
            ("", None),
        ),
        *(("300%", None), ("half an hour", None), ("didn't get through 6 of 10", None)),
    ],
)
def test_how_much_was_done_is_in_percent(text: str, percent: int | None) -> None:
    assert read_report(text).completed_percent == percent


def test_a_clean_report_says_so_and_nothing_against_it() -> None:
    assert read_report("all done no symptoms") == Report(completed_percent=100, clean=True)
    assert not read_report("no symptoms but my knee hurts").clean
    assert not read_report("all done").clean


def test_what_has_settled_is_heard() -> None:
    assert read_report("knee 3/10, fine now") == Report(pain=3, site="knee", settled=True)
    assert not read_report("not settled").settled


def test_every_sign_of_the_words_is_a_symptom_of_the_case() -> None:
    assert set(load("words")["report"]["signs"]) <= {str(symptom) for symptom in Symptom}
