"""What she typed, tapped or shared becomes the value that the open question expects, or a hint; nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.dialogue.answer_parser import Answer, Toggled, Unparsed, parse_answer
from flows.dialogue.machine import QUESTIONS
from flows.hearing.report import Report as Heard
from flows.session import Draft, Plan, Session, new
from flows.vocabulary import Located, Said, Tapped, Text

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOBODY = new(name="Ana", locale="en")
TWO_DATES = replace(NOBODY, draft=Draft(day=date(2026, 1, 3), other_day=date(2026, 3, 1)))
TWO_HOURS = replace(NOBODY, draft=Draft(minute=450, other_minute=1170))
TWO_ZONES = replace(NOBODY, draft=Draft(zones=("America/Los_Angeles", "America/New_York")))
PLANNED = replace(NOBODY, plan=Plan(track=16))


def said(state: str, words: str, session: Session = NOBODY) -> object:
    return parse_answer(QUESTIONS[state], Said(text=words), session, NOW)


def tapped(state: str, option: str, session: Session = NOBODY) -> object:
    return parse_answer(QUESTIONS[state], Tapped(seq=1, option=option), session, NOW)


@pytest.mark.parametrize(("option", "minute"), [("12:30", 750), ("07:30", 450), ("20:00", 1200)])
def test_a_button_with_an_hour_is_that_hour_and_not_asked_back(option: str, minute: int) -> None:
    assert tapped("onboarding.hour", option) == Answer(value=(minute, None))
    assert option in QUESTIONS["onboarding.hour"].expects.buttons  # type: ignore[union-attr]  # a Clock


@pytest.mark.parametrize(
    ("state", "words", "value"),
    [
        ("onboarding.consent", "yes", "agree"),
        ("onboarding.consent", "no", "decline"),
        ("onboarding.age", "yep", "adult"),
        ("onboarding.birth_date", "14 January 2026", (date(2026, 1, 14), None)),
        ("onboarding.birth_date", "03/01/2026", (date(2026, 1, 3), date(2026, 3, 1))),
        ("onboarding.hour", "07:30", (450, None)),
        ("onboarding.hour", "7", (420, 1140)),
        ("onboarding.zone", "Paris", ("Europe/Paris",)),
        ("onboarding.zone", "utc+5:30", ("UTC+05:30",)),
        ("screening.breastfeeding", "no", "no"),
        ("screening.sleep_hours", "seven and a half", 7.5),
        ("screening.sleep_hours", "6:30", 6.5),
        ("screening.stress", "none", 0),
        ("screening.symptoms", "no", ()),
        ("programme.per_week", "3", "3"),
        ("onboarding.age", "yes im over 18", "adult"),
        ("onboarding.birth_type", "normal birth", "vaginal"),
        ("aside.mend_birth_type", "c section", "caesarean"),
        ("onboarding.wounds", "not sure", "unsure"),
        ("screening.told_not_to_run", "I don’t know", "unsure"),
        ("programme.offered", "yes, half of it", "partly"),
        ("programme.offered", "done", "did_it"),
        ("programme.offered", "half of it", "partly"),
        ("programme.offered", "did 10 of 10", "did_it"),
        ("programme.offered", "all of it", "did_it"),
        ("programme.offered", "yes, I did it", "did_it"),
        ("programme.offered", "no", "not_today"),
        ("programme.offered", "not yet", "later"),
        ("programme.yesterday", "ok", "did_it"),
        ("programme.yesterday", "no", "not_done"),
        ("programme.yesterday", "not yet", "not_done"),
        ("programme.yesterday", "yes, half of it", "partly"),
        ("programme.short", "done", "done"),
        ("foundations.prompted", "no", "not_today"),
        ("checkin.pain", "3/10", 3),
        ("checkin.pain", "2.5", 3),
        ("checkin.anything", "no", "nothing"),
        ("aside.red_flag", "yes but only a little", "yes"),
        ("screening.self_harm", "yeah, only at night", "yes"),
        ("screening.told_not_to_run", "yes, until my check", "yes"),
        ("screening.pregnant", "yes, I might be", "yes"),
        ("checkin.fever", "yes but only in the morning", "yes"),
        ("checkin.anything", "I feel a bit ill", "ill"),
    ],
)
def test_typed_words_are_the_answer(state: str, words: str, value: object) -> None:
    assert said(state, words) == Answer(value=value)


@pytest.mark.parametrize(
    ("state", "words", "hint"),
    [
        ("onboarding.age", "banana", "hint-choice"),
        ("onboarding.birth_date", "31/02/2026", "hint-date-impossible"),
        ("onboarding.birth_date", "banana", "hint-date-unreadable"),
        ("onboarding.birth_date", "14 March 2126", "hint-date-in-future"),
        ("onboarding.hour", "banana", "hint-time"),
        ("onboarding.zone", "qwxyz", "hint-zone"),
        ("onboarding.days", "banana", "hint-days"),
        ("screening.symptoms", "banana", "hint-many"),
        ("checkin.pain", "11", "hint-number"),
        ("screening.strength_weeks", "2.5", "hint-number"),
        ("programme.per_week", "2.5", "hint-choice"),
        ("onboarding.age", "", "hint-choice"),
        ("locked.allowed", "yes, when the fever is gone", "hint-choice"),
        ("locked.assessed", "yes on Friday", "hint-choice"),
        ("screening.postnatal_check", "yes, it's booked", "hint-choice"),
        ("screening.told_not_to_run", "no running yet", "hint-choice"),
        ("screening.postnatal_check", "not really", "hint-choice"),
        ("screening.self_harm", "not yet", "hint-choice"),
        ("screening.postnatal_check", "yes and no", "hint-choice"),
        ("aside.red_flag", "yeah no", "hint-choice"),
        ("checkin.pain", "no leaks", "hint-number"),
        ("onboarding.wounds", "yes but it pulls", "hint-choice"),
        ("onboarding.birth_confirm", "yeah but 13 Dec", "hint-choice"),
        ("onboarding.birth_date", "nearly 12 weeks ago", "hint-date-unreadable"),
        ("onboarding.days", "all but Sunday", "hint-days"),
        ("checkin.pain", "no pain, hip sore", "hint-number"),
        ("checkin.pain", "none, then agony", "hint-number"),
        ("checkin.pain", "pain on one side", "hint-number"),
        ("readiness.left", "nearly 20", "hint-number"),
        ("programme.offered", "yes", "offer-seen"),
        ("programme.offered", "👍", "offer-seen"),
        ("programme.offered", "banana", "offer-unread"),
        ("programme.yesterday", "banana", "hint-choice"),
        ("programme.short", "ok", "offer-seen"),
        ("programme.short", "half of it", "prompt-unread"),
        ("foundations.prompted", "not yet", "prompt-unread"),
        ("checkin.anything", "wait", "hint-anything"),
        ("checkin.anything", "what do you mean?", "hint-anything"),
        ("checkin.anything", "really bad day, it all felt wrong", "hint-anything"),
        ("checkin.anything", "yes", "hint-anything"),
    ],
)
def test_what_cannot_be_used_gets_a_hint(state: str, words: str, hint: str) -> None:
    found = said(state, words)
    assert isinstance(found, Unparsed) and found.hint.id == hint


def test_a_city_in_two_zones_gives_both() -> None:
    found = said("onboarding.zone", "portland")
    assert isinstance(found, Answer) and isinstance(found.value, tuple)
    assert set(found.value) == {"America/Los_Angeles", "America/New_York"}


def test_a_typed_sign_is_ticked_and_the_list_stays_open() -> None:
    found = said("checkin.signs", "I leaked a bit")
    assert isinstance(found, Toggled) and found.session.draft.chosen == ("urine_leak",)


def test_no_after_something_was_ticked_means_nothing_else() -> None:
    ticked = replace(NOBODY, draft=Draft(chosen=("doming",)))
    assert said("checkin.signs", "no", ticked) == Answer(value=("doming",))


def test_a_second_tap_on_a_choice_takes_it_back() -> None:
    ticked = replace(NOBODY, draft=Draft(chosen=("doming", "limp")))
    found = tapped("checkin.signs", "doming", ticked)
    assert isinstance(found, Toggled) and found.session.draft.chosen == ("limp",)


def test_done_gives_the_choices_in_the_order_of_the_question() -> None:
    ticked = replace(NOBODY, draft=Draft(chosen=("limp", "urine_leak")))
    assert tapped("checkin.signs", "done", ticked) == Answer(value=("urine_leak", "limp"))


def test_done_without_a_choice_gets_a_hint() -> None:
    assert tapped("checkin.signs", "done") == Unparsed(hint=Text("hint-many"))
    assert tapped("onboarding.days", "done") == Unparsed(hint=Text("hint-days-apart"))


def test_two_days_in_a_row_are_not_enough() -> None:
    ticked = replace(NOBODY, draft=Draft(chosen=("sunday", "monday")))
    assert tapped("onboarding.days", "done", ticked) == Unparsed(hint=Text("hint-days-apart"))


@pytest.mark.parametrize(
    ("state", "session", "option"),
    [
        ("onboarding.birth_order", TWO_DATES, "other"),
        ("onboarding.hour_which", TWO_HOURS, "first"),
        ("onboarding.zone_which", TWO_ZONES, "1"),
        ("programme.proposal", PLANNED, "20"),
    ],
)
def test_a_listed_option_is_tapped(state: str, session: Session, option: str) -> None:
    assert tapped(state, option, session) == Answer(value=option)


def test_a_listed_option_is_typed_by_its_number() -> None:
    assert said("programme.proposal", "20", PLANNED) == Answer(value="20")
    assert said("programme.proposal", "12", PLANNED) == Unparsed(hint=Text("hint-choice"))


def test_a_place_is_wanted_only_where_it_is_asked_for() -> None:
    here, sea = Located(zone="Asia/Kolkata"), Located(zone=None)
    assert parse_answer(QUESTIONS["onboarding.zone"], here, NOBODY, NOW) == Answer(value=("Asia/Kolkata",))
    assert parse_answer(QUESTIONS["onboarding.zone"], sea, NOBODY, NOW) == Unparsed(hint=Text("hint-zone"))
    assert parse_answer(QUESTIONS["checkin.pain"], here, NOBODY, NOW) == Unparsed(
        hint=Text("location-not-needed")
    )


def test_words_of_her_own_are_heard() -> None:
    found = said("checkin.anything", "leaked a bit, pain 4/10")
    assert isinstance(found, Answer) and isinstance(found.value, Heard)
    assert (found.value.signs, found.value.pain) == (("urine_leak",), 4)


@pytest.mark.parametrize("words", ["", " ", "\x00", "🏃" * 4000, "word " * 4000, "1" * 4000, "-1e309", "١٢"])
def test_no_words_break_any_question(words: str) -> None:
    known = replace(
        PLANNED, draft=replace(TWO_DATES.draft, minute=450, other_minute=1170, zones=("Europe/Paris",))
    )
    for state in QUESTIONS:
        assert isinstance(said(state, words, known), Answer | Toggled | Unparsed)


TUESDAY = replace(NOBODY, draft=Draft(chosen=("tuesday",)))
THREE_DAYS = replace(NOBODY, draft=Draft(chosen=("tuesday", "thursday", "sunday")))
LEAKS = replace(NOBODY, draft=Draft(chosen=("urine_leak",)))


@pytest.mark.parametrize("words", ["thats all", "done", "that's it", "yes please"])
def test_words_end_the_list_of_days(words: str) -> None:
    assert said("onboarding.days", words, THREE_DAYS) == Answer(value=("tuesday", "thursday", "sunday"))


def test_days_without_a_free_day_between_are_not_enough() -> None:
    found = said("onboarding.days", "done", TUESDAY)
    assert isinstance(found, Unparsed) and found.hint.id == "hint-days-apart"


def test_a_yes_does_not_end_a_list_of_symptoms() -> None:
    assert said("screening.symptoms", "that’s it", LEAKS) == Answer(value=("urine_leak",))
    assert isinstance(said("screening.symptoms", "yes", LEAKS), Unparsed)
    assert isinstance(said("screening.symptoms", "that’s it"), Unparsed)


@pytest.mark.parametrize("words", ["what do I do today?", "can I run today", "when can I start running?"])
@pytest.mark.parametrize(
    "state", ["onboarding.birth_date", "screening.stress", "checkin.all_well", "onboarding.zone"]
)
def test_an_ordinary_question_is_no_answer(state: str, words: str) -> None:
    assert isinstance(said(state, words), Unparsed)


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("monday, wednesday and saturday", ("monday", "wednesday", "saturday")),
        ("saturday", ("tuesday", "thursday", "saturday")),
        ("and saturday and sunday", ("tuesday", "thursday", "saturday", "sunday")),
        ("also on saturday and sunday", ("tuesday", "thursday", "saturday", "sunday")),
    ],
)
def test_a_list_of_days_takes_the_place_of_the_days_before(words: str, chosen: tuple[str, ...]) -> None:
    before = replace(NOBODY, draft=Draft(chosen=("tuesday", "thursday")))
    heard = said("aside.days", words, before)
    assert isinstance(heard, Toggled) and heard.session.draft.chosen == chosen
