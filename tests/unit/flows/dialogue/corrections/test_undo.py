"""One question back: the session is exactly as it was, and what was decided is not taken back."""

from dataclasses import replace
from datetime import timedelta

from flows import session as sessions
from flows.dialogue.corrections.undo import MOST_CHARACTERS, steps, undone
from flows.schedule import next_alarm
from flows.session import Draft, Health, Session, new
from flows.vocabulary import Commanded, Said, Tapped, Woken
from tests.kit.somebody import BOOK, NOW, PLAN, READY, REPORT, RUNNING, TODAY, says, taken

BACK = Commanded(name="back")


def place(session: Session) -> tuple[str, str | None]:
    return session.state, session.aside


def test_a_step_brings_back_every_part_that_an_answer_replaced() -> None:
    record = sessions.TestRecord(test="walk", on=TODAY, value=30)
    before = replace(RUNNING, state="readiness.felt", tests=(record,), draft=Draft(test="walk"))
    after = replace(
        before,
        state="readiness.pain",
        tests=(replace(record, symptoms=()),),
        health=replace(before.health, sleep_hours=4.5),
        report=None,
        plan=None,
        draft=Draft(),
        rhythm=replace(before.rhythm, strength_done=(TODAY,), heard_at=NOW),
    )
    heard = replace(before, rhythm=replace(before.rhythm, heard_at=NOW))
    assert undone(after, steps(before, after)[-1]) == heard
    assert undone(before, steps(replace(before, tests=()), before)[-1]).tests == ()


def test_what_was_not_there_before_is_not_there_again() -> None:
    before = replace(READY, state="programme.proposal", plan=replace(PLAN, per_week=None))
    after = replace(before, plan=PLAN, report=REPORT)
    assert undone(after, steps(before, after)[-1]) == before


def test_the_steps_stay_short() -> None:
    session = READY
    for number in range(60):
        after = replace(session, state=f"screening.{number}", health=Health(stress=number % 10))
        session = replace(after, undo=steps(session, after))
    assert len(session.undo) > 3 and sum(map(len, session.undo)) <= MOST_CHARACTERS


def test_a_step_that_is_too_long_alone_is_kept_alone() -> None:
    long = replace(READY, health=replace(READY.health, conditions=("neurological",) * 200))
    assert len(steps(replace(long, undo=("{}",)), READY)) == 1


def test_the_offer_of_an_earlier_day_does_not_come_back_to_be_run() -> None:
    offered = replace(
        READY, state="programme.offered", plan=PLAN, report=replace(REPORT, on=TODAY, reported_at=None)
    )
    dropped = taken(offered, Tapped(seq=offered.asked, option="not_today"))
    assert place(taken(dropped, BACK)) == ("programme.offered", None)
    tomorrow = NOW + timedelta(hours=17)
    assert place(taken(dropped, BACK, tomorrow)) == ("programme.home", None)
    assert says(dropped, BACK, tomorrow) == ["back-nothing-decided"]


def test_a_doubt_that_was_answered_is_not_asked_again() -> None:
    home = replace(
        READY, state="programme.offered", plan=PLAN, report=replace(REPORT, on=TODAY, reported_at=None)
    )
    doubted = taken(home, Said(text="maybe a bit of chest pain, not sure"))
    assert doubted.aside == "aside.red_flag"
    assert place(taken(doubted, BACK)) == ("programme.offered", "aside.red_flag")
    answered = taken(doubted, Tapped(seq=doubted.asked, option="no"))
    assert answered.undo == ()


def test_a_pause_ends_the_steps() -> None:
    home = replace(
        READY, state="programme.offered", plan=PLAN, report=replace(REPORT, on=TODAY, reported_at=None)
    )
    opened = taken(home, Commanded(name="pause"))
    paused = taken(opened, Tapped(seq=opened.asked, option="travel"))
    assert paused.aside == "aside.until"
    paused = taken(paused, Tapped(seq=paused.asked, option="myself"))
    assert paused.aside == "aside.paused" and paused.undo == ()
    assert says(paused, BACK) == ["back-nothing-decided"]


def test_an_alarm_that_moves_her_ends_the_steps() -> None:
    prompted = replace(READY, state="foundations.prompted")
    done = taken(prompted, Tapped(seq=prompted.asked, option="done"))
    assert done.undo
    wake = next_alarm(done, BOOK)
    assert wake is not None
    assert taken(done, Woken(seq=done.seq), wake.at).undo == ()


def test_the_weekly_check_is_no_menu_to_leave() -> None:
    week = replace(READY, state="programme.home", plan=PLAN, aside="aside.week")
    assert says(week, BACK) == ["back-nothing-decided"]
    assert place(taken(week, BACK)) == ("programme.home", "aside.week")
    daily = taken(week, Tapped(seq=week.asked, option="none"))
    assert place(taken(daily, BACK)) == ("programme.home", "aside.week")


def test_before_anything_was_said_there_is_nothing_to_take_back() -> None:
    assert says(new(name="Ana", locale="en"), BACK) == ["back-nothing"]


def test_a_menu_is_left_without_any_change() -> None:
    home = replace(READY, state="programme.home", plan=PLAN)
    opened = taken(home, Commanded(name="settings"))
    assert says(opened, BACK) == ["nothing-changed"]
    assert place(taken(opened, BACK)) == ("programme.home", None)


def test_with_a_report_that_stands_the_last_answer_is_the_report() -> None:
    asked = replace(RUNNING, state="checkin.morning_signs", report=replace(REPORT, pain_morning=0))
    decided = taken(asked, Tapped(seq=asked.asked, option="none"))
    assert place(taken(decided, BACK)) == ("programme.home", "aside.fix")
