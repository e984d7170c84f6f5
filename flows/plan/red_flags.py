"""Red flags: one sign is enough, some together are an emergency. The same at a screening and later.

>>> from flows.rulebook import load
>>> red_flags(["one_leg_swollen", "chest_pain"], None, load())[0].rule
'R-RED-1'
"""

from __future__ import annotations

from collections.abc import Iterable

from flows.plan.finding import Finding
from flows.plan.verdict import Decision, ReferralTo, RunPermission
from flows.rulebook.model import RedFlag, RuleBook, Tier


def red_flags(reported: Iterable[str], temperature_c: float | None, book: RuleBook) -> tuple[Finding, ...]:
    """A finding for each rule that any of the reported flags, or the temperature, makes fire."""
    flags = set(reported)
    if temperature_c is not None and temperature_c >= book.number("R-RED-10"):
        flags.update(book.ids("R-RED-10", "flags"))
    if not flags:
        return ()
    found = [
        _urgent(flag.rule, _is_emergency(flag.rule, flag.tier, flags, book)) for flag in _known(flags, book)
    ]
    if _joined(flags, book):
        found.append(_urgent("R-RED-6", True))
    if flags & set(book.ids("R-RED-4", "flags")):
        found.append(_now("R-RED-4", ReferralTo.CRISIS_LINE))
    return tuple(found)


def _known(flags: set[str], book: RuleBook) -> list[RedFlag]:
    return [flag for name, flag in book.red_flags.items() if name in flags]


def _is_emergency(rule: str, tier: Tier, flags: set[str], book: RuleBook) -> bool:
    return tier == Tier.EMERGENCY or bool(flags & set(book.rule(rule).lists.get("urgent_with", ())))


def _joined(flags: set[str], book: RuleBook) -> bool:
    """Any same-day sign together with another that makes it an emergency (R-RED-6)."""
    joining = set(book.ids("R-RED-6", "joined_by")) & flags
    return any(joining - {flag.id} for flag in _known(flags, book) if flag.tier == Tier.SAME_DAY)


def _urgent(rule: str, emergency: bool) -> Finding:
    return _now(rule, ReferralTo.EMERGENCY) if emergency else same_day(rule)


def _now(rule: str, to: ReferralTo) -> Finding:
    return Finding(rule=rule, decision=Decision.URGENT_EMERGENCY, running=RunPermission.OFF, to=to)


def same_day(rule: str) -> Finding:
    """She must be seen the same day."""
    return Finding(
        rule=rule, decision=Decision.URGENT_SAME_DAY, running=RunPermission.OFF, to=ReferralTo.SAME_DAY
    )
