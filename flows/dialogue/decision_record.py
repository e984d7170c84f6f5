"""A decision of a turn with its case, and its form in the journal.

The sentences of a verdict are the rule book's: they stay there.

>>> Decision(verdict="ready", rules=("R-TIME-2",)).made()
Made(verdict='ready', rules=('R-TIME-2',), because=(), weighed='')
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from flows.plan.cases.case import Case
from flows.plan.cases.case_writer import case_data
from flows.plan.verdict import Verdict, to_json_without_texts
from flows.vocabulary import Made

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)  # it was just made


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision by these rules. `weighed`: the engine's, and the case it is about; `None`: the dialogue's own."""

    verdict: str
    rules: tuple[str, ...]
    weighed: tuple[Case, Verdict] | None = None

    def made(self) -> Made:
        """As the journal has it."""
        if self.weighed is None:
            return Made(verdict=self.verdict, rules=self.rules)
        case, verdict = self.weighed
        both = {"case": case_data(case), "verdict": to_json_without_texts(verdict)}
        return Made(verdict=self.verdict, rules=self.rules, weighed=_JSON.encode(both))
