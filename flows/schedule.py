"""When she hears from the coach next: a pure function of what is stored, never a timer.

Knows the session and the rhythm of the rule book (R-DAY), not the clock: an alarm that rings late is judged
by the dialogue. All instants are UTC, all days and minutes hers, across clock changes: an hour that does not exist
moves on by the gap, an hour that comes twice is taken the first time.

>>> from flows.rulebook import load
>>> from flows.session import new
>>> next_alarm(new(name="Ana", locale="en"), load()) is None
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import combinations

from flows.hearing.values.zones import load_timezone
from flows.plan import moves
from flows.rulebook.model import RuleBook
from flows.session import Session, with_report

NOON = 12 * 60
BEFORE_SESSION = 2  # reminders: the one after some hours, and the one before the next session
PROMPTED_STATES = (
    "foundations.home",
    "foundations.prompted",
    "foundations.questions",
    "referred.home",
    "programme.home",
    "programme.short",
)
SILENT = ("new", "declined")
LENGTHS = ("first_days", "second_days", "third_days")  # of silence (R-DAY-4)
KEEP, LET_GO = "keep", "let_go"
PAUSE_OVER = "pause_over"
# Every kind that `next_alarm` can return: the metrics have a series for each (a test compares the two).
ALARM_KINDS = (
    *("daily", "snoozed", "morning", "before_session", "unfinished", "nudge", "give_up", "gentle"),
    *("held", "rest_over", PAUSE_OVER, KEEP, LET_GO),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm: the instant (UTC) and what it is for."""

    at: datetime
    kind: str


def zone(session: Session) -> tzinfo:
    """Her time zone; UTC while it is not known."""
    return load_timezone(session.profile.zone) if session.profile.zone else UTC


def local(session: Session, now: datetime) -> datetime:
    """An instant on her wall clock."""
    return now.astimezone(zone(session))


def today(session: Session, now: datetime) -> date:
    """Her date at an instant."""
    return local(session, now).date()


def minute_of_day(session: Session, now: datetime) -> int:
    """Her minute of the day at an instant."""
    wall = local(session, now)
    return wall.hour * 60 + wall.minute


def instant(session: Session, day: date, minute: int) -> datetime:
    """The UTC instant of a minute of one of her days."""
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone(session))
    return wall.astimezone(UTC)


def in_quiet_hours(session: Session, now: datetime, book: RuleBook) -> bool:
    """Whether her night has begun, so that only answers to her own messages go out."""
    minute = minute_of_day(session, now)
    return minute >= book.number("R-DAY-5", "from_minute") or minute < book.number("R-DAY-5", "until_minute")


def end_of_quiet_hours(session: Session, due: datetime, now: datetime, book: RuleBook) -> datetime | None:
    """The end of her quiet hours, for an alarm that rings so late that they have begun; else `None`."""
    if in_quiet_hours(session, due, book) or not in_quiet_hours(session, now, book):
        return None
    return _daytime(session, now, book)


def next_alarm(session: Session, book: RuleBook) -> Alarm | None:
    """The one alarm to set for her, or `None` when the next word is hers."""
    wake = _wake(session, book)
    last = _last(session, book)
    if last is not None and (wake is None or last.at < wake.at):
        wake = last
    waits = session.rhythm.not_before
    return wake if wake is None or waits is None or wake.at >= waits else Alarm(at=waits, kind=wake.kind)


def _wake(session: Session, book: RuleBook) -> Alarm | None:
    away = session.below or session.aside
    if not session.reachable or session.state in SILENT or away == "aside.stopped":
        return None
    if away == "aside.paused":
        return pause_over(session, book)
    if session.aside is not None and (session.draft.flag is not None or session.draft.noticed):
        return _question_open(session, book)
    if session.health.pregnant is True and not session.state.startswith("locked."):
        return None  # she hears nothing until she writes
    wake = _of_the_state(session, book)
    if session.aside is None or wake is None:
        return wake
    asked = session.rhythm.asked_at
    assert asked is not None
    in_her_hands = asked + timedelta(minutes=book.number("R-DAY-9", "menu_min"))
    return Alarm(at=max(wake.at, _daytime(session, in_her_hands, book)), kind=wake.kind)


def _of_the_state(session: Session, book: RuleBook) -> Alarm | None:
    """The alarm of her place in the dialogue, whatever lies over it."""
    if session.state in PROMPTED_STATES or _in_a_portion(session):
        return _daily(session, book)
    match session.state:
        case "programme.offered" | "programme.later":
            return _offered(session, book)
        case "programme.yesterday":
            return _check_open(session, book)
        case "checkin.overnight" | "readiness.overnight":
            return Alarm(at=_next_morning(session, book), kind="morning")
        case "programme.resting":
            return Alarm(at=_rest_over(session, book), kind="rest_over")
        case "locked.home":
            return _locked(session, book)
    if session.state.startswith("checkin."):
        return _check_open(session, book)
    return _question_open(session, book)


def pause_over(session: Session, book: RuleBook) -> Alarm | None:
    """On the day that she named, at her hour; without such a day the next word is hers (R-PAUSE)."""
    if session.paused_until is None:
        return None
    minute = session.profile.prompt_minute
    if minute is None:
        minute = int(book.number("R-DAY-3", "morning_minute"))
    return Alarm(at=instant(session, session.paused_until, minute), kind=PAUSE_OVER)


def _in_a_portion(session: Session) -> bool:
    """Whether a question of the days after the first evening is open: it is asked again at her next hour."""
    born = session.profile.birth_date is not None  # after a new birth its date is asked first
    asks = born and session.state.partition(".")[0] in ("onboarding", "screening")
    return asks and session.rhythm.prompted_on is not None and session.profile.prompt_minute is not None


def _last(session: Session, book: RuleBook) -> Alarm | None:
    """After a very long silence: whether her answers are to be kept, and then their end."""
    heard = session.rhythm.heard_at
    if heard is None or book.keep_days == 0:
        return None
    end = heard + timedelta(days=book.keep_days)
    if not session.reachable or session.consented_at is None:
        return Alarm(at=end, kind=LET_GO)
    warned = session.rhythm.warned_at
    if warned is not None and warned > heard:
        return Alarm(at=deletion_at(session, warned, book), kind=LET_GO)
    ask = end - timedelta(days=book.number("R-DAY-10", "warn_days"))
    return Alarm(at=_daytime(session, ask, book), kind=KEEP)


def deletion_at(session: Session, warned: datetime, book: RuleBook) -> datetime:
    """When everything of hers is deleted, if she was asked at `has_warning_sign` and says nothing."""
    heard = session.rhythm.heard_at
    assert heard is not None
    patience = timedelta(days=book.number("R-DAY-10", "warn_days"))
    return max(heard + timedelta(days=book.keep_days), warned + patience)


def _daily(session: Session, book: RuleBook) -> Alarm | None:
    """Her prompt: at her hour, on the day after the last one that was dealt with."""
    rhythm = session.rhythm
    assert session.profile.prompt_minute is not None and rhythm.prompted_on is not None
    if rhythm.snoozed_to is not None:
        return Alarm(at=rhythm.snoozed_to, kind="snoozed")
    if asleep(session, rhythm.prompted_on + timedelta(days=1), book):
        return None
    day = rhythm.prompted_on + timedelta(days=1)
    return Alarm(at=instant(session, day, session.profile.prompt_minute), kind="daily")


def is_last_word(session: Session, now: datetime, book: RuleBook) -> bool:
    """Whether she has been silent for the last of the three lengths: after this word the coach rests."""
    heard = session.rhythm.heard_at
    if heard is None:
        return False
    silent = (today(session, now) - today(session, heard)).days
    return silent >= book.number("R-DAY-4", "third_days")


def asleep(session: Session, day: date, book: RuleBook) -> bool:
    """Whether she has been silent for so long that the coach rests until she writes."""
    heard = session.rhythm.heard_at
    last = book.number("R-DAY-4", "third_days")
    return heard is not None and day > today(session, heard) + timedelta(days=last)


def _offered(session: Session, book: RuleBook) -> Alarm:
    """A session was offered: ask how it went when it should be over, and once more the next morning."""
    assert session.report is not None
    rhythm = session.rhythm
    asked = rhythm.asked_at or session.report.offered_at
    slept = rhythm.not_before is not None and today(session, rhythm.not_before) > session.report.on
    if rhythm.nudges == 0 and session.aside is None and not slept:
        evening = instant(session, session.report.on, int(book.number("R-DAY-1", "evening")))
        after = max(asked + timedelta(minutes=book.number("R-DAY-2", "nudge_after_min")), evening)
        if today(session, after) == session.report.on and not in_quiet_hours(session, after, book):
            return Alarm(at=after, kind="nudge")
    morning = _morning_of(session, book, session.report.on + timedelta(days=1))
    again = _daytime(session, asked + timedelta(minutes=book.number("R-DAY-2", "nudge_after_min")), book)
    return Alarm(at=max(morning, again), kind="unfinished")


def _check_open(session: Session, book: RuleBook) -> Alarm | None:
    """A symptom question is open: reminded once, asked once more before the next session, unknown before the one after.

    It counts until the next session begins (R-DAY-3), so that who looks at her phone late is heard all the same.
    """
    rhythm = session.rhythm
    assert session.report is not None
    asked = rhythm.asked_at or session.report.offered_at
    patience = _daytime(session, asked + timedelta(hours=book.number("R-DAY-3", "remind_h")), book)
    in_her_hands = asked + timedelta(minutes=book.number("R-DAY-9", "menu_min"))
    if rhythm.nudges >= BEFORE_SESSION:
        return Alarm(at=_next_session(session, in_her_hands), kind="give_up")
    following = max(_next_session(session, asked), in_her_hands)
    if rhythm.nudges == 0 and patience < following and rhythm.late_checks == 0:
        return Alarm(at=patience, kind="nudge")
    return Alarm(at=following, kind="before_session")


def _next_session(session: Session, after: datetime) -> datetime:
    """Her hour on the first session day after the session at hand, not before `after`."""
    assert session.report is not None and session.profile.prompt_minute is not None
    minute = session.profile.prompt_minute
    rested = session.report.on + timedelta(days=1)
    day = next_session_day(session, max(rested, today(session, after) - timedelta(days=1)))
    if day is not None and instant(session, day, minute) < after:
        day = next_session_day(session, day)
    return instant(session, day or rested + timedelta(days=1), minute)


def done_by(session: Session) -> datetime:
    """The latest instant at which the session at hand can have ended: told by then, or her hour the day after."""
    report = session.report
    assert report is not None and session.profile.prompt_minute is not None
    a_day_later = instant(session, report.on + timedelta(days=1), session.profile.prompt_minute)
    return min(report.reported_at or report.offered_at, a_day_later)


def covers_day_after(session: Session, now: datetime, book: RuleBook) -> bool:
    """Whether what she tells of the session at hand, now, covers the day after as well."""
    report = session.report
    assert report is not None
    told = session if report.reported_at is not None else with_report(session, reported_at=now)
    return now >= day_after(told, book)


def day_after(session: Session, book: RuleBook) -> datetime:
    """From when on an answer counts as the one of the day after (R-DAY-3)."""
    return done_by(session) + timedelta(hours=book.number("R-DAY-3", "hours_after"))


def day_after_asked(session: Session, book: RuleBook) -> datetime:
    """When the question of the day after is asked."""
    assert session.report is not None
    morning = _morning_of(session, book, session.report.on + timedelta(days=1))
    return max(morning, _daytime(session, day_after(session, book), book))


def _next_morning(session: Session, book: RuleBook) -> datetime:
    """The second check: the next morning, and at least the hours of R-DAY-3 after the first."""
    if session.state == "checkin.overnight":
        return day_after_asked(session, book)
    asked = session.rhythm.asked_at or session.rhythm.heard_at
    assert asked is not None
    earliest = asked + timedelta(hours=book.number("R-DAY-3", "hours_after"))
    morning = _morning_of(session, book, today(session, asked) + timedelta(days=1))
    return max(morning, earliest)


def _morning_of(session: Session, book: RuleBook, day: date) -> datetime:
    """The hour she chose for it, else her hour if it is before noon, else the morning hour of the rule book."""
    if session.profile.check_minute is not None:
        return instant(session, day, session.profile.check_minute)
    hour = session.profile.prompt_minute
    minute = hour if hour is not None and hour < NOON else int(book.number("R-DAY-3", "morning_minute"))
    return instant(session, day, minute)


def _rest_over(session: Session, book: RuleBook) -> datetime:
    assert session.plan is not None and session.plan.rest_until is not None
    return _daytime(session, session.plan.rest_until, book)


def _locked(session: Session, book: RuleBook) -> Alarm | None:
    """After a stop: at her hour on the next day, then at the gentle intervals from the stop; then rest."""
    held = session.rhythm.held_at
    assert held is not None
    said = max(held, session.rhythm.asked_at or held)
    first = today(session, held + timedelta(hours=book.number("R-DAY-6", "first_h")))
    since = today(session, held)
    later = (since + timedelta(days=book.number("R-DAY-4", name)) for name in LENGTHS)
    times = (_morning_of(session, book, day) for day in (first, *later))
    at = next((at for at in times if at > said), None)
    return None if at is None else Alarm(at=at, kind="held")


def _question_open(session: Session, book: RuleBook) -> Alarm | None:
    """A question waits: one nudge, then the gentle words, then rest; her place is kept."""
    asked = session.rhythm.asked_at
    assert asked is not None
    if session.rhythm.nudges == 0:
        after = asked + timedelta(hours=book.number("R-DAY-4", "nudge_h"))
        return Alarm(at=_daytime(session, after, book), kind="nudge")
    return _gentle(
        session, book, session.rhythm.heard_at or asked, told=session.rhythm.nudges - 1, kind="gentle"
    )


def _gentle(session: Session, book: RuleBook, since: datetime, *, told: int, kind: str) -> Alarm | None:
    """A quiet word after each of the three lengths of silence; `told` is how many she has had.

    Never two in a day, also when the bot was away for longer than one of the lengths.
    """
    if told >= len(LENGTHS):
        return None
    at = since + timedelta(days=book.number("R-DAY-4", LENGTHS[told]))
    asked = session.rhythm.asked_at
    assert asked is not None
    at = max(at, asked + timedelta(hours=book.number("R-DAY-4", "nudge_h")))
    return Alarm(at=_daytime(session, at, book), kind=kind)


def _daytime(session: Session, at: datetime, book: RuleBook) -> datetime:
    """The same instant, or her hour in the morning after it if it falls into her quiet hours."""
    if not in_quiet_hours(session, at, book):
        return at
    wall = local(session, at)
    until, hour = int(book.number("R-DAY-5", "until_minute")), session.profile.prompt_minute
    day = wall.date() + timedelta(days=1 if wall.hour * 60 + wall.minute >= until else 0)
    return instant(session, day, hour if hour is not None and until <= hour < NOON else until)


@lru_cache  # a turn asks for many days of one week
def session_days(days: tuple[int, ...], per_week: int) -> tuple[int, ...]:
    """The weekdays (0 is Monday) that carry sessions: as many of hers as leave a rest day between any two, and of those
    the ones with the shortest longest gap, so that a plan kept to is no plan with missed time (R-MISS).
    """
    return min(_rested(days, per_week), key=lambda picked: max(_gaps(picked)), default=())


@lru_cache
def strength_days(days: tuple[int, ...], per_week: int) -> tuple[int, ...]:
    """The first of these weekdays, in the order of the week, that leave a day between any two: as many as possible."""
    return next(iter(_rested(days, per_week)), ())


def _rested(days: tuple[int, ...], most: int) -> list[tuple[int, ...]]:
    """Every choice of as many of these weekdays as possible, at `most` so many, with a day between any two."""
    for number in range(min(most, len(days)), 0, -1):
        chosen = [picked for picked in combinations(sorted(days), number) if min(_gaps(picked)) > 1]
        if chosen:
            return chosen
    return []


def _gaps(days: tuple[int, ...]) -> list[int]:
    """The days from each of these weekdays to the next one; a single day comes again after a week."""
    return [(after - day - 1) % 7 + 1 for day, after in zip(days, (*days[1:], days[0]), strict=True)]


def is_session_day(session: Session, day: date) -> bool:
    """Whether a run may be offered on this day: one of hers, with a rest day since the last session, in a week that is
    not full.
    """
    plan = session.plan
    if plan is None or plan.per_week is None:
        return False
    regular = day.weekday() in session_days(session.profile.days, plan.per_week)
    return (
        moves.carries(session.rhythm, day, regular=regular)
        and moves.rested(session, day)
        and not moves.week_is_full(session, day)
    )


def next_session_day(session: Session, after: date) -> date | None:
    """The first day after `after` on which a run may be offered, within the next two weeks."""
    days = (after + timedelta(days=ahead) for ahead in range(1, 15))
    return next((day for day in days if is_session_day(session, day)), None)


def clock_time(minute: int) -> time:
    """A minute of the day as a wall-clock time."""
    return time(minute // 60, minute % 60)
