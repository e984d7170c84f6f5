"""The weekly check: warning signs, pelvic floor, sleep, exhaustion, stress, energy; every second week the mood.

Before them, until she says yes: whether the postnatal check has been and the wounds have healed, without which the
gates stay closed. They lie over the day as an aside: what she answers is kept at once, what she leaves is asked again
a week later, and the next prompt is never held up by it. What the answers mean is the engine's business.

>>> [row.dest for row in ROWS if row.source == "aside.week_daily"]
['aside.week_symptoms', 'aside.week_sleep']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flows import schedule
from flows.dialogue.facts.build_case import days_since_birth, screening_case
from flows.dialogue.gate import record_own_decision, verdict_refer, verdict_urgent
from flows.dialogue.interruption_stack import DONE, is_paused_or_stopped, push
from flows.dialogue.phases import screening
from flows.dialogue.questions import WARNING_ONCE, Choice, MultiChoice, Question
from flows.dialogue.shared_questions import wounds_open, wounds_question
from flows.dialogue.texts.replies import next_reply
from flows.dialogue.texts.sessions import WHY, sentence
from flows.dialogue.texts.waiting import asked_words, now_waiting
from flows.dialogue.turn_context import Guard, TransitionRow, TurnContext, answer_is, transition
from flows.plan.before_running.lifestyle import weekly_findings
from flows.session import Session, with_health, with_rhythm
from flows.vocabulary import Say, Text, TextList, Woken, text

BLEEDING = "bleeding_not_period"
ENERGY_SIGNS = (
    "losing_weight",
    "no_period",
    "always_tired",
    "always_cold",
    "low_milk",
    "often_ill_or_injured",
    "bone_stress_before",
    "restricting_food",
)
# She has said that there is something, and is asked what it is: no run is offered before she has answered.
DOUBTS = ("aside.week_emergency", "aside.week_same_day", "aside.week_symptoms")
FIRST = "aside.week"
# Under an open doubt the session of today is not asked for either.
OFFERED = ("programme.offered", "programme.later")
# After these the check is not asked again at once: she is asked about her body anew, or wants silence.
QUIET_REASONS = ("loss", "pregnant")


def _as_in_the_screening(state: str, asked: str) -> Question:
    """The question of the screening once more: the same words, the same place for the answer."""
    known = next(question for question in screening.QUESTIONS if question.state == asked)
    return replace(known, state=state, text=known.text_id)


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    return screening.add_symptoms(session, value)


QUESTIONS = (
    Question(state="aside.week", expects=Choice(options=("none", "some", "not_now")), sample="none"),
    _as_in_the_screening("aside.week_emergency", "screening.emergency_signs"),
    _as_in_the_screening("aside.week_same_day", "screening.same_day_signs"),
    _as_in_the_screening("aside.week_check", "screening.postnatal_check"),
    wounds_question("aside.week_wounds"),
    Question(state="aside.week_daily", expects=WARNING_ONCE),
    Question(
        state="aside.week_symptoms",
        expects=MultiChoice(options=screening.DAILY_SYMPTOMS, prefix="sign"),
        save=_symptoms,
        text="screening-symptoms",
    ),
    _as_in_the_screening("aside.week_sleep", "screening.sleep_hours"),
    _as_in_the_screening("aside.week_exhausted", "screening.exhausted"),
    _as_in_the_screening("aside.week_stress", "screening.stress"),
    Question(state="aside.week_energy", expects=MultiChoice(options=ENERGY_SIGNS, prefix="energy")),
    _as_in_the_screening("aside.week_mood", "screening.low_mood"),
    _as_in_the_screening("aside.week_interest", "screening.low_interest"),
    _as_in_the_screening("aside.week_self_harm", "screening.self_harm"),
)


def _days_since(turn: TurnContext, day: date | None) -> int | None:
    return None if day is None else (turn.today - day).days


def week_due(turn: TurnContext) -> bool:
    """Guard: a week since these questions were last asked (R-DAY-9), no run today that they would hold up, and no
    news today that they would push aside.
    """
    return _week_passed(turn, 0) and not run_today(turn)


def run_today(turn: TurnContext) -> bool:
    """Guard: a run may be offered today; none is while the gates are closed, also where a plan is kept."""
    session = turn.session
    in_plan = session.state.partition(".")[0] in ("programme", "checkin")
    return in_plan and schedule.is_session_day(session, turn.today)


def week_overdue(turn: TurnContext) -> bool:
    """Guard: the same, or so long overdue that today's run waits for them while she is there."""
    return week_due(turn) or _week_passed(turn, turn.book.whole("R-DAY-9", "late_days"))


def _week_passed(turn: TurnContext, late: int) -> bool:
    session = turn.session
    passed = _days_since(turn, session.rhythm.week_on)
    due = passed is None or passed >= turn.book.whole("R-DAY-9") + late
    return due and not (session.told is not None and session.told.on == turn.today)


def mood_due(turn: TurnContext) -> bool:
    """Guard: two weeks since the two questions about mood (R-LIF-6)."""
    passed = _days_since(turn, turn.session.rhythm.mood_on)
    return passed is None or passed >= turn.book.whole("R-LIF-6", "every_days")


def check_to_come(turn: TurnContext) -> bool:
    """Guard: the postnatal check has not been, and the day from which it is expected has come (R-TIME-1)."""
    return not turn.session.health.postnatal_check and _check_expected(turn)


def wounds_to_heal(turn: TurnContext) -> bool:
    """Guard: a wound had not healed when she was last asked, and it is time for the check that looks at it."""
    return wounds_open(turn) and _check_expected(turn)


def _check_expected(turn: TurnContext) -> bool:
    return days_since_birth(turn.session, turn.today) >= turn.book.whole("R-TIME-1")


def note_waiting(turn: TurnContext) -> None:
    """Action: she hears whether running still waits for this."""
    turn.say(Text("week-waits-over" if turn.value == "yes" else "week-waits"))


def begin_week(turn: TurnContext) -> None:
    """Action: the weekly questions lie over the day."""
    turn.session = push(with_rhythm(turn.session, week_on=turn.today), "aside.week")


def is_open(session: Session) -> bool:
    """Whether the weekly check lies over her day."""
    return (session.aside or "").startswith("aside.week")


def keep_place(session: Session) -> Session:
    """The session with the open question of the weekly check written down, so that nothing can take it away."""
    if not is_open(session) or session.rhythm.week_at == session.aside:
        return session
    return with_rhythm(session, week_at=session.aside)


def put_back(session: Session, today: date) -> Session:
    """The session with the weekly check over her day again, where something took it away before it was answered.

    On the day on which it began it goes on where it was left, later it starts again. A doubt is never lost.
    """
    at, state = session.rhythm.week_at, session.state
    if at is None or is_paused_or_stopped(session) or is_open(session):
        return session
    if state not in schedule.PROMPTED_STATES and not (at in DOUBTS and state in OFFERED):
        return session
    same_day = session.rhythm.week_on == today
    return push(session, at if same_day or at in DOUBTS else FIRST)


def come_back(turn: TurnContext) -> None:
    """The weekly check comes back as soon as what took its place is over, while she is there."""
    session = turn.session
    if session.rhythm.week_at is None or is_open(session):
        return
    phase = session.state.partition(".")[0]
    if phase in ("onboarding", "screening") or session.pause_reason in QUIET_REASONS:
        turn.session = with_rhythm(session, week_at=None)
    elif phase == "locked":
        turn.session = with_rhythm(session, week_at=FIRST)
    elif session.aside is None and not turn.quiet and not isinstance(turn.event, Woken):
        turn.session = put_back(session, turn.today)
        turn.again = turn.again or is_open(turn.session)


def stays_open(turn: TurnContext, covered: Session) -> bool:
    """Whether the weekly check, which she has not answered, is today's message too: she is there, and no run is due, or
    she has spoken of a sign and not yet said which.
    """
    session = turn.session
    if not is_open(covered) or turn.due is None or turn.due.kind not in ("daily", "snoozed"):
        return False
    quiet = session.rhythm.unanswered >= turn.book.whole("R-DAY-4", "quiet_after")
    waits = not run_today(turn) and not _referral_untold(turn)
    return not quiet and (covered.aside in DOUBTS or waits)


def _referral_untold(turn: TurnContext) -> bool:
    """Whether she has named a symptom that closes running, and left the check before that was said."""
    return not turn.session.state.startswith("referred.") and verdict_refer(turn)


def _later_today(turn: TurnContext) -> datetime | None:
    """In two hours, or just before her quiet hours if they begin sooner; `None` once they have begun."""
    later = turn.now + timedelta(minutes=turn.book.number("R-DAY-1", "two_hours"))
    if not schedule.in_quiet_hours(turn.session, later, turn.book):
        return later
    evening = schedule.instant(turn.session, turn.today, turn.book.whole("R-DAY-5", "from_minute"))
    return evening - timedelta(minutes=1) if evening - timedelta(minutes=1) > turn.now else None


def ask_again(turn: TurnContext, covered: Session) -> None:
    """The weekly check once more, as today's message. Today's run comes later, if nothing is the matter by then."""
    assert turn.due is not None
    first = turn.due.kind == "daily"
    rhythm = replace(
        covered.rhythm,
        prompted_on=turn.today,
        snoozed_to=_later_today(turn) if first and run_today(turn) else None,
        unanswered=covered.rhythm.unanswered + first,
    )
    turn.session = replace(covered, rhythm=rhythm)
    turn.again = True


def let_go(turn: TurnContext, covered: Session) -> None:
    """What asks now takes the place of an open menu; the weekly check comes back after it."""
    if is_open(covered):
        again = turn.today - timedelta(days=turn.book.whole("R-DAY-9"))
        turn.session = with_rhythm(turn.session, week_on=again, week_at=None)
        turn.effects.insert(0, Say(text=Text("week-let-go")))
    else:
        turn.effects.insert(0, Say(text=Text("menu-let-go")))


def begin_week_now(turn: TurnContext) -> None:
    """Action: she is there, so the weekly questions come now; a session that is still to come today waits for them."""
    if not run_today(turn):
        turn.session = with_rhythm(turn.session, prompted_on=turn.today, snoozed_to=None)
    begin_week(turn)


def bleeding_over(turn: TurnContext) -> None:
    """Action: bleeding that she told of in the first weeks has ended as it should (R-RED-16 begins later)."""
    felt = turn.session.health.symptoms or ()
    early = days_since_birth(turn.session, turn.today) <= turn.book.whole("R-RED-16")
    if early and BLEEDING in felt:
        left = tuple(symptom for symptom in felt if symptom != BLEEDING)
        turn.session = with_health(turn.session, symptoms=left)


def count_energy(turn: TurnContext) -> None:
    """Action: enough of the signs together mean too little energy (R-LIF-3); an earlier clearance does not cover it."""
    signs, risks = turn.value, turn.session.health.risks or ()
    assert isinstance(signs, tuple)
    if len(signs) >= turn.book.whole("R-LIF-3"):
        risks = tuple(dict.fromkeys((*risks, "red_s_signs")))
        turn.session = with_health(turn.session, risks=risks, cleared_by=None)


def finish_weekly(turn: TurnContext) -> None:
    """Action: the gates look at the answers."""
    turn.session = with_rhythm(turn.session, week_at=None)
    turn.fires = "week"


postponed = answer_is("not_now")


def tell_week(turn: TurnContext) -> None:
    """Action: what the week means for the plan, in the sentences of its rules."""
    case = screening_case(turn.session, turn.today, turn.book)
    rules = tuple(dict.fromkeys(finding.rule for finding in weekly_findings(case, turn.book)))
    if not rules:
        walks = turn.session.rhythm.walks_done[-1:]
        lately = bool(walks) and (turn.today - walks[0]).days <= turn.book.whole("R-DAY-9")
        turn.say(Text("week-runs-again") if lately else next_reply(turn, "week-well"))
    else:
        record_own_decision(turn, "week", rules)
        lines = tuple(sentence(turn.book.rule(rule).says) for rule in rules)
        turn.say(text("week-noted", reasons=TextList(lines)), WHY)
    _tell_what_is_missing(turn)


def _tell_what_is_missing(turn: TurnContext) -> None:
    """Who has no message on other days hears once a week what running waits for, and how to tell of her strength."""
    waits = turn.session.state.startswith(("foundations.", "referred."))
    if waits and not turn.session.profile.other_days and now_waiting(turn) is not None:
        turn.say(asked_words(turn))


def _on_from(source: str, *, when: tuple[Guard, ...] = ()) -> tuple[TransitionRow, ...]:
    """After the warning signs: what the gates still wait for, then her days."""
    return (
        transition(source, "answer", "aside.week_check", when=(*when, check_to_come)),
        transition(source, "answer", "aside.week_wounds", when=(*when, wounds_to_heal)),
        transition(source, "answer", "aside.week_daily", when=when),
    )


ROWS: tuple[TransitionRow, ...] = (
    *_on_from("aside.week", when=(answer_is("none"),)),
    transition("aside.week", "answer", "aside.week_emergency", when=answer_is("some")),
    transition("aside.week", "answer", DONE, do=finish_weekly),
    transition("aside.week_emergency", "answer", DONE, when=verdict_urgent, do=finish_weekly),
    transition("aside.week_emergency", "answer", "aside.week_same_day"),
    transition("aside.week_same_day", "answer", DONE, when=verdict_urgent, do=finish_weekly),
    *_on_from("aside.week_same_day"),
    transition("aside.week_check", "answer", "aside.week_wounds", when=wounds_to_heal, do=note_waiting),
    transition("aside.week_check", "answer", "aside.week_daily", do=note_waiting),
    transition("aside.week_wounds", "answer", "aside.week_daily", do=note_waiting),
    transition("aside.week_daily", "answer", "aside.week_symptoms", when=answer_is("yes")),
    transition("aside.week_daily", "answer", "aside.week_sleep", do=bleeding_over),
    transition("aside.week_symptoms", "answer", "aside.week_mood", when=(verdict_refer, mood_due)),
    transition("aside.week_symptoms", "answer", DONE, when=verdict_refer, do=finish_weekly),
    transition("aside.week_symptoms", "answer", "aside.week_sleep"),
    transition("aside.week_sleep", "answer", "aside.week_exhausted"),
    transition("aside.week_exhausted", "answer", "aside.week_stress"),
    transition("aside.week_stress", "answer", "aside.week_energy"),
    transition("aside.week_energy", "answer", "aside.week_mood", when=mood_due, do=count_energy),
    transition("aside.week_energy", "answer", DONE, do=(count_energy, finish_weekly)),
    transition("aside.week_mood", "answer", "aside.week_interest"),
    transition("aside.week_interest", "answer", "aside.week_self_harm"),
    transition("aside.week_self_harm", "answer", DONE, do=finish_weekly),
)
