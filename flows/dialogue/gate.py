"""What the engine says of her now, and where the dialogue goes with it: the same rows at every gate.

>>> [row.dest for row in gate_rows("screening.strength_per_week", "answer")][:4]
['locked.home', 'referred.home', 'referred.home', 'foundations.home']
"""

from __future__ import annotations

from dataclasses import replace

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.dialogue.decision_record import Decision
from flows.dialogue.facts import build_case
from flows.dialogue.facts.portions import something_missing, tell_next_portion
from flows.dialogue.phases import screening
from flows.dialogue.texts.sessions import WHY, sentence, tell_screening
from flows.dialogue.turn_context import Action, Guard, TransitionRow, TurnContext, transition
from flows.plan.verdict import ReferralTo, Verdict
from flows.session import Plan, Told, with_draft, with_plan, with_rhythm
from flows.vocabulary import TextList, text

STRENGTH = "strength_weeks"
WEEK = "week"  # the weekly check, as it is told


def screening_verdict(turn: TurnContext) -> Verdict:
    """The engine's decision on her screening answers and tests, as they stand."""
    return turn.once(_screened, *build_case.screening_inputs(turn.session))


def _screened(turn: TurnContext) -> Verdict:
    return turn.decide(build_case.screening_case(turn.session, turn.today, turn.book))


def missed_time(turn: TurnContext) -> Verdict:
    """The engine on the time since the last session, before another is offered."""
    return turn.once(_away, turn.session)


def _away(turn: TurnContext) -> Verdict:
    return turn.decide(build_case.missed_time_case(turn.session, turn.today))


def record_and_tell(turn: TurnContext, verdict: Verdict) -> None:
    """Keeps a verdict of the engine for the journal and for "Why?"."""
    record_only(turn, verdict)
    whom = tuple(dict.fromkeys(referral.to.value for referral in verdict.referrals if referral.blocking))
    _tell(turn, verdict.decision, verdict.rules, whom)


def record_only(turn: TurnContext, verdict: Verdict) -> None:
    """Keeps a verdict of the engine for the journal alone: nothing was told of it."""
    case = next((case for known, case in turn.cases if known is verdict), None)
    weighed = None if case is None else (case, verdict)
    turn.noted.append(Decision(verdict=verdict.decision, rules=verdict.rules, weighed=weighed))


def record_own_decision(turn: TurnContext, decision: str, rules: tuple[str, ...], *whom: str) -> None:
    """Keeps a decision that the dialogue itself took by these rules, and who has to see her."""
    turn.noted.append(Decision(verdict=decision, rules=rules))
    _tell(turn, decision, rules, whom)


def _tell(turn: TurnContext, decision: str, rules: tuple[str, ...], whom: tuple[str, ...] = ()) -> None:
    """The weekly check is told beside a referral, which stays as it is."""
    before = turn.session.told
    if decision == WEEK and before is not None:
        whom = before.whom
    turn.session = replace(turn.session, told=Told(verdict=decision, rules=rules, on=turn.today, whom=whom))


def verdict_urgent(turn: TurnContext) -> bool:
    """Guard: emergency or same-day."""
    return screening_verdict(turn).decision.startswith("urgent")


def verdict_refer(turn: TurnContext) -> bool:
    """Guard: a professional is needed before running."""
    return screening_verdict(turn).decision == "refer"


def verdict_ready(turn: TurnContext) -> bool:
    """Guard: every gate is passed, and nothing is left to be asked."""
    return screening_verdict(turn).decision == "ready" and not something_missing(turn)


def tests_due(turn: TurnContext) -> bool:
    """Guard: only tests are missing and at least one of them may be done today."""
    verdict, wait = screening_verdict(turn), turn.session.rhythm.tests_from
    if something_missing(turn) or (wait is not None and turn.today < wait):
        return False
    if verdict.decision != "not_yet_tests" or any(
        missing.test == STRENGTH for missing in verdict.failed_tests
    ):
        return False
    return bool(build_case.due_tests(turn.session, turn.today, verdict, turn.book))


def failed_too_often(turn: TurnContext) -> bool:
    """Guard: one test has failed so often that she should see a professional (R-PASS-7)."""
    session, book = turn.session, turn.book
    if session.health.cleared_by is not None:
        return False
    missing = {missing.test for missing in screening_verdict(turn).failed_tests}
    short = [
        record.test
        for record in session.tests
        if record.test in missing and build_case.is_failed_attempt(record, book.test(record.test))
    ]
    return any(short.count(test) >= book.whole("R-PASS-7", "failures") for test in set(short))


def tell_failed_too_often(turn: TurnContext) -> None:
    """Action: the same test, short again: a professional sees why."""
    rule = turn.book.rule("R-PASS-7")
    record_own_decision(turn, "refer", (rule.id,), ReferralTo.SPORTS_PHYSIO.value)
    turn.say(text("failed-too-often"), ("why", ""))


def tell_verdict(turn: TurnContext) -> None:
    """Action: the decision in words, with what happens next."""
    verdict = screening_verdict(turn)
    tell_screening(turn, verdict)
    record_and_tell(turn, verdict)


def note_verdict(turn: TurnContext) -> None:
    """Action: the decision for the journal; what it means for the plan is told by what follows."""
    record_only(turn, screening_verdict(turn))


def lock_for_red_flags(turn: TurnContext) -> None:
    """Action: everything stops until she was assessed and told that she may exercise."""
    start_lock(turn, tuple(str(flag) for flag in build_case.red_flags(turn.session)))


def start_lock(turn: TurnContext, flags: tuple[str, ...]) -> None:
    """Starts a stop for these red flags.

    What else she spoke of and was not asked about yet counts too: nothing will be offered before it is looked at.
    """
    turn.urgent = True
    session = screening.add_symptoms(turn.session, turn.session.draft.noticed)
    session = with_draft(session, noticed=(), chosen=())
    turn.session = stack.pop(session) if session.aside == "aside.symptoms" else session
    rhythm = replace(turn.session.rhythm, held_at=turn.now, nudges=0, snoozed_to=None)
    turn.session = replace(turn.session, locked_for=flags, rhythm=rhythm, report=None)


def propose(turn: TurnContext) -> None:
    """Action: the track that her risk factors allow; she may take a slower one."""
    choice = turn.choice = screening_verdict(turn).choice
    assert choice is not None, "every gate is passed"
    turn.session = replace(turn.session, plan=Plan(track=choice.track))


def back_to_the_plan(turn: TurnContext) -> None:
    """Action: the plan goes on from the next session day, at the level after this break (R-BACK).

    The lowest level that any rule asks for, each counted from the level before the break, said with its reasons.
    """
    plan = turn.session.plan
    assert plan is not None
    before = plan.missed_from or plan.level
    by_stop = max(1, before - turn.book.whole("R-DAY-7"))
    level = plan.level if plan.retests else min(plan.level, by_stop)
    turn.session = with_plan(
        turn.session,
        level=level,
        since=turn.today,
        missed_from=before,
        rest_until=None,
        retests=(),
        back_on=turn.today if plan.retests else plan.back_on,
    )
    turn.session = with_rhythm(turn.session, prompted_on=turn.today, unanswered=0)
    following = schedule.next_session_day(turn.session, turn.today) or turn.today
    reasons = ["R-MISS" if plan.retests else "R-DAY-7"]
    away = turn.decide(build_case.missed_time_case(turn.session, following))
    if away.next_level is not None and away.next_level < level:
        level = away.next_level
        turn.session = with_plan(turn.session, level=level)
        reasons.append(away.rules[0])
    if level < before:
        record_own_decision(turn, "step_back", (*reasons, "R-BACK"))
    lines = TextList(tuple(sentence(turn.book.rule(rule).says) for rule in reasons))
    turn.say(text("back-in-plan", date=following, level=level, before=before, reasons=lines), WHY)


def has_plan(turn: TurnContext) -> bool:
    """Guard: she had accepted a track and its sessions."""
    return turn.session.plan is not None and turn.session.plan.per_week is not None


def gate_rows(
    source: str,
    trigger: str,
    *,
    when: tuple[Guard, ...] = (),
    do: tuple[Action, ...] = (),
    again: bool = False,
) -> tuple[TransitionRow, ...]:
    """Stop, refer, propose a track, test, or go on with the foundations: the most cautious first.

    `again`: the tests may have been repeated in the middle of a track, which then goes on.
    """
    told = (*do, tell_verdict)
    goes_on = transition(
        source,
        trigger,
        "programme.home",
        when=(*when, verdict_ready, has_plan),
        do=(*do, note_verdict, back_to_the_plan),
    )
    return (
        transition(
            source, trigger, "locked.home", when=(*when, verdict_urgent), do=(*told, lock_for_red_flags)
        ),
        transition(source, trigger, "referred.home", when=(*when, verdict_refer), do=told),
        transition(
            source, trigger, "referred.home", when=(*when, failed_too_often), do=(*do, tell_failed_too_often)
        ),
        transition(
            source, trigger, "foundations.home", when=(*when, something_missing), do=(*do, tell_next_portion)
        ),
        *((goes_on,) if again else ()),
        transition(source, trigger, "programme.proposal", when=(*when, verdict_ready), do=(*told, propose)),
        transition(source, trigger, "readiness.invite", when=(*when, tests_due), do=told),
        transition(source, trigger, "foundations.home", when=when, do=told),
    )
