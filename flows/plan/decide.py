"""`decide`: one case in, one verdict out. The most cautious rule wins; every rule that fired is kept.

What the words in `case.text` may mean is heard elsewhere and
passed in.

>>> from flows.rulebook import load
>>> decide(ScreeningCase(days_since_birth=83), load()).ready_on_day
84
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, reduce
from operator import attrgetter
from typing import Protocol, assert_never

from flows.plan.after_session.progression import after_session
from flows.plan.before_running.screening import screening_findings
from flows.plan.cases.case import AfterSessionCase, Case, ScreeningCase
from flows.plan.finding import Finding
from flows.plan.verdict import STOPS, Decision, Reason, Referral, RunPermission, Verdict
from flows.rulebook.model import RuleBook

REMEMBERED = 2048  # lists of rules that fired together
_CAUTION = attrgetter("caution")
Numbers = tuple[int | None, ...]
SAFEST: Mapping[str, Callable[[int, int], int]] = {  # of several findings' numbers
    "rest_hours": max,
    "next_level": min,
    "ready_on_day": max,
    "threshold_s": min,
    "longest_run_s": min,
    "run_s": min,
}
_NUMBERS = attrgetter(*SAFEST)
_NO_NUMBER: Numbers = (None,) * len(SAFEST)


class RedFlagEvidence(Protocol):
    """A red flag that her words may mean: its id, and whether they are clear enough to act on."""

    @property
    def flag(self) -> str: ...

    @property
    def flags(self) -> tuple[str, ...]: ...

    @property
    def sure(self) -> bool: ...


def decide(case: Case, book: RuleBook, heard: RedFlagEvidence | None = None) -> Verdict:
    """The verdict on `case`. Never raises on a case that `read_case` gave."""
    ask: str | tuple[str, ...] | None = None
    if heard is not None and not heard.sure:
        left = tuple(flag for flag in heard.flags if flag not in case.red_flags)
        ask = left[0] if len(left) == 1 else left or None
    return merge_findings(findings(case, book, heard), book, ask)


def findings(case: Case, book: RuleBook, heard: RedFlagEvidence | None = None) -> tuple[Finding, ...]:
    """Every rule that fires on `case`. What was heard counts only when it is clear."""
    sure = (heard.flag,) if heard is not None and heard.sure else ()
    match case:
        case ScreeningCase():
            return screening_findings(case, book, sure)
        case AfterSessionCase():
            return after_session(case, book, sure)
        case _:
            assert_never(case)


def merge_findings(
    found: tuple[Finding, ...], book: RuleBook, ask: str | tuple[str, ...] | None = None
) -> Verdict:
    """All findings made one verdict: the most cautious decision, the lowest level, the longest rest.

    `ask` is a red flag, or several that are likely, that must be asked about first: no running until it is answered.
    """
    ranked = sorted(found, key=_caution, reverse=True)
    decision = ranked[0].decision
    assert decision is not None, "every case has at least one finding that decides"
    asks = ask or next((finding.asks for finding in found if finding.asks), None)
    rules = tuple(dict.fromkeys(finding.rule for finding in ranked))
    safest = _safest(found)
    return Verdict(
        decision=decision,
        running=RunPermission.OFF if asks else max((f.running for f in found), key=_CAUTION),
        rules=rules,
        reasons=_reasons(rules, book),
        levels=ranked[0].levels if decision == Decision.STEP_BACK else None,
        resume_after_hours=None if decision in STOPS else safest["rest_hours"],
        next_level=safest["next_level"],
        ready_on_day=safest["ready_on_day"],
        failed_tests=tuple(test for finding in ranked for test in finding.tests),
        referrals=_referrals(ranked),
        ask_red_flag=None if asks is None else asks if isinstance(asks, tuple) else str(asks),
        threshold_s=safest["threshold_s"],
        longest_run_s=safest["longest_run_s"],
        run_s=safest["run_s"],
        rescreen=any(finding.rescreen for finding in found),
        choice=next((finding.choice for finding in found if finding.choice), None),
    )


def _safest(found: tuple[Finding, ...]) -> dict[str, int | None]:
    """The numbers that any finding gives, the safer one where several do."""
    given: set[Numbers] = set(map(_NUMBERS, found)) - {_NO_NUMBER}  # most findings give none
    safest = reduce(_safer, given) if given else _NO_NUMBER
    return dict(zip(SAFEST, safest, strict=True))


def _safer(one: Numbers, other: Numbers) -> Numbers:
    """Of each number the safer one, or the one that there is."""
    both = zip(SAFEST.values(), one, other, strict=True)
    return tuple(b if a is None else a if b is None else safer(a, b) for safer, a, b in both)


@lru_cache(maxsize=REMEMBERED)
def _reasons(rules: tuple[str, ...], book: RuleBook) -> tuple[Reason, ...]:
    """The rules in the runner's words: the same for everybody."""
    fired = (book.rule(rule) for rule in rules)
    return tuple(Reason(rule=rule.id, text=rule.says, sources=rule.cites) for rule in fired)


def _caution(finding: Finding) -> tuple[int, int, int]:
    caution = -len(Decision) if finding.decision is None else finding.decision.caution
    return caution, finding.levels or 0, finding.rest_hours or 0


def _referrals(ranked: list[Finding]) -> tuple[Referral, ...]:
    """Each professional once a rule; blocking where that rule stops running until the professional says yes."""
    made = [Referral(to=f.to, rule=f.rule, blocking=f.decision in STOPS) for f in ranked if f.to is not None]
    return tuple(dict.fromkeys(made))
