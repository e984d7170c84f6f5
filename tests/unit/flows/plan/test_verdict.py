"""The answer's shape, what was heard in her words, and the order of caution."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, product

from flows.plan.cases.case import AfterSessionCase, Pain, ScreeningCase, SessionDone, Sign
from flows.plan.cases.case_reader import read_case
from flows.plan.cases.enums import Bleeding, RedFlag, Symptom
from flows.plan.decide import decide, findings
from flows.plan.tracks import highest_level_within, propose_track
from flows.plan.verdict import AFTER_SESSION, SCREENING, to_json
from flows.rulebook import load

BOOK = load()
CLEAN = read_case(dict(BOOK.rule("R-PROG-1").examples[1].case))
READY = read_case(dict(BOOK.rule("R-RSK-2").examples[0].case))


@dataclass(frozen=True)
class Heard:
    flag: str
    sure: bool

    @property
    def flags(self) -> tuple[str, ...]:
        return (self.flag,)


def test_caution_follows_the_order_of_the_case_format() -> None:
    for order in (SCREENING, AFTER_SESSION):
        assert all(more.caution > less.caution for more, less in pairwise(order))
        assert len({decision.caution for decision in order}) == len(order)


def test_the_example_of_the_case_format() -> None:
    case = read_case(
        {
            "id": "a",
            "kind": "after_session",
            "track": 20,
            "level": 5,
            "session": {"completed_percent": 100},
            "pain": {"before": 0, "during": 0, "after": 0, "next_morning": 0},
            "signs": [{"sign": "urine_leak", "settled_by_next_morning": True}],
            "next_morning_answered": True,
        }
    )
    found = to_json(decide(case, BOOK), "a")
    reasons = found.pop("reasons")
    assert found == {
        "id": "a",
        "decision": "step_back",
        "levels": 1,
        "running": "off",
        "resume_after_hours": 48,
        "next_level": 4,
        "referrals": [{"to": "pelvic_physio", "rule": "R-POST-8", "blocking": False}],
        "rules": ["R-POST-8", "R-REST"],
    }
    assert isinstance(reasons, list)
    assert [reason["rule"] for reason in reasons] == ["R-POST-8", "R-REST"]
    assert [reason["text"] for reason in reasons] == [BOOK.rule("R-POST-8").says, BOOK.rule("R-REST").says]
    assert {"SEED", "S21"} <= set(reasons[0]["sources"])


def test_words_that_clearly_name_a_red_flag_count_as_reported() -> None:
    for case in (CLEAN, READY):
        verdict = decide(case, BOOK, Heard("chest_pain", True))
        assert verdict.decision == "urgent_emergency"
        assert verdict.ask_red_flag is None


def test_words_that_may_be_a_red_flag_are_asked_about_and_the_rest_decides() -> None:
    for case, decision in ((CLEAN, "advance"), (READY, "ready")):
        verdict = decide(case, BOOK, Heard("chest_pain", False))
        assert (verdict.decision, verdict.running, verdict.ask_red_flag) == (decision, "off", "chest_pain")
        assert "R-RED-1" not in verdict.rules


def test_nothing_is_asked_that_was_reported() -> None:
    case = replace(CLEAN, red_flags=(RedFlag.CHEST_PAIN,))
    verdict = decide(case, BOOK, Heard("chest_pain", False))
    assert (verdict.decision, verdict.ask_red_flag) == ("urgent_emergency", None)


def test_a_missing_test_carries_its_training_and_its_day() -> None:
    case = read_case(dict(BOOK.rule("R-TEST-4").examples[0].case))
    found = to_json(decide(case, BOOK))
    assert "id" not in found
    assert found["failed_tests"] == [
        {
            "test": "single_leg_calf_raise",
            "rule": "R-PASS-2",
            "why": "short",
            "training": {
                "exercise": "single-leg calf raise, straight and bent knee",
                "sets": 3,
                "reps": 15,
                "times_a_week": 3,
                "first_side": "left",
                "extra_sets": 1,
            },
            "retest_in_days": 11,
            "retest_on_day": 131,
        }
    ]


def test_after_a_change_of_track_the_row_has_no_more_to_run() -> None:
    for weeks, rows in BOOK.tracks.items():
        for run_s in range(300, 1801, 30):
            level = highest_level_within(BOOK, weeks, run_s)
            assert rows[level - 1].run_s <= run_s
            assert level == len(rows) or rows[level].run_s > run_s


def test_a_proposed_track_names_its_rules() -> None:
    assert isinstance(READY, ScreeningCase)
    choice = propose_track(READY, BOOK)
    assert (choice.track, choice.rules, choice.risk_count) == (12, ("R-RSK-2",), 1)


def test_each_finding_can_be_looked_at_alone() -> None:
    assert isinstance(CLEAN, AfterSessionCase)
    assert {finding.rule for finding in findings(CLEAN, BOOK)} == {"R-POST-1", "R-PROG-1"}


def test_whatever_is_known_of_a_session_there_is_a_decision() -> None:
    for done, pain, bleeding, sign, settled in product(
        (None, 50, 100), (None, 0, 4), (None, Bleeding.PERIOD), (None, *Symptom), (None, True)
    ):
        case = AfterSessionCase(
            level=3,
            session=SessionDone(completed_percent=done),
            pain=Pain(during=pain, next_morning=0),
            bleeding=bleeding,
            signs=() if sign is None else (Sign(sign=sign, settled_by_next_morning=settled),),
        )
        assert decide(case, BOOK).rules
