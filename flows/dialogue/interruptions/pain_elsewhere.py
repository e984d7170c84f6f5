"""A pain somewhere else than in the pelvic floor, noticed between two sessions: the place, and how strong it is.

The rules of a session's report hold for it: pain of 6 or more rests and goes back (R-POST-4), one that is not small any
more rests until it is (R-POST-3), a sore spot of a bone or deep in the groin has to be looked at (R-POST-6). It stays
noticed until she has answered. Before she runs again after a referral for a pain, that pain is asked about.

>>> [question.state for question in QUESTIONS]
['aside.pain_where', 'aside.pain_leg', 'aside.pain_kind', 'aside.pain_now', 'referred.pain']
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flows.dialogue.gate import has_plan, record_own_decision, tell_verdict, verdict_refer
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.interruptions.menus import warned
from flows.dialogue.interruptions.unprompted_reports import PHASES
from flows.dialogue.phases import checkin
from flows.dialogue.phases.programme import drop_offer
from flows.dialogue.phases.screening import add_symptoms
from flows.dialogue.questions import WARNING_UNSURE, ZERO_TO_TEN, Choice, Question
from flows.dialogue.shared_rows import end_tests
from flows.dialogue.texts.sessions import WHY, sentence
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, say, transition
from flows.plan.verdict import ReferralTo
from flows.session import Session, with_draft, with_health, with_plan, with_rhythm
from flows.vocabulary import Text, TextList, Value, text

SYMPTOM_OF = {"pelvis": "pelvic_pain", "scar": "scar_pain", "back": "back_pain"}
FLAG_OF = {"breast": "hot_red_breast"}
STRONG_FLAG_OF = {"belly": "severe_belly_pain"}
PLAIN = (*SYMPTOM_OF, *FLAG_OF, *STRONG_FLAG_OF)  # what kind of pain it is makes no difference there
SOFT = ("muscle", "tendon")
REFER, STOP, REST, MILD = "refer", "stop", "rest", "mild"
STRONG, HIGHER = "R-POST-4", "R-POST-3"
OF_A_PAIN = ("R-POST-3", "R-POST-4", "R-POST-5", "R-POST-6", "R-POST-7")


def _site(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, site=value)


def _kind(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, tissue=value)


def _still(session: Session, value: Any, now: datetime) -> Session:
    """The pain is gone, or so small that R-POST-4 lets her run; else no clearance covers it."""
    if value == "still":
        return with_health(session, cleared_by=None)
    return with_health(session, pain_at=None)


def _place(turn: TurnContext) -> dict[str, Value]:
    return {"place": Text(f"place-{place_of_pain(turn.session) or 'unknown'}")}


QUESTIONS = (
    Question(
        state="aside.pain_where", expects=checkin.WHERE, sample="thigh", save=_site, text="checkin-pain-where"
    ),
    Question(state="aside.pain_leg", expects=WARNING_UNSURE, text="checkin-leg"),
    Question(
        state="aside.pain_kind", expects=checkin.KIND, sample="muscle", save=_kind, text="checkin-pain-kind"
    ),
    Question(state="aside.pain_now", expects=ZERO_TO_TEN, sample="0"),
    Question(
        state="referred.pain",
        expects=Choice(options=("gone", "little", "still")),
        sample="gone",
        save=_still,
        fill=_place,
    ),
)


def place_of_pain(session: Session) -> str | None:
    """Where the pain is for which running stopped, as far as it is known."""
    if session.health.pain_at is not None:
        return session.health.pain_at
    judged = session.judged
    if judged is None or judged.decision not in ("refer", "pause", "step_back"):
        return None
    report = judged.fixed or judged.report
    hurt = report.pain or report.pain_morning
    return report.site if hurt and report.site not in (*SYMPTOM_OF, *FLAG_OF) else None


def stopped_by_pain(session: Session) -> bool:
    """Whether the pain is asked about before she runs again."""
    by_a_pain = session.told is not None and any(rule in OF_A_PAIN for rule in session.told.rules)
    return by_a_pain or place_of_pain(session) is not None


def pain_stopped_her(turn: TurnContext) -> bool:
    """Guard: a pain, a limp or a swelling is what running was stopped for, or stands beside it."""
    return stopped_by_pain(turn.session)


def leg_site(turn: TurnContext) -> bool:
    """Guard: pain in that place may be more than pain (R-RED-9)."""
    return turn.session.draft.site in checkin.LEG_SITES


def plain_site(turn: TurnContext) -> bool:
    """Guard: the place says enough of what kind of pain it is."""
    return turn.session.draft.site in PLAIN


def pain_told(turn: TurnContext) -> None:
    """Action: what this pain means is worked out; a row of her place in the dialogue acts on it."""
    draft, strength = turn.session.draft, turn.value
    assert draft.site is not None and isinstance(strength, int)
    site, turn.value = draft.site, _meaning(turn, draft.site, draft.tissue, strength)
    session = with_draft(turn.session, noticed=())
    if strength and site in SYMPTOM_OF:
        session = add_symptoms(session, (SYMPTOM_OF[site],))
    flag = FLAG_OF.get(site) or (STRONG_FLAG_OF.get(site) if turn.value == STOP else None)
    if strength and flag is not None:  # asked about next, before anything else
        session = with_draft(session, flag=flag)
    if turn.value != MILD and site not in (*SYMPTOM_OF, *FLAG_OF):
        session = with_health(session, pain_at=site)
    turn.session = session
    turn.fires = "pain"


def _meaning(turn: TurnContext, site: str, tissue: str | None, strength: int) -> str:
    deep = tissue == "bone" or (site == "groin" and tissue not in SOFT)
    if strength and deep:
        return REFER
    if strength >= turn.book.whole(STRONG):
        return STOP
    return REST if strength > turn.book.whole("R-POST-1") else MILD


def rest(turn: TurnContext) -> None:
    """Action: no running until it has settled, and then at an easier level."""
    plan, rule = turn.session.plan, STRONG if turn.value == STOP else HIGHER
    assert plan is not None
    hours = turn.book.whole(rule, "hours")
    until = turn.now + timedelta(hours=hours)
    level = max(1, plan.level - turn.book.whole(rule, "levels"))
    turn.session = with_plan(
        turn.session,
        level=level,
        since=turn.today if level < plan.level else plan.since,
        missed_from=(plan.missed_from or plan.level) if level < plan.level else plan.missed_from,
        rest_until=max(until, plan.rest_until or until),
    )
    turn.session = with_rhythm(turn.session, snoozed_to=None)
    record_own_decision(turn, "step_back", (rule,))
    reasons = TextList((sentence(turn.book.rule(rule).says),))
    turn.say(text("pain-rest", level=level, rest=text("rest-hours", hours=hours), reasons=reasons), WHY)


def see_somebody(turn: TurnContext) -> None:
    """Action: a professional looks at it before the next run."""
    rule = turn.book.rule("R-POST-6")
    turn.session = with_health(turn.session, cleared_by=None)
    record_own_decision(turn, "refer", (rule.id,), ReferralTo.SPORTS_PHYSIO.value)
    turn.say(text("not-settled", rule=rule.says), ("why", ""))


def _rows_of(phase: str) -> tuple[TransitionRow, ...]:
    """What it means where she is: where no run can be offered, it is kept and said what to do."""
    gates = transition(
        phase, "pain", "referred.home", when=verdict_refer, do=(tell_verdict, drop_offer, end_tests)
    )
    stops = (
        transition(
            phase, "pain", "referred.home", when=(has_plan, answer_is(REFER)), do=(see_somebody, drop_offer)
        ),
        transition(
            phase, "pain", "programme.resting", when=(has_plan, answer_is(STOP, REST)), do=(rest, drop_offer)
        ),
    )
    return (
        *((gates,) if phase != "referred" else ()),
        *(stops if phase == "programme" else ()),
        transition(phase, "pain", None, when=answer_is(MILD), do=say("pain-mild")),
        transition(phase, "pain", None, do=say("pain-off")),
    )


ROWS: tuple[TransitionRow, ...] = (
    transition("aside.pain_where", "answer", "aside.pain_leg", when=leg_site),
    transition("aside.pain_where", "answer", "aside.pain_now", when=plain_site),
    transition("aside.pain_where", "answer", "aside.pain_kind"),
    transition("aside.pain_leg", "answer", DONE, when=answer_is("yes", "unsure"), do=warned(checkin.LEG)),
    transition("aside.pain_leg", "answer", "aside.pain_kind"),
    transition("aside.pain_kind", "answer", "aside.pain_now"),
    transition("aside.pain_now", "answer", DONE, do=pain_told),
    *(one for phase in PHASES for one in _rows_of(phase)),
)
