"""One person as the coach remembers her: immutable, complete, and stored as JSON at every turn.

Knows no rule, no text and no clock. Every answer lands here at once, so the dialogue can go on at the very
question after any stop. Instants are UTC; dates and minutes of the day are in her zone.

>>> load(dump(new(name="Ana", locale="en"))).state
'new'
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows import codec

VERSION = 1
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who she is and when she wants to hear from us."""

    birth_date: date | None = None
    birth_type: str | None = None
    tear: int | None = None
    episiotomy: bool | None = None
    wounds_healed: bool | None = None
    zone: str | None = None
    prompt_minute: int | None = None
    days: tuple[int, ...] = ()
    other_days: bool = True
    country: str | None = None
    no_tips: tuple[str, ...] = ()
    loss: bool = False
    check_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Her answers to the screening; `None` means not asked, which is never read as a good answer."""

    emergency_signs: tuple[str, ...] | None = None
    same_day_signs: tuple[str, ...] | None = None
    pregnant: bool | None = None
    conditions: tuple[str, ...] | None = None
    told_not_to_run: bool | None = None
    symptoms: tuple[str, ...] | None = None
    postnatal_check: bool | None = None
    breastfeeding: bool | None = None
    sleep_hours: float | None = None
    exhausted: bool | None = None
    stress: int | None = None
    low_mood: bool | None = None
    low_interest: bool | None = None
    self_harm: bool | None = None
    risks: tuple[str, ...] | None = None
    strength_weeks: int | None = None
    strength_per_week: int | None = None
    strength_since: date | None = None
    cleared_by: str | None = None
    pain_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRecord:
    """One readiness test as she did it. Counts are reps or seconds (`value`: minutes for the walk)."""

    test: str
    on: date
    left: int | None = None
    right: int | None = None
    value: int | None = None
    days_last_7: int | None = None
    symptoms: tuple[str, ...] | None = None
    pain: int | None = None
    pain_next_morning: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A session whose decision has been made. `outcome` is clean, amber, red or unknown.

    Without a `verdict` it was offered and she never said whether it happened: no session, but perhaps a run, so it
    still asks for a rest day. `runs_s`: its runs in seconds, where they were less than the row's.
    """

    on: date
    level: int
    outcome: str
    signs: tuple[str, ...] = ()
    verdict: str = ""
    runs_s: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where she is in her track.

    `missed_from` is the level before the break that lowered it, until the next session is decided. `retests` are the
    tests that a long break asks for again, before the plan goes on; `back_on` is the day on which it went on,
    `full_on` the one on which the first weeks with less running ended, `hold_until` the one up to which she chose to
    stay at her level.
    """

    track: int
    per_week: int | None = None
    level: int = 1
    since: date | None = None
    gained: tuple[date, ...] = ()
    log: tuple[Past, ...] = ()
    rest_until: datetime | None = None
    finished: bool = False
    missed_from: int | None = None
    ill: bool = False
    longer_walks: bool = False
    rounds: tuple[date, ...] = ()
    retests: tuple[str, ...] = ()
    back_on: date | None = None
    full_on: date | None = None
    hold_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The session that is offered, running, or being checked. Pain is 0 to 10; runs are seconds.

    `before_break`: the level before the break that this session's level already allows for.
    """

    on: date
    level: int
    offered_at: datetime
    reported_at: datetime | None = None
    completed: int | None = None
    felt_something: bool = False
    longest_run_s: int | None = None
    warning: tuple[str, ...] = ()
    pain: int | None = None
    pain_before: int | None = None
    pain_morning: int | None = None
    site: str | None = None
    tissue: str | None = None
    signs: tuple[str, ...] = ()
    signs_morning: tuple[str, ...] = ()
    settled: bool | None = None
    bleeding: str | None = None
    illness: tuple[str, ...] = ()
    morning_answered: bool = False
    before_break: int | None = None
    runs_s: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The last report that was decided, and what it takes to decide it again. `plan` is the plan before the decision
    without its lists, `gained` and `log` are their lengths then; `level` is the level after it and
    `hours` its rest. `fixed` is the report with her corrections, until they are decided.
    """

    report: Report
    plan: Plan
    decision: str
    level: int
    hours: int | None = None
    gained: int = 0
    log: int = 0
    cleared_by: str | None = None
    symptoms: tuple[str, ...] | None = None
    fixed: Report | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer that is not complete yet."""

    day: date | None = None
    other_day: date | None = None
    minute: int | None = None
    other_minute: int | None = None
    zone: str | None = None
    zones: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    test: str | None = None
    flag: str | None = None
    doubts: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()
    amount: int | None = None
    gates: str | None = None
    run_on: date | None = None
    site: str | None = None
    tissue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The last decision she was told, for "Why?". `whom`: who has to see her before she runs."""

    verdict: str
    rules: tuple[str, ...]
    on: date | None = None
    whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthSession:
    """A strength session that she did. `held`: with a symptom about, `domed`: her belly domed, `jumps`: with jumps."""

    on: date
    short: bool = False
    held: bool = False
    domed: bool = False
    jumps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When she was asked and heard, so that the next alarm can be derived. `week_at`: the question of the weekly check
    that she has not answered, also while something else has taken its place. `cleared_words`: the hashes of
    what she said "none of these" to on `cleared_on`; the same words do not ask again that day.
    """

    heard_at: datetime | None = None
    asked_at: datetime | None = None
    nudges: int = 0
    prompted_on: date | None = None
    snoozed_to: datetime | None = None
    unanswered: int = 0
    held_at: datetime | None = None
    not_before: datetime | None = None
    strength_done: tuple[date, ...] = ()
    strength_sessions: tuple[StrengthSession, ...] = ()
    short_on: date | None = None
    walks_done: tuple[date, ...] = ()
    late_checks: int = 0
    week_on: date | None = None
    mood_on: date | None = None
    tests_from: date | None = None
    warned_at: datetime | None = None
    tips_told: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    moved_from: date | None = None
    moved_to: date | None = None
    questions_on: date | None = None
    walk_later_on: date | None = None
    week_at: str | None = None
    cleared_on: date | None = None
    cleared_words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question on her screen: the turns at which it was asked, and what it was about."""

    at: tuple[int, ...]
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Everything about one person. `asked` is the turn at which the open question was asked.

    `paused_until` is the day on which we ask whether she is back; `None` means that we wait for her.
    `below` is the pause or the stop under another aside, `kept` the unfinished answer of the question under it,
    `askings` the last questions, oldest first: a button of each still has a meaning
    (`flows/dialogue/open_questions.py`),
    `undo` what the last answers replaced, the newest last (`flows/dialogue/corrections/undo.py`).
    """

    version: int = 1  # what is at its default is not written: no version means the first, whatever VERSION is
    seq: int = 0
    asked: int = 0
    answered: int = 0
    state: str = "new"
    aside: str | None = None
    locale: str = "en"
    name: str = ""
    reachable: bool = True
    consented_at: datetime | None = None
    refused_at: datetime | None = None
    profile: Profile = Profile()
    health: Health = Health()
    tests: tuple[TestRecord, ...] = ()
    plan: Plan | None = None
    report: Report | None = None
    draft: Draft = Draft()
    below: str | None = None
    kept: Draft = Draft()
    told: Told | None = None
    rhythm: Rhythm = Rhythm()
    pause_reason: str | None = None
    illness: tuple[str, ...] = ()
    paused_at: datetime | None = None
    paused_until: date | None = None
    locked_for: tuple[str, ...] = ()
    askings: tuple[Asking, ...] = ()
    judged: Judged | None = None
    undo: tuple[str, ...] = ()


def new(*, name: str, locale: str) -> Session:
    """The session of a person who has not written yet."""
    return Session(version=VERSION, name=name, locale=locale)


def dump(session: Session) -> str:
    """JSON text of a session."""
    return codec.dumps(session)


def load(text: str) -> Session:
    """A session from the text of `dump`, of this version; raises `codec.CodecError`."""
    return codec.loads(Session, text)


def with_profile(session: Session, **changes: object) -> Session:
    """The session with some of its profile changed."""
    return replace(session, profile=replace(session.profile, **changes))  # type: ignore[arg-type]  # field names


def with_health(session: Session, **changes: object) -> Session:
    """The session with some answers of the screening changed."""
    return replace(session, health=replace(session.health, **changes))  # type: ignore[arg-type]  # field names


def with_draft(session: Session, **changes: object) -> Session:
    """The session with some of its unfinished answer changed."""
    return replace(session, draft=replace(session.draft, **changes))  # type: ignore[arg-type]  # field names


def with_rhythm(session: Session, **changes: object) -> Session:
    """The session with some of its rhythm changed."""
    return replace(session, rhythm=replace(session.rhythm, **changes))  # type: ignore[arg-type]  # field names


def with_report(session: Session, **changes: object) -> Session:
    """The session with some of the current report changed; there must be one."""
    assert session.report is not None
    return replace(session, report=replace(session.report, **changes))  # type: ignore[arg-type]  # field names


def with_plan(session: Session, **changes: object) -> Session:
    """The session with some of its plan changed; there must be one."""
    assert session.plan is not None
    return replace(session, plan=replace(session.plan, **changes))  # type: ignore[arg-type]  # field names


def told_sessions(plan: Plan) -> tuple[Past, ...]:
    """The sessions that she told of; an offer without an answer is none."""
    return tuple(past for past in plan.log if past.verdict or past.outcome != "unknown")
