"""After a session and the next morning: the symptom questions, then the engine's decision.

A sign that cannot wait is acted on in the evening; anything else is decided when the morning is known. A
morning without an answer is unknown, never clean.

>>> QUESTIONS[0].state
'checkin.all_well'
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flows import schedule
from flows.dialogue.facts import build_case, last_decision
from flows.dialogue.gate import record_and_tell, start_lock
from flows.dialogue.interruption_stack import push
from flows.dialogue.phases.programme import ends_less, in_full_from, remind
from flows.dialogue.phases.weekly import begin_week_now, week_overdue
from flows.dialogue.questions import (
    WARNING_ONCE,
    WARNING_UNSURE,
    YES_NO,
    ZERO_TO_TEN,
    Choice,
    FreeText,
    MultiChoice,
    Number,
    Question,
)
from flows.dialogue.texts.milestones import tell_milestone
from flows.dialogue.texts.replies import next_reply
from flows.dialogue.texts.sessions import (
    earlier_session_words,
    earlier_signs,
    fever_words,
    morning_words,
    sentence,
    tell_after_session,
)
from flows.dialogue.texts.tips import tell_next
from flows.dialogue.turn_context import TransitionRow, TurnContext, alarm_is, answer_is, transition
from flows.hearing.report import Report as Heard
from flows.plan.verdict import Verdict
from flows.session import Past, Session, with_draft, with_health, with_report, with_rhythm
from flows.vocabulary import Text, TextList, text

SIGNS = (
    "urine_leak",
    "heaviness",
    "bulge",
    "gas_leak",
    "stool_leak",
    "doming",
    "pelvic_pain",
    "scar_pain",
    "limp",
    "swelling",
)
MORNING_SIGNS = (*SIGNS[:-2], "limp", "swelling", "night_pain", "bleeding_not_period", "cannot_bear_weight")
# What a report of hers can hold when she types it: more than a list of buttons shows.
TYPED_SIGNS = (*SIGNS, *MORNING_SIGNS, "back_pain", "worse_each_session", "hurts_to_hop")
MORNING = ("checkin.morning", "checkin.settled", "checkin.morning_pain", "checkin.morning_signs")
WARNINGS = (
    "chest_pain",
    "breathless",
    "passed_out",
    "racing_or_irregular_heartbeat",
    "one_leg_swollen",
    "heavy_bleeding",
    "severe_headache",
    "leg_weakness_with_back_pain",
)
ILLNESS = ("fever", "chest", "stomach", "body_aches", "head_cold", "mastitis")
SITES = ("pelvis", "scar", "belly", "back", "hip", "groin", "thigh", "knee", "shin", "calf", "foot", "breast")
LEG_SITES = ("calf", "thigh", "groin")  # pain there is never only a number (R-RED-9)
WHERE = Choice(options=SITES, columns=3, sites=LEG_SITES)
KIND = Choice(options=("muscle", "joint", "tendon", "bone", "other"))
PELVIC_SITES = {"pelvis": "pelvic", "scar": "scar"}
RESTS = ("R-POST-4", "R-POST-5", "R-ILL")  # these say themselves what to do until the day after
LEG = "one_leg_swollen"
HALF_HOUR = 30  # minutes
RUN_BUTTONS = (30, 60, 120, 300, 600, 1200)


def _all_well(session: Session, value: Any, now: datetime) -> Session:
    """Nothing of the list: no pain, no sign, no bleeding but a period. What her words named before stays."""
    return session if value != "all_well" else with_report(session, pain=0, bleeding="none")


def _all_fine(session: Session, value: Any, now: datetime) -> Session:
    return session if value != "all_fine" else with_report(session, pain_morning=0, morning_answered=True)


def _all_since(session: Session, value: Any, now: datetime) -> Session:
    """Told so late that one answer covers the session and the day after it."""
    if value != "all_well":
        return session
    return with_report(_all_well(session, value, now), pain_morning=0, morning_answered=True)


def _partly(session: Session, value: Any, now: datetime) -> Session:
    return with_report(session, completed={"less": 25, "half": 50, "most": 75, "nearly": 90}[value])


def _why_partly(session: Session, value: Any, now: datetime) -> Session:
    return with_report(session, felt_something=value == "felt")


def _save_to(field: str) -> Any:
    return lambda session, value, now: with_report(session, **{field: value})


def _pain(session: Session, value: Any, now: datetime) -> Session:
    """The worst pain counts: what she told of before the report was opened again stays."""
    known = session.report.pain if session.report is not None else None
    return with_report(session, pain=max(known or 0, value))


def _site(session: Session, value: Any, now: datetime) -> Session:
    return with_report(session, site=value, tissue=PELVIC_SITES.get(value))


def _leg(session: Session, value: Any, now: datetime) -> Session:
    assert session.report is not None
    return with_report(session, warning=with_leg(session.report.warning, value))


def with_leg(warning: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """The warning signs with the one of a leg, if she has it or is not sure."""
    others = tuple(sign for sign in warning if sign != LEG)
    return (*others, LEG) if value in ("yes", "unsure") else others


def add_signs(session: Session, heard: tuple[str, ...]) -> Session:
    """The session with these signs added to the check at hand; the very same one where nothing is new."""
    report = session.report
    morning = session.state in MORNING
    known = () if report is None else report.signs_morning if morning else report.signs
    new = tuple(sign for sign in heard if sign in TYPED_SIGNS and sign not in known)
    if report is None or not new:
        return session
    return with_report(session, **{"signs_morning" if morning else "signs": (*known, *new)})


def _signs(session: Session, value: Any, now: datetime) -> Session:
    """What she typed before stays, whatever she taps."""
    return add_signs(session, value)


def _anything(session: Session, value: Any, now: datetime) -> Session:
    """A sign or a pain that she types here counts as if she had tapped it; the rest is hers alone."""
    report = session.report
    if not isinstance(value, Heard) or report is None:
        return session
    typed = (sign for sign in value.signs if sign in TYPED_SIGNS)
    signs = tuple(dict.fromkeys((*report.signs, *typed)))
    return with_report(session, signs=signs, pain=max(report.pain or 0, value.pain or 0))


def _fever(session: Session, value: Any, now: datetime) -> Session:
    assert session.report is not None
    warning = (*session.report.warning, "fever") if value == "yes" else session.report.warning
    return with_report(session, warning=warning)


def _bleeding(session: Session, value: Any, now: datetime) -> Session:
    return with_report(session, bleeding=value)


def _morning_pain(session: Session, value: Any, now: datetime) -> Session:
    return with_report(session, pain_morning=value)


def _morning_signs(session: Session, value: Any, now: datetime) -> Session:
    return with_report(add_signs(session, value), morning_answered=True)


QUESTIONS = (
    Question(
        state="checkin.all_well",
        expects=Choice(options=("all_well", "something"), columns=2),
        sample="all_well",
        save=_all_well,
    ),
    Question(
        state="checkin.all_since",
        expects=Choice(options=("all_well", "something"), columns=2),
        sample="all_well",
        save=_all_since,
        fill=earlier_session_words,
    ),
    Question(
        state="checkin.morning",
        expects=Choice(options=("all_fine", "something"), columns=2),
        sample="all_fine",
        save=_all_fine,
        fill=morning_words,
    ),
    Question(
        state="checkin.how_much",
        expects=Choice(options=("less", "half", "most", "nearly")),
        sample="nearly",
        save=_partly,
    ),
    Question(
        state="checkin.why_partly", expects=Choice(options=("time", "felt")), sample="time", save=_why_partly
    ),
    Question(
        state="checkin.warning",
        expects=MultiChoice(options=WARNINGS, prefix="flag"),
        save=_save_to("warning"),
    ),
    Question(
        state="checkin.longest_run",
        expects=Number(low=0, high=7200, buttons=RUN_BUTTONS, columns=3, seconds=True),
        sample="1200",
        save=_save_to("longest_run_s"),
    ),
    Question(state="checkin.pain", expects=ZERO_TO_TEN, sample="0", save=_pain),
    Question(state="checkin.pain_where", expects=WHERE, sample="thigh", save=_site),
    Question(state="checkin.leg", expects=WARNING_UNSURE, save=_leg),
    Question(
        state="checkin.pain_kind",
        expects=KIND,
        sample="muscle",
        save=_save_to("tissue"),
    ),
    Question(state="checkin.pain_before", expects=ZERO_TO_TEN, sample="0", save=_save_to("pain_before")),
    Question(state="checkin.signs", expects=MultiChoice(options=SIGNS, prefix="sign"), save=_signs),
    Question(
        state="checkin.bleeding",
        expects=Choice(options=("none", "period", "not_period", "heavy")),
        sample="none",
        save=_bleeding,
    ),
    Question(
        state="checkin.anything",
        expects=FreeText(options=("nothing", "ill")),
        sample="nothing",
        save=_anything,
    ),
    Question(
        state="checkin.illness",
        expects=MultiChoice(options=ILLNESS, prefix="illness"),
        save=_save_to("illness"),
    ),
    Question(state="checkin.fever", expects=WARNING_ONCE, save=_fever, fill=fever_words, text="fever"),
    Question(
        state="checkin.settled",
        expects=YES_NO,
        sample="yes",
        save=lambda s, value, now: with_report(s, settled=value == "yes"),
        fill=earlier_signs,
    ),
    Question(state="checkin.morning_pain", expects=ZERO_TO_TEN, sample="0", save=_morning_pain),
    Question(
        state="checkin.morning_signs",
        expects=MultiChoice(options=MORNING_SIGNS, prefix="sign"),
        save=_morning_signs,
    ),
)


def session_verdict(turn: TurnContext) -> Verdict:
    """The engine's decision on the session as far as it has been reported."""
    return turn.once(_reported, turn.session)


def _reported(turn: TurnContext) -> Verdict:
    return turn.decide(build_case.after_session_case(turn.session, turn.today, turn.book))


def decided(*verdicts: str) -> Any:
    """Guard: the engine decides one of these."""

    def guard(turn: TurnContext) -> bool:
        return session_verdict(turn).decision in verdicts

    guard.__name__ = "decided " + " or ".join(verdicts)
    return guard


def has_warning_sign(turn: TurnContext) -> bool:
    """Guard: she named a warning sign while running."""
    assert turn.session.report is not None
    return bool(turn.session.report.warning)


def in_pain(turn: TurnContext) -> bool:
    """Guard: there was any pain."""
    assert turn.session.report is not None
    return bool(turn.session.report.pain)


def told_already(turn: TurnContext) -> bool:
    """Guard: her words have named a sign in this check, so that "all well" is not the whole of it."""
    report = turn.session.report
    assert report is not None
    return bool(report.signs_morning if turn.session.state in MORNING else report.signs)


def hurt_or_signs(turn: TurnContext) -> bool:
    """Guard: there was a sign or a pain, so the day after asks about it in full."""
    return had_signs(turn) or in_pain(turn)


def covers_day_after(turn: TurnContext) -> bool:
    """Guard: she tells of the session so late that the day after is over as well (R-DAY-3)."""
    return schedule.covers_day_after(turn.session, turn.now, turn.book)


def pelvic_site(turn: TurnContext) -> bool:
    """Guard: the place says what kind of pain it is."""
    assert turn.session.report is not None
    return turn.session.report.site in PELVIC_SITES


def leg_site(turn: TurnContext) -> bool:
    """Guard: pain in that place may be more than pain (R-RED-9)."""
    assert turn.session.report is not None
    return turn.session.report.site in LEG_SITES


def pain_without_place(turn: TurnContext) -> bool:
    """Guard: her words named a pain whose place has not been asked, or one in a leg that has not been asked about."""
    heard, report = turn.value, turn.session.report
    assert report is not None
    if not isinstance(heard, Heard) or not heard.pain:
        return False
    return report.site is None or (heard.site in LEG_SITES and heard.site != report.site)


def had_signs(turn: TurnContext) -> bool:
    """Guard: the evening had signs, so the morning asks whether they are gone."""
    assert turn.session.report is not None
    return bool(turn.session.report.signs)


def needs_rest(turn: TurnContext) -> bool:
    """Guard: the decision holds her back for hours or days before the next run."""
    verdict = session_verdict(turn)
    return verdict.decision == "pause" or bool(verdict.resume_after_hours)


def stopped_for_signs(turn: TurnContext) -> bool:
    """Guard: she stopped because she felt something."""
    return turn.value == "felt"


def session_outcome(verdict: Verdict) -> str:
    """How the session counts later on: only R-POST-1 is clean; whatever switches running off is red."""
    if (
        verdict.decision in ("urgent_emergency", "urgent_same_day", "refer", "pause")
        or "R-POST-4" in verdict.rules
    ):
        return "red"
    return "clean" if "R-POST-1" in verdict.rules and verdict.decision != "step_back" else "amber"


def apply_decision(turn: TurnContext) -> None:
    """Action: the decision becomes her plan, and is told with what happens next.

    Where the next session lies behind the first weeks with less running, its level is told instead.
    """
    verdict = session_verdict(turn)
    following = schedule.next_session_day(turn.session, turn.today) or turn.today
    if verdict.decision in ("repeat", "advance") and ends_less(turn, following):
        settle(turn)
        in_full_from(turn, following)
        return
    tell_after_session(turn, verdict)
    settle(turn)


def settle(turn: TurnContext) -> None:
    """Action: the decision becomes her plan. The level that it lowers from is where a break is counted from."""
    verdict = session_verdict(turn)
    plan, report = turn.session.plan, turn.session.report
    assert plan is not None and report is not None
    outcome = (
        session_outcome(verdict)
        if report.morning_answered or session_outcome(verdict) == "red"
        else "unknown"
    )
    past = Past(
        on=report.on,
        level=report.level,
        outcome=outcome,
        signs=tuple(dict.fromkeys((*report.signs, *report.signs_morning))),
        verdict=verdict.decision,
        runs_s=report.runs_s,
    )
    level = verdict.next_level or plan.level
    last = level == plan.level and verdict.decision == "advance"
    rests = needs_rest(turn)
    _count_late(turn)
    turn.session = replace(
        turn.session,
        plan=replace(
            plan,
            level=level,
            since=turn.today if level != plan.level else plan.since,
            gained=(*plan.gained, turn.today) if level > plan.level else plan.gained,
            log=(*plan.log, past),
            missed_from=report.level if level < report.level else None,
            ill="R-ILL" in verdict.rules,
            longer_walks=plan.longer_walks and level <= plan.level,
            rest_until=turn.now + timedelta(hours=verdict.resume_after_hours or 0) if rests else None,
            finished=plan.finished or last,
        ),
        report=None,
        judged=last_decision.record_judged(turn.session, verdict, level),
    )
    if verdict.decision == "refer":
        turn.session = with_health(turn.session, cleared_by=None)
    record_and_tell(turn, verdict)
    tell_milestone(turn)


def _count_late(turn: TurnContext) -> None:
    """One more answer of the day after that came late (R-DAY-3), until an hour was chosen for it.

    Late is a day after the session, and some hours after the question: who runs in the morning is asked a day later.
    """
    session, report = turn.session, turn.session.report
    assert report is not None
    a_day = timedelta(hours=turn.book.number("R-DAY-3", "late_h"))
    patience = timedelta(hours=turn.book.number("R-DAY-3", "remind_h"))
    asked = schedule.day_after_asked(session, turn.book)
    late = max(schedule.done_by(session) + a_day, asked + patience)
    if report.morning_answered and session.profile.check_minute is None and turn.now >= late:
        turn.session = with_rhythm(session, late_checks=session.rhythm.late_checks + 1)


def late_again(turn: TurnContext) -> bool:
    """Guard: with this answer as many have come late as R-DAY-3 waits for before it offers another hour."""
    before = turn.session
    _count_late(turn)
    late = turn.session.rhythm.late_checks
    turn.session = before
    return late > before.rhythm.late_checks and late >= turn.book.whole("R-DAY-3", "late_times")


def offer_hour(turn: TurnContext) -> None:
    """Action: another hour for the question of the day after is offered: about the one at which she answers."""
    minute = schedule.minute_of_day(turn.session, turn.now)
    night = turn.book.whole("R-DAY-5", "from_minute")
    hour = min(minute // HALF_HOUR * HALF_HOUR, night - HALF_HOUR)
    turn.session = with_draft(push(turn.session, "aside.check_hour"), minute=hour)
    turn.again = True


def ask_before_session(turn: TurnContext) -> None:
    """Action: the open check comes before today's session, which waits for it some hours."""
    turn.session = with_rhythm(turn.session, nudges=schedule.BEFORE_SESSION)
    turn.say(Text("before-session"))
    turn.again = True


def stop_everything(turn: TurnContext) -> None:
    """Action: a red flag: told, locked, nothing else."""
    flags = build_case.after_session_case(turn.session, turn.today, turn.book).red_flags or ()
    heavy = ("heavy_bleeding",) if turn.session.report and turn.session.report.bleeding == "heavy" else ()
    apply_decision(turn)
    start_lock(turn, tuple(dict.fromkeys((*(str(flag) for flag in flags), *heavy))))


def wait_for_morning(turn: TurnContext) -> None:
    """Action: noted; the second check follows. A rest that is certain already is said now (R-POST-4), not the day
    after.
    """
    if needs_rest(turn):
        tell_rest(turn)
        return
    turn.say(next_reply(turn, "evening-noted"))
    tell_next(turn)


def tell_rest(turn: TurnContext) -> None:
    """What holds until the day after, where the decision will be a rest whatever she answers then."""
    verdict = session_verdict(turn)
    reasons = tuple(sentence(reason.text) for reason in verdict.reasons if reason.rule in RESTS)
    hours = verdict.resume_after_hours
    turn.say(
        text(
            "evening-rest",
            reasons=TextList(reasons) if reasons else Text("training-none"),
            rest=text("rest-hours", hours=hours) if hours else Text("rest-now"),
        )
    )


def unknown_evening(turn: TurnContext) -> None:
    """Action: the check was never finished; what is known counts, the rest is unknown. She hears what would help."""
    report = turn.session.report
    assert report is not None
    turn.say(text("check-unknown", date=report.on))
    if session_verdict(turn).decision == "repeat":
        settle(turn)
    else:
        apply_decision(turn)


URGENT = decided("urgent_emergency", "urgent_same_day")


def has_fever(turn: TurnContext) -> bool:
    """Guard: she feels feverish, so whether it is a warning sign has to be asked."""
    return isinstance(turn.value, tuple) and "fever" in turn.value


def _evening_rows(source: str) -> tuple[TransitionRow, ...]:
    """What cannot wait for the morning is acted on now."""
    return (
        transition(source, "answer", "locked.home", when=URGENT, do=stop_everything),
        transition(source, "answer", "referred.home", when=decided("refer"), do=apply_decision),
        transition(source, "answer", "programme.resting", when=decided("pause"), do=apply_decision),
        transition(source, "answer", "checkin.settled", when=(covers_day_after, had_signs)),
        transition(source, "answer", "checkin.morning_pain", when=covers_day_after),
        transition(source, "answer", "checkin.overnight", do=wait_for_morning),
    )


def _verdict_rows(
    source: str,
    trigger: str,
    *,
    when: tuple[Any, ...] = (),
    do: Any = apply_decision,
    then: tuple[TransitionRow, ...] = (),
) -> tuple[TransitionRow, ...]:
    return (
        transition(source, trigger, "locked.home", when=(*when, URGENT), do=stop_everything),
        transition(source, trigger, "referred.home", when=(*when, decided("refer")), do=do),
        transition(source, trigger, "programme.resting", when=(*when, needs_rest), do=do),
        *then,
        transition(source, trigger, "programme.home", when=when, do=do),
    )


def _day_after_rows(source: str) -> tuple[TransitionRow, ...]:
    """The day after is told: the decision, and then one more question at most."""
    weekly = transition(
        source, "answer", "programme.home", when=week_overdue, do=(apply_decision, begin_week_now)
    )
    hour = transition(source, "answer", "programme.home", when=late_again, do=(apply_decision, offer_hour))
    return _verdict_rows(source, "answer", then=(weekly, hour))


ROWS: tuple[TransitionRow, ...] = (
    transition("checkin.all_well", "answer", "checkin.pain", when=answer_is("something")),
    transition("checkin.all_well", "answer", "checkin.pain", when=told_already),
    transition("checkin.all_well", "answer", "checkin.morning", when=covers_day_after),
    transition("checkin.all_well", "answer", "checkin.overnight", do=wait_for_morning),
    transition("checkin.all_since", "answer", "checkin.pain", when=answer_is("something")),
    transition("checkin.all_since", "answer", "checkin.pain", when=told_already),
    *_day_after_rows("checkin.all_since"),
    transition("checkin.how_much", "answer", "checkin.why_partly"),
    transition("checkin.why_partly", "answer", "checkin.warning", when=stopped_for_signs),
    transition("checkin.why_partly", "answer", "checkin.pain", when=told_already),
    transition("checkin.why_partly", "answer", "checkin.all_since", when=covers_day_after),
    transition("checkin.why_partly", "answer", "checkin.all_well"),
    transition("checkin.warning", "answer", "locked.home", when=has_warning_sign, do=stop_everything),
    transition("checkin.warning", "answer", "checkin.longest_run"),
    transition("checkin.longest_run", "answer", "checkin.pain"),
    transition("checkin.pain", "answer", "checkin.pain_where", when=in_pain),
    transition("checkin.pain", "answer", "checkin.signs"),
    transition("checkin.pain_where", "answer", "checkin.pain_before", when=pelvic_site),
    transition("checkin.pain_where", "answer", "checkin.leg", when=leg_site),
    transition("checkin.pain_where", "answer", "checkin.pain_kind"),
    transition("checkin.leg", "answer", "locked.home", when=has_warning_sign, do=stop_everything),
    transition("checkin.leg", "answer", "checkin.pain_kind"),
    transition("checkin.pain_kind", "answer", "checkin.pain_before"),
    transition("checkin.pain_before", "answer", "checkin.signs"),
    transition("checkin.signs", "answer", "checkin.bleeding"),
    transition("checkin.bleeding", "answer", "locked.home", when=URGENT, do=stop_everything),
    transition("checkin.bleeding", "answer", "checkin.anything"),
    transition("checkin.anything", "answer", "checkin.illness", when=answer_is("ill")),
    transition("checkin.anything", "answer", "checkin.pain", when=answer_is("hurts")),
    transition("checkin.anything", "answer", "checkin.pain_where", when=pain_without_place),
    *_evening_rows("checkin.anything"),
    transition("checkin.illness", "answer", "checkin.fever", when=has_fever),
    *_evening_rows("checkin.illness"),
    transition("checkin.fever", "answer", "locked.home", when=URGENT, do=stop_everything),
    transition("checkin.fever", "answer", "referred.home", when=decided("refer"), do=apply_decision),
    transition("checkin.fever", "answer", "programme.resting", do=apply_decision),
    transition("checkin.overnight", "wake", "checkin.settled", when=had_signs),
    transition("checkin.overnight", "wake", "checkin.morning_pain", when=hurt_or_signs),
    transition("checkin.overnight", "wake", "checkin.morning"),
    transition("checkin.morning", "answer", "checkin.morning_pain", when=answer_is("something")),
    transition("checkin.morning", "answer", "checkin.morning_pain", when=told_already),
    *_day_after_rows("checkin.morning"),
    transition("checkin.settled", "answer", "checkin.morning_pain"),
    transition("checkin.morning_pain", "answer", "checkin.morning_signs"),
    *_day_after_rows("checkin.morning_signs"),
    *_verdict_rows("checkin", "wake", when=(alarm_is("give_up"),), do=unknown_evening),
    transition("checkin", "wake", None, when=alarm_is("before_session"), do=ask_before_session),
    transition("checkin", "wake", None, do=remind),
)
