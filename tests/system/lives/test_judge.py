"""The judge is judged: a good life passes, and each of its rules notices a life that was spoilt for it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.system.lives import clinical
from tests.system.lives.judge import RULES, judged
from tests.system.lives.judge.facts import runs_in
from tests.system.lives.record import Entry, Record
from tests.system.lives.written import (
    FIRST_RUN,
    block,
    bot,
    good,
    hers,
    inserted,
    moment,
    offer_text,
    reworded,
    spoilt,
    without,
)

HERE = Path(__file__).parent
OTHERS = ("record", "questions", "clinical", "written")
WITHOUT_THE_PRODUCT = (*sorted((HERE / "judge").glob("*.py")), *(HERE / f"{name}.py" for name in OTHERS))
OWN = {".".join(path.relative_to(HERE.parents[2]).with_suffix("").parts) for path in WITHOUT_THE_PRODUCT}
Change = Callable[[list[Entry]], list[Entry]]
DAY = timedelta(days=1)
THIRD_RUN, FIFTH_RUN = FIRST_RUN + 5 * DAY, FIRST_RUN + 9 * DAY
SUNDAY = date(2026, 4, 5)
MONDAY = SUNDAY + DAY
SIGNS = ("Leaking urine", "Chest pain", "A bulge at the vagina", "That’s all", "None of these")
OFFER = ("I did it", "Partly", "Not today", "Later", "Something feels wrong")


def told(text: str, topic: str, *labels: str, message: int = 9001) -> tuple[Entry, ...]:
    """A question, and what she taps under it."""
    buttons = (
        SIGNS
        if labels[-1] == "That’s all"
        else tuple(str(n) for n in range(11))
        if labels[0].isdigit()
        else ("Yes", "No", *labels)
    )
    return (bot(text, *buttons, message=message), *(hers(label, topic, message=message) for label in labels))


def between(begin: date, end: date) -> Callable[[Entry], bool]:
    return lambda entry: begin <= entry.at.date() < end


def answered(topic: str, text: str) -> Change:
    """The first answer on a topic, another one."""

    def change(entries: list[Entry]) -> list[Entry]:
        first = next(i for i, entry in enumerate(entries) if entry.topic == topic)
        return [*entries[:first], replace(entries[first], text=text), *entries[first + 1 :]]

    return change


def pain(of: date, strength: str) -> Change:
    """After the run of that day she names a pain."""
    return inserted(moment(of, 19, 2), *told("Any pain during the session or since?", "pain", strength))


def strength_day(day: date, amount: str, message: int) -> Change:
    """A strength day, done."""
    exercise = f"• Clam, on your side: {amount} each side"
    text = f"Good day. Today is a strength day.\n\nStrength (sets × repetitions):\n{exercise}"
    shown = bot(text, "Done", "Not today", "Only 10 minutes", message=message, pushed=True)
    return inserted(moment(day, 12), shown, hers("Done", "day", message=message))


SPOILT: dict[str, tuple[Change, ...]] = {
    "no_run_before_day_84": (reworded("1 December 2025", "12 December 2025"),),
    "no_run_while_locked": (
        inserted(
            moment(SUNDAY, 9),
            *told("First, what must not wait.", "emergency", "Chest pain", "That’s all"),
        ),
    ),
    "no_run_while_referred": (
        inserted(
            moment(SUNDAY, 9),
            *told("In daily life, now: do you notice any of these?", "daily", "Leaking urine", "That’s all"),
        ),
    ),
    "no_run_while_pregnant_or_after_a_loss": (
        inserted(
            moment(SUNDAY, 9),
            *told("What is it about? It changes how we come back.", "pause", "I’m pregnant again"),
        ),
    ),
    "no_run_before_all_tests_are_passed": (answered("test_count", "19"),),
    "no_run_before_twelve_weeks_of_strength": (answered("strength_weeks", "11"),),
    "a_long_gap_brings_tests_and_screening": (without(between(SUNDAY, SUNDAY + 40 * DAY)),),
    "less_than_ninety_days_do_not_begin_anew": (
        without(between(SUNDAY, SUNDAY + 40 * DAY)),
        inserted(
            moment(SUNDAY, 9),
            *told("Has a doctor told you that you have any of these now?", "conditions", "None of these"),
        ),
    ),
    "five_hours_of_sleep_make_it_a_walk": (
        inserted(moment(SUNDAY, 9), *told("How many hours do you sleep in 24 hours?", "sleep", "4")),
    ),
    "a_rest_day_between_two_runs": (
        inserted(moment(MONDAY + DAY, 9), bot(offer_text(5), *OFFER, pushed=True)),
    ),
    "the_rest_after_a_sign_is_kept": (pain(MONDAY, "7"),),
    "the_session_is_a_row_of_her_track": (reworded("• 8 × 45 s", "• 9 × 45 s"),),
    "half_volume_is_half_in_the_first_four_weeks": (
        inserted(
            moment(date(2026, 3, 1), 9, 30),
            bot("Does any of this apply to you?", "BMI of 30 or more", "That’s all"),
            hers("BMI of 30 or more", "risks"),
            hers("That’s all", "risks"),
        ),
    ),
    "the_first_session_is_level_one": (reworded(offer_text(1), offer_text(2)),),
    "no_level_is_higher_than_the_sessions_allow": (
        without(lambda e: e.at.date() == THIRD_RUN - 2 * DAY and e.topic == "good_morning"),
    ),
    "no_level_is_lower_than_anything_asks": (reworded(offer_text(6), offer_text(4)),),
    "two_good_sessions_and_a_week_open_the_next_level": (reworded(offer_text(6), offer_text(5), first=1),),
    "a_level_lasts_a_week": (
        reworded(offer_text(1), offer_text(2), first=9),
        reworded(offer_text(2), offer_text(1), first=2),
    ),
    "the_minutes_grow_within_the_cap": (reworded(offer_text(3), offer_text(6), first=99),),
    "a_promised_level_is_the_level_offered": (reworded("(level 3): 7 × 1 min", "(level 2): 7 × 1 min"),),
    "a_promised_run_is_the_run_offered": (
        reworded("(level 3): 7 × 1 min run", "(level 3): next time 6 × 1 min run"),
    ),
    "the_words_of_a_lower_level_are_true": (
        reworded("one level on (level 3)", "Let’s go back 2 levels, to level 1"),
    ),
    "a_next_session_comes_on_the_day_that_was_said": (reworded("Monday 9 March", "Sunday 8 March"),),
    "no_past_day_is_said_to_come": (
        inserted(moment(SUNDAY, 9), bot("Running begins on Monday 2 March at the earliest.")),
    ),
    "a_reminder_comes_at_the_minute_that_was_said": (
        inserted(moment(SUNDAY, 9), bot("I’ll write again at 15:00.")),
    ),
    "tomorrow_morning_means_tomorrow_morning": (
        without(lambda e: e.at.date() == MONDAY + DAY),
        inserted(moment(MONDAY + DAY, 9), Entry(at=moment(MONDAY, 9), kind="looks")),
    ),
    "silence_that_was_promised_is_kept": (
        inserted(moment(SUNDAY, 9), bot("Paused. I won’t send prompts, and your place is kept.")),
    ),
    "daily_messages_that_were_stopped_stay_away": (
        inserted(moment(SUNDAY, 9), bot("I’ll stop the daily messages for now.")),
    ),
    "she_is_never_left_in_silence": (
        without(between(SUNDAY, SUNDAY + 14 * DAY)),
        inserted(
            moment(SUNDAY + 2 * DAY, 9),
            hers("/today", kind="command", message=0),
            bot("Rest until Monday 20 April."),
        ),
    ),
    "a_walk_instead_of_a_run_says_why": (
        inserted(moment(SUNDAY, 9), bot("Good day. Today a walk takes the place of the run.")),
    ),
    "today_names_what_she_waits_for": (
        inserted(
            moment(date(2026, 3, 1), 9, 1),
            hers("/today", kind="command", message=0),
            bot("Today’s foundations, Ana: a walk."),
        ),
        lambda entries: sorted(
            entries,
            key=lambda e: (
                not (
                    e.topic == "strength_weeks"
                    or e.text.startswith(("When was", "For how"))
                    or e.topic == "birth_date"
                )
            ),
        ),
    ),
    "today_says_what_comes_next": (
        inserted(
            moment(SUNDAY, 9),
            hers("/today", kind="command", message=0),
            bot("Today the check of how you feel. Nothing else is due."),
        ),
    ),
    "no_run_today_is_not_said_of_a_day_with_a_run": (
        inserted(
            moment(MONDAY, 6),
            hers("/today", kind="command", message=0),
            bot("No run today. The next one is on Wednesday 8 April."),
        ),
    ),
    "who_does_all_well_reaches_steady_running": (without(lambda e: "last step of your plan" in e.text),),
    "a_level_that_she_made_easier_holds": (
        inserted(moment(SUNDAY, 9), bot("You stay at level 3 until Monday 27 April at least.")),
    ),
    "a_week_of_runs_grows_within_the_cap": (reworded(offer_text(3), offer_text(6), first=99),),
    "a_portion_asks_as_many_as_was_said": (
        inserted(
            moment(SUNDAY, 6),
            *told("I have 2 short questions.\n\nHow many hours do you sleep in 24 hours?", "sleep", "8"),
            *told("Are you exhausted on most days?", "exhausted", "No", message=9002),
            *told("How high is your stress just now?", "stress", "3", message=9003),
        ),
    ),
    "the_days_of_the_plan_come_true": (
        inserted(
            moment(SUNDAY, 9),
            bot(
                "12-week plan. You are at level 5 of 12.\n• Level 6, from Monday 20 April at the earliest: 5 × 2"
            ),
        ),
    ),
    "a_pause_ends_on_the_day_that_was_said": (
        without(between(SUNDAY, SUNDAY + 4 * DAY)),
        inserted(
            moment(SUNDAY, 9),
            bot("You are paused. I’ll write again on Wednesday 8 April at 12:00, and so on."),
        ),
    ),
    "a_run_told_later_has_its_check": (
        inserted(
            moment(SUNDAY, 9),
            bot("On which day?", "Saturday 4 April"),
            hers("Saturday 4 April", "log_day"),
            bot("How much of it did you do?", "All of it", "About half", message=9002),
            hers("All of it", "how_much_of_it", message=9002),
        ),
    ),
    "a_corrected_answer_is_decided_again": (
        inserted(
            moment(SUNDAY, 9), *told("How much pain was there the morning after?", "fix_morning_pain", "2")
        ),
    ),
    "one_back_asks_what_was_asked_before": (
        inserted(
            moment(SUNDAY, 9),
            hers("/back", kind="command", message=0),
            bot("Which country are you in?", "France", "Spain"),
        ),
    ),
    "each_thing_reached_is_said_once": (
        inserted(moment(SUNDAY, 9), bot("That was your first run, and your body took it well.")),
    ),
    "the_buttons_of_the_day_change_it": (
        inserted(
            moment(SUNDAY, 9),
            bot("Good day. Today your daily sets.", "Done", "Not today", "Only 10 minutes", "Show me how"),
            hers("Only 10 minutes", "day"),
        ),
    ),
    "strength_is_never_on_two_days_in_a_row": (
        strength_day(SUNDAY - DAY, "3 × 8", 9001),
        strength_day(SUNDAY, "3 × 10", 9002),
    ),
    "exercises_get_harder_one_step_at_a_time": (
        strength_day(SUNDAY - 2 * DAY, "3 × 8", 9001),
        strength_day(SUNDAY, "3 × 12", 9002),
    ),
    "exercises_move_on": tuple(strength_day(SUNDAY + 2 * n * DAY, "3 × 10", 9001 + n) for n in range(6)),
    "no_message_that_asks_follows_another": (
        inserted(
            moment(SUNDAY, 8),
            bot(
                "Your weekly check: a few short questions.", "None of these", "Yes, or not sure", pushed=True
            ),
        ),
        inserted(
            moment(SUNDAY, 9),
            bot("Good day. Today: your daily sets.", "Done", "Not today", message=9002, pushed=True),
        ),
    ),
    "one_turn_asks_one_thing": (
        inserted(moment(SUNDAY, 8), hers("hello", kind="type", message=0)),
        lambda entries: [
            *entries,
            *(
                Entry(
                    at=entries[-1].at,
                    kind="bot",
                    text=t,
                    buttons=("Done", "Not today")[:n] if n else ("None of these",),
                    message=9100 + n,
                )
                for t, n in (("Your weekly check", 0), ("Good day.", 2))
            ),
        ],
    ),
    "every_question_can_be_answered_until_it_is_over": (
        inserted(
            moment(SUNDAY, 9),
            *told("How high is your stress just now?", "stress", "3"),
            Entry(
                at=moment(SUNDAY, 9),
                kind="toast",
                text="That button is from earlier. Here is where we are now.",
            ),
        ),
    ),
    "every_word_of_hers_gets_an_answer": (
        inserted(moment(SUNDAY, 9), hers("thank you", kind="type", message=0)),
    ),
    "what_is_announced_is_shown": (
        inserted(moment(SUNDAY, 9), bot("There is news about your plan.", pushed=True)),
    ),
    "late_mornings_bring_the_offer_of_another_hour": (
        lambda entries: [
            replace(e, at=e.at + timedelta(hours=13)) if e.topic == "good_morning" else e for e in entries
        ],
    ),
    "sleep_is_asked_about_every_week": (
        without(
            lambda e: (
                e.at.date() > SUNDAY
                and (e.topic in ("week", "sleep") or "weekly check" in e.text or "do you sleep" in e.text)
            )
        ),
    ),
    "mood_is_asked_about_every_two_weeks": (
        without(
            lambda e: (
                e.at.date() > SUNDAY
                and (
                    e.topic in ("week", "sleep", "mood") or "weekly check" in e.text or "felt down" in e.text
                )
            )
        ),
    ),
    "something_useful_comes_within_fifteen_answers": (
        lambda entries: [
            *entries[:1],
            *(
                e
                for n in range(16)
                for e in (
                    bot(f"Question {n}?", *("Yes", "No"), message=9200 + n),
                    hers("Yes", "cut", message=9200 + n),
                )
            ),
            *entries[1:],
        ],
        lambda entries: [
            Entry(
                at=entries[0].at if e.message >= 9200 else e.at,
                kind=e.kind,
                text=e.text,
                buttons=e.buttons,
                message=e.message,
                topic=e.topic,
                pushed=e.pushed,
            )
            for e in entries
        ],
    ),
    "a_good_day_costs_three_taps": (
        inserted(
            moment(MONDAY, 19, 2),
            *told("Any bleeding?", "bleeding", "None"),
            *told("Anything else you noticed?", "anything", "Nothing else", message=9003),
        ),
    ),
    "nothing_is_pushed_at_night": (inserted(moment(SUNDAY, 3), bot("Good day, Ana.", pushed=True)),),
    "no_symptom_stands_on_a_lock_screen": (
        inserted(moment(SUNDAY, 9), bot("Is the leaking gone?", pushed=True)),
    ),
    "no_sentence_is_said_too_often": (
        inserted(
            moment(SUNDAY, 9), *(bot("Noted. Small, regular work.", message=9300 + n) for n in range(20))
        ),
    ),
    "after_a_loss_no_word_of_the_baby": (
        inserted(
            moment(SUNDAY, 9),
            hers("I had a miscarriage", kind="type", message=0),
            bot("I’m so sorry. Feeding your baby before a run helps."),
        ),
    ),
}


def rules_broken(record: Record) -> set[str]:
    return {complaint.rule for complaint in judged(record)}


def test_a_good_life_passes() -> None:
    assert [str(complaint) for complaint in judged(good())] == []


@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_a_life_that_was_spoilt_for_a_rule_is_noticed_by_it(rule: str) -> None:
    assert rule in rules_broken(spoilt(*SPOILT[rule]))


def test_the_runs_of_the_written_life_are_read_as_they_are_in_the_table() -> None:
    for level, row in enumerate(clinical.TRACKS[12], start=1):
        assert runs_in(block(level)) == row


@pytest.mark.parametrize("module", WITHOUT_THE_PRODUCT, ids=lambda path: path.stem)
def test_the_judge_knows_none_of_the_product(module: Path) -> None:
    """Only the standard library, and modules of the lives that this test looks at as well."""
    own = {name.removesuffix(".__init__") for name in OWN}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            if node.module == "tests.system.lives":
                names = [f"tests.system.lives.{alias.name}" for alias in node.names]
        for name in names:
            assert (
                name in own | {"tests.system.lives.judge"}
                or name.partition(".")[0] in sys.stdlib_module_names
            ), f"{module.name}: {name}"
