"""The one next alarm on her wall clock: clock changes, far zones, leap days, nights and rest days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from flows import schedule
from flows.rulebook import load
from flows.schedule import Alarm, next_alarm
from flows.session import Draft, Past, Plan, Profile, Report, Rhythm, Session, new

BOOK = load()
SEVEN_THIRTY = 7 * 60 + 30
HALF_PAST_TWO = 2 * 60 + 30


def in_zone(zone: str, *, hour: int = SEVEN_THIRTY, **changes: object) -> Session:
    profile = Profile(zone=zone, prompt_minute=hour, days=(0, 2, 4), birth_date=date(2025, 12, 1))
    return replace(new(name="Ana", locale="en"), profile=profile, **changes)  # type: ignore[arg-type]  # field names


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


# --- instants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        ("Europe/Paris", date(2026, 3, 28), HALF_PAST_TWO, at(2026, 3, 28, 1, 30)),
        ("Europe/Paris", date(2026, 3, 29), HALF_PAST_TWO, at(2026, 3, 29, 1, 30)),
        ("Europe/Paris", date(2026, 10, 25), HALF_PAST_TWO, at(2026, 10, 25, 0, 30)),
        ("Europe/Paris", date(2026, 10, 26), HALF_PAST_TWO, at(2026, 10, 26, 1, 30)),
        ("America/New_York", date(2026, 3, 8), HALF_PAST_TWO, at(2026, 3, 8, 7, 30)),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2 * 60 + 15, at(2026, 10, 3, 15, 45)),
        ("Pacific/Kiritimati", date(2026, 3, 2), 60, at(2026, 3, 1, 11, 0)),
        ("Pacific/Pago_Pago", date(2026, 3, 2), 23 * 60, at(2026, 3, 3, 10, 0)),
        ("Etc/GMT-14", date(2026, 3, 2), 0, at(2026, 3, 1, 10, 0)),
        ("Etc/GMT+12", date(2026, 3, 2), 0, at(2026, 3, 2, 12, 0)),
        ("Asia/Kolkata", date(2026, 3, 2), SEVEN_THIRTY, at(2026, 3, 2, 2, 0)),
        ("Asia/Kathmandu", date(2026, 3, 2), SEVEN_THIRTY, at(2026, 3, 2, 1, 45)),
        ("UTC+05:45", date(2026, 3, 2), SEVEN_THIRTY, at(2026, 3, 2, 1, 45)),
        ("Europe/Paris", date(2028, 2, 29), SEVEN_THIRTY, at(2028, 2, 29, 6, 30)),
    ],
)
def test_a_minute_of_her_day_is_one_instant(zone: str, day: date, minute: int, expected: datetime) -> None:
    assert schedule.instant(in_zone(zone), day, minute) == expected


def test_an_hour_that_does_not_exist_moves_on_by_the_gap() -> None:
    there = schedule.local(
        in_zone("Europe/Paris"), schedule.instant(in_zone("Europe/Paris"), date(2026, 3, 29), 150)
    )
    assert (there.hour, there.minute) == (3, 30)


def test_an_hour_that_comes_twice_is_taken_the_first_time() -> None:
    session = in_zone("Europe/Paris")
    there = schedule.local(session, schedule.instant(session, date(2026, 10, 25), 150))
    assert (there.hour, there.minute, there.fold) == (2, 30, 0)


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "Pacific/Kiritimati", "Asia/Kolkata", "Australia/Lord_Howe"]
)
def test_one_prompt_a_day_across_a_year_of_clock_changes(zone: str) -> None:
    session = in_zone(zone, state="foundations.home", rhythm=Rhythm(prompted_on=date(2026, 1, 1)))
    for ahead in range(1, 366):
        wake = next_alarm(session, BOOK)
        assert wake is not None and wake.kind == "daily"
        wall = schedule.local(session, wake.at)
        assert wall.date() == date(2026, 1, 1) + timedelta(days=ahead)
        assert (wall.hour, wall.minute) == (7, 30)
        session = replace(session, rhythm=Rhythm(prompted_on=wall.date()))


def test_her_date_is_that_of_her_zone() -> None:
    now = at(2026, 3, 1, 10, 30)
    assert schedule.today(in_zone("Pacific/Kiritimati"), now) == date(2026, 3, 2)
    assert schedule.today(in_zone("Pacific/Pago_Pago"), now) == date(2026, 2, 28)
    assert schedule.today(new(name="", locale="en"), now) == date(2026, 3, 1)


# --- the night -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "minute", "night"), [(20, 59, False), (21, 0, True), (0, 0, True), (5, 59, True), (6, 0, False)]
)
def test_the_night_is_from_nine_to_six_where_she_is(hour: int, minute: int, night: bool) -> None:
    session = in_zone("Asia/Kolkata")
    now = schedule.instant(session, date(2026, 3, 2), hour * 60 + minute)
    assert schedule.in_quiet_hours(session, now, BOOK) is night


def test_a_minute_before_six_waits_for_her_hour_of_the_same_day() -> None:
    session = in_zone("UTC", state="screening.pregnant", rhythm=Rhythm(asked_at=at(2026, 3, 1, 5, 59)))
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 2, 7, 30), kind="nudge")


@pytest.mark.parametrize(("hour", "day"), [(22, 3), (1, 2)])
@pytest.mark.parametrize(("hers", "minute"), [(SEVEN_THIRTY, SEVEN_THIRTY), (18 * 60, 360), (5 * 60, 360)])
def test_a_reminder_that_falls_into_the_night_waits_for_her_hour_in_the_morning_or_for_six(
    hour: int, day: int, hers: int, minute: int
) -> None:
    session = in_zone("Europe/Paris", hour=hers, state="screening.pregnant")
    asked = schedule.instant(session, date(2026, 3, 1), hour * 60)
    wake = next_alarm(replace(session, rhythm=Rhythm(asked_at=asked)), BOOK)
    assert wake == Alarm(at=schedule.instant(session, date(2026, 3, day), minute), kind="nudge")


def test_her_own_hour_counts_also_at_night() -> None:
    session = in_zone(
        "Europe/Paris", hour=22 * 60, state="programme.home", rhythm=Rhythm(prompted_on=date(2026, 3, 1))
    )
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 2, 21, 0), kind="daily")


def test_an_alarm_that_rings_at_night_because_it_is_late_waits_for_the_morning() -> None:
    session = in_zone("Europe/Paris")
    due, night, day = at(2026, 3, 2, 12), at(2026, 3, 3, 2), at(2026, 3, 3, 9)
    assert schedule.end_of_quiet_hours(session, due, night, BOOK) == at(2026, 3, 3, 6, 30)
    assert schedule.end_of_quiet_hours(session, due, day, BOOK) is None
    assert schedule.end_of_quiet_hours(session, at(2026, 3, 2, 22), night, BOOK) is None


# --- sessions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "per_week", "expected"),
    [
        ((0, 2, 4), 3, (0, 2, 4)),
        ((0, 2, 4), 2, (0, 4)),
        ((1, 3, 5, 6), 2, (1, 5)),
        ((0, 1, 2, 3, 4, 5, 6), 3, (0, 2, 4)),
        ((0, 1), 2, (0,)),
        ((0, 6), 2, (0,)),
        ((5, 6, 1), 2, (1, 5)),
        ((), 3, ()),
    ],
)
def test_sessions_leave_a_rest_day_between_any_two(
    days: tuple[int, ...], per_week: int, expected: tuple[int, ...]
) -> None:
    assert schedule.session_days(days, per_week) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [((0, 2, 4), (0, 2)), ((1, 3, 5, 6), (1, 3)), ((0, 1), (0,)), ((), ())]
)
def test_strength_comes_early_in_the_week(days: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert schedule.strength_days(days, 2) == expected


def test_no_session_the_day_after_one_even_on_a_day_of_hers() -> None:
    past = Past(on=date(2026, 3, 1), level=1, outcome="clean")
    session = in_zone("Europe/Paris", plan=Plan(track=12, per_week=3, log=(past,)))
    assert not schedule.is_session_day(session, date(2026, 3, 2))
    assert schedule.next_session_day(session, date(2026, 3, 1)) == date(2026, 3, 4)


def test_without_a_plan_no_day_is_a_session_day() -> None:
    session = in_zone("Europe/Paris")
    assert schedule.next_session_day(session, date(2026, 3, 1)) is None
    assert schedule.next_session_day(replace(session, plan=Plan(track=12)), date(2026, 3, 1)) is None


# --- the second check ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "done", "expected"),
    [
        (SEVEN_THIRTY, at(2026, 3, 2, 17), at(2026, 3, 3, 6, 30)),
        (SEVEN_THIRTY, at(2026, 3, 2, 20), at(2026, 3, 3, 8, 0)),
        (18 * 60, at(2026, 3, 2, 17), at(2026, 3, 3, 6, 30)),
        (9 * 60, at(2026, 3, 2, 17), at(2026, 3, 3, 8)),
        (12 * 60, at(2026, 3, 2, 17), at(2026, 3, 3, 6, 30)),
    ],
)
def test_the_second_check_is_the_next_morning_and_twelve_hours_later(
    hour: int, done: datetime, expected: datetime
) -> None:
    report = Report(on=date(2026, 3, 2), level=1, offered_at=at(2026, 3, 2, 6), reported_at=done)
    session = in_zone("Europe/Paris", hour=hour, state="checkin.overnight", report=report)
    assert next_alarm(session, BOOK) == Alarm(at=expected, kind="morning")


@pytest.mark.parametrize(
    ("state", "asked", "nudges", "expected"),
    [
        ("programme.offered", at(2026, 3, 2, 6, 30), 0, Alarm(at=at(2026, 3, 2, 18), kind="nudge")),
        ("programme.offered", at(2026, 3, 2, 16), 0, Alarm(at=at(2026, 3, 2, 19), kind="nudge")),
        ("programme.later", at(2026, 3, 2, 6, 30), 0, Alarm(at=at(2026, 3, 2, 18), kind="nudge")),
        ("programme.offered", at(2026, 3, 3, 7), 1, Alarm(at=at(2026, 3, 3, 10), kind="unfinished")),
        ("programme.yesterday", at(2026, 3, 2, 8), 0, Alarm(at=at(2026, 3, 2, 12), kind="nudge")),
        ("checkin.signs", at(2026, 3, 2, 8), 0, Alarm(at=at(2026, 3, 2, 12), kind="nudge")),
        ("checkin.signs", at(2026, 3, 2, 8), 1, Alarm(at=at(2026, 3, 4, 6, 30), kind="before_session")),
        ("checkin.signs", at(2026, 3, 4, 6, 20), 0, Alarm(at=at(2026, 3, 4, 6, 50), kind="before_session")),
        ("checkin.signs", at(2026, 3, 4, 6, 40), 0, Alarm(at=at(2026, 3, 4, 10, 40), kind="nudge")),
        ("checkin.signs", at(2026, 3, 4, 6, 30), 2, Alarm(at=at(2026, 3, 6, 6, 30), kind="give_up")),
    ],
    ids=[
        "in the evening",
        "three hours to run",
        "put off",
        "asked late",
        "the morning after",
        "four hours to answer",
        "before the next session",
        "not while she answers",
        "answering on the day of the next session",
        "unknown when the session after that is due",
    ],
)
def test_a_session_is_asked_about_once_and_once_more_then_it_is_unknown(
    state: str, asked: datetime, nudges: int, expected: Alarm
) -> None:
    report = Report(
        on=date(2026, 3, 2), level=1, offered_at=at(2026, 3, 2, 6, 30), reported_at=at(2026, 3, 2, 7)
    )
    rhythm = Rhythm(asked_at=asked, nudges=nudges)
    session = in_zone("Europe/Paris", state=state, report=report, rhythm=rhythm)
    session = replace(session, plan=Plan(track=12, per_week=3))
    assert next_alarm(session, BOOK) == expected


def test_the_day_after_a_stop_she_is_asked_whether_she_was_seen() -> None:
    rhythm = Rhythm(held_at=at(2026, 3, 2, 8), asked_at=at(2026, 3, 2, 8))
    session = in_zone("Europe/Paris", state="locked.home", rhythm=rhythm)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 3, 6, 30), kind="held")


def test_a_tap_after_a_stop_brings_no_question_every_day() -> None:
    rhythm = Rhythm(held_at=at(2026, 3, 2, 8), asked_at=at(2026, 3, 4, 8), heard_at=at(2026, 3, 4, 9, 10))
    session = in_zone("Europe/Paris", state="locked.home", rhythm=rhythm)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 9, 6, 30), kind="held")


@pytest.mark.parametrize("hour", [SEVEN_THIRTY, 18 * 60])  # after noon it is the rule book's morning
def test_a_session_offered_in_the_evening_is_asked_about_the_next_morning(hour: int) -> None:
    report = Report(on=date(2026, 3, 2), level=1, offered_at=at(2026, 3, 2, 18))
    session = in_zone("Europe/Paris", hour=hour, state="programme.offered", report=report)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 3, 6, 30), kind="unfinished")


# --- silence -------------------------------------------------------------------------------------


def test_four_weeks_of_silence_end_the_prompts_until_she_writes() -> None:
    rhythm = Rhythm(heard_at=at(2026, 3, 2, 8), prompted_on=date(2026, 3, 30), unanswered=9)
    session = in_zone("Europe/Paris", state="programme.home", rhythm=rhythm)
    assert next_alarm(session, BOOK) is None
    last = replace(session, rhythm=replace(rhythm, prompted_on=date(2026, 3, 29)))
    assert next_alarm(last, BOOK) == Alarm(at=at(2026, 3, 30, 5, 30), kind="daily")
    woken = replace(session, rhythm=replace(rhythm, heard_at=at(2026, 3, 31, 8)))
    assert next_alarm(woken, BOOK) == Alarm(at=at(2026, 3, 31, 5, 30), kind="daily")


@pytest.mark.parametrize("aside", [None, "aside.settings"])
def test_a_stop_is_silent_also_under_another_aside(aside: str | None) -> None:
    rhythm = Rhythm(heard_at=at(2026, 3, 2, 8), prompted_on=date(2026, 3, 2))
    stopped = in_zone(
        "Europe/Paris",
        state="programme.home",
        rhythm=rhythm,
        aside=aside or "aside.stopped",
        below="aside.stopped" if aside else None,
    )
    assert next_alarm(stopped, BOOK) is None


def test_after_an_outage_the_quiet_words_still_keep_a_day_between_them() -> None:
    rhythm = Rhythm(heard_at=at(2026, 3, 2, 8), asked_at=at(2026, 3, 20, 8), nudges=1)
    session = in_zone("Europe/Paris", state="onboarding.age", rhythm=rhythm)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 21, 8), kind="gentle")


def test_what_she_put_off_comes_at_the_time_she_chose() -> None:
    rhythm = Rhythm(prompted_on=date(2026, 3, 2), snoozed_to=at(2026, 3, 2, 18))
    session = in_zone("Europe/Paris", state="programme.home", rhythm=rhythm)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 2, 18), kind="snoozed")


@pytest.mark.parametrize(("day", "rests"), [(date(2026, 3, 30), False), (date(2026, 3, 31), True)])
def test_the_coach_rests_after_the_twenty_eighth_day(day: date, rests: bool) -> None:
    session = in_zone("Europe/Paris", rhythm=Rhythm(heard_at=at(2026, 3, 2, 8)))
    assert schedule.asleep(session, day, BOOK) is rests
    assert schedule.is_last_word(session, at(2026, 3, 29, 21, 59), BOOK) is False
    assert schedule.is_last_word(session, at(2026, 3, 29, 22), BOOK) is True
    assert schedule.is_last_word(in_zone("Europe/Paris"), at(2026, 3, 30, 8), BOOK) is False


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (0, Alarm(at=at(2026, 3, 3, 7, 30), kind="held")),
        (1, Alarm(at=at(2026, 3, 9, 7, 30), kind="held")),
        (2, Alarm(at=at(2026, 3, 16, 7, 30), kind="held")),
        (3, Alarm(at=at(2026, 3, 30, 7, 30), kind="held")),
        (4, None),
    ],
)
def test_after_a_stop_four_questions_and_then_rest(told: int, expected: Alarm | None) -> None:
    days = (2, 3, 9, 16, 30)
    rhythm = Rhythm(held_at=at(2026, 3, 2, 8), asked_at=at(2026, 3, days[told], 8))
    assert next_alarm(in_zone("UTC", state="locked.home", rhythm=rhythm), BOOK) == expected


@pytest.mark.parametrize(
    ("until", "minute", "expected"),
    [
        (date(2026, 3, 20), 450, at(2026, 3, 20, 7, 30)),
        (date(2026, 3, 20), None, at(2026, 3, 20, 7, 30)),  # the morning of R-DAY-3
        (date(2026, 3, 20), 1290, at(2026, 3, 20, 21, 30)),
        (None, 450, None),
    ],
)
def test_in_a_pause_she_hears_on_her_day_or_never(
    until: date | None, minute: int | None, expected: datetime | None
) -> None:
    session = in_zone("UTC", state="programme.home", aside="aside.paused", paused_at=at(2026, 3, 1, 9))
    session = replace(session, paused_until=until, profile=replace(session.profile, prompt_minute=minute))
    wake = next_alarm(session, BOOK)
    assert wake == (None if expected is None else Alarm(at=expected, kind="pause_over"))


@pytest.mark.parametrize("state", ["referred.home", "programme.home", "checkin.pain", "screening.conditions"])
def test_who_is_pregnant_again_hears_nothing(state: str) -> None:
    rhythm = Rhythm(asked_at=at(2026, 3, 2, 8), prompted_on=date(2026, 3, 2))
    session = in_zone("UTC", state=state, rhythm=rhythm)
    assert next_alarm(replace(session, health=replace(session.health, pregnant=True)), BOOK) is None


@pytest.mark.parametrize(
    "changes",
    [{"reachable": False}, {"state": "new"}, {"state": "declined"}, {"aside": "aside.stopped"}],
    ids=["blocked", "new", "declined", "stopped"],
)
def test_who_cannot_or_does_not_want_to_be_reached_is_left_alone(changes: dict[str, object]) -> None:
    rhythm = Rhythm(asked_at=at(2026, 3, 2, 8), prompted_on=date(2026, 3, 2))
    session = in_zone("UTC", **{"state": "foundations.home", "rhythm": rhythm, **changes})
    assert next_alarm(session, BOOK) is None


def test_a_rest_ends_when_it_ends_and_by_day() -> None:
    plan = Plan(track=12, per_week=3, rest_until=at(2026, 3, 4, 2))
    session = in_zone("UTC", state="programme.resting", plan=plan)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 4, 7, 30), kind="rest_over")


def test_the_morning_after_the_tests_is_counted_from_the_last_of_them() -> None:
    session = in_zone("UTC", state="readiness.overnight", rhythm=Rhythm(asked_at=at(2026, 3, 2, 21)))
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 3, 9), kind="morning")


# --- after a very long silence ---------------------------------------------------------------------

YEAR = replace(BOOK, keep_days=365)
LONG_AGO = at(2025, 3, 2, 8)


def test_two_weeks_before_the_end_she_is_asked_once_whether_to_keep_her_answers() -> None:
    silent = in_zone("UTC", state="programme.home", consented_at=LONG_AGO)
    rhythm = Rhythm(heard_at=LONG_AGO, prompted_on=date(2025, 4, 1))
    assert next_alarm(replace(silent, rhythm=rhythm), YEAR) == Alarm(at=at(2026, 2, 16, 8), kind="keep")
    asked = replace(silent, rhythm=replace(rhythm, warned_at=at(2026, 2, 20, 8)))
    assert next_alarm(asked, YEAR) == Alarm(at=at(2026, 3, 6, 8), kind="let_go")
    early = replace(silent, rhythm=replace(rhythm, warned_at=at(2026, 2, 10, 8)))
    assert next_alarm(early, YEAR) == Alarm(at=at(2026, 3, 2, 8), kind="let_go")
    spoke = replace(
        asked,
        rhythm=Rhythm(
            heard_at=at(2026, 2, 21, 8), prompted_on=date(2026, 2, 21), warned_at=at(2026, 2, 20, 8)
        ),
    )
    assert next_alarm(spoke, YEAR) == Alarm(at=at(2026, 2, 22, 7, 30), kind="daily")
    assert next_alarm(replace(silent, rhythm=rhythm), BOOK) is None


@pytest.mark.parametrize("changes", [{"reachable": False, "consented_at": LONG_AGO}, {"consented_at": None}])
def test_who_cannot_be_asked_is_let_go_at_the_end(changes: dict[str, object]) -> None:
    session = in_zone("UTC", state="declined", rhythm=Rhythm(heard_at=LONG_AGO), **changes)
    assert next_alarm(session, YEAR) == Alarm(at=at(2026, 3, 2, 8), kind="let_go")


def test_nothing_comes_before_the_hour_until_which_it_waits() -> None:
    rhythm = Rhythm(prompted_on=date(2026, 3, 2), not_before=at(2026, 3, 3, 8))
    session = in_zone("UTC", state="foundations.home", rhythm=rhythm)
    assert next_alarm(session, BOOK) == Alarm(at=at(2026, 3, 3, 8), kind="daily")
    sooner = replace(session, rhythm=replace(rhythm, not_before=at(2026, 3, 3, 7)))
    assert next_alarm(sooner, BOOK) == Alarm(at=at(2026, 3, 3, 7, 30), kind="daily")


@pytest.mark.parametrize("doubt", [{"flag": "fever"}, {"noticed": ("urine_leak",)}])
def test_a_doubt_that_is_open_is_asked_about_before_her_next_day(doubt: dict[str, object]) -> None:
    rhythm = Rhythm(asked_at=at(2026, 3, 2, 9), prompted_on=date(2026, 3, 2))
    settings = in_zone("UTC", state="foundations.home", aside="aside.settings", rhythm=rhythm)
    assert next_alarm(settings, BOOK) == Alarm(at=at(2026, 3, 3, 7, 30), kind="daily")
    doubtful = replace(settings, draft=Draft(**doubt))  # type: ignore[arg-type]  # field names
    assert next_alarm(doubtful, BOOK) == Alarm(at=at(2026, 3, 3, 9), kind="nudge")


def test_two_days_after_a_session_comes_the_next_one() -> None:
    past = Past(on=date(2026, 3, 2), level=1, outcome="clean")
    session = in_zone("UTC", plan=Plan(track=12, per_week=3, log=(past,)))
    assert schedule.is_session_day(session, date(2026, 3, 4))
    assert schedule.next_session_day(session, date(2026, 3, 3)) == date(2026, 3, 4)
    assert schedule.next_session_day(session, date(2026, 3, 4)) == date(2026, 3, 6)


def test_a_minute_of_the_day_is_a_time() -> None:
    assert [schedule.clock_time(minute) for minute in (0, 60, 450, 1439)] == [
        time(0, 0),
        time(1, 0),
        time(7, 30),
        time(23, 59),
    ]
