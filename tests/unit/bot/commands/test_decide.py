"""`restride decide` as text: JSON, YAML, lists and lines; what cannot be read says why; `restride rules`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.commands.decide import decide_text, rules_text
from flows.rulebook import load

BOOK = load()
GOOD = {"kind": "screening", "days_since_birth": 83, "id": "good"}
BAD = {"kind": "screening", "days_since_birth": 83, "id": "bad", "colour": 1}


def decided(text: str) -> tuple[list[Any], int]:
    lines, code = decide_text(text, BOOK)
    assert all("\n" not in line for line in lines)
    return [json.loads(line) if line.startswith("{") else line for line in lines], code


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        json.dumps(GOOD, indent=2),
        "\ufeff" + json.dumps(GOOD),
        "kind: screening\ndays_since_birth: 83\nid: good\n",
        "# a comment\n---\nkind: screening\ndays_since_birth: 83\nid: good\n...\n",
        "{kind: screening, days_since_birth: 83, id: good}",
    ],
)
def test_one_case_is_one_line(text: str) -> None:
    found, code = decided(text)
    assert code == 0
    assert [(line["id"], line["decision"], line["ready_on_day"]) for line in found] == [
        ("good", "not_yet_time", 84)
    ]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([GOOD, BAD, GOOD]),
        json.dumps([GOOD, BAD, GOOD], indent=1),
        "\n".join(json.dumps(case) for case in (GOOD, BAD, GOOD)),
        "\n\n".join(json.dumps(case) for case in (GOOD, BAD, GOOD)) + "\n",
        "- &a {kind: screening, days_since_birth: 83, id: good}\n- {<<: *a, id: bad, colour: 1}\n- *a\n",
        "kind: screening\ndays_since_birth: 83\nid: good\n---\nkind: screening\ndays_since_birth: 83\nid: bad\n"
        "colour: 1\n---\nkind: screening\ndays_since_birth: 83\nid: good\n",
    ],
)
def test_a_wrong_case_in_a_list_leaves_the_others_decided(text: str) -> None:
    found, code = decided(text)
    assert code == 1
    assert [line["id"] for line in found] == ["good", "bad", "good"]
    assert set(found[1]) == {"id", "error"} and "colour" in found[1]["error"]
    assert found[0] == found[2] and found[0]["decision"] == "not_yet_time"


def test_an_empty_list_decides_nothing_and_is_no_mistake() -> None:
    assert decided("[]") == ([], 0)


def test_a_list_of_one_wrong_case_is_a_list() -> None:
    found, code = decided(json.dumps([BAD]))
    assert (found[0]["id"], code) == ("bad", 1)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("# only a comment\n", "empty"),
        ("---\n...\n", "empty"),
        (json.dumps(BAD), "colour"),
        ("3", "object"),
        ("chest pain", "object"),
        ("{", "JSON"),
        ('{"kind": "screening",}\n{', "JSON"),
        ("kind: [screening\n", "YAML"),
        ("kind: screening\n\tdays_since_birth: 3\n", "YAML"),
        ("kind: !!python/object:os.system {}\n", "YAML"),
        ("? [a, b]\n: 1\n", "field must be text"),
        ('{"kind": "screening", "days_since_birth": NaN}', "days_since_birth"),
        ('{"kind": "screening", "days_since_birth": 3, "temperature_c": Infinity}', "temperature_c"),
        ('{"kind": "screening", "days_since_birth": ' + "9" * 5000 + "}", "JSON"),
        ("kind: screening\ndays_since_birth: " + "9" * 5000 + "\n", "YAML"),
        ("kind: screening\ndays_since_birth: yes\n", "true"),
        ("kind: screening\ndays_since_birth: 2026-03-01\n", "days_since_birth"),
        ("kind: screening\ndays_since_birth: .nan\n", "nan"),
        ("kind: screening\nkind: after_session\n", "kind: is given twice"),
        (
            '{"kind": "screening", "birth": {"type": "vaginal", "type": "caesarean"}}',
            "birth.type: is given twice",
        ),
        ("kind: screening\ndays_since_birth: 3\nsymptoms:\n", "symptoms"),
        ("&a [*a]\n", "object"),
        ("[" * 100_000, "deep"),
        ("{a: " * 2_000, "deep"),
    ],
)
def test_what_is_no_case_says_why(text: str, named: str) -> None:
    found, code = decided(text)
    message = found[0] if isinstance(found[0], str) else found[0]["error"]
    assert named in message, message
    assert code in (1, 2) and len(message) < 1000
    assert code == 2 or text.startswith(("[", "&"))


def test_a_field_given_twice_in_a_list_is_that_case_alone() -> None:
    twice = '{"kind": "after_session", "level": 1, "history": [{"level": 1, "level": 2}]}'
    found, code = decided(f'[{twice}, {{"kind": "after_session", "level": 1}}]')
    assert code == 1
    assert found[0]["error"] == "history[0].level: is given twice"
    assert found[1]["decision"] == "repeat"


def test_a_line_that_is_no_json_is_that_line_alone() -> None:
    found, code = decided(json.dumps(GOOD) + "\noops\n" + json.dumps(GOOD))
    assert code == 1
    assert found[1]["id"] is None and "JSON" in found[1]["error"]
    assert found[0] == found[2]


def test_shared_parts_are_read_in_no_time() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    found, code = decided(text)
    assert (code, "kind" in found[0]) == (2, True)


def test_her_words_are_heard() -> None:
    clear, code = decided(json.dumps({**GOOD, "text": "I have chest pain right now"}))
    assert (code, clear[0]["decision"]) == (0, "urgent_emergency")
    nothing, _ = decided(json.dumps({**GOOD, "text": "lovely walk today"}))
    assert nothing[0]["decision"] == "not_yet_time"


def test_rules_are_listed_and_shown() -> None:
    assert len(rules_text(BOOK).splitlines()) == len(BOOK.rules)
    whole = rules_text(BOOK, "R-POST-8")
    for part in ("R-POST-8", "hours = 48", "Certainty: expert opinion", "S21", "does not fire", "https://"):
        assert part in whole
    assert "84 days" in rules_text(BOOK, "R-TIME-2")
    with pytest.raises(KeyError, match="R-NO"):
        rules_text(BOOK, "R-NO")


def test_what_she_calls_the_place_is_heard_as_words() -> None:
    case = {"kind": "after_session", "level": 5, "session": {"completed_percent": 100}}
    pain = {"during": 2, "next_morning": 0, "tissue": "muscle"}
    said, code = decided(json.dumps({**case, "pain": {**pain, "site": "left calf is hot and red"}}))
    assert code == 0
    assert (said[0]["decision"], said[0]["running"]) == ("urgent_same_day", "off")
    plain, _ = decided(json.dumps({**case, "pain": {**pain, "site": "left calf"}}))
    assert plain[0]["decision"] == "repeat"
