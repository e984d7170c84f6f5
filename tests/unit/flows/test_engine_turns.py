"""Single turns of somebody at one place: a day that begins, the week, the tests, the time after a session.

Numbers that steer are tried on both sides. What a whole way looks like is in the chats.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.engine import step
from flows.schedule import BEFORE_SESSION, next_alarm
from flows.session import Draft, Past, Plan, Report, Session, dump, load, with_rhythm
from flows.vocabulary import Ask, Commanded, Said, Say, Tapped, Woken
from tests.kit.somebody import (
    BOOK,
    NOW,
    PLAN,
    READY,
    REPORT,
    RUNNING,
    TODAY,
    YESTERDAY,
    says,
    taken,
    weeks_left,
    with_tests,
)

RAN_YESTERDAY = replace(PLAN, log=(Past(on=YESTERDAY, level=3, outcome="clean"),))
QUIET = {
    "she has been silent for a week": (
        {"unanswered": 4, "heard_at": NOW - timedelta(days=7)},
        True,
        ["gentle-word"],
    ),
    "she has been silent for a week, and does not know that no more come": (
        {"unanswered": 3, "heard_at": NOW - timedelta(days=7)},
        True,
        ["goes-quiet"],
    ),
    "she has left three prompts": (
        {"unanswered": 3, "heard_at": NOW - timedelta(days=4)},
        True,
        ["goes-quiet"],
    ),
    "she knows that no more come": ({"unanswered": 4, "heard_at": NOW - timedelta(days=5)}, True, []),
    "she wants no other days": ({}, False, []),
}


@pytest.mark.parametrize("state", ["foundations.home", "foundations.prompted", "programme.short"])
@pytest.mark.parametrize("why", QUIET)
def test_on_a_quiet_day_nothing_is_asked(state: str, why: str) -> None:
    rhythm, other_days, told = QUIET[why]
    runs = state == "programme.short"
    session = replace(
        READY if runs else weeks_left(READY),
        state=state,
        plan=RAN_YESTERDAY if runs else None,
        profile=replace(READY.profile, other_days=other_days),
        rhythm=replace(READY.rhythm, **rhythm),
    )
    event = Woken(seq=session.seq)
    assert says(session, event) == told
    assert taken(session, event).state == ("programme.home" if runs else "foundations.home")


# --- the weekly questions are over -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "plan", "other_days", "leads_to"),
    [
        ("foundations.home", None, True, "foundations.prompted"),
        ("foundations.home", None, False, "foundations.home"),
        ("foundations.prompted", None, True, "foundations.prompted"),
        ("referred.home", None, True, "referred.home"),
        ("programme.home", RAN_YESTERDAY, True, "programme.short"),
        ("programme.home", RAN_YESTERDAY, False, "programme.home"),
        ("programme.home", PLAN, True, "programme.home"),  # today's session comes at its hour
    ],
)
def test_after_the_weekly_questions_the_day_goes_on_and_only_an_answer_is_thanked_for(
    state: str, plan: Plan | None, other_days: bool, leads_to: str
) -> None:
    session = replace(
        READY,
        state=state,
        plan=plan,
        profile=replace(READY.profile, other_days=other_days),
        aside="aside.week",
    )
    left = Tapped(seq=session.asked, option="not_now")
    assert (taken(session, left).state, says(session, left)) == (leads_to, [])
    answered = replace(session, aside="aside.week_energy")
    none = Said(text="none")
    told = ["week-well"] if other_days or plan is not None else ["week-well", "waiting-when"]
    assert (taken(answered, none).state, says(answered, none)) == (leads_to, told)


@pytest.mark.parametrize(
    ("answers", "rules"),
    [
        ({}, None),
        ({"exhausted": True}, ("R-POST-15",)),
        ({"sleep_hours": 6.7}, ("R-LIF-1", "R-POST-15")),
        ({"sleep_hours": 6.8}, None),
        ({"stress": 7}, ("R-LIF-2",)),
        ({"low_interest": True}, ("R-LIF-6",)),
    ],
)
def test_what_the_week_means_is_told_by_its_rules(
    answers: dict[str, object], rules: tuple[str, ...] | None
) -> None:
    health = replace(READY.health, **answers)  # type: ignore[arg-type]  # field names
    session = replace(READY, state="referred.home", health=health, aside="aside.week_energy")
    after = taken(session, Said(text="none"))
    assert (None if after.told is None else after.told.rules) == rules


@pytest.mark.parametrize(("days", "leads_to"), [(13, None), (14, "aside.week_mood")])
def test_the_two_questions_about_mood_come_every_fourteen_days(days: int, leads_to: str | None) -> None:
    asked = replace(READY.rhythm, mood_on=TODAY - timedelta(days=days))
    session = replace(READY, state="foundations.home", rhythm=asked, aside="aside.week_energy")
    assert taken(session, Said(text="none")).aside == leads_to


# --- what only a yes of hers opens ------------------------------------------------------------------

NO_CHECK = replace(READY, health=replace(READY.health, postnatal_check=False))
NOT_HEALED = replace(READY, profile=replace(READY.profile, wounds_healed=False))
NEITHER = replace(NO_CHECK, profile=NOT_HEALED.profile)


def born(session: Session, days: int, **profile: object) -> Session:
    """Her baby is so many days old; the rest of what she said at the start is changed as given."""
    changed = replace(session.profile, birth_date=TODAY - timedelta(days=days), **profile)  # type: ignore[arg-type]  # field names
    return replace(session, profile=changed)


@pytest.mark.parametrize("asked", ["aside.week", "aside.week_same_day"])
@pytest.mark.parametrize(
    ("session", "days", "leads_to"),
    [
        (READY, 50, "aside.week_daily"),
        (NO_CHECK, 41, "aside.week_daily"),
        (NO_CHECK, 42, "aside.week_check"),
        (NOT_HEALED, 41, "aside.week_daily"),
        (NOT_HEALED, 42, "aside.week_wounds"),
        (NEITHER, 42, "aside.week_check"),
    ],
)
def test_the_check_and_the_wounds_are_asked_about_each_week_from_day_42_on(
    asked: str, session: Session, days: int, leads_to: str
) -> None:
    session = replace(born(session, days), state="foundations.home", aside=asked)
    assert taken(session, Said(text="none")).aside == leads_to


@pytest.mark.parametrize(
    ("answer", "told"), [("yes", "week-waits-over"), ("no", "week-waits"), ("unsure", "week-waits")]
)
@pytest.mark.parametrize(("session", "then"), [(NO_CHECK, "week_daily"), (NEITHER, "week_wounds")])
def test_she_hears_whether_running_still_waits_for_it(
    answer: str, told: str, session: Session, then: str
) -> None:
    asked = "aside.week_wounds" if answer == "unsure" else "aside.week_check"
    session = replace(born(session, 50), state="foundations.home", aside=asked)
    tapped = Tapped(seq=session.asked, option=answer)
    after = taken(session, tapped)
    assert says(session, tapped) == [told]
    assert after.aside == ("aside.week_daily" if answer == "unsure" else f"aside.{then}")
    if answer == "unsure":
        assert after.profile.wounds_healed is False
    else:
        assert after.health.postnatal_check is (answer == "yes")


def test_a_symptom_of_the_weekly_check_refers_her_also_when_she_leaves_the_mood_unanswered() -> None:
    mood = with_rhythm(READY, mood_on=TODAY - timedelta(days=14))
    week = replace(mood, state="programme.home", plan=PLAN, aside="aside.week_symptoms")
    chosen = taken(week, Tapped(seq=week.asked, option="urine_leak"))
    asked = taken(chosen, Tapped(seq=chosen.asked, option="done"))
    assert (asked.aside, asked.state) == ("aside.week_mood", "programme.home")
    left = with_rhythm(asked, prompted_on=TODAY - timedelta(days=1))
    wake = next_alarm(left, BOOK)
    assert wake is not None
    after = taken(left, Woken(seq=left.seq), wake.at)
    assert after.state == "referred.home" and after.report is None


@pytest.mark.parametrize(
    ("session", "since", "unanswered", "asked"),
    [
        (NO_CHECK, 7, 0, True),
        (NOT_HEALED, 7, 0, True),
        (NO_CHECK, 6, 0, False),
        (NO_CHECK, 7, 3, False),
        (READY, 7, 0, True),
    ],
)
@pytest.mark.parametrize("state", ["foundations.home", "foundations.prompted"])
def test_who_wants_no_other_prompts_is_asked_the_weekly_check_unless_she_has_gone_quiet(
    state: str, session: Session, since: int, unanswered: int, asked: bool
) -> None:
    rhythm = replace(
        session.rhythm,
        week_on=TODAY - timedelta(days=since),
        unanswered=unanswered,
        heard_at=NOW - timedelta(days=4),
    )
    session = replace(born(weeks_left(session), 60, other_days=False), state=state, rhythm=rhythm)
    after = taken(session, Woken(seq=session.seq))
    assert (after.aside == "aside.week", after.state) == (asked, "foundations.home")


@pytest.mark.parametrize(("healed", "leads_to"), [(True, "referred.symptoms"), (False, "referred.wounds")])
def test_whoever_was_seen_is_asked_about_a_wound_that_had_not_healed(healed: bool, leads_to: str) -> None:
    session = replace(READY if healed else NOT_HEALED, state="referred.who")
    assert taken(session, Tapped(seq=session.asked, option="doctor")).state == leads_to


@pytest.mark.parametrize(("answer", "stays"), [("yes", False), ("no", True), ("unsure", True)])
def test_a_professional_lifts_the_referral_for_a_wound_once_it_has_healed(answer: str, stays: bool) -> None:
    session = replace(NOT_HEALED, state="referred.wounds", health=replace(READY.health, cleared_by="doctor"))
    session = taken(session, Tapped(seq=session.asked, option=answer))
    assert session.state == "referred.symptoms"
    assert (taken(session, Said(text="none")).state == "referred.home") is stays


@pytest.mark.parametrize(("signs", "risks"), [(2, ()), (3, ("red_s_signs",))])
def test_three_signs_of_too_little_energy_count_and_two_do_not(signs: int, risks: tuple[str, ...]) -> None:
    chosen = ("losing_weight", "always_cold", "low_milk")[:signs]
    session = replace(READY, state="foundations.home", aside="aside.week_energy", draft=Draft(chosen=chosen))
    after = taken(session, Tapped(seq=session.asked, option="done"))
    assert after.health.risks == risks
    assert after.state == ("referred.home" if risks else "foundations.prompted")


# --- the tests themselves ------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["readiness.felt", "readiness.pain"])
@pytest.mark.parametrize(
    ("missing", "leads_to"),
    [("hop_in_place", "readiness.left"), ("squat_jump", "readiness.count"), (None, "readiness.overnight")],
)
def test_after_a_test_comes_the_next_as_it_is_done(asked: str, missing: str | None, leads_to: str) -> None:
    session = with_tests(READY, lambda record: None if record.test == missing else record)
    session = replace(session, state=asked, draft=Draft(test="walk"))
    answer = "none" if asked == "readiness.felt" else "1"
    after = taken(session, Said(text=answer))
    assert after.state == leads_to
    assert after.draft.test == missing


# --- after a session -----------------------------------------------------------------------------

REPORTED = {
    "urgent": ({"warning": ("chest_pain",)}, "locked.home"),
    "refer": ({"signs": ("bulge",)}, "referred.home"),
}


@pytest.mark.parametrize(
    ("state", "answer"), [("checkin.anything", "nothing else"), ("checkin.illness", "none")]
)
@pytest.mark.parametrize("finding", [*REPORTED, "nothing"])
def test_what_cannot_wait_is_not_left_for_the_morning(state: str, answer: str, finding: str) -> None:
    changes, leads_to = REPORTED.get(finding, ({}, "checkin.overnight"))
    session = replace(RUNNING, state=state, report=replace(REPORT, reported_at=NOW, **changes))
    assert taken(session, Said(text=answer)).state == leads_to


@pytest.mark.parametrize("finding", REPORTED)
def test_a_check_that_is_given_up_still_stops_or_refers(finding: str) -> None:
    changes, leads_to = REPORTED[finding]
    session = replace(RUNNING, state="checkin.bleeding", report=replace(REPORT, **changes))
    session = replace(session, rhythm=replace(session.rhythm, nudges=BEFORE_SESSION))
    wednesday = NOW + timedelta(days=2)  # her next session; until it begins the check stays open
    before = taken(session, Woken(seq=session.seq), wednesday - timedelta(minutes=1))
    assert before.state == "checkin.bleeding"
    after = taken(session, Woken(seq=session.seq), wednesday)
    assert after.state == leads_to


def test_a_session_after_more_time_than_any_rule_lets_pass_rests_until_she_says_that_all_is_well() -> None:
    """It cannot be offered any more; an earlier release may have left the check of one open."""
    long_ago = Past(on=TODAY - timedelta(days=102), level=3, outcome="clean", verdict="repeat")
    session = replace(RUNNING, state="checkin.morning", plan=replace(PLAN, log=(long_ago,)))
    rests = taken(session, Tapped(seq=session.asked, option="all_fine"))
    assert rests.plan is not None
    assert (rests.state, rests.plan.level, rests.plan.rest_until) == ("programme.resting", 1, NOW)
    assert taken(rests, Woken(seq=rests.seq)).state == "programme.still"


def test_a_check_that_is_only_reminded_of_decides_nothing() -> None:
    session = replace(RUNNING, state="checkin.bleeding", report=replace(REPORT, warning=("chest_pain",)))
    assert taken(session, Woken(seq=session.seq)).state == "checkin.bleeding"


@pytest.mark.parametrize(("per_week", "days", "level"), [(3, 6, 3), (3, 7, 4), (2, 9, 3), (2, 10, 4)])
def test_a_level_lasts_seven_days_and_ten_with_two_sessions_a_week(
    per_week: int, days: int, level: int
) -> None:
    plan = replace(
        PLAN,
        per_week=per_week,
        gained=(TODAY - timedelta(days=days),),
        log=(
            Past(on=date(2026, 5, 29), level=2, outcome="clean"),
            Past(on=date(2026, 6, 12), level=3, outcome="clean"),
        ),
    )
    session = replace(
        RUNNING, state="checkin.morning_signs", plan=plan, report=replace(REPORT, pain_morning=0)
    )
    after = taken(session, Said(text="none"))
    assert after.plan is not None and after.plan.level == level


@pytest.mark.parametrize(("option", "minutes"), [("half_hour", 30), ("two_hours", 120), ("evening", 690)])
def test_later_is_half_an_hour_two_hours_or_seven_in_the_evening(option: str, minutes: int) -> None:
    session = replace(RUNNING, state="programme.later", report=Report(on=TODAY, level=3, offered_at=NOW))
    after = taken(session, Tapped(seq=session.asked, option=option))
    assert after.rhythm.snoozed_to == NOW + timedelta(minutes=minutes)


def test_a_reminder_that_the_night_overtook_is_not_sent_beside_the_question_of_the_morning() -> None:
    offered = replace(RUNNING, state="programme.offered", report=Report(on=TODAY, level=3, offered_at=NOW))
    offered = replace(offered, rhythm=replace(offered.rhythm, asked_at=NOW))
    late = taken(offered, Woken(seq=offered.seq), NOW + timedelta(hours=16))
    tuesday = NOW + timedelta(days=1)
    assert late.state == "programme.offered"
    assert taken(late, Woken(seq=late.seq), tuesday).state == "programme.yesterday"


@pytest.mark.parametrize(
    ("session", "prompt"),
    [
        (replace(weeks_left(READY), state="foundations.prompted"), "foundations-prompted"),
        (replace(RUNNING, state="programme.short", report=None), "programme-short"),
    ],
)
def test_a_day_whose_prompt_had_no_answer_is_followed_by_one_with_a_prompt(
    session: Session, prompt: str
) -> None:
    tuesday = NOW + timedelta(days=1)
    asked = step(load(dump(session)), Woken(seq=session.seq), now=tuesday, book=BOOK)
    assert [effect.text.id for effect in asked.effects if isinstance(effect, Ask)] == [prompt]
    assert asked.session is not None and asked.session.rhythm.unanswered == 1


@pytest.mark.parametrize(
    ("named", "earlier", "counts"),
    [
        (0, (5,), True),
        (1, (6,), True),
        (1, (7,), False),
        (1, (), False),
        (2, (5,), False),
        (None, (5,), False),
    ],
)
def test_weeks_of_strength_count_from_when_she_does_enough_of_them(
    named: int | None, earlier: tuple[int, ...], counts: bool
) -> None:
    health = replace(READY.health, strength_weeks=6, strength_per_week=named)
    done = tuple(TODAY - timedelta(days=days) for days in earlier)
    rhythm = replace(READY.rhythm, strength_done=done, prompted_on=TODAY)
    session = replace(READY, state="foundations.prompted", health=health, rhythm=rhythm)
    after = taken(session, Tapped(seq=session.asked, option="done"))
    kept = done if named is None else (*done, TODAY)  # no strength before all her answers are known
    assert after.rhythm.strength_done == kept
    began = (after.health.strength_per_week, after.health.strength_weeks, after.health.strength_since)
    assert began == ((2, 0, done[0]) if counts else (named, 6, READY.health.strength_since))


@pytest.mark.parametrize(("refused", "rules"), [(True, ["R-RSK-4"]), (False, [])])
def test_why_explains_what_her_answers_refer_her_for_before_anything_was_decided(
    refused: bool, rules: list[str]
) -> None:
    session = replace(READY, state="foundations.home", health=replace(READY.health, told_not_to_run=refused))
    effects = step(replace(session, told=None), Commanded(name="why"), now=NOW, book=BOOK).effects
    first = next(effect.text for effect in effects if isinstance(effect, Say))
    assert first.id == ("why" if refused else "why-nothing")
    assert [rule for rule in rules if rule in str(first.args)] == rules


@pytest.mark.parametrize(("other_days", "told"), [(False, True), (True, False)])
def test_whoever_has_no_daily_message_hears_once_a_week_what_running_waits_for(
    other_days: bool, told: bool
) -> None:
    profile = replace(READY.profile, other_days=other_days)
    week = replace(weeks_left(READY), state="foundations.home", profile=profile, aside="aside.week_energy")
    week = with_rhythm(week, mood_on=TODAY)
    assert ("waiting-whole" in says(week, Said(text="none"))) is told
