"""A strength day as she sees it: what is kept of it, its three views, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.rendering.texts import renderer
from flows import session as sessions
from flows.dialogue.facts.build_case import is_strength_day, strength_weeks_since
from flows.dialogue.facts.strength import held, remember_strength, strength_today, trainee
from flows.dialogue.texts.status import today_text
from flows.dialogue.turn_context import TurnContext
from flows.engine import step
from flows.plan.exercises import session as exercises
from flows.session import Past, Session, StrengthSession, dump, load
from flows.vocabulary import Ask, Commanded, Said, Say, Tapped, Woken
from tests.kit.somebody import BOOK, NOW, PLAN, READY, RUNNING, TODAY, YESTERDAY, taken, weeks_left

# A Monday, which is a day of strength for her.
WAITING = replace(
    weeks_left(READY), state="foundations.prompted", rhythm=replace(READY.rhythm, prompted_on=TODAY)
)
BETWEEN = replace(
    RUNNING, state="programme.short", report=None, rhythm=replace(READY.rhythm, prompted_on=TODAY)
)
TUESDAY = NOW + timedelta(days=1)
WORDS = renderer("en")
ON_A_LOCK_SCREEN = ("pelvic", "leak", "urine", "wind", "bulge", "heaviness", "birth", "vagina", "buttock")


def changed(session: Session, part: str, **fields: Any) -> Session:
    return replace(session, **{part: replace(getattr(session, part), **fields)})


def asked(session: Session, event: Any, now: Any = NOW) -> Ask:
    """The question that this turn puts."""
    effects = step(load(dump(session)), event, now=now, book=BOOK).effects
    return next(effect for effect in effects if isinstance(effect, Ask))


def shown(session: Session, event: Any, now: Any = NOW) -> str:
    return WORDS.plain(asked(session, event, now).text)


def tapped(session: Session, option: str) -> Tapped:
    return Tapped(seq=session.asked, option=option)


# --- what is kept ----------------------------------------------------------------------------------


def test_a_strength_day_that_she_did_is_kept_once_with_what_moves_her_on() -> None:
    untested = replace(WAITING, tests=())
    after = taken(untested, tapped(untested, "done"))
    assert after.rhythm.strength_sessions == (StrengthSession(on=TODAY),)
    assert remember_strength(after, TODAY, BOOK) is after


def test_a_short_one_is_kept_as_short_and_a_second_tap_makes_it_whole_again() -> None:
    short = taken(WAITING, tapped(WAITING, "short"))
    assert short.rhythm.short_on == TODAY and short.state == "foundations.prompted"
    done = taken(short, tapped(short, "done"))
    assert done.rhythm.strength_sessions == (StrengthSession(on=TODAY, short=True),)
    assert taken(short, tapped(short, "short")).rhythm.short_on is None


def test_a_session_with_a_symptom_about_is_kept_as_held() -> None:
    leaking = changed(WAITING, "health", symptoms=("back_pain", "doming"))
    (one,) = remember_strength(leaking, TODAY, BOOK).rhythm.strength_sessions
    assert (one.held, one.domed, one.jumps) == (True, True, False)


def test_jumps_are_kept_where_they_were_part_of_the_day() -> None:
    untested = replace(WAITING, tests=())
    (one,) = remember_strength(untested, TODAY, BOOK).rhythm.strength_sessions
    assert not one.jumps
    steady = tuple(
        record for record in READY.tests if record.test in ("single_leg_balance", "single_leg_squat")
    )
    ready = replace(WAITING, tests=steady)
    (one,) = remember_strength(ready, TODAY, BOOK).rhythm.strength_sessions
    assert one.jumps
    (one,) = remember_strength(changed(ready, "rhythm", short_on=TODAY), TODAY, BOOK).rhythm.strength_sessions
    assert not one.jumps


def test_the_oldest_sessions_are_forgotten() -> None:
    many = tuple(StrengthSession(on=TODAY - timedelta(days=3 * n)) for n in range(60, 0, -1))
    after = remember_strength(changed(WAITING, "rhythm", strength_sessions=many), TODAY, BOOK)
    assert len(after.rhythm.strength_sessions) == len(many)
    assert after.rhythm.strength_sessions[-1].on == TODAY and many[0] not in after.rhythm.strength_sessions


def test_a_week_of_short_sessions_alone_does_not_count_and_one_of_both_does() -> None:
    days = (TODAY - timedelta(days=6), TODAY - timedelta(days=3))
    since = changed(READY, "health", strength_since=TODAY - timedelta(days=7))
    for shorts, weeks in ((0, 1), (1, 1), (2, 0)):
        sessions = tuple(StrengthSession(on=day, short=place < shorts) for place, day in enumerate(days))
        known = changed(since, "rhythm", strength_done=days, strength_sessions=sessions)
        assert strength_weeks_since(known, TODAY, BOOK) == weeks


# --- when it is a day of strength ------------------------------------------------------------------


def test_strength_is_never_on_two_days_running() -> None:
    assert is_strength_day(WAITING, TODAY, BOOK)
    for day in (YESTERDAY, TODAY + timedelta(days=1)):
        assert not is_strength_day(changed(WAITING, "rhythm", strength_done=(day,)), TODAY, BOOK)


@pytest.mark.parametrize("healed", [False, None])
def test_before_the_wounds_have_healed_she_does_the_easiest_exercises(healed: bool | None) -> None:
    session = changed(WAITING, "profile", wounds_healed=healed)
    found = exercises(trainee(session, TODAY, BOOK), BOOK)
    assert [one.exercise.id for one in found[:2]] == ["stand_both_legs", "clam"]
    assert found[-1].ladder == "balance" and held(session, TODAY, BOOK)


REFERRED = replace(WAITING, state="referred.home")


@pytest.mark.parametrize(
    ("health", "today"),
    [
        ({}, True),
        ({"symptoms": ("urine_leak",)}, False),
        ({"symptoms": None}, False),
        ({"conditions": ("anaemia",)}, False),
        ({"told_not_to_run": True}, False),
        ({"told_not_to_run": None}, False),
        ({"pregnant": True}, False),
    ],
)
def test_while_running_is_off_strength_is_only_for_days_without_anything_against_it(
    health: dict[str, Any], today: bool
) -> None:
    assert strength_today(changed(REFERRED, "health", **health), TODAY, BOOK) is today


@pytest.mark.parametrize(
    ("outcome", "signs", "today"),
    [
        ("red", ("heaviness",), True),
        ("amber", ("heaviness", "urine_leak"), True),
        ("red", ("limp",), False),
        ("red", ("heaviness", "limp"), False),
        ("red", (), False),  # pain alone
        ("clean", (), True),
    ],
)
def test_a_session_with_pain_or_a_limp_stops_strength_too_while_running_is_off(
    outcome: str, signs: tuple[str, ...], today: bool
) -> None:
    # She runs on Monday, Wednesday and Friday, so that Tuesday is a day of strength.
    log = (Past(on=YESTERDAY, level=3, outcome=outcome, signs=signs),)
    session = replace(REFERRED, plan=replace(PLAN, log=log))
    assert strength_today(session, TODAY + timedelta(days=1), BOOK) is today


def test_a_painful_test_stops_strength_while_running_is_off() -> None:
    sore = (*READY.tests[:-1], replace(READY.tests[-1], pain=6))
    assert not strength_today(replace(REFERRED, tests=sore), TODAY, BOOK)
    assert strength_today(replace(WAITING, tests=sore), TODAY, BOOK)


@pytest.mark.parametrize(
    ("outcome", "ago", "holds"),
    [("amber", 6, True), ("red", 6, True), ("red", 7, False), ("clean", 1, False)],
)
def test_a_session_with_a_sign_holds_the_exercises_for_a_week(outcome: str, ago: int, holds: bool) -> None:
    log = (Past(on=TODAY - timedelta(days=ago), level=3, outcome=outcome),)
    assert held(replace(BETWEEN, plan=replace(PLAN, log=log)), TODAY, BOOK) is holds


@pytest.mark.parametrize(
    ("session", "may_jump"),
    [
        (WAITING, True),
        (changed(WAITING, "health", postnatal_check=None), False),
        (changed(WAITING, "profile", wounds_healed=False), False),
        (changed(WAITING, "health", symptoms=("doming",)), False),
        (REFERRED, False),
    ],
    ids=["sound", "no check", "wounds", "doming", "referred"],
)
def test_jumps_need_a_body_that_nothing_speaks_against(session: Session, may_jump: bool) -> None:
    assert trainee(session, TODAY, BOOK).may_jump is may_jump


def test_doming_in_the_last_session_brings_the_easier_core() -> None:
    log = (Past(on=YESTERDAY, level=3, outcome="amber", signs=("doming",)),)
    assert trainee(replace(BETWEEN, plan=replace(PLAN, log=log)), TODAY, BOOK).domes
    assert not trainee(BETWEEN, TODAY, BOOK).domes


def test_beside_runs_there_are_no_jumps_and_in_the_foundations_again_there_may_be() -> None:
    assert trainee(BETWEEN, TODAY, BOOK).runs
    assert not trainee(replace(BETWEEN, state="foundations.home"), TODAY, BOOK).runs


# --- what she sees ---------------------------------------------------------------------------------


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("jumps", [True, False])
def test_what_an_alarm_pushes_is_short_and_says_nothing_that_others_should_not_read(
    new: bool, jumps: bool
) -> None:
    agreed = NOW - timedelta(days=1 if new else 100)
    tests = READY.tests if jumps else ()
    session = replace(
        changed(WAITING, "rhythm", prompted_on=YESTERDAY),
        state="foundations.home",
        consented_at=agreed,
        tests=tests,
    )
    if jumps:
        session = replace(session, tests=tests[:1] + tests[5:7])
    words = shown(session, Woken(seq=session.seq))
    assert words.startswith("Good day, Ana. Today’s foundations:") and len(words) < 900
    assert ("Show me how" in words) is new
    assert ("Heel drop" in words) is jumps
    assert not [word for word in ON_A_LOCK_SCREEN if word in words.casefold()]


def test_the_day_between_runs_is_short_and_neutral_too() -> None:
    home = replace(changed(BETWEEN, "rhythm", prompted_on=TODAY), state="programme.home")
    words = shown(home, Woken(seq=home.seq), TUESDAY)
    assert "Today is a strength day" in words and "Stand up on one leg" in words and len(words) < 900
    assert not [word for word in ON_A_LOCK_SCREEN if word in words.casefold()]


@pytest.mark.parametrize("session", [WAITING, BETWEEN], ids=["foundations", "between runs"])
def test_how_it_is_done_comes_in_the_place_of_the_message_and_the_answer_still_counts(
    session: Session,
) -> None:
    ask = asked(session, tapped(session, "how"), TUESDAY if session is BETWEEN else NOW)
    words = WORDS.plain(ask.text)
    assert ask.replaces and "no holding your breath" in words and "stop passing wind and urine" in words
    assert len(words) < 4096
    after = taken(session, tapped(session, "how"))
    assert after.state == session.state
    assert taken(after, tapped(after, "done")).state.endswith(".home")


def test_typed_words_for_a_button_ask_again_without_replacing_anything() -> None:
    ask = asked(WAITING, tapped(WAITING, "short"))
    assert ask.replaces
    turn = TurnContext(WAITING, Said(text="short"), NOW, BOOK)
    assert not turn.replaces


def test_the_short_view_shows_one_set_of_the_first_four_and_says_what_it_counts_for() -> None:
    words = shown(WAITING, tapped(WAITING, "short"))
    assert (
        words.count("1 × ") == 4 and "counts for your strength weeks" in words and "Once: up to 10" in words
    )
    short = taken(WAITING, tapped(WAITING, "short"))
    how = shown(short, tapped(short, "how"))
    assert how.count("1 × ") == 4 and "no holding your breath" in how


def test_a_walk_in_the_place_of_a_run_can_be_short_too() -> None:
    tired = changed(BETWEEN, "health", sleep_hours=4)
    assert "A walk of 10 minutes is enough" in shown(tired, tapped(tired, "short"))


def links(session: Session, command: str) -> tuple[list[str], list[tuple[str, str]]]:
    effects = step(load(dump(session)), Commanded(name=command), now=NOW, book=BOOK).effects
    says = [effect for effect in effects if isinstance(effect, Say)]
    return [WORDS.plain(one.text) for one in says], [link for one in says for link in one.links]


def test_today_shows_the_exercises_with_the_way_to_how_they_are_done() -> None:
    (words,), found = links(WAITING, "today")
    assert "Strength (sets × repetitions" in words and found == [("how", "")]
    (words,), _ = links(WAITING, "how")
    assert "Lie on your back" in words and "no pushing down" in words


def test_in_her_first_days_today_explains_the_sets_in_full() -> None:
    new = replace(WAITING, consented_at=NOW - timedelta(days=BOOK.whole("R-STR-5")) + timedelta(minutes=1))
    assert "no holding your breath" in links(new, "today")[0][0]
    later = replace(new, consented_at=NOW - timedelta(days=BOOK.whole("R-STR-5")))
    assert "no holding your breath" not in links(later, "today")[0][0]


def test_how_says_what_today_says_where_there_is_nothing_to_do() -> None:
    locked = replace(READY, state="locked.home", locked_for=("chest_pain",))
    assert links(locked, "how")[0] == links(locked, "today")[0]
    assert links(locked, "how")[0][0].startswith("No training today.")


def test_while_she_may_take_the_tests_today_shows_the_exercises_and_in_a_test_the_question() -> None:
    invited = replace(WAITING, state="readiness.invite")
    assert today_text(TurnContext(invited, Commanded(name="today"), NOW, BOOK)).id == "today-foundations"
    within = replace(invited, state="readiness.felt", draft=replace(READY.draft, test="walk"))
    assert today_text(TurnContext(within, Commanded(name="today"), NOW, BOOK)).id == "today-question"


def test_a_day_between_runs_says_its_strength_or_its_daily_sets() -> None:
    free = replace(BETWEEN, state="programme.home")
    for now, said in ((TUESDAY, "Strength (sets"), (NOW + timedelta(days=5), "Today your daily sets")):
        turn = TurnContext(free, Commanded(name="today"), now, BOOK)
        assert said in WORDS.plain(today_text(turn))


def test_referred_she_sees_what_is_safe_and_no_jumps() -> None:
    (words,), _ = links(REFERRED, "today")
    assert "No running for now" in words and "Strength (sets" in words
    assert "jumps" not in [one.ladder for one in exercises(trainee(REFERRED, TODAY, BOOK), BOOK)]
    (words,), _ = links(changed(REFERRED, "health", symptoms=("urine_leak",)), "today")
    assert "Strength (sets" not in words and "A walk of up to" in words


def test_somebody_of_an_earlier_release_begins_with_the_easiest_exercises() -> None:
    long = changed(
        WAITING, "rhythm", strength_done=tuple(TODAY - timedelta(days=3 * n) for n in range(24, 0, -1))
    )
    first = exercises(trainee(replace(long, tests=()), TODAY, BOOK), BOOK)[0]
    assert first.exercise.id == "stand_both_legs"


def test_a_record_of_one_side_alone_is_no_passed_test() -> None:
    half = sessions.TestRecord(test="single_leg_bridge", on=YESTERDAY, left=20)
    found = exercises(trainee(replace(WAITING, tests=(half,)), TODAY, BOOK), BOOK)
    assert next(one for one in found if one.ladder == "bridge").exercise.id == "bridge_both_legs"


def test_a_strength_session_that_is_taken_back_moves_nothing_on() -> None:
    untested = replace(WAITING, tests=())
    done = taken(untested, tapped(untested, "done"))
    back = taken(done, Commanded(name="back"))
    assert back.state == "foundations.prompted"
    assert (back.rhythm.strength_done, back.rhythm.strength_sessions) == ((), ())
