"""Rows that hold for whole phases: a red flag from anywhere, coming back, and the reminder of an open question.

>>> sorted({row.trigger for row in ROWS})
['foundations', 'red_flag', 'resume', 'symptom', 'trouble', 'wake', 'week']
"""

from __future__ import annotations

from flows import schedule
from flows.dialogue.facts.build_case import missed_time_case
from flows.dialogue.gate import (
    lock_for_red_flags,
    record_own_decision,
    start_lock,
    tell_verdict,
    verdict_refer,
    verdict_urgent,
)
from flows.dialogue.interruptions.unprompted_reports import PHASES
from flows.dialogue.lock_screen import OPEN_LINK
from flows.dialogue.phases.foundations import gentle_text, mark_prompted, prefers_silence
from flows.dialogue.phases.programme import drop_offer
from flows.dialogue.phases.weekly import postponed, run_today, tell_week
from flows.dialogue.texts.exercises import next_line
from flows.dialogue.texts.sessions import WHY, sentence, tell_urgent
from flows.dialogue.turn_context import Action, Guard, TransitionRow, TurnContext, transition
from flows.session import with_draft, with_plan, with_rhythm
from flows.vocabulary import Literal, Text, TextList, text

PHASES_AFTER_CONSENT = (
    "onboarding",
    "screening",
    "readiness",
    "foundations",
    "programme",
    "checkin",
    "locked",
    "referred",
    "comeback",
)


def red_flag_heard(turn: TurnContext) -> None:
    """Action: the words were a red flag: everything stops, whatever else was going on."""
    flag = turn.session.draft.flag
    assert flag is not None
    turn.session = with_draft(turn.session, flag=None, doubts=())
    held = tuple(dict.fromkeys((*turn.session.locked_for, flag)))
    tier = turn.book.red_flags[flag].tier.value
    verdict = f"urgent_{tier}"
    rule = turn.book.red_flags[flag].rule
    start_lock(turn, held)
    record_own_decision(turn, verdict, (rule,))
    tell_urgent(turn, tier, (flag,), Literal(turn.book.rule(rule).says))


def red_flag_before_consent(turn: TurnContext) -> None:
    """Action: before she agreed, the help is shown and nothing is kept."""
    flag = turn.session.draft.flag
    assert flag is not None
    turn.session = with_draft(turn.session, flag=None, doubts=())
    red_flag = turn.book.red_flags[flag]
    tell_urgent(turn, red_flag.tier.value, (flag,), Literal(turn.book.rule(red_flag.rule).says))
    turn.again = True


def nudge(turn: TurnContext) -> None:
    """Action: the open question is still there, then only gentle words; her place is kept."""
    gentle = turn.due is not None and turn.due.kind == "gentle"
    turn.session = with_rhythm(turn.session, nudges=turn.session.rhythm.nudges + 1, asked_at=turn.now)
    turn.say(gentle_text(turn) if gentle else Text("nudge"), OPEN_LINK)


def symptom_noted(turn: TurnContext) -> None:
    """Action: it is in her answers; what comes next does not change."""
    turn.say(Text("symptom-noted"))


def end_tests(turn: TurnContext) -> None:
    """Action: no test goes on."""
    turn.session = with_draft(turn.session, test=None)


def wants_prompts(turn: TurnContext) -> bool:
    """Guard: today's exercises follow the weekly questions."""
    return not prefers_silence(turn) and not run_today(turn)


def back_from_pause(turn: TurnContext) -> None:
    """Action: prompts begin again tomorrow; missed time is judged when the next session is due."""
    turn.session = with_rhythm(turn.session, prompted_on=turn.today, snoozed_to=None)


def back_in_programme(turn: TurnContext) -> None:
    """Action: the same, and she hears at once at which level and on which day she goes on, and why (R-BACK).

    Where tests or questions come first, they are asked on her next day.
    """
    back_from_pause(turn)
    plan = turn.session.plan
    assert plan is not None
    following = schedule.next_session_day(turn.session, turn.today) or turn.today
    away = turn.decide(missed_time_case(turn.session, following))
    rests = plan.rest_until is not None and plan.rest_until > turn.now
    if rests or away.rescreen or away.failed_tests or away.next_level is None:
        return
    if away.next_level >= plan.level:
        turn.say(next_line(turn))
        return
    before = plan.missed_from or plan.level
    turn.session = with_plan(turn.session, level=away.next_level, since=turn.today, missed_from=before)
    record_own_decision(turn, "step_back", ("R-MISS", "R-BACK"))
    reasons = TextList((sentence(turn.book.rule("R-MISS").says),))
    turn.say(text("back-in-plan", date=following, level=away.next_level, reasons=reasons), WHY)


def held_after_weekly_rows(home: str) -> tuple[TransitionRow, ...]:
    """After the weekly questions: what holds her back comes first."""
    held = (
        transition(
            home,
            "week",
            "locked.home",
            when=verdict_urgent,
            do=(tell_verdict, drop_offer, lock_for_red_flags),
        ),
        transition(home, "week", "referred.home", when=verdict_refer, do=(tell_verdict, drop_offer)),
    )
    return held if home != "referred.home" else held[:1]


def after_weekly_rows(
    home: str, dest: str | None, *, when: tuple[Guard, ...] = (), do: tuple[Action, ...] = ()
) -> tuple[TransitionRow, ...]:
    """Then what the week means, unless she left the questions, and today's prompt where there is one."""
    return (
        transition(home, "week", dest, when=(*when, postponed), do=do),
        transition(home, "week", dest, when=when, do=(tell_week, *do)),
    )


ROWS: tuple[TransitionRow, ...] = (
    *(transition(phase, "red_flag", "locked.home", do=red_flag_heard) for phase in PHASES_AFTER_CONSENT),
    transition("new", "red_flag", None, do=red_flag_before_consent),
    transition("declined", "red_flag", None, do=red_flag_before_consent),
    transition("onboarding.consent", "red_flag", None, do=red_flag_before_consent),
    *(
        transition(
            phase, "symptom", "referred.home", when=verdict_refer, do=(tell_verdict, drop_offer, end_tests)
        )
        for phase in PHASES
        if phase != "referred"
    ),
    *(transition(phase, "symptom", None, do=symptom_noted) for phase in PHASES_AFTER_CONSENT),
    *held_after_weekly_rows("foundations.home"),
    *after_weekly_rows(
        "foundations.home", "foundations.prompted", when=(wants_prompts,), do=(mark_prompted,)
    ),
    *after_weekly_rows("foundations.home", None),
    *held_after_weekly_rows("programme.home"),
    *after_weekly_rows("programme.home", "programme.short", when=(wants_prompts,), do=(mark_prompted,)),
    transition("programme.home", "week", None, when=postponed),
    *held_after_weekly_rows("programme"),
    transition("programme", "week", None, do=tell_week),
    *held_after_weekly_rows("foundations.prompted"),
    *after_weekly_rows("foundations.prompted", None),
    transition("programme", "foundations", "foundations.home", do=drop_offer),
    transition("programme", "trouble", "referred.home", do=drop_offer),
    *held_after_weekly_rows("foundations.questions"),
    *after_weekly_rows("foundations.questions", None),
    *held_after_weekly_rows("referred.home"),
    *after_weekly_rows("referred.home", None),
    *(transition(asked, "resume", None) for asked in ("programme.proposal", "programme.per_week")),
    transition("programme", "resume", "programme.home", do=(drop_offer, back_in_programme)),
    transition("checkin", "resume", "programme.home", do=(drop_offer, back_in_programme)),
    # The onboarding and the screening go on to the gate: a professional can only clear what is known.
    *(transition(phase, "resume", None, do=back_from_pause) for phase in ("foundations", "referred")),
    *(
        transition(phase, "resume", None)
        for phase in ("onboarding", "screening", "readiness", "locked", "comeback")
    ),
    *(
        transition(phase, "wake", None, do=nudge)
        for phase in ("onboarding", "screening", "readiness", "programme", "locked", "referred", "comeback")
    ),
)
