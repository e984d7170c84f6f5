"""A few mutants of the rule book at every run, always the same ones; all of them with `./run mutate`."""

from __future__ import annotations

import pytest

from tests.mutation.__main__ import explained, verdict
from tests.mutation.fork import Jury, judge
from tests.mutation.killers import at_once
from tests.mutation.mutants import everything

STEP = 12


@pytest.mark.long
def test_a_sample_of_the_numbers_and_rules_that_decide_is_noticed() -> None:
    """Without chats and walk: what decides is for the quick ones to notice."""
    quick = at_once()
    decides = [m for m in everything() if m.kind in ("number", "track", "rule") and _decides(m.touches)]
    outcomes = list(judge(decides[::STEP], Jury(quick=quick)))
    assert len(outcomes) > 60
    assert verdict(outcomes) == []


def test_every_explanation_is_of_a_mutant_that_exists_and_says_something() -> None:
    names = {mutant.name for mutant in everything()}
    for name, reason in explained().items():
        assert name in names
        assert len(reason.split()) >= 4, name
    assert verdict([]) == []


def _decides(rule_id: object) -> bool:
    from flows.rulebook import load
    from flows.rulebook.model import Kind

    return "track" in str(rule_id) or any(
        rule.id == rule_id and rule.kind is Kind.DECIDES for rule in load().rules
    )
