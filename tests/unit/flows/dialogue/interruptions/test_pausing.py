"""A pause has a day or waits for her; what a pregnancy or a loss changed is asked on the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.engine import open_question, step
from flows.history.pauses import JournalTurn, find_pauses
from flows.schedule import next_alarm
from flows.session import Draft, Session
from flows.vocabulary import Ask, Commanded, Event, Said, Say, Tapped, Text, Woken
from tests.kit.somebody import BOOK, NOW, PLAN, READY, RUNNING, TODAY, expecting, says, taken

HOME = replace(RUNNING, state="programme.home", report=None)
PAUSED = replace(HOME, aside="aside.paused", pause_reason="other", paused_at=NOW - timedelta(days=3))
BACK = replace(PAUSED, aside="aside.back", below="aside.paused")
PREGNANT = expecting(replace(PAUSED, pause_reason="pregnant"))
LOST = replace(PAUSED, pause_reason="loss", profile=replace(PAUSED.profile, loss=True))


def tap(session: Session, *options: str) -> Session:
    for option in options:
        session = taken(session, Tapped(seq=session.asked, option=option))
    return session


@pytest.mark.parametrize("reason", ["no_sleep", "no_childcare", "travel", "other"])
@pytest.mark.parametrize(
    ("length", "days"), [("few_days", 3), ("week", 7), ("two_weeks", 14), ("month", 30), ("myself", None)]
)
def test_a_pause_asks_until_when(reason: str, length: str, days: int | None) -> None:
    after = tap(replace(HOME, aside="aside.pause"), reason, length)
    assert (after.aside, after.below) == ("aside.paused", None)
    assert after.paused_until == (None if days is None else TODAY + timedelta(days=days))


def test_left_unanswered_it_is_a_pause_of_a_week() -> None:
    after = tap(replace(HOME, aside="aside.pause"), "travel")
    assert (after.aside, after.below, after.paused_until) == (
        "aside.until",
        "aside.paused",
        TODAY + timedelta(days=BOOK.whole("R-PAUSE", "week")),
    )


@pytest.mark.parametrize("reason", ["pregnant", "loss"])
def test_of_a_pregnancy_or_a_loss_no_day_is_asked(reason: str) -> None:
    after = tap(replace(HOME, aside="aside.pause"), reason)
    assert (after.aside, next_alarm(after, BOOK)) == ("aside.paused", None)


@pytest.mark.parametrize("over", [None, "aside.settings", "aside.until"])
def test_on_the_day_she_is_asked_once(over: str | None) -> None:
    session = replace(PAUSED, paused_until=TODAY)
    if over is not None:
        session = replace(session, aside=over, below="aside.paused")
    wake = next_alarm(session, BOOK)
    assert wake is not None
    result = step(session, Woken(seq=session.seq), now=wake.at, book=BOOK)
    assert result.session is not None
    assert [effect.text.id for effect in result.effects if isinstance(effect, Ask)] == ["aside-back"]
    assert next_alarm(result.session, BOOK) is None


def test_a_doubt_that_is_open_on_that_day_is_asked_in_its_place() -> None:
    doubt = replace(
        PAUSED,
        aside="aside.red_flag",
        below="aside.paused",
        draft=Draft(flag="chest_pain"),
        paused_until=TODAY,
    )
    after = taken(doubt, Woken(seq=doubt.seq))
    assert (after.aside, after.paused_until, next_alarm(after, BOOK)) == ("aside.red_flag", None, None)
    signs = replace(
        PAUSED,
        aside="aside.symptoms",
        below="aside.paused",
        draft=Draft(noticed=("doming",)),
        paused_until=TODAY,
    )
    after = taken(signs, Woken(seq=signs.seq))
    assert (after.aside, after.paused_until) == ("aside.symptoms", None)


@pytest.mark.parametrize("words", ["yes", "I'm back", "Resume"])
def test_she_may_say_that_she_is_back(words: str) -> None:
    assert taken(BACK, Said(text=words)).aside is None


@pytest.mark.parametrize("words", ["no", "not yet"])
def test_she_may_say_that_it_takes_longer(words: str) -> None:
    assert taken(BACK, Said(text=words)).aside == "aside.until"


def test_who_is_not_well_yet_is_asked_until_when() -> None:
    ill = replace(BACK, pause_reason="ill", illness=("chest",))
    assert tap(ill, "im_back", "not_yet").aside == "aside.until"
    with_a_day = replace(
        PAUSED, pause_reason="ill", illness=("chest",), paused_until=TODAY + timedelta(days=3)
    )
    after = tap(with_a_day, "resume", "not_yet")
    assert (after.aside, after.paused_until) == ("aside.paused", TODAY + timedelta(days=3))


def test_back_from_a_day_without_sleep_the_week_is_asked() -> None:
    assert tap(replace(BACK, pause_reason="no_sleep"), "im_back").rhythm.week_on == TODAY


@pytest.mark.parametrize("words", ["ok", "thank you", "banana", "what is a level?"])
def test_words_in_a_pause_get_a_short_answer(words: str) -> None:
    assert says(PAUSED, Said(text=words)) == ["paused-words"]
    assert says(LOST, Said(text=words)) == ["paused-words-loss"]
    assert taken(PAUSED, Said(text=words)).aside == "aside.paused"


def test_the_end_of_a_pause_stands_in_the_journal() -> None:
    entries = (
        JournalTurn(at=NOW - timedelta(days=9), kind="Commanded", said="pause"),
        JournalTurn(at=NOW - timedelta(days=9), kind="Tapped", said="travel"),
        JournalTurn(at=NOW, kind="Tapped", said="im_back"),
    )
    (found,) = find_pauses(READY, entries)
    assert (found.since, found.until) == (TODAY - timedelta(days=9), TODAY)


# --- a new pregnancy -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [
        "readiness.left",
        "comeback.symptoms",
        "foundations.home",
        "programme.home",
        "checkin.pain",
        "referred.home",
        "screening.pregnant",
        "locked.home",
    ],
)
def test_a_birth_begins_all_of_it_again_and_a_stop_stays(state: str) -> None:
    after = tap(replace(PREGNANT, state=state), "resume", "yes")
    assert after.state == ("locked.home" if state == "locked.home" else "onboarding.birth_date")
    assert (after.aside, after.plan, after.tests, after.profile.birth_date) == (None, None, (), None)
    assert after.health.pregnant is None
    assert after.profile.prompt_minute == READY.profile.prompt_minute


def test_where_she_is_is_not_asked_again() -> None:
    day = date(2026, 6, 1)
    session = replace(READY, state="onboarding.birth_confirm", draft=Draft(day=day))
    assert tap(session, "yes").state == "screening.emergency_signs"
    fresh = replace(session, profile=replace(session.profile, zone=None))
    assert tap(fresh, "yes").state == "onboarding.zone"


def test_not_yet_is_silence_again() -> None:
    after = tap(PREGNANT, "resume", "no")
    assert (after.aside, after.pause_reason, next_alarm(after, BOOK)) == ("aside.paused", "pregnant", None)


def test_who_was_referred_for_it_is_asked_in_the_same_way() -> None:
    referred = expecting(replace(READY, state="referred.home"))
    assert next_alarm(referred, BOOK) is None
    asked = tap(referred, "cleared")
    assert (asked.state, asked.aside) == ("referred.home", "aside.born")
    after = tap(asked, "no")
    assert (after.aside, after.pause_reason, after.paused_at) == ("aside.paused", "pregnant", NOW)


@pytest.mark.parametrize("state", ["foundations.home", "programme.home", "checkin.pain"])
def test_back_from_a_stop_she_is_asked_too(state: str) -> None:
    session = expecting(replace(RUNNING, state=state, aside="aside.stopped"))
    assert taken(session, Commanded(name="start")).aside == "aside.born"


def test_a_mistake_goes_on_where_she_was() -> None:
    after = tap(PREGNANT, "resume", "not_pregnant", "no")
    assert (after.state, after.aside, after.plan, after.profile.loss) == (
        "programme.home",
        None,
        HOME.plan,
        False,
    )


def test_without_a_birth_date_nothing_more_is_asked() -> None:
    session = replace(PREGNANT, state="onboarding.zone", profile=replace(PREGNANT.profile, birth_date=None))
    after = tap(session, "resume", "not_pregnant")
    assert (after.state, after.aside, after.health.pregnant) == ("onboarding.zone", None, False)


def test_told_in_the_screening_it_ends_there() -> None:
    session = replace(READY, state="screening.pregnant", health=replace(READY.health, pregnant=None))
    after = tap(session, "yes")
    assert (after.state, after.aside, after.pause_reason) == (
        "screening.pregnant",
        "aside.paused",
        "pregnant",
    )
    assert after.told is not None
    assert after.told.verdict == "refer"
    again = tap(after, "resume", "not_pregnant", "no")
    assert again.state == "screening.conditions"


# --- after a loss ----------------------------------------------------------------------------------

NOTHING = ("no", "none", "none", "yes", "no", "no")  # no pregnancy, no sign, no symptom, healed, mood, harm


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("readiness.left", "readiness.left"),
        ("comeback.symptoms", "comeback.symptoms"),
        ("foundations.home", "foundations.home"),
        ("programme.home", "programme.home"),
        ("programme.proposal", "programme.proposal"),
        ("checkin.pain", "programme.home"),
        ("referred.home", "referred.home"),
    ],
)
def test_back_after_a_loss_with_a_clinicians_yes_she_is_where_she_was(state: str, then: str) -> None:
    session = replace(LOST, state=state, kept=Draft(test="hop_in_place"))
    after = tap(session, "resume", *NOTHING, "yes")
    assert (after.state, after.aside, after.pause_reason, after.profile.loss) == (then, None, None, True)
    assert after.rhythm.week_on == TODAY


@pytest.mark.parametrize("state", ["readiness.left", "foundations.home", "programme.home", "referred.home"])
def test_without_a_clinicians_yes_running_waits(state: str) -> None:
    after = tap(replace(LOST, state=state), "resume", *NOTHING, "no")
    assert (after.state, after.aside) == ("referred.home", None)
    assert after.told is not None
    assert after.told.rules == ("R-LOSS",)


def test_a_symptom_is_seen_before_she_runs() -> None:
    after = tap(LOST, "resume", "no", "none", "bulge", "done", "yes", "no", "no", "yes")
    assert after.state == "referred.home"
    assert after.health.symptoms == ("bulge",)


@pytest.mark.parametrize(
    "answers",
    [
        ("no", "some", "chest_pain", "done"),
        ("no", "some", "none", "fever", "done"),
        ("no", "none", "none", "yes", "yes", "yes"),
    ],
)
def test_what_is_urgent_stops_her(answers: tuple[str, ...]) -> None:
    assert tap(LOST, "resume", *answers).state == "locked.home"


def test_warning_signs_that_were_none_go_on() -> None:
    assert tap(LOST, "resume", "no", "some", "none", "none").aside == "aside.loss_symptoms"


def test_low_mood_counts_for_both_questions() -> None:
    after = tap(LOST, "resume", "no", "none", "none", "yes", "yes", "no", "yes")
    assert (after.health.low_mood, after.health.low_interest) == (True, True)


def test_a_later_loss_counts_as_a_birth() -> None:
    asked = tap(LOST, "resume", "later")
    assert taken(asked, Said(text="03/04/2026")).aside == "aside.loss_day"
    after = taken(asked, Said(text="20 May 2026"))
    assert (after.state, after.aside, after.plan) == ("screening.emergency_signs", None, None)
    assert (after.profile.birth_date, after.profile.loss) == (date(2026, 5, 20), True)


def test_an_earlier_date_than_the_birth_moves_nothing_back() -> None:
    after = taken(tap(LOST, "resume", "later"), Said(text="1 December 2025"))
    assert after.profile.birth_date == READY.profile.birth_date


@pytest.mark.parametrize("state", ["locked.home", "screening.stress"])
def test_elsewhere_only_the_pregnancy_is_asked(state: str) -> None:
    after = tap(replace(LOST, state=state), "resume", "no")
    assert (after.state, after.aside) == (state, None)


def test_a_stop_stays_after_a_later_loss() -> None:
    after = taken(tap(replace(LOST, state="locked.home"), "resume", "later"), Said(text="20 May 2026"))
    assert (after.state, after.profile.birth_type) == ("locked.home", None)


# --- small talk ------------------------------------------------------------------------------------

OFFERED = replace(RUNNING, state="programme.offered", report=replace(RUNNING.report, on=TODAY))  # type: ignore[arg-type]  # there is one
SHORT = replace(HOME, state="programme.short")


def links(session: Session, words: str) -> tuple[str, ...]:
    effects = step(session, Said(text=words), now=NOW, book=BOOK).effects
    return tuple(name for effect in effects if isinstance(effect, Say) for name, _ in effect.links)


@pytest.mark.parametrize(
    ("state", "other_days", "said"),
    [
        ("foundations.home", True, "next-message"),
        ("foundations.home", False, "next-message-when-due"),
        ("programme.home", False, "next-message"),  # the next alarm is the one of a session
    ],
)
def test_no_day_is_named_on_which_she_will_hear_nothing(state: str, other_days: bool, said: str) -> None:
    profile = replace(READY.profile, other_days=other_days)
    plan = PLAN if state == "programme.home" else None
    session = replace(READY, state=state, profile=profile, plan=plan)
    effects = step(session, Said(text="hello"), now=NOW - timedelta(minutes=30), book=BOOK).effects
    (words,) = [effect.text for effect in effects if isinstance(effect, Say)]
    following = dict(words.args)["next"]
    assert isinstance(following, Text) and following.id == said


def asks_again(session: Session, event: Event) -> bool:
    return any(isinstance(effect, Ask) for effect in step(session, event, now=NOW, book=BOOK).effects)


@pytest.mark.parametrize(
    ("session", "words", "said"),
    [
        (HOME, "thanks", "talk-thanks"),
        (HOME, "ok", "talk-ok"),
        (HOME, "hello", "talk-hello"),
        (replace(READY, state="screening.stress"), "hello", "talk-hello-open"),
        (replace(READY, state="screening.sleep_hours"), "ok", "talk-ok-open"),
        (OFFERED, "I'm exhausted tonight", "talk-tired-run"),
        (SHORT, "no energy", "talk-tired"),
        (OFFERED, "I can't be bothered today", "talk-unwilling"),
        (OFFERED, "can I run tomorrow instead?", "talk-other-day"),
        (replace(READY, state="foundations.home"), "can I run tomorrow instead?", "talk-other-day-none"),
        (OFFERED, "can I run longer today?", "talk-longer"),
        (replace(READY, state="foundations.home"), "can I run longer?", "talk-longer-none"),
        (replace(READY, state="screening.stress"), "is it normal that I sweat?", "talk-normal"),
        (replace(RUNNING, state="checkin.pain"), "thank you", "talk-thanks"),
        (replace(RUNNING, state="checkin.pain", aside="aside.settings"), "thank you", "talk-thanks"),
        (
            replace(
                READY, state="locked.home", locked_for=("fever",), rhythm=replace(READY.rhythm, held_at=NOW)
            ),
            "bye",
            "talk-bye",
        ),
    ],
)
def test_an_answer_in_kind(session: Session, words: str, said: str) -> None:
    assert says(session, Said(text=words)) == [said]
    after = taken(session, Said(text=words))
    assert (after.state, after.aside, after.plan) == (session.state, session.aside, session.plan)


def test_a_question_right_above_is_not_sent_again() -> None:
    session = replace(READY, state="screening.stress")
    assert not asks_again(session, Said(text="thank you"))
    assert asks_again(replace(session, seq=session.seq + 1), Said(text="thank you"))
    doubt = replace(RUNNING, state="programme.home", aside="aside.red_flag", draft=Draft(flag="chest_pain"))
    assert asks_again(doubt, Said(text="thank you"))


def test_an_offer_is_not_sent_again() -> None:
    assert not asks_again(replace(OFFERED, seq=OFFERED.seq + 3), Said(text="thank you"))


def test_ok_under_an_offer_has_its_own_answer() -> None:
    assert says(OFFERED, Said(text="ok")) == ["offer-seen"]


@pytest.mark.parametrize("aside", ["aside.stopped"])
def test_who_stopped_is_told_how_to_come_back(aside: str) -> None:
    session = replace(HOME, aside=aside)
    assert says(session, Said(text="hello")) == []
    assert asks_again(session, Said(text="hello"))


def test_not_today_under_an_answer_skips_what_is_offered() -> None:
    assert links(OFFERED, "I'm tired") == ("skip",)
    after = taken(OFFERED, Commanded(name="skip"))
    assert (after.state, after.report) == ("programme.home", None)
    assert taken(SHORT, Commanded(name="skip")).state == "programme.home"


@pytest.mark.parametrize(
    "session", [HOME, replace(READY, state="screening.stress"), replace(OFFERED, aside="aside.settings")]
)
def test_where_nothing_is_offered_nothing_is_skipped(session: Session) -> None:
    after = taken(session, Commanded(name="skip"))
    assert (after.state, after.aside) == (session.state, session.aside)
    assert "skip" not in links(session, "I'm tired")


def test_symptoms_can_be_told_under_a_question_about_her_body() -> None:
    assert links(HOME, "is it normal that I sweat?") == ("symptoms",)


def test_before_anything_begins_a_greeting_begins_it() -> None:
    from flows.session import new

    assert says(new(name="Ana", locale="en"), Said(text="hello")) == ["welcome"]


def test_open_question_of_a_place_without_one() -> None:
    assert open_question(HOME, NOW, BOOK) is None


@pytest.mark.parametrize("command", ["resume", "start"])
def test_the_question_of_the_way_back_is_asked_again_where_she_comes_back_once_more(command: str) -> None:
    lost = replace(PAUSED, pause_reason="loss", profile=replace(PAUSED.profile, loss=True))
    asked = taken(lost, Commanded(name="resume"))
    assert asked.aside == "aside.loss_since"
    assert taken(asked, Commanded(name=command)).aside == "aside.loss_since"
    assert asks_again(asked, Commanded(name=command))
