"""From the session to what the exercises of a strength day depend on, and a session that she did kept for the next.

Nothing is prescribed here: that is `flows/plan/exercises.py`.
"""

from __future__ import annotations

from datetime import date

from flows.dialogue.facts import build_case
from flows.plan.cases.enums import Symptom
from flows.plan.exercises import Trained, Trainee, hurt, jumps_today
from flows.rulebook.model import RuleBook
from flows.session import Past, Session, StrengthSession, told_sessions, with_rhythm

SESSIONS_KEPT = 60
NOT_RUNNING = ("foundations", "readiness", "referred", "locked")
SETBACKS = ("amber", "red")


def trainee(session: Session, today: date, book: RuleBook) -> Trainee:
    """What today's exercises depend on."""
    plan = session.plan
    if not session.profile.wounds_healed:  # the easiest of each, until they are
        return Trainee(day=build_case.days_since_birth(session, today), domes=_domes(session))
    return Trainee(
        day=build_case.days_since_birth(session, today),
        results=build_case.test_results(session, today),
        done=tuple(
            Trained(
                days_ago=(today - one.on).days,
                moves=not (one.short or one.held),
                domed=one.domed,
                jumps=one.jumps,
            )
            for one in session.rhythm.strength_sessions
        ),
        may_jump=_sound(session) and _checked(session) and not held(session, today, book),
        runs=plan is not None and plan.per_week is not None and _phase(session) not in NOT_RUNNING,
        domes=_domes(session),
    )


def strength_today(session: Session, today: date, book: RuleBook) -> bool:
    """Whether strength is part of today; while running is off only where nothing speaks against it (R-STR-8)."""
    if _phase(session) == "referred" and not _safe_while_referred(session, today, book):
        return False
    return build_case.is_strength_day(session, today, book)


def held(session: Session, today: date, book: RuleBook) -> bool:
    """Whether a symptom, a session with one, or an open wound keeps the exercises as they are (R-STR-2)."""
    days = book.whole("R-STR-2", "hold_days")
    log = session.plan.log if session.plan is not None else ()
    recent = any(past.outcome in SETBACKS and (today - past.on).days < days for past in log)
    if not session.profile.wounds_healed:
        return True
    return recent or any(symptom != Symptom.DOMING for symptom in session.health.symptoms or ())


def remember_strength(session: Session, day: date, book: RuleBook) -> Session:
    """The session with the strength session of that day among those she did; once a day."""
    kept = session.rhythm.strength_sessions
    if any(one.on == day for one in kept):
        return session
    short = session.rhythm.short_on == day
    done = StrengthSession(
        on=day,
        short=short,
        held=held(session, day, book),
        domed=_domes(session),
        jumps=not short and jumps_today(trainee(session, day, book), book),
    )
    every = tuple(sorted((*kept, done), key=lambda one: one.on))
    return with_rhythm(session, strength_sessions=every[-SESSIONS_KEPT:])


def _phase(session: Session) -> str:
    return session.state.partition(".")[0]


def _sound(session: Session) -> bool:
    """No symptom in daily life, and no condition or word of a professional against it; unknown is not sound."""
    health = session.health
    told = health.told_not_to_run is False and health.pregnant is False
    return health.symptoms == () and health.conditions == () and told


def _safe_while_referred(session: Session, today: date, book: RuleBook) -> bool:
    last = _last_session(session)
    if last is not None and last.outcome in SETBACKS:
        pelvic_alone = bool(last.signs) and set(last.signs) <= set(book.ids("R-STR-8", "signs"))
        if not pelvic_alone:
            return False
    painful = any(hurt(result, book) for result in build_case.test_results(session, today).values())
    return _sound(session) and not painful


def _checked(session: Session) -> bool:
    """The postnatal check is done, and no professional has to be seen first."""
    return bool(session.health.postnatal_check) and _phase(session) not in ("referred", "locked")


def _domes(session: Session) -> bool:
    """Doming in daily life or in her last session (R-FND-9, R-POST-11)."""
    last = _last_session(session)
    return Symptom.DOMING in (*(session.health.symptoms or ()), *(last.signs if last is not None else ()))


def _last_session(session: Session) -> Past | None:
    """The last run that she told of."""
    told = told_sessions(session.plan) if session.plan is not None else ()
    return told[-1] if told else None
