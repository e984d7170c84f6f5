"""Her weeks are what happened: stories are played, and then read again from what was stored of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.documents.weekly_report import entry
from flows import session as sessions
from flows.history.pauses import JournalTurn, Pause
from flows.history.weekly import SessionRun, WeeklyHistory, weekly_history
from flows.plan.verdict import Decision
from flows.rulebook import load
from flows.session import Past, Plan, Session, with_profile
from flows.vocabulary import Made
from tests.kit.journals import told_in

BOOK = load()
MONDAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


async def weeks_in(chat: str) -> WeeklyHistory:
    """Her weeks at the end of that chat."""
    of_her = await told_in(chat)
    entries = tuple(entry(line) for line in of_her.journal)
    return weekly_history(of_her.session, entries, today=of_her.today, book=of_her.book)


async def only_run(chat: str) -> SessionRun:
    (run,) = (await weeks_in(chat)).runs
    return run


def runner(*log: Past, paused_at: datetime | None = None, reason: str | None = None) -> Session:
    """Somebody who trains on Monday, Wednesday and Friday."""
    her = with_profile(sessions.new(name="Ana", locale="en"), days=(0, 2, 4), zone="UTC")
    plan = Plan(track=12, per_week=3, log=log)
    return sessions.replace(her, plan=plan, paused_at=paused_at, pause_reason=reason)


def past(on: date, level: int = 1) -> Past:
    return Past(on=on, level=level, outcome="clean", verdict="repeat")


def on_day(number: int, said: str, kind: str = "Tapped") -> JournalTurn:
    """So many days after that Monday."""
    return JournalTurn(at=NOON + timedelta(days=number), kind=kind, said=said)


def breaks(session: Session, *entries: JournalTurn) -> tuple[Pause, ...]:
    return weekly_history(session, entries, today=MONDAY + timedelta(days=20), book=BOOK).breaks


# --- sessions ------------------------------------------------------------------------------------


async def test_a_corrected_session_is_one_session_as_it_was_corrected() -> None:
    run = await only_run("slip-report-corrected")
    assert (run.pain, run.pain_morning, run.verdict, run.evening) == (4, 4, "step_back", ())
    again = await only_run("slip-evening-corrected")
    assert (again.verdict, again.evening) == ("repeat", ())


async def test_three_weeks_with_a_step_back_are_seven_sessions_on_the_days_she_ran() -> None:
    weeks = await weeks_in("main-job")
    assert [run.on.isoformat() for run in weeks.runs] == [
        *("2026-03-09", "2026-03-11", "2026-03-13", "2026-03-16", "2026-03-18", "2026-03-23", "2026-03-25")
    ]
    assert [run.level for run in weeks.runs] == [1, 1, 1, 2, 2, 1, 1]
    assert [(week.planned, len(week.runs)) for week in weeks.weeks] == [(3, 3), (3, 2), (2, 2)]
    leaked = weeks.runs[4]
    assert (leaked.verdict, leaked.rules[0], leaked.next_level) == ("step_back", "R-POST-8", 1)
    assert (leaked.evening, leaked.morning, leaked.morning_known) == (("urine_leak",), (), True)
    assert [run.noticed for run in weeks.runs] == [False, False, False, False, True, False, False]
    assert weeks.rules == ("R-MISS", "R-POST-1", "R-POST-8", "R-PROG-1")


async def test_a_session_counts_as_much_running_as_she_did_of_it() -> None:
    whole, half = await only_run("first-session"), await only_run("partly-for-time")
    row = BOOK.tracks[12][0]
    assert (whole.run_s, whole.longest_s) == (row.run_s, row.longest_s)
    assert (half.run_s, half.longest_s) == (row.run_s // 2, row.longest_s)


async def test_pain_is_told_with_its_place_and_its_morning() -> None:
    run = await only_run("pain-seven")
    assert (run.pain, run.pain_morning, run.site) == (7, 2, "knee")


async def test_a_sign_of_an_evening_without_a_morning_is_not_said_to_be_gone() -> None:
    run = await only_run("bulge")
    assert (run.evening, run.morning_known, run.on) == (("bulge",), False, MONDAY)


def test_a_sign_that_is_still_there_is_one_of_the_morning() -> None:
    signs = [
        {"sign": "heaviness", "settled_by_next_morning": False},
        {"sign": "urine_leak", "settled_by_next_morning": True},
    ]
    case = {"kind": "after_session", "track": 12, "level": 1, "next_morning_answered": True, "signs": signs}
    weighed = json.dumps({"case": case, "verdict": {"decision": "step_back", "running": "on"}})
    told = JournalTurn(at=NOON, made=(Made(verdict="step_back", rules=("R-POST-9",), weighed=weighed),))
    (run,) = weekly_history(runner(past(MONDAY)), (told,), today=MONDAY, book=BOOK).runs
    assert (run.evening, run.morning) == (("urine_leak",), ("heaviness",))


def test_the_first_weeks_of_somebody_at_risk_show_the_shorter_sessions_that_she_had() -> None:
    her = runner(past(MONDAY))
    careful = sessions.with_health(her, risks=BOOK.ids("R-RSK-3", "risks"))
    (usual,), (less,) = (weekly_history(one, (), today=MONDAY, book=BOOK).runs for one in (her, careful))
    assert 0 < less.run_s < usual.run_s


def test_what_she_asked_to_be_forgotten_leaves_the_log_of_her_plan() -> None:
    leak = Past(on=MONDAY, level=2, outcome="unknown", signs=("urine_leak",), verdict="step_back")
    (run,) = weekly_history(runner(leak), (), today=MONDAY, book=BOOK).runs
    assert (run.level, run.verdict, run.rules, run.evening) == (2, "step_back", (), ("urine_leak",))
    assert not run.morning_known


async def test_sessions_before_she_began_anew_are_shown_by_their_decisions() -> None:
    of_her = await told_in("main-job")
    entries = tuple(entry(line) for line in of_her.journal)
    anew = sessions.replace(of_her.session, plan=None)
    weeks = weekly_history(anew, entries, today=of_her.today, book=BOOK)
    before = weekly_history(of_her.session, entries, today=of_her.today, book=BOOK)
    assert [run.on for run in weeks.runs] == [run.on for run in before.runs]
    assert [week.planned for week in weeks.weeks] == [3, 2, 2], "no plan, no more than was done"


async def test_a_sign_decided_in_the_evening_belongs_to_that_evening_without_a_log_too() -> None:
    of_her = await told_in("bulge")
    anew = sessions.replace(of_her.session, plan=None)
    weeks = weekly_history(anew, tuple(map(entry, of_her.journal)), today=of_her.today, book=BOOK)
    assert [run.on for run in weeks.runs] == [MONDAY]


def test_a_row_that_is_no_more_is_a_session_without_numbers() -> None:
    (run,) = weekly_history(runner(past(MONDAY, level=99)), (), today=MONDAY, book=BOOK).runs
    assert (run.run_s, run.longest_s) == (0, 0)


def test_nobody_has_weeks_before_her_first_session() -> None:
    assert weekly_history(runner(), (), today=MONDAY, book=BOOK) == WeeklyHistory()


def test_a_week_without_a_session_is_a_week() -> None:
    weeks = weekly_history(runner(past(MONDAY)), (), today=MONDAY + timedelta(days=15), book=BOOK).weeks
    assert [(week.planned, len(week.runs), week.paused) for week in weeks] == [
        (3, 1, False),
        (3, 0, False),
        (1, 0, False),
    ]


# --- decisions -----------------------------------------------------------------------------------


async def test_decisions_that_only_go_on_stand_in_their_week_and_nowhere_else() -> None:
    weeks = await weeks_in("main-job")
    assert [turn.verdict for turn in weeks.turns] == ["not_yet_time", "ready", "step_back"]
    back = weeks.turns[-1]
    assert (back.on, back.level, back.next_level) == (date(2026, 3, 19), 2, 1)
    assert back.whom == ("pelvic_physio",)


async def test_a_referral_names_whom_to_see() -> None:
    last = (await weeks_in("bulge")).turns[-1]
    assert (last.verdict, last.rules[0], last.whom) == (Decision.REFER, "R-POST-10", ("pelvic_physio",))


async def test_what_the_dialogue_decided_by_itself_has_its_rule_too() -> None:
    last = (await weeks_in("typed-red-flag")).turns[-1]
    assert last.verdict.startswith("urgent") and last.rules and last.level is None


def test_the_same_decision_taken_again_is_shown_once() -> None:
    again = tuple(
        JournalTurn(at=NOON + timedelta(days=day), made=(Made(verdict="not_yet_tests", rules=("R-PASS-1",)),))
        for day in range(3)
    )
    (turn,) = weekly_history(runner(), again, today=MONDAY, book=BOOK).turns
    assert turn.on == MONDAY


# --- pauses --------------------------------------------------------------------------------------


async def test_the_days_of_a_pause_are_not_days_that_she_missed() -> None:
    weeks = await weeks_in("pause-and-resume")
    assert [(each.since.isoformat(), str(each.until)) for each in weeks.breaks] == [
        ("2026-03-10", "2026-03-24")
    ]
    assert [(week.planned, week.paused) for week in weeks.weeks] == [(1, False), (0, True), (1, False)]


def test_a_pause_that_lasts_has_no_end() -> None:
    her = runner(past(MONDAY), paused_at=NOON + timedelta(days=8), reason="travel")
    found = breaks(her, on_day(8, "pause", "Commanded"), on_day(8, "travel"))
    assert found == (Pause(since=MONDAY + timedelta(days=8), until=None, reason="travel"),)
    assert breaks(sessions.replace(her, pause_reason=None))[0].reason == "other"


@pytest.mark.parametrize("reason", ["back", "mastitis"])
def test_what_ends_in_no_pause_is_none(reason: str) -> None:
    assert breaks(runner(), on_day(1, "pause", "Commanded"), on_day(1, reason), on_day(2, "resume")) == ()


def test_a_button_that_is_called_like_a_reason_is_no_pause() -> None:
    assert breaks(runner(), on_day(1, "ill"), on_day(2, "resume", "Commanded")) == ()


@pytest.mark.parametrize("word", ["resume", "start"])
def test_she_comes_back_by_a_button_or_a_command(word: str) -> None:
    (one,) = breaks(
        runner(), on_day(1, "pause", "Commanded"), on_day(1, "no_sleep"), on_day(3, word, "Commanded")
    )
    assert one == Pause(since=MONDAY + timedelta(days=1), until=MONDAY + timedelta(days=3), reason="no_sleep")


def test_a_pause_of_somebody_who_is_not_well_yet_goes_on() -> None:
    (one,) = breaks(
        runner(),
        on_day(1, "pause", "Commanded"),
        on_day(1, "ill"),
        on_day(3, "resume"),
        on_day(3, "not_yet"),
        on_day(5, "resume"),
    )
    assert one.until == MONDAY + timedelta(days=5)


def test_an_earlier_pause_stays_when_another_has_begun() -> None:
    her = runner(paused_at=NOON + timedelta(days=9), reason="ill")
    first = (on_day(1, "pause", "Commanded"), on_day(1, "travel"), on_day(3, "resume"))
    assert [each.reason for each in breaks(her, *first)] == ["travel", "ill"]
