"""Rows that hold for whole phases: a red flag from anywhere, coming back, and the reminder of an open question.

>>> sorted({row.trigger for row in ROWS})
['foundations', 'red_flag', 'resume', 'symptom', 'trouble', 'wake', 'week']
"""

from __future__ import annotations

from flows.dialogue.cases import missed_time_case
from flows.dialogue.cursor import Action, Cursor, Guard, Row, row
from flows.dialogue.exercise_words import next_line
from flows.dialogue.foundations import day_prompted, gentle_text, prefers_silence
from flows.dialogue.gate import (
    hold,
    lock,
    tell_verdict,
    told,
    verdict_refer,
    verdict_urgent,
)
from flows.dialogue.noticing import PHASES
from flows.dialogue.programme import drop_offer
from flows.dialogue.push import OPEN
from flows.dialogue.screening import add_symptoms
from flows.dialogue.weekly import left_for_now, run_today, tell_week
from flows.dialogue.words import WHY, sentence, tell_urgent
from flows.plan import calendar
from flows.session import with_draft, with_plan, with_rhythm
from flows.vocabulary import Several, Text, Words, text

COMMITTED = (
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


def red_flag_heard(cursor: Cursor) -> None:
    """Action: the words were a red flag: everything stops, whatever else was going on."""
    flag = cursor.session.draft.flag
    assert flag is not None
    # What else she spoke of and was not asked about yet counts too: nothing will be offered before it is looked at.
    cursor.session = add_symptoms(cursor.session, cursor.session.draft.noticed)
    cursor.session = with_draft(cursor.session, flag=None, doubts=(), chosen=(), noticed=())
    held = tuple(dict.fromkeys((*cursor.session.locked_for, flag)))
    tier = cursor.book.red_flags[flag].tier.value
    verdict = f"urgent_{tier}"
    rule = cursor.book.red_flags[flag].rule
    hold(cursor, held)
    told(cursor, verdict, (rule,))
    tell_urgent(cursor, tier, (flag,), Words(cursor.book.rule(rule).says))


def red_flag_before_consent(cursor: Cursor) -> None:
    """Action: before she agreed, the help is shown and nothing is kept."""
    flag = cursor.session.draft.flag
    assert flag is not None
    cursor.session = with_draft(cursor.session, flag=None, doubts=())
    red_flag = cursor.book.red_flags[flag]
    tell_urgent(cursor, red_flag.tier.value, (flag,), Words(cursor.book.rule(red_flag.rule).says))
    cursor.again = True


def nudge(cursor: Cursor) -> None:
    """Action: the open question is still there, then only gentle words; her place is kept."""
    gentle = cursor.due is not None and cursor.due.kind == "gentle"
    cursor.session = with_rhythm(cursor.session, nudges=cursor.session.rhythm.nudges + 1, asked_at=cursor.now)
    cursor.say(gentle_text(cursor) if gentle else Text("nudge"), OPEN)


def symptom_noted(cursor: Cursor) -> None:
    """Action: it is in her answers; what comes next does not change."""
    cursor.say(Text("symptom-noted"))


def end_tests(cursor: Cursor) -> None:
    """Action: no test goes on."""
    cursor.session = with_draft(cursor.session, test=None)


def wants_prompts(cursor: Cursor) -> bool:
    """Guard: today's exercises follow the weekly questions."""
    return not prefers_silence(cursor) and not run_today(cursor)


def back_from_pause(cursor: Cursor) -> None:
    """Action: prompts begin again tomorrow; missed time is judged when the next session is due."""
    cursor.session = with_rhythm(cursor.session, prompted_on=cursor.today, snoozed_to=None)


def back_in_programme(cursor: Cursor) -> None:
    """Action: the same, and she hears at once at which level and on which day she goes on, and why (R-BACK).

    Where tests or questions come first, they are asked on her next day.
    """
    back_from_pause(cursor)
    plan = cursor.session.plan
    assert plan is not None
    following = calendar.next_session_day(cursor.session, cursor.today) or cursor.today
    away = cursor.decide(missed_time_case(cursor.session, following))
    rests = plan.rest_until is not None and plan.rest_until > cursor.now
    if rests or away.rescreen or away.failed_tests or away.next_level is None:
        return
    if away.next_level >= plan.level:
        cursor.say(next_line(cursor))
        return
    before = plan.missed_from or plan.level
    cursor.session = with_plan(cursor.session, level=away.next_level, since=cursor.today, missed_from=before)
    told(cursor, "step_back", ("R-MISS", "R-BACK"))
    reasons = Several((sentence(cursor.book.rule("R-MISS").says),))
    cursor.say(text("back-in-plan", date=following, level=away.next_level, reasons=reasons), WHY)


def week_rows(home: str) -> tuple[Row, ...]:
    """After the weekly questions: what holds her back comes first."""
    held = (
        row(home, "week", "locked.home", when=verdict_urgent, do=(tell_verdict, drop_offer, lock)),
        row(home, "week", "referred.home", when=verdict_refer, do=(tell_verdict, drop_offer)),
    )
    return held if home != "referred.home" else held[:1]


def then_rows(
    home: str, dest: str | None, *, when: tuple[Guard, ...] = (), do: tuple[Action, ...] = ()
) -> tuple[Row, ...]:
    """Then what the week means, unless she left the questions, and today's prompt where there is one."""
    return (
        row(home, "week", dest, when=(*when, left_for_now), do=do),
        row(home, "week", dest, when=when, do=(tell_week, *do)),
    )


ROWS: tuple[Row, ...] = (
    *(row(phase, "red_flag", "locked.home", do=red_flag_heard) for phase in COMMITTED),
    row("new", "red_flag", None, do=red_flag_before_consent),
    row("declined", "red_flag", None, do=red_flag_before_consent),
    row("onboarding.consent", "red_flag", None, do=red_flag_before_consent),
    *(
        row(phase, "symptom", "referred.home", when=verdict_refer, do=(tell_verdict, drop_offer, end_tests))
        for phase in PHASES
        if phase != "referred"
    ),
    *(row(phase, "symptom", None, do=symptom_noted) for phase in PHASES),
    *week_rows("foundations.home"),
    *then_rows("foundations.home", "foundations.prompted", when=(wants_prompts,), do=(day_prompted,)),
    *then_rows("foundations.home", None),
    *week_rows("programme.home"),
    *then_rows("programme.home", "programme.short", when=(wants_prompts,), do=(day_prompted,)),
    row("programme.home", "week", None, when=left_for_now),
    *week_rows("programme"),
    row("programme", "week", None, do=tell_week),
    *week_rows("foundations.prompted"),
    *then_rows("foundations.prompted", None),
    row("programme", "foundations", "foundations.home", do=drop_offer),
    row("programme", "trouble", "referred.home", do=drop_offer),
    *week_rows("foundations.questions"),
    *then_rows("foundations.questions", None),
    *week_rows("referred.home"),
    *then_rows("referred.home", None),
    *(row(f"programme.{asked}", "resume", None) for asked in ("proposal", "per_week")),
    row("programme", "resume", "programme.home", do=(drop_offer, back_in_programme)),
    row("checkin", "resume", "programme.home", do=(drop_offer, back_in_programme)),
    # The onboarding and the screening go on to the gate: only what is known can be cleared by somebody.
    *(row(phase, "resume", None, do=back_from_pause) for phase in ("foundations", "referred")),
    *(row(phase, "resume", None) for phase in ("onboarding", "screening", "readiness", "locked", "comeback")),
    *(
        row(phase, "wake", None, do=nudge)
        for phase in ("onboarding", "screening", "readiness", "programme", "locked", "referred", "comeback")
    ),
)
