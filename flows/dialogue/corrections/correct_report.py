"""A report corrected until the next session begins: one answer changed, decided again, the change said (R-FIX).

The questions are those of the check. Each correction is decided at once, from the plan before the report; a stop for
a warning sign stays. The journal has both decisions.

>>> [row.dest for row in ROWS if row.source == "aside.fix_before"]
['aside.closed']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flows.dialogue import gate
from flows.dialogue import interruption_stack as stack
from flows.dialogue.decision_record import Decision
from flows.dialogue.facts import last_decision
from flows.dialogue.gate import verdict_refer
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.phases import checkin
from flows.dialogue.phases.checkin import URGENT, decided, has_fever, needs_rest, session_verdict
from flows.dialogue.questions import (
    WARNING_ONCE,
    WARNING_UNSURE,
    YES_NO,
    ZERO_TO_TEN,
    Choice,
    MultiChoice,
    Number,
    Question,
    Save,
)
from flows.dialogue.texts.sessions import fever_words, tell_after_session
from flows.dialogue.turn_context import Action, Guard, TransitionRow, TurnContext, answer_is, say, transition
from flows.plan.verdict import Verdict
from flows.session import Report, Session, with_draft, with_health, with_plan, with_rhythm
from flows.vocabulary import Text, TextList, Value, text

RULE = "R-FIX"
PLACES = (
    "programme.home",
    "programme.short",
    "programme.offered",
    "programme.resting",
    "programme.still",
    "referred.home",
)
ITEMS = ("done", "pain", "signs", "bleeding", "ill", "morning_pain", "morning_signs", "back")
ALL = 100
SHARES = {"all": ALL, "nearly": 90, "most": 75, "half": 50, "less": 25}


def correctable(turn: TurnContext) -> bool:
    """Whether the last report can still be corrected."""
    session = turn.session
    return (
        session.state in PLACES
        and not stack.is_paused_or_stopped(session)
        and last_decision.is_current(session)
    )


def open_fix(turn: TurnContext) -> None:
    """`/correct`: what she told of the last session, each answer with a button."""
    if not correctable(turn):
        turn.say(Text("fix-nothing-locked" if turn.session.locked_for else "fix-nothing"))
    else:
        session = stack.push(turn.session, "aside.fix")
        assert session.judged is not None
        turn.session = replace(session, judged=replace(session.judged, fixed=None))
    turn.again = True


def report_of(session: Session) -> Report:
    """The report with what was corrected so far."""
    assert session.judged is not None
    return session.judged.fixed or session.judged.report


def _with(session: Session, **changes: object) -> Session:
    assert session.judged is not None
    fixed = replace(report_of(session), **changes)  # type: ignore[arg-type]  # field names
    return replace(session, judged=replace(session.judged, fixed=fixed))


def _keep(field: str) -> Save:
    return lambda session, value, now: _with(session, **{field: value})


def _done(session: Session, value: Any, now: datetime) -> Session:
    return _with(session, completed=SHARES[value], felt_something=False, longest_run_s=None)


def _pain(session: Session, value: Any, now: datetime) -> Session:
    return _with(session, pain=value, site=None, tissue=None, pain_before=None)


def _where(session: Session, value: Any, now: datetime) -> Session:
    return _with(session, site=value, tissue=checkin.PELVIC_SITES.get(value))


def _leg(session: Session, value: Any, now: datetime) -> Session:
    return _with(session, warning=checkin.with_leg(report_of(session).warning, value))


def _signs(session: Session, value: Any, now: datetime) -> Session:
    return _with(session, signs=value, settled=None)


def _fever(session: Session, value: Any, now: datetime) -> Session:
    warning = tuple(sign for sign in report_of(session).warning if sign != "fever")
    return _with(session, warning=(*warning, "fever") if value == "yes" else warning)


def _morning_signs(session: Session, value: Any, now: datetime) -> Session:
    return _with(session, signs_morning=value, morning_answered=True)


def _names(prefix: str, ids: tuple[str, ...]) -> Value:
    if not ids:
        return Text("fix-none")
    return TextList(tuple(Text(f"{prefix}-{name}".replace("_", "-")) for name in ids), bullet=False)


def _words(turn: TurnContext) -> dict[str, Value]:
    report = report_of(turn.session)
    unknown = Text("fix-not-told")
    morning = _names("sign", report.signs_morning)
    return {
        "date": report.on,
        "done": unknown if report.completed is None else text("fix-percent", n=report.completed),
        "pain": unknown if report.pain is None else report.pain,
        "signs": _names("sign", report.signs),
        "bleeding": Text(f"fix-bleeding-{report.bleeding}".replace("_", "-")) if report.bleeding else unknown,
        "ill": _names("illness", report.illness),
        "morning_pain": unknown if report.pain_morning is None else report.pain_morning,
        "morning_signs": morning if report.signs_morning or report.morning_answered else unknown,
    }


def _evening_signs(turn: TurnContext) -> dict[str, Value]:
    return {"signs": _names("sign", report_of(turn.session).signs)}


QUESTIONS = (
    Question(state="aside.fix", expects=Choice(options=ITEMS, columns=2), sample="back", fill=_words),
    Question(state="aside.fix_done", expects=Choice(options=tuple(SHARES)), sample="all", save=_done),
    Question(
        state="aside.fix_why",
        expects=Choice(options=("time", "felt")),
        sample="time",
        save=lambda session, value, now: _with(session, felt_something=value == "felt"),
        text="checkin-why-partly",
    ),
    Question(
        state="aside.fix_longest",
        expects=Number(low=0, high=7200, buttons=checkin.RUN_BUTTONS, columns=3, seconds=True),
        sample="1200",
        save=_keep("longest_run_s"),
        text="checkin-longest-run",
    ),
    Question(state="aside.fix_pain", expects=ZERO_TO_TEN, sample="0", save=_pain, text="checkin-pain"),
    Question(
        state="aside.fix_where",
        expects=checkin.WHERE,
        sample="thigh",
        save=_where,
        text="checkin-pain-where",
    ),
    Question(
        state="aside.fix_kind",
        expects=Choice(options=("muscle", "joint", "tendon", "bone", "other")),
        sample="muscle",
        save=_keep("tissue"),
        text="checkin-pain-kind",
    ),
    Question(
        state="aside.fix_before",
        expects=ZERO_TO_TEN,
        sample="0",
        save=_keep("pain_before"),
        text="checkin-pain-before",
    ),
    Question(state="aside.fix_leg", expects=WARNING_UNSURE, save=_leg, text="checkin-leg"),
    Question(state="aside.fix_signs", expects=MultiChoice(options=checkin.SIGNS, prefix="sign"), save=_signs),
    Question(
        state="aside.fix_settled",
        expects=YES_NO,
        sample="yes",
        save=lambda session, value, now: _with(session, settled=value == "yes"),
        fill=_evening_signs,
    ),
    Question(
        state="aside.fix_bleeding",
        expects=Choice(options=("none", "period", "not_period", "heavy")),
        sample="none",
        save=_keep("bleeding"),
        text="checkin-bleeding",
    ),
    Question(
        state="aside.fix_ill",
        expects=MultiChoice(options=checkin.ILLNESS, prefix="illness"),
        save=_keep("illness"),
    ),
    Question(state="aside.fix_fever", expects=WARNING_ONCE, save=_fever, fill=fever_words, text="fever"),
    Question(state="aside.fix_morning_pain", expects=ZERO_TO_TEN, sample="0", save=_keep("pain_morning")),
    Question(
        state="aside.fix_morning_signs",
        expects=MultiChoice(options=checkin.MORNING_SIGNS, prefix="sign"),
        save=_morning_signs,
    ),
)


def tick(field: str) -> Action:
    """Action: what she told is ticked."""

    def action(turn: TurnContext) -> None:
        turn.session = with_draft(turn.session, chosen=getattr(report_of(turn.session), field))

    action.__name__ = f"tick {field}"
    return action


def signs_left(turn: TurnContext) -> bool:
    """Guard: there were signs, and a morning that was asked about them."""
    report = report_of(turn.session)
    return bool(report.signs) and report.morning_answered


def hurts(turn: TurnContext) -> bool:
    """Guard: there was any pain."""
    return turn.value != 0


def pelvic_site(turn: TurnContext) -> bool:
    """Guard: the place says what kind of pain it is."""
    return report_of(turn.session).site in checkin.PELVIC_SITES


def leg_site(turn: TurnContext) -> bool:
    """Guard: pain in that place may be more than pain (R-RED-9)."""
    return report_of(turn.session).site in checkin.LEG_SITES


def leg_warns(turn: TurnContext) -> bool:
    """Guard: the leg has a warning sign, or may have one."""
    return checkin.LEG in report_of(turn.session).warning


def decide_again(turn: TurnContext) -> None:
    """Action: everything as it was before the decision, with the corrected report."""
    session = turn.session
    known = session.judged
    assert known is not None
    plan, report = last_decision.before(session)
    turn.session = replace(session, plan=plan, report=report)
    if known.decision == "refer" and session.health.symptoms == known.symptoms:
        turn.session = with_health(turn.session, cleared_by=known.cleared_by)
    turn.before = session
    turn.fires = "fixed"


def same(turn: TurnContext, verdict: Verdict) -> bool:
    """Whether the decision is the one that was made before the correction."""
    was, plan = turn.session.judged, turn.session.plan
    assert was is not None and plan is not None
    level = verdict.next_level or plan.level
    return (verdict.decision, level, verdict.resume_after_hours) == (was.decision, was.level, was.hours)


def rest_is_over(turn: TurnContext) -> bool:
    """Guard: the decision is the same, and she has said since that its rest is over."""
    assert turn.before is not None and turn.before.plan is not None
    return same(turn, session_verdict(turn)) and turn.before.plan.rest_until is None


def apply_again(turn: TurnContext) -> None:
    """Action: the decision on the corrected report becomes her plan; what changed is said."""
    before, verdict = turn.before, session_verdict(turn)
    assert before is not None and before.plan is not None and before.judged is not None
    unchanged, decision = same(turn, verdict), _decision(verdict.decision)
    if not unchanged:
        was = before.judged
        level = verdict.next_level or last_decision.before(before)[0].level
        values: dict[str, Value] = {
            "before": _decision(was.decision),
            "was": was.level,
            "decision": decision,
            "level": level,
        }
        turn.say(Text("fix-changed", tuple(sorted(values.items()))))
        tell_after_session(turn, verdict)
    checkin.settle(turn)
    turn.session = with_rhythm(turn.session, late_checks=before.rhythm.late_checks)
    if unchanged:
        turn.session = with_plan(turn.session, rest_until=before.plan.rest_until, ill=before.plan.ill)
        turn.say(text("fix-same", decision=decision, level=before.judged.level))
    _note(turn, verdict.decision)
    if before.state == "programme.offered":  # today's session was offered before: again, as it is now
        turn.session = with_rhythm(turn.session, prompted_on=turn.today - timedelta(days=1))


def _decision(name: str) -> Text:
    return Text("decision-" + name.replace("_", "-"))


def morning_open(turn: TurnContext) -> bool:
    """Guard: nothing of the evening decides any more, and the morning was not told."""
    report = turn.session.report
    return report is not None and not report.morning_answered


def ask_the_morning(turn: TurnContext) -> None:
    """Action: the check goes on where the decision had ended it."""
    turn.session = replace(turn.session, judged=None)
    gate.record_own_decision(turn, "repeat", (RULE,))
    turn.say(Text("fix-morning"))


def stop(turn: TurnContext) -> None:
    """Action: the correction is a red flag: told, locked, nothing else."""
    decision = session_verdict(turn).decision
    checkin.stop_everything(turn)
    _note(turn, decision)


def _note(turn: TurnContext, decision: str) -> None:
    """The journal has the rule beside the decision, and "Why?" names it."""
    turn.noted.append(Decision(verdict=decision, rules=(RULE,)))
    told = turn.session.told
    assert told is not None
    turn.session = replace(turn.session, told=replace(told, rules=(*told.rules, RULE)))


def held_otherwise(turn: TurnContext) -> bool:
    """Guard: she is referred for something else than this report."""
    assert turn.before is not None and turn.before.judged is not None
    return turn.before.judged.decision != "refer" or verdict_refer(turn)


def _rows(source: str, home: str | None, *first: TransitionRow) -> tuple[TransitionRow, ...]:
    """The rows of a check that is over; what cannot wait, then the morning, then the rest."""
    return (
        transition(source, "fixed", "locked.home", when=URGENT, do=stop),
        transition(source, "fixed", "referred.home", when=decided("refer"), do=apply_again),
        *first,
        transition(source, "fixed", "programme.resting", when=decided("pause"), do=apply_again),
        transition(source, "fixed", "checkin.overnight", when=morning_open, do=ask_the_morning),
        transition(source, "fixed", "programme.resting", when=needs_rest, do=apply_again),
        transition(source, "fixed", home, do=apply_again),
    )


def _rested(source: str, home: str | None) -> TransitionRow:
    return transition(source, "fixed", home, when=(needs_rest, rest_is_over), do=apply_again)


def _last(source: str, *, when: Guard | tuple[Guard, ...] = ()) -> TransitionRow:
    return transition(source, "answer", DONE, when=when, do=decide_again)


ROWS: tuple[TransitionRow, ...] = (
    *(
        transition("aside.fix", "answer", asked, when=answer_is(name))
        for name, asked in (
            ("done", "aside.fix_done"),
            ("pain", "aside.fix_pain"),
            ("bleeding", "aside.fix_bleeding"),
            ("morning_pain", "aside.fix_morning_pain"),
        )
    ),
    transition("aside.fix", "answer", "aside.fix_signs", when=answer_is("signs"), do=tick("signs")),
    transition("aside.fix", "answer", "aside.fix_ill", when=answer_is("ill"), do=tick("illness")),
    transition(
        "aside.fix",
        "answer",
        "aside.fix_morning_signs",
        when=answer_is("morning_signs"),
        do=tick("signs_morning"),
    ),
    transition("aside.fix", "answer", DONE, do=say("nothing-changed")),
    _last("aside.fix_done", when=answer_is("all")),
    transition("aside.fix_done", "answer", "aside.fix_why"),
    transition("aside.fix_why", "answer", "aside.fix_longest", when=answer_is("felt")),
    _last("aside.fix_why"),
    _last("aside.fix_longest"),
    transition("aside.fix_pain", "answer", "aside.fix_where", when=hurts),
    _last("aside.fix_pain"),
    transition("aside.fix_where", "answer", "aside.fix_before", when=pelvic_site),
    transition("aside.fix_where", "answer", "aside.fix_leg", when=leg_site),
    transition("aside.fix_where", "answer", "aside.fix_kind"),
    _last("aside.fix_leg", when=leg_warns),
    transition("aside.fix_leg", "answer", "aside.fix_kind"),
    transition("aside.fix_kind", "answer", "aside.fix_before"),
    _last("aside.fix_before"),
    transition("aside.fix_signs", "answer", "aside.fix_settled", when=signs_left),
    _last("aside.fix_signs"),
    _last("aside.fix_settled"),
    _last("aside.fix_bleeding"),
    transition("aside.fix_ill", "answer", "aside.fix_fever", when=has_fever),
    _last("aside.fix_ill"),
    _last("aside.fix_fever"),
    _last("aside.fix_morning_pain"),
    _last("aside.fix_morning_signs"),
    *_rows("programme", "programme.home", _rested("programme", "programme.home")),
    *_rows("programme.short", None, _rested("programme.short", None)),
    *_rows(
        "referred.home",
        "programme.home",
        transition("referred.home", "fixed", "referred.home", when=held_otherwise, do=apply_again),
    ),
)
