"""A case: everything known about one person at one moment, as the case format has it.

An absent field is `None` (not asked, not known), an absent list is empty.
`flows/plan/cases/case_reader.py` reads it.

>>> ScreeningCase(days_since_birth=100).birth.type is None
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flows.plan.cases.enums import (
    BirthType,
    Bleeding,
    Changed,
    Condition,
    Illness,
    Outcome,
    RedFlag,
    Risk,
    Symptom,
    Test,
    Tissue,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """`assisted` is forceps or vacuum; `tear_degree` 0 to 4."""

    type: BirthType | None = None
    tear_degree: int | None = None
    episiotomy: bool | None = None
    wounds_healed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """`cleared`: a named professional has cleared the item that held her back."""

    told_not_to_run: bool | None = None
    cleared: bool | None = None
    pelvic_physio_seen: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """Consistent strength training so far: how many weeks, how often a week."""

    weeks: int | None = None
    per_week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """One test as she did it: `left` and `right` of a one-sided test, `value` of any other."""

    __test__ = False  # not a pytest class

    left: float | None = None
    right: float | None = None
    value: float | None = None
    days_last_7: int | None = None
    symptoms: tuple[Symptom, ...] = ()
    pain: int | None = None
    pain_next_morning: int | None = None
    days_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifestyle:
    """Sleep in hours a day, naps included, mean of 7 days; stress 0 to 10."""

    sleep_hours: float | None = None
    stress: int | None = None
    exhausted_most_days: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How many of the two mood questions were a yes (never scored), and thoughts of self-harm."""

    two_questions_yes: int | None = None
    self_harm_thoughts: bool | None = None


NO_TESTS: Mapping[Test, TestResult] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningCase:
    """Before any running: may she start?"""

    days_since_birth: int
    id: str | None = None
    birth: Birth = Birth()
    postnatal_check_done: bool | None = None
    clinician: Clinician = Clinician()
    red_flags: tuple[RedFlag, ...] = ()
    temperature_c: float | None = None
    symptoms: tuple[Symptom, ...] = ()
    conditions: tuple[Condition, ...] = ()
    strength: Strength = Strength()
    tests: Mapping[Test, TestResult] = field(default_factory=lambda: NO_TESTS)
    lifestyle: Lifestyle = Lifestyle()
    mood: Mood = Mood()
    breastfeeding: bool | None = None
    risk_factors: tuple[Risk, ...] = ()
    pregnant_again: bool | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDone:
    """What was done of the session; the longest run, in seconds, before the first symptom of any."""

    completed_percent: float | None = None
    changed: tuple[Changed, ...] = ()
    stopped_because: Symptom | None = None
    longest_run_before_symptom_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """Pain 0 to 10 at four moments, and where it sits."""

    before: int | None = None
    during: int | None = None
    after: int | None = None
    next_morning: int | None = None
    site: str | None = None
    tissue: Tissue | None = None
    one_spot: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of this session, and whether it was gone by the next morning."""

    sign: Symptom
    settled_by_next_morning: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier session, as it was judged then."""

    level: int | None = None
    outcome: Outcome | None = None
    signs: tuple[Symptom, ...] = ()
    days_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSessionCase:
    """After a session, or after none: what next? `history` is oldest first, without this session.

    `level_before_break`: the level before the time away that `level` already allows for.
    """

    level: int
    id: str | None = None
    days_since_birth: int | None = None
    track: int | None = None
    session: SessionDone = SessionDone()
    days_since_last_session: int | None = None
    level_before_break: int | None = None
    levels_gained_last_7_days: int | None = None
    held_by_choice: bool | None = None
    pain: Pain = Pain()
    signs: tuple[Sign, ...] = ()
    next_morning_answered: bool | None = None
    bleeding: Bleeding | None = None
    red_flags: tuple[RedFlag, ...] = ()
    temperature_c: float | None = None
    text: str | None = None
    illness: tuple[Illness, ...] = ()
    lifestyle: Lifestyle = Lifestyle()
    history: tuple[Past, ...] = ()


Case = ScreeningCase | AfterSessionCase
