"""What she told, in /settings: seen, and mended. What a change means is decided by the gates at once, and said.

Every question is the one of the onboarding or of the screening. Signs that stop everything are not among them: what
was a red flag stays one. A referral is lifted only when it came from the answer that was wrong.

>>> [row.dest for row in ROWS if row.source == "aside.mend_wounds"]
['aside.closed']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flows import schedule
from flows.dialogue.corrections import easier
from flows.dialogue.facts import build_case
from flows.dialogue.gate import has_plan, note_verdict, record_own_decision, screening_verdict, tell_verdict
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.interruptions.return_after_loss import expecting, pause_for_pregnancy
from flows.dialogue.phases import onboarding, screening
from flows.dialogue.phases.programme import drop_offer
from flows.dialogue.questions import Choice, DynamicChoice, Question
from flows.dialogue.shared_rows import end_tests
from flows.dialogue.texts.loss import NOT_ASKED, after_loss
from flows.dialogue.texts.sessions import WHY, sentence
from flows.dialogue.texts.waiting import asked_words, now_waiting
from flows.dialogue.turn_context import Guard, TransitionRow, TurnContext, answer_is, say, transition
from flows.plan.tracks import propose_track
from flows.session import Session, with_draft, with_health, with_plan, with_profile, with_rhythm
from flows.vocabulary import Option, Text, TextList, Value, text

BACK = Option(id="back")
GROUPS = ("birth", "body", "life")
# What each group shows, with its place in the profile or among the health answers.
BIRTH = {
    "birth_date": "birth_date",
    "birth_type": "birth_type",
    "tear": "birth_type",
    "stitches": "birth_type",
    "wounds": "wounds_healed",
}
BODY = {
    "postnatal_check": "postnatal_check",
    "symptoms": "symptoms",
    "conditions": "conditions",
    "told_not_to_run": "told_not_to_run",
    "pregnant": "pregnant",
    "breastfeeding": "breastfeeding",
    "risks": "risks",
}
LIFE = {
    "sleep_hours": "sleep_hours",
    "exhausted": "exhausted",
    "stress": "stress",
    "mood": "low_interest",
    "strength": "strength_per_week",
}
TEARS = {0: "none", 2: "first-or-second", 3: "third-or-fourth"}
AFTER_A_RUN = (
    "R-POST",
    "R-THR",
    "R-TREE",
    "R-PASS-7",
)  # a referral by one of these no answer of the screening lifts
RUNNING = ("programme", "checkin")
WAITING = ("foundations", "readiness", "referred")
LASTING = (
    "aside.mend_birth_type",
    "aside.mend_stitches",
    "aside.mend_risks",
)  # what her track depends on for good


def _birth_type(session: Session, value: Any, now: datetime) -> Session:
    """After a caesarean there is no tear, also where one was told before."""
    none = {"tear": None, "episiotomy": None} if value == "caesarean" else {}
    return with_profile(session, birth_type=value, **none)


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    """Replaces the symptoms; a new one is not cleared."""
    return _unseen(with_health(session, symptoms=value), set(value) - set(session.health.symptoms or ()))


def _conditions(session: Session, value: Any, now: datetime) -> Session:
    return _unseen(with_health(session, conditions=value), set(value) - set(session.health.conditions or ()))


def _told_not_to_run(session: Session, value: Any, now: datetime) -> Session:
    yes = value in ("yes", "unsure")
    return _unseen(with_health(session, told_not_to_run=yes), yes)


def _unseen(session: Session, new: object) -> Session:
    return with_health(session, cleared_by=None) if new else session


def _again(state: str, like: str, **changes: Any) -> Question:
    """The question of the onboarding or of the screening once more: the same words, the same place for the answer."""
    asked = (*onboarding.QUESTIONS, *screening.QUESTIONS)
    known = next(question for question in asked if question.state == like)
    return replace(known, state=state, text=known.text_id, **changes)


def _listed(group: dict[str, str]) -> DynamicChoice:
    """The answers that were given, each with a button, and the way back."""

    def options(session: Session) -> tuple[Option, ...]:
        return (*(Option(id=name) for name, field in group.items() if _given(session, name, field)), BACK)

    return DynamicChoice(options=options, columns=2)


def _given(session: Session, name: str, field: str) -> bool:
    if name in ("tear", "stitches") and session.profile.birth_type == "caesarean":
        return False
    if name in NOT_ASKED and after_loss(session):
        return False
    return _value(session, field) is not None


def _value(session: Session, field: str) -> Any:
    return getattr(session.profile if field in BIRTH.values() else session.health, field)


def _shown(session: Session, field: str) -> Value:
    value = _value(session, field)
    if value is None:
        return Text("not-set")
    return Text("yes" if value else "no") if isinstance(value, bool) else value


def _names(prefix: str, ids: tuple[str, ...] | None) -> Value:
    if not ids:
        return Text("not-set" if ids is None else "fix-none")
    return TextList(tuple(Text(f"{prefix}-{name}".replace("_", "-")) for name in ids), bullet=False)


def _birth_words(turn: TurnContext) -> dict[str, Value]:
    session, profile = turn.session, turn.session.profile
    known = profile.birth_type
    cut = Text("told-unsure") if profile.episiotomy is None else _shown_cut(profile.episiotomy)
    vaginal = known in ("vaginal", "assisted")
    return {
        "born": text("told-born", on=profile.birth_date) if profile.birth_date else Text("not-set"),
        "birth_type": Text(f"told-{known}") if known else Text("not-set"),
        "tear": Text(f"told-tear-{TEARS.get(profile.tear, 'unsure')}") if vaginal else Text("told-none"),  # type: ignore[arg-type]  # not known
        "stitches": cut if vaginal else Text("told-none"),
        "wounds": _shown(session, "wounds_healed"),
    }


def _shown_cut(cut: bool) -> Text:
    return Text("yes" if cut else "no")


def _body_words(turn: TurnContext) -> dict[str, Value]:
    session, health = turn.session, turn.session.health
    lists = {
        "symptoms": _names("sign", health.symptoms),
        "conditions": _names("condition", health.conditions),
        "risks": _names("risk", health.risks),
    }
    return {name: _shown(session, field) for name, field in BODY.items()} | lists


def _life_words(turn: TurnContext) -> dict[str, Value]:
    session, health = turn.session, turn.session.health
    return {
        "sleep": _shown(session, "sleep_hours"),
        "exhausted": _shown(session, "exhausted"),
        "stress": _shown(session, "stress"),
        "low": _shown(session, "low_mood"),
        "interest": _shown(session, "low_interest"),
        "weeks": _shown(session, "strength_weeks"),
        "times": _shown(session, "strength_per_week"),
        "since": build_case.strength_weeks_since(session, turn.today, turn.book)
        if health.strength_per_week
        else 0,
    }


QUESTIONS = (
    Question(state="aside.told", expects=Choice(options=(*GROUPS, "back")), sample="back"),
    Question(state="aside.told_birth", expects=_listed(BIRTH), fill=_birth_words),
    Question(state="aside.told_body", expects=_listed(BODY), fill=_body_words),
    Question(state="aside.told_life", expects=_listed(LIFE), fill=_life_words),
    _again("aside.mend_birth_date", "onboarding.birth_date"),
    _again("aside.mend_birth_order", "onboarding.birth_order"),
    _again("aside.mend_birth_confirm", "onboarding.birth_confirm"),
    _again("aside.mend_birth_type", "onboarding.birth_type", save=_birth_type),
    _again("aside.mend_tear", "onboarding.tear"),
    _again("aside.mend_stitches", "onboarding.stitches"),
    _again("aside.mend_wounds", "onboarding.wounds"),
    _again("aside.mend_postnatal_check", "screening.postnatal_check"),
    _again("aside.mend_symptoms", "screening.symptoms", save=_symptoms),
    _again("aside.mend_conditions", "screening.conditions", save=_conditions),
    _again("aside.mend_told_not_to_run", "screening.told_not_to_run", save=_told_not_to_run),
    _again("aside.mend_pregnant", "screening.pregnant"),
    _again("aside.mend_breastfeeding", "screening.breastfeeding"),
    _again("aside.mend_risks", "screening.risks"),
    _again("aside.mend_sleep_hours", "screening.sleep_hours"),
    _again("aside.mend_exhausted", "screening.exhausted"),
    _again("aside.mend_stress", "screening.stress"),
    _again("aside.mend_low_mood", "screening.low_mood"),
    _again("aside.mend_low_interest", "screening.low_interest"),
)


def gates(turn: TurnContext) -> str:
    """What the gates say, in a word or two: the decision, and the day where it is one of time. Nothing before the
    screening is done.
    """
    session = turn.session
    if session.health.strength_per_week is None or session.profile.birth_date is None:
        return ""
    verdict = screening_verdict(turn)
    born = session.profile.birth_date.isoformat()
    return f"{verdict.decision} {born}" if verdict.ready_on_day is not None else str(verdict.decision)


def look_first(turn: TurnContext) -> None:
    """Action: what the gates say before the change; what was chosen before is ticked."""
    chosen = getattr(turn.session.health, str(turn.value), None)
    ticked = chosen if isinstance(chosen, tuple) else ()
    turn.session = with_draft(turn.session, gates=gates(turn), run_on=_run_on(turn), chosen=ticked)


def _run_on(turn: TurnContext) -> date | None:
    """The first day on which she can run, while she waits for it."""
    found = now_waiting(turn) if turn.session.state.partition(".")[0] in WAITING else None
    return None if found is None else found.run_on


def mended(turn: TurnContext) -> None:
    """Action: saved; where the gates now say something else, that is told, where the first run has another day, and
    where the track must be slower.
    """
    session = turn.session
    turn.say(Text("setting-saved"))
    phase = session.state.partition(".")[0]
    if session.plan is not None and session.plan.per_week is None and phase in RUNNING:
        _look_at_the_track(turn)  # it is only proposed
    if session.draft.gates is not None and session.draft.gates != gates(turn):
        _decide_again(turn, phase, session.draft.gates)
    elif session.draft.run_on != _run_on(turn):
        turn.say(asked_words(turn))
    elif session.plan is not None and turn.state in LASTING and phase in RUNNING:
        _look_at_the_track(turn)


def _decide_again(turn: TurnContext, phase: str, before: str) -> None:
    """The gates say something else than before: where that moves her, a row does it; else it is only told."""
    decision = screening_verdict(turn).decision
    held = expecting(turn) or decision == "refer"
    moves = {
        "programme": decision != "ready",
        "checkin": decision != "ready",
        "readiness": True,
        "foundations": held or (decision == "ready" and has_plan(turn)),
        "referred": expecting(turn) or (decision != "refer" and _by_an_answer(turn, before)),
    }
    if moves.get(phase):
        turn.fires = "mended"
    elif phase == "foundations" or (phase == "referred" and held):
        tell_verdict(turn)


def _by_an_answer(turn: TurnContext, before: str) -> bool:
    """Whether the referral came from an answer of the screening, and from no run and no test."""
    last = turn.session.told
    by_gates = last is not None and last.verdict == "refer"
    by_a_run = last is not None and any(rule.startswith(AFTER_A_RUN) for rule in last.rules)
    return before.startswith("refer") and by_gates and not by_a_run


def _look_at_the_track(turn: TurnContext) -> None:
    """The track that her answers allow: proposed anew before it begins, and slower where it must be."""
    plan = turn.session.plan
    assert plan is not None
    choice = propose_track(build_case.track_case(turn.session, turn.today), turn.book)
    if plan.per_week is None:
        turn.session = with_plan(turn.session, track=choice.track)
    elif choice.track > plan.track:
        easier.to_track(turn, choice.track, rules=choice.rules)
        plan = turn.session.plan
        assert plan is not None
        reasons = TextList(tuple(sentence(turn.book.rule(rule).says) for rule in choice.rules))
        turn.say(text("mend-track", weeks=plan.track, level=plan.level, reasons=reasons), WHY)


def now(*decisions: str) -> Guard:
    """Guard: the gates now say one of these."""

    def guard(turn: TurnContext) -> bool:
        return screening_verdict(turn).decision in decisions

    guard.__name__ = "now " + " or ".join(decisions)
    return guard


def go_on(turn: TurnContext) -> None:
    """Action: what stopped her track was not so: it goes on where it was, or lower by the time that has passed."""
    plan = turn.session.plan
    assert plan is not None
    turn.session = with_rhythm(turn.session, prompted_on=turn.today, unanswered=0)
    following = schedule.next_session_day(turn.session, turn.today) or turn.today
    away = turn.decide(build_case.missed_time_case(turn.session, following))
    level = min(plan.level, away.next_level or plan.level)
    if level < plan.level:
        record_own_decision(turn, "step_back", away.rules[:1])
        before = plan.missed_from or plan.level
        turn.session = with_plan(turn.session, level=level, since=turn.today, missed_from=before)
    turn.say(text("mend-goes-on", date=following, level=level))


def _group_rows(source: str, places: dict[str, str]) -> tuple[TransitionRow, ...]:
    return (
        *(
            transition(source, "answer", place, when=answer_is(name), do=look_first)
            for name, place in places.items()
        ),
        transition(source, "answer", "aside.told"),
    )


STOPPED = (tell_verdict, drop_offer, end_tests)
BIRTH_STATES = {
    "birth_date": "aside.mend_birth_date",
    "birth_type": "aside.mend_birth_type",
    "tear": "aside.mend_tear",
    "stitches": "aside.mend_stitches",
    "wounds": "aside.mend_wounds",
}
BODY_STATES = {
    "postnatal_check": "aside.mend_postnatal_check",
    "symptoms": "aside.mend_symptoms",
    "conditions": "aside.mend_conditions",
    "told_not_to_run": "aside.mend_told_not_to_run",
    "pregnant": "aside.mend_pregnant",
    "breastfeeding": "aside.mend_breastfeeding",
    "risks": "aside.mend_risks",
}
LIFE_STATES = {
    "sleep_hours": "aside.mend_sleep_hours",
    "exhausted": "aside.mend_exhausted",
    "stress": "aside.mend_stress",
    "mood": "aside.mend_low_mood",
    "strength": "aside.strength_weeks",
}
LAST = (  # after these the gates are asked again
    "aside.mend_stitches",
    "aside.mend_wounds",
    *BODY_STATES.values(),
    "aside.mend_sleep_hours",
    "aside.mend_exhausted",
    "aside.mend_stress",
    "aside.mend_low_interest",
)


def _mended_rows(phase: str, then: TransitionRow) -> tuple[TransitionRow, ...]:
    return (
        transition(phase, "mended", None, when=expecting, do=pause_for_pregnancy),
        transition(phase, "mended", "referred.home", when=now("refer"), do=STOPPED),
        then,
    )


ROWS: tuple[TransitionRow, ...] = (
    transition("aside.told", "answer", "aside.told_birth", when=answer_is("birth")),
    transition("aside.told", "answer", "aside.told_body", when=answer_is("body")),
    transition("aside.told", "answer", "aside.told_life", when=answer_is("life")),
    transition("aside.told", "answer", DONE, do=say("nothing-changed")),
    *_group_rows("aside.told_birth", BIRTH_STATES),
    *_group_rows("aside.told_body", BODY_STATES),
    *_group_rows("aside.told_life", LIFE_STATES),
    transition("aside.mend_birth_date", "answer", "aside.mend_birth_order", when=onboarding.is_ambiguous),
    transition("aside.mend_birth_date", "answer", "aside.mend_birth_confirm"),
    transition("aside.mend_birth_order", "answer", "aside.mend_birth_confirm"),
    transition("aside.mend_birth_confirm", "answer", DONE, when=answer_is("yes"), do=mended),
    transition("aside.mend_birth_confirm", "answer", "aside.mend_birth_date"),
    transition("aside.mend_birth_type", "answer", DONE, when=onboarding.had_caesarean, do=mended),
    transition("aside.mend_birth_type", "answer", "aside.mend_tear"),
    transition("aside.mend_tear", "answer", "aside.mend_stitches"),
    transition("aside.mend_low_mood", "answer", "aside.mend_low_interest"),
    *(transition(state, "answer", DONE, do=mended) for state in LAST),
    *(
        one
        for phase in ("programme", "checkin", "readiness")
        for one in _mended_rows(phase, transition(phase, "mended", "foundations.home", do=STOPPED))
    ),
    *_mended_rows(
        "foundations", transition("foundations", "mended", "programme.home", do=(note_verdict, go_on))
    ),
    transition("referred", "mended", None, when=expecting, do=pause_for_pregnancy),
    transition(
        "referred", "mended", "programme.home", when=(now("ready"), has_plan), do=(note_verdict, go_on)
    ),
    transition("referred", "mended", "foundations.home", do=tell_verdict),
)
