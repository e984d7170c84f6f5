"""What one rule says about one case, before all rules together make the verdict.

>>> Finding(rule="R-TIME-2", decision=Decision.NOT_YET_TIME).rule
'R-TIME-2'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.plan.verdict import Decision, MissingTest, ReferralTo, RunPermission, TrackChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that fired. No `decision`: it is noted, and holds nothing back.

    `next_level` is the highest row it allows, `rest_hours` how long no running, `clearable` whether a named
    professional's yes lifts it, `asks` the red flag that must be asked about first.
    """

    rule: str
    decision: Decision | None = None
    running: RunPermission = RunPermission.ON
    levels: int | None = None
    next_level: int | None = None
    rest_hours: int | None = None
    to: ReferralTo | None = None
    clearable: bool = False
    tests: tuple[MissingTest, ...] = ()
    ready_on_day: int | None = None
    asks: str | None = None
    threshold_s: int | None = None
    longest_run_s: int | None = None
    run_s: int | None = None
    rescreen: bool = False
    choice: TrackChoice | None = None


@cache
def note(rule: str) -> Finding:
    """A rule that fired beside the decision: it holds nothing back."""
    return Finding(rule=rule)


@cache
def repeat(rule: str) -> Finding:
    """The level stays as it is."""
    return Finding(rule=rule, decision=Decision.REPEAT)


@cache
def advance(rule: str) -> Finding:
    """The next level opens, as far as this rule goes."""
    return Finding(rule=rule, decision=Decision.ADVANCE)


@cache
def refer(rule: str, to: ReferralTo, *, clearable: bool = True) -> Finding:
    """Running stops until that professional says yes."""
    return Finding(rule=rule, decision=Decision.REFER, running=RunPermission.OFF, to=to, clearable=clearable)


@cache
def suggest_referral(rule: str, to: ReferralTo) -> Finding:
    """A referral beside the decision: it holds nothing back."""
    return Finding(rule=rule, to=to)
