"""What the engine answers: a decision, what it means for running, and every rule that led to it.

`to_json` gives the shape of the case format, absent things left out.

>>> Decision.REFER.caution > Decision.STEP_BACK.caution
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter


class Decision(StrEnum):
    """Every decision. A screening uses `SCREENING`, an after-session case `AFTER_SESSION`, most cautious
    first.

    A greater `caution` is more cautious; comparable within one kind of case.
    """

    caution: int

    URGENT_EMERGENCY = "urgent_emergency"
    URGENT_SAME_DAY = "urgent_same_day"
    REFER = "refer"
    NOT_YET_TIME = "not_yet_time"
    NOT_YET_TESTS = "not_yet_tests"
    READY = "ready"
    PAUSE = "pause"
    STEP_BACK = "step_back"
    REPEAT = "repeat"
    ADVANCE = "advance"


SCREENING = (
    Decision.URGENT_EMERGENCY,
    Decision.URGENT_SAME_DAY,
    Decision.REFER,
    Decision.NOT_YET_TIME,
    Decision.NOT_YET_TESTS,
    Decision.READY,
)
AFTER_SESSION = (
    Decision.URGENT_EMERGENCY,
    Decision.URGENT_SAME_DAY,
    Decision.REFER,
    Decision.PAUSE,
    Decision.STEP_BACK,
    Decision.REPEAT,
    Decision.ADVANCE,
)
URGENT = (Decision.URGENT_EMERGENCY, Decision.URGENT_SAME_DAY)
STOPS = (*URGENT, Decision.REFER)
for _order in (AFTER_SESSION, SCREENING):
    for _place, _decision in enumerate(_order):
        _decision.caution = -_place


class RunPermission(StrEnum):
    """Whether the next session may hold running, in order of `caution`."""

    caution: int

    ON = "on"
    WALK_ONLY = "walk_only"
    OFF = "off"


for _place, _running in enumerate(RunPermission):
    _running.caution = _place


class ReferralTo(StrEnum):
    """Whom to see."""

    EMERGENCY = "emergency_services"
    CRISIS_LINE = "crisis_line"
    SAME_DAY = "same_day_medical_help"
    GP = "gp"
    MENTAL_HEALTH = "gp_midwife_or_health_visitor"
    PELVIC_PHYSIO = "pelvic_physio"
    SPORTS_PHYSIO = "sports_physio"


class MissingReason(StrEnum):
    """Why a test does not count as passed."""

    NOT_DONE = "not_done"
    SHORT = "short"
    TOO_FEW_DAYS = "too_few_days"
    TOO_LONG_AGO = "too_long_ago"
    SYMPTOM = "symptom"
    PAIN = "pain"
    AFTER_A_BREAK = "after_a_break"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """See a professional; `blocking` when running waits for that professional's yes."""

    to: ReferralTo
    rule: str
    blocking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that fired, in the runner's words, with the ids of its sources."""

    rule: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTest:
    """A test (or `strength_weeks`) that is not passed, and how to train for it.

    `reps` or `seconds` are each set's, `minutes` a walk's; `retest_in_days` counts from today,
    `retest_on_day` from the birth. `first_side` is the side to train first, with `extra_sets` more of them.
    """

    test: str
    rule: str
    why: MissingReason
    exercise: str
    times_a_week: int
    retest_in_days: int
    retest_on_day: int | None = None
    sets: int | None = None
    reps: int | None = None
    seconds: int | None = None
    minutes: int | None = None
    weeks: int | None = None
    first_side: str | None = None
    extra_sets: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackChoice:
    """The fastest track she may take, the rules that say so, and how many soft factors were counted."""

    track: int
    rules: tuple[str, ...]
    risk_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to one case. `rules` and `reasons` hold every rule that fired, the winner first.

    `levels` is how far the winning rule steps back, `next_level` the row that all rules together allow.
    `threshold_s` is the longest run before the first symptom, `longest_run_s` and `run_s` the caps that
    follow from it; `run_s` of a screening is the running of the first sessions where that is less than a row.
    """

    decision: Decision
    running: RunPermission
    rules: tuple[str, ...]
    reasons: tuple[Reason, ...]
    levels: int | None = None
    resume_after_hours: int | None = None
    next_level: int | None = None
    ready_on_day: int | None = None
    failed_tests: tuple[MissingTest, ...] = ()
    referrals: tuple[Referral, ...] = ()
    ask_red_flag: str | tuple[str, ...] | None = None
    threshold_s: int | None = None
    longest_run_s: int | None = None
    run_s: int | None = None
    rescreen: bool = False
    choice: TrackChoice | None = None

    @property
    def track(self) -> int | None:
        """The fastest track she may take, where every gate is passed."""
        return None if self.choice is None else self.choice.track


def to_json(verdict: Verdict, case_id: str | None = None) -> dict[str, object]:
    """The verdict as the case format prints it: plain values, absent things left out."""
    return {
        **({} if case_id is None else {"id": case_id}),
        **to_json_without_texts(verdict),
        "reasons": [{"rule": r.rule, "text": r.text, "sources": list(r.sources)} for r in verdict.reasons],
    }


def to_json_without_texts(verdict: Verdict) -> dict[str, object]:
    """The same without `reasons`, the sentences of the rule book."""
    numbers: dict[str, object] = {
        "resume_after_hours": verdict.resume_after_hours,
        "next_level": verdict.next_level,
        "ready_on_day": verdict.ready_on_day,
        "ask_red_flag": list(verdict.ask_red_flag)
        if isinstance(verdict.ask_red_flag, tuple)
        else verdict.ask_red_flag,
        "threshold_s": verdict.threshold_s,
        "longest_run_s": verdict.longest_run_s,
        "run_s": verdict.run_s,
        "rescreen": verdict.rescreen or None,
        "track": verdict.track,
        "failed_tests": [_test_json(test) for test in verdict.failed_tests] or None,
    }
    return {
        "decision": str(verdict.decision),
        **({} if verdict.levels is None else {"levels": verdict.levels}),
        "running": str(verdict.running),
        **{name: value for name, value in numbers.items() if value is not None},
        "referrals": [{"to": str(r.to), "rule": r.rule, "blocking": r.blocking} for r in verdict.referrals],
        "rules": list(verdict.rules),
    }


_TRAINING = (
    "exercise",
    "sets",
    "reps",
    "seconds",
    "minutes",
    "weeks",
    "times_a_week",
    "first_side",
    "extra_sets",
)
_training = attrgetter(*_TRAINING)


def _test_json(test: MissingTest) -> dict[str, object]:
    goal = zip(_TRAINING, _training(test), strict=True)
    return {
        "test": test.test,
        "rule": test.rule,
        "why": str(test.why),
        "training": {name: value for name, value in goal if value is not None},
        "retest_in_days": test.retest_in_days,
        **({} if test.retest_on_day is None else {"retest_on_day": test.retest_on_day}),
    }
