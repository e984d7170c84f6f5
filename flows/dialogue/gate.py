"""What the engine says of her now, and where the dialogue goes with it: the same rows at every gate.

>>> [row.dest for row in gate_rows("screening.strength_per_week", "answer")]
['locked.home', 'referred.home', 'referred.home', 'programme.proposal', 'readiness.invite', 'foundations.home']
"""

from __future__ import annotations

from flows.dialogue import cases
from flows.dialogue.cursor import Action, Cursor, Guard, Row, row
from flows.dialogue.portions import something_missing, tell_next_portion
from flows.dialogue.record import Noted
from flows.dialogue.words import WHY, sentence, tell_screening
from flows.plan import calendar
from flows.plan.verdict import To, Verdict
from flows.records import replace
from flows.session import Plan, Told, with_plan, with_rhythm
from flows.vocabulary import Several, text

STRENGTH = "strength_weeks"
WEEK = "week"  # the weekly check, as it is told


def screening_verdict(cursor: Cursor) -> Verdict:
    """The engine's decision on her screening answers and tests, as they stand."""
    return cursor.once(_screened, *cases.screened_parts(cursor.session))


def _screened(cursor: Cursor) -> Verdict:
    return cursor.decide(cases.screening_case(cursor.session, cursor.today, cursor.book))


def missed_time(cursor: Cursor) -> Verdict:
    """The engine on the time since the last session, before another is offered."""
    return cursor.once(_away, cursor.session)


def _away(cursor: Cursor) -> Verdict:
    return cursor.decide(cases.missed_time_case(cursor.session, cursor.today))


def remember(cursor: Cursor, verdict: Verdict) -> None:
    """Keeps a verdict of the engine for the journal and for "Why?"."""
    note(cursor, verdict)
    whom = tuple(dict.fromkeys(referral.to.value for referral in verdict.referrals if referral.blocking))
    _tell(cursor, verdict.decision, verdict.rules, whom)


def note(cursor: Cursor, verdict: Verdict) -> None:
    """Keeps a verdict of the engine for the journal alone: nothing was told of it."""
    case = next((case for known, case in cursor.cases if known is verdict), None)
    weighed = None if case is None else (case, verdict)
    cursor.noted.append(Noted(verdict=verdict.decision, rules=verdict.rules, weighed=weighed))


def told(cursor: Cursor, decision: str, rules: tuple[str, ...], *whom: str) -> None:
    """Keeps a decision that the dialogue itself took by these rules, and who has to see her."""
    cursor.noted.append(Noted(verdict=decision, rules=rules))
    _tell(cursor, decision, rules, whom)


def _tell(cursor: Cursor, decision: str, rules: tuple[str, ...], whom: tuple[str, ...] = ()) -> None:
    """The weekly check is told beside a referral, which stays as it is."""
    before = cursor.session.told
    if decision == WEEK and before is not None:
        whom = before.whom
    cursor.session = replace(
        cursor.session, told=Told(verdict=decision, rules=rules, on=cursor.today, whom=whom)
    )


def verdict_urgent(cursor: Cursor) -> bool:
    """Guard: emergency or same-day."""
    return screening_verdict(cursor).decision.startswith("urgent")


def verdict_refer(cursor: Cursor) -> bool:
    """Guard: a professional is needed before running."""
    return screening_verdict(cursor).decision == "refer"


def verdict_ready(cursor: Cursor) -> bool:
    """Guard: every gate is passed, and nothing is left to be asked."""
    return screening_verdict(cursor).decision == "ready" and not something_missing(cursor)


def tests_due(cursor: Cursor) -> bool:
    """Guard: only tests are missing and at least one of them may be done today."""
    verdict, wait = screening_verdict(cursor), cursor.session.rhythm.tests_from
    if something_missing(cursor) or (wait is not None and cursor.today < wait):
        return False
    if verdict.decision != "not_yet_tests" or any(
        missing.test == STRENGTH for missing in verdict.failed_tests
    ):
        return False
    return bool(cases.due_tests(cursor.session, cursor.today, verdict, cursor.book))


def failed_too_often(cursor: Cursor) -> bool:
    """Guard: one test has been short so often that somebody should look at it (R-PASS-7)."""
    session, book = cursor.session, cursor.book
    if session.health.cleared_by is not None:
        return False
    missing = {missing.test for missing in screening_verdict(cursor).failed_tests}
    short = [
        record.test
        for record in session.tests
        if record.test in missing and cases.is_short(record, book.test(record.test))
    ]
    return any(short.count(test) >= book.whole("R-PASS-7", "failures") for test in set(short))


def tell_failed_too_often(cursor: Cursor) -> None:
    """Action: the same test, short again: a professional sees why."""
    rule = cursor.book.rule("R-PASS-7")
    told(cursor, "refer", (rule.id,), To.SPORTS_PHYSIO.value)
    cursor.say(text("failed-too-often"), ("why", ""))


def tell_verdict(cursor: Cursor) -> None:
    """Action: the decision in words, with what happens next."""
    verdict = screening_verdict(cursor)
    tell_screening(cursor, verdict)
    remember(cursor, verdict)


def note_verdict(cursor: Cursor) -> None:
    """Action: the decision for the journal; what it means for the plan is told by what follows."""
    note(cursor, screening_verdict(cursor))


def lock(cursor: Cursor) -> None:
    """Action: everything stops until she was assessed and told that she may exercise."""
    hold(cursor, tuple(str(flag) for flag in cases.red_flags(cursor.session)))


def hold(cursor: Cursor, flags: tuple[str, ...]) -> None:
    """Starts a stop for these red flags."""
    cursor.urgent = True
    rhythm = replace(cursor.session.rhythm, held_at=cursor.now, nudges=0, snoozed_to=None)
    cursor.session = replace(cursor.session, locked_for=flags, rhythm=rhythm, report=None)


def propose(cursor: Cursor) -> None:
    """Action: the track that her risk factors allow; she may take a slower one."""
    choice = cursor.choice = screening_verdict(cursor).choice
    assert choice is not None, "every gate is passed"
    cursor.session = replace(cursor.session, plan=Plan(track=choice.track))


def back_to_the_plan(cursor: Cursor) -> None:
    """Action: the plan goes on from the next session day, at the level after this break (R-BACK).

    The lowest level that any rule asks for, each counted from the level before the break, said with its reasons.
    """
    plan = cursor.session.plan
    assert plan is not None
    before = plan.missed_from or plan.level
    by_stop = max(1, before - cursor.book.whole("R-DAY-7"))
    level = plan.level if plan.retests else min(plan.level, by_stop)
    cursor.session = with_plan(
        cursor.session,
        level=level,
        since=cursor.today,
        missed_from=before,
        rest_until=None,
        retests=(),
        back_on=cursor.today if plan.retests else plan.back_on,
    )
    cursor.session = with_rhythm(cursor.session, prompted_on=cursor.today, unanswered=0)
    following = calendar.next_session_day(cursor.session, cursor.today) or cursor.today
    reasons = ["R-MISS" if plan.retests else "R-DAY-7"]
    away = cursor.decide(cases.missed_time_case(cursor.session, following))
    if away.next_level is not None and away.next_level < level:
        level = away.next_level
        cursor.session = with_plan(cursor.session, level=level)
        reasons.append(away.rules[0])
    if level < before:
        told(cursor, "step_back", (*reasons, "R-BACK"))
    lines = Several(tuple(sentence(cursor.book.rule(rule).says) for rule in reasons))
    cursor.say(text("back-in-plan", date=following, level=level, before=before, reasons=lines), WHY)


def has_plan(cursor: Cursor) -> bool:
    """Guard: she had accepted a track and its sessions."""
    return cursor.session.plan is not None and cursor.session.plan.per_week is not None


def gate_rows(
    source: str,
    trigger: str,
    *,
    when: tuple[Guard, ...] = (),
    do: tuple[Action, ...] = (),
    again: bool = False,
) -> tuple[Row, ...]:
    """Stop, refer, propose a track, test, or go on with the foundations: the most cautious first.

    `again`: the tests may have been repeated in the middle of a track, which then goes on.
    """
    told = (*do, tell_verdict)
    goes_on = row(
        source,
        trigger,
        "programme.home",
        when=(*when, verdict_ready, has_plan),
        do=(*do, note_verdict, back_to_the_plan),
    )
    return (
        row(source, trigger, "locked.home", when=(*when, verdict_urgent), do=(*told, lock)),
        row(source, trigger, "referred.home", when=(*when, verdict_refer), do=told),
        row(
            source, trigger, "referred.home", when=(*when, failed_too_often), do=(*do, tell_failed_too_often)
        ),
        row(
            source, trigger, "foundations.home", when=(*when, something_missing), do=(*do, tell_next_portion)
        ),
        *((goes_on,) if again else ()),
        row(source, trigger, "programme.proposal", when=(*when, verdict_ready), do=(*told, propose)),
        row(source, trigger, "readiness.invite", when=(*when, tests_due), do=told),
        row(source, trigger, "foundations.home", when=when, do=told),
    )
