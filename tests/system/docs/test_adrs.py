"""What the records in docs/adr claim, each held by a test of its own."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import flows
from flows import codec
from flows.dialogue.interruption_stack import PERSISTENT
from flows.dialogue.machine import MACHINE, QUESTIONS, ROWS, build, fire
from flows.dialogue.phases.checkin import session_verdict
from flows.dialogue.turn_context import TurnContext, transition
from flows.engine import step
from flows.rulebook import load as load_book
from flows.schedule import next_alarm
from flows.session import Draft, Health, Plan, Profile, Report, Rhythm, Session, load, new
from flows.vocabulary import Commanded, DeletePerson, Said, Say, Tapped, Woken

BOOK = load_book()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FLOWS = Path(flows.__file__).parent


def asked(state: str, **changes: object) -> Session:
    """Somebody at a question that is on her screen."""
    session = replace(
        new(name="Ana", locale="en"),
        seq=7,
        asked=7,
        state=state,
        consented_at=NOW,
        profile=Profile(birth_date=date(2025, 11, 1), zone="Europe/Paris", prompt_minute=450, days=(0, 2, 4)),
        rhythm=Rhythm(heard_at=NOW, asked_at=NOW, prompted_on=date(2026, 3, 2)),
    )
    return replace(session, **changes)  # type: ignore[arg-type]  # field names


def after(session: Session, *options: str) -> Session:
    """The session after these taps, each on the question that is then open."""
    for option in options:
        result = step(session, Tapped(seq=session.asked, option=option), now=NOW, book=BOOK)
        assert result.session is not None
        session = result.session
    return session


def commanded(session: Session, name: str) -> Session:
    result = step(session, Commanded(name=name), now=NOW, book=BOOK)
    assert result.session is not None
    return result.session


# --- 0001: asides lie beside the state -------------------------------------------------------------


def test_adr_1_no_row_leads_from_an_aside_into_the_dialogue_or_back() -> None:
    for one in ROWS:
        if one.dest is not None:
            assert one.source.startswith("aside") == one.dest.startswith("aside"), one


def test_adr_1_an_aside_never_moves_the_state_below_and_keeps_its_unfinished_answer() -> None:
    below = asked(
        "checkin.signs",
        report=Report(on=NOW.date(), level=1, offered_at=NOW),
        plan=Plan(track=12, per_week=2),
    )
    ticked = after(below, "doming")
    over = after(commanded(ticked, "settings"), "days", "friday", "sunday")
    assert (over.state, over.aside, over.draft.chosen) == (
        "checkin.signs",
        "aside.days",
        ("monday", "wednesday", "sunday"),
    )
    back = after(over, "done")
    assert (back.state, back.aside, back.draft.chosen) == ("checkin.signs", None, ("doming",))
    assert back.profile.days == (0, 2, 6)


def test_adr_1_two_readings_below_an_aside_are_not_taken_for_its_own() -> None:
    below = asked("onboarding.hour_which", draft=Draft(minute=450, other_minute=1170))
    changed = after(commanded(below, "settings"), "hour", "06:30")
    assert (changed.state, changed.aside, changed.profile.prompt_minute) == (
        "onboarding.hour_which",
        None,
        390,
    )
    assert after(changed, "other").profile.prompt_minute == 1170


@pytest.mark.parametrize("aside", PERSISTENT)
@pytest.mark.parametrize("name", ["settings", "pause", "delete"])
def test_adr_1_a_pause_and_a_stop_stay_under_another_aside(aside: str, name: str) -> None:
    away = asked("programme.home", aside=aside, paused_at=NOW)
    back = after(commanded(away, name), "no" if name == "delete" else "back")
    assert (back.state, back.aside, back.below) == ("programme.home", aside, None)


@pytest.mark.parametrize(
    ("state", "then", "aside"),
    [
        ("readiness.invite", "readiness.invite", "aside.settings"),
        ("foundations.prompted", "foundations.questions", None),
    ],
)
def test_adr_1_an_alarm_closes_a_menu_only_where_it_asks_something(
    state: str, then: str, aside: str | None
) -> None:
    over = commanded(asked(state), "settings")
    wake = next_alarm(over, BOOK)
    assert wake is not None
    woken = step(over, Woken(seq=over.seq), now=wake.at, book=BOOK).session
    assert woken is not None and (woken.state, woken.aside) == (then, aside)


def test_adr_1_an_alarm_does_not_close_the_question_about_a_red_flag() -> None:
    doubtful = Said(text="maybe a bit of chest pain, not sure")
    over = step(asked("foundations.home"), doubtful, now=NOW, book=BOOK).session
    assert over is not None and over.aside == "aside.red_flag"
    wake = next_alarm(over, BOOK)
    assert wake is not None
    woken = step(over, Woken(seq=over.seq), now=wake.at, book=BOOK).session
    assert woken is not None and woken.aside == "aside.red_flag"
    assert after(commanded(woken, "settings"), "back").aside == "aside.red_flag"
    assert after(woken, "yes").state == "locked.home"
    assert after(woken, "no").aside is None


@pytest.mark.parametrize("later", ["stop", "pause"])
def test_adr_1_a_new_pregnancy_told_at_a_pause_is_not_forgotten_by_another(later: str) -> None:
    running = asked("programme.home", plan=Plan(track=12, per_week=2), health=Health(pregnant=False))
    expecting = after(commanded(running, "pause"), "pregnant")
    twice = after(commanded(expecting, later), "yes" if later == "stop" else "other")
    back = commanded(twice, "resume")
    assert (back.state, back.aside, back.health.pregnant) == ("programme.home", "aside.born", True)


def test_adr_1_a_loss_after_a_pregnancy_is_not_met_with_a_pregnancy() -> None:
    expecting = after(
        commanded(asked("foundations.home", health=Health(pregnant=False)), "pause"), "pregnant"
    )
    back = commanded(after(commanded(expecting, "pause"), "loss"), "resume")
    assert (back.state, back.health.pregnant) == ("foundations.home", False)
    assert back.aside != "aside.born"


# --- 0002: an answer is kept before the guards look -------------------------------------------------


def test_adr_2_guards_see_the_answer_just_given() -> None:
    seen: list[object] = []

    def look(turn: TurnContext) -> bool:
        seen.append(turn.session.health.pregnant)
        return True

    rows = (transition("screening.pregnant", "answer", "screening.conditions", when=look),)
    turn = TurnContext(
        QUESTIONS["screening.pregnant"].save(asked("screening.pregnant"), "yes", NOW), Woken(seq=0), NOW, BOOK
    )
    fire(turn, "answer", build(rows))
    assert seen == [True] and turn.state == "screening.conditions"


def test_adr_2_a_warning_sign_locks_at_the_very_answer() -> None:
    assert after(asked("screening.emergency_signs"), "chest_pain", "done").state == "locked.home"


def test_adr_2_what_is_answered_is_stored_whatever_row_fires() -> None:
    report = Report(on=NOW.date(), level=1, offered_at=NOW, completed=100)
    session = asked("checkin.pain", report=report, plan=Plan(track=12, per_week=2))
    for value in ("0", "3"):
        found = after(session, value)
        assert found.report is not None and found.report.pain == int(value)


# --- 0003: a codec of our own -------------------------------------------------------------------------


def test_adr_3_the_core_imports_the_standard_library_and_transitions_only() -> None:
    allowed = {*sys.stdlib_module_names, "transitions", "flows"}
    for path in FLOWS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert {name.partition(".")[0] for name in names} <= allowed, path.name


def test_adr_3_an_unknown_field_is_refused() -> None:
    with pytest.raises(codec.CodecError, match=r"Session\.mood"):
        load('{"mood": "good"}')


def test_adr_3_the_codec_is_small() -> None:
    assert len((FLOWS / "codec.py").read_text(encoding="utf-8").splitlines()) < 150


# --- 0004: hearing below the plan ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "below"),
    [
        ("hearing", {"hearing", "rulebook"}),
        ("plan", {"plan", "hearing", "rulebook", "session"}),
    ],
)
def test_adr_4_a_layer_knows_only_what_is_below_it(package: str, below: set[str]) -> None:
    for path in (FLOWS / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flows."):
                assert (node.module or "").split(".")[1] in below, f"{path.name}: {node.module}"


def test_adr_4_the_data_of_hearing_are_files_of_the_rule_book() -> None:
    for name in ("words", "cities", "helplines", "red_flag_words"):
        assert (FLOWS / "rulebook" / f"{name}.toml").exists()


# --- the machine, as the design has it --------------------------------------------------------------------


def test_there_is_no_way_from_every_state_to_every_state() -> None:
    assert set(MACHINE.events) == {
        "answer",
        "begin",
        "born",
        "foundations",
        "later_loss",
        "not_agreed",
        "pain",
        "fixed",
        "log",
        "mended",
        "moved",
        "questions",
        "red_flag",
        "resume",
        "returned",
        "symptom",
        "trouble",
        "wake",
        "week",
    }
    assert MACHINE.models == []


def test_a_verdict_is_asked_of_the_session_as_it_is() -> None:
    report = Report(on=NOW.date(), level=1, offered_at=NOW, completed=100, pain=0)
    session = asked("checkin.signs", report=report, plan=Plan(track=12, per_week=2))
    leaked = replace(session, report=replace(report, signs=("urine_leak",), morning_answered=True))
    verdicts = {
        session_verdict(TurnContext(one, Woken(seq=0), NOW, BOOK)).decision.value for one in (session, leaked)
    }
    assert len(verdicts) == 2


# --- 0007: the end of a silence lies beside the tables -----------------------------------------------


@pytest.mark.parametrize("aside", [None, "aside.settings", "aside.paused", "aside.stopped", "aside.delete"])
def test_adr_7_the_question_at_the_end_of_a_silence_moves_nothing(aside: str | None) -> None:
    book = replace(BOOK, keep_days=365)
    heard = NOW - timedelta(days=360)
    rhythm = Rhythm(heard_at=heard, asked_at=heard, nudges=9)
    before = asked("onboarding.birth_date", aside=aside, paused_at=heard, rhythm=rhythm)
    turn = step(before, Woken(seq=before.seq), now=NOW, book=book)
    assert turn.session is not None
    (said,) = turn.effects
    assert isinstance(said, Say) and (said.text.id, said.links) == ("keep-your-data", (("keep", ""),))
    untouched = replace(turn.session, seq=before.seq, rhythm=replace(turn.session.rhythm, warned_at=None))
    assert untouched == before
    gone = step(turn.session, Woken(seq=turn.session.seq), now=NOW + timedelta(days=14), book=book)
    assert gone.session is None and gone.effects == (DeletePerson(),)
