"""Yes and no, numbers and lengths of time, as they are typed."""

from __future__ import annotations

import pytest

from flows.hearing.answers import Found, NotANumber, OutOfRange, number, seconds, yes_no


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yep",
        "YES!",
        "yeah I did",
        "👍",
        "👍🏽",
        "I do",
        "of course",
        "y",
        "definitely",
        "yes please",
        "sure.",
        *(
            "yes thanks",
            "yes she did",
            "yep all good",
            "yes, the doctor did",
            "yes, all healed",
            "yes I have",
        ),
        *(
            "yes, 8 weeks ago",
            "yes this morning",
            "yes by my GP",
            "yes from my midwife",
            "yes, I saw her today",
        ),
        *("yep, a bit", "yes twice", "yes they said I may"),
    ],
)
def test_these_are_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "no thanks",
            "none",
            "no pain",
            "nothing",
            "nope",
            "no leaks",
            "not yet",
            "I don’t",
        ),
        *(
            "no pain today",
            "no, nothing",
            "none of these",
            "no leaking, no pain",
            "no heaviness or leaks",
            "👎",
        ),
        *(
            "no I have not",
            "no it doesn't hurt",
            "nothing at all",
            "nope none",
            "no thank you",
            "no she didn’t",
        ),
        *(
            "nope, all good",
            "no I’m fine",
            "no, I don’t think so",
            "no not that I know of",
            "no pain or leaks at all",
        ),
        *(
            "no, never had it",
            "no-one",
            "no, I am not pregnant",
            "no I haven't had any of those",
            "no problems",
            "no I didn't have one",
            "no, formula",
            "no I’ve not",
            "no, they’re fine",
        ),
    ],
)
def test_these_are_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "maybe",
            "yes and no",
            "not sure",
            "a bit",
            "yes but no",
            "hello",
            "7",
            "no, but my knee hurts",
        ),
        *(
            "no pain, leaked twice",
            "no pain leaked twice",
            "no, I had a leak",
            "no leaks, heaviness",
            "yes or no",
        ),
    ],
)
def test_what_is_neither_is_asked_again(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("yes, but only walking", "yes in two weeks", "yes next month", "yes, when the fever is gone"),
        *("yes as soon as the antibiotics are finished", "yes once my iron is back up", "yes tomorrow"),
        *("yes on Friday", "yes going later", "yes next week", "yes, it's booked", "yes but it pulls"),
        *(
            "yes I have one booked for next week",
            "yeah but 13 Dec",
            "yes 13 Dec",
            "yes, 13/12",
            "yes at 20 weeks",
        ),
        *(
            "yes, 2 weeks from now",
            "yes in a couple of weeks",
            "yes from Monday",
            "yes if it heals",
            "yes it pulls",
        ),
        *(
            "yes until July",
            "yes unless it hurts",
            "yes apart from jumping",
            "yes gentle walking",
            "yes mostly",
        ),
        *(
            "yes and it still leaks",
            "yes tommorow",
            "yes in the spring",
            "yes low impact",
            "yes with caution",
            "yes half of it",
            "yes soon",
            "yes after the scan",
            "yes except hills",
            "yes I will",
            "yes this week",
            "yes 12 weeks",
        ),
    ],
)
def test_a_yes_with_a_condition_or_for_later_is_no_yes(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("no running", "no running yet", "no, not to run", "no exercise", "no, she told me not to"),
        *(
            "not today",
            "nope, not now",
            "no comment",
            "not really",
            "no, not really",
            "not now",
            "no not anymore",
        ),
        *(
            "no pain at first, then a lot",
            "no pain then agony at night",
            "none, then agony",
            "no worse than before",
        ),
        *(
            "no pain, hip sore",
            "no pain while running. Now my hip is really sore",
            "no, not good",
            "no I'm not well",
        ),
    ],
)
def test_a_no_with_anything_else_beside_it_is_no_no(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize("text", ["fine", "all good", "all clear", "pain free", "no problem", "hardly"])
def test_a_word_that_means_yes_to_one_question_and_no_to_the_next_is_neither(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("7", 7), ("seven", 7), ("twenty one", 21), ("twenty-five", 25), ("3/10", 3), ("3 out of 10", 3)),
        *(("pain is 2", 2), ("about 20", 20), ("20 reps", 20), ("7.5", 7.5), ("7,5", 7.5), ("1h", 1)),
        *(("seven and a half", 7.5), ("nine/10", 9), ("a dozen", 12), ("٣", 3), ("seven, 7", 7), ("none", 0)),
        *(("no pain", 0), ("12½", 12.5), ("5!!", 5), ("this one is 4", 4)),
    ],
)
def test_one_number_is_found(text: str, value: float) -> None:
    assert number(text, 0, 30) == Found(value=value)


@pytest.mark.parametrize(
    ("text", "value"), [("31", 31), ("-3", -3), ("a hundred and five", 105), ("one hundred", 100)]
)
def test_a_number_that_is_not_possible_is_said_to_be_out_of_range(text: str, value: float) -> None:
    assert number(text, 0, 30) == OutOfRange(value=value)


@pytest.mark.parametrize("text", ["", "3 or 4", "2-3", "3/10 knee 2/10", "half", "many", "1e5", "12:60"])
def test_two_numbers_or_none_are_no_number(text: str) -> None:
    assert number(text, 0, 30) == NotANumber()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("2/10", 2),
            ("3 out of 10", 3),
            ("none", 0),
            ("no pain", 0),
            ("zero", 0),
            ("0", 0),
            ("about 3", 3),
        ),
        *(
            ("pain 0", 0),
            ("no pain, 0", 0),
            ("0/10 pain", 0),
            ("It's a 4", 4),
            ("I'd say 4", 4),
            ("4 at worst", 4),
        ),
        *(("1.5", 2), ("2.5", 3), ("0.5", 1), ("2,5/10", 3), ("three and a half", 4), ("ten", 10)),
    ],
)
def test_a_number_on_a_scale_from_0_to_10_is_never_rounded_down(text: str, value: float) -> None:
    assert number(text, 0, 10) == Found(value=value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no pain at first, then a lot",
            "no pain then agony at night",
            "none, then agony",
            "no worse than before",
        ),
        *("zero during and awful afterwards", "no pain, hip sore", "not 0", "not zero", "one knee hurts"),
        *(
            "no pain while running. Now my hip is really sore",
            "1 hip is agony",
            "my knee, one of them, really bad",
        ),
        *(
            "pain on one side",
            "pain after 1 km",
            "pain started after 2 minutes",
            "2/10 running, 6 now",
            "2 minutes",
        ),
        *("3/5", "2 out of 5", "3-4", "> 5", "5+", "less than 2", "1 now", "-0.5 or 2", "6:30"),
    ],
)
def test_no_pain_is_guessed(text: str) -> None:
    assert number(text, 0, 10) == NotANumber()
    assert yes_no(text) is not False


@pytest.mark.parametrize(
    "text", ["not 20", "nearly 20", "almost 20", "under 20", "tried 20", "20 but leaked", "<20"]
)
def test_a_count_that_was_not_reached_is_no_count(text: str) -> None:
    assert number(text, 0, 200) == NotANumber()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("20 reps", 20), ("about 20 on the left", 20), ("I did 20", 20), ("20 each side", 20), ("20+", 20)),
        *(("18 out of 20", 18), ("45 seconds", 45), ("at least 20", 20), ("I managed 15 squats", 15)),
        *(("6 weeks", 6), ("5 days", 5), ("8 hours a night", 8), ("about 7 hours of sleep with naps", 7)),
        *(("6:30", 6.5), ("6h30", 6.5), ("6 hours 30 minutes", 6.5), ("six hours and fifteen min", 6.25)),
    ],
)
def test_a_count_is_found_beside_its_units(text: str, value: float) -> None:
    assert number(text, 0, 200) == Found(value=value)


def test_none_is_zero_only_where_zero_is_possible() -> None:
    assert number("none", 1, 30) == NotANumber()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("90", 90), ("90 s", 90), ("90sec", 90), ("2 min", 120), ("1:30", 90), ("1:00:00", 3600)),
        *(
            ("half a minute", 30),
            ("a minute and a half", 90),
            ("two and a half minutes", 150),
            ("1.5 min", 90),
        ),
        *(("1 min 20", 80), ("1m30s", 90), ("2 minutes and 10 seconds", 130), ("a couple of minutes", 120)),
        *(("three quarters of a minute", 45), ("quarter of an hour", 900), ("an hour", 3600), ("1h30", 5400)),
        *(("a minute and a quarter", 75), ("2 minutes and a half", 150), ("3 hours and a quarter", 11700)),
    ],
)
def test_a_length_of_time_is_counted_in_seconds(text: str, value: float) -> None:
    assert seconds(text) == Found(value=value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "min",
        "3 or 4 minutes",
        "1:75",
        "30 hours",
        "99999",
        "9" * 400,
        "10 s 20",
        "1 min 20 30",
        "3 reps 2 min",
    ],
)
def test_no_length_of_time_is_guessed(text: str) -> None:
    assert seconds(text) == NotANumber()
