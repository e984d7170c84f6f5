"""The first evening and the portions of the next days: in which order, and what comes after each.

At her hour a portion is announced in words that anybody may see; then come its questions, then the day's foundations.
A portion that she leaves is announced again on the next day, with what is left of it. A warning sign stops everything
at once; whatever else needs a professional is told at the end of the portion.

>>> sorted({row.dest for row in ROWS if row.source == "screening.stress" and row.trigger == "answer"})
['foundations.home', 'foundations.prompted', 'locked.home', 'referred.home']
"""

from __future__ import annotations

from itertools import pairwise

from flows.dialogue.facts.portions import (
    ASKED,
    FIRST,
    INVITATION,
    PORTIONS,
    and_now_today,
    begin_portion,
    from_tomorrow,
    invitation_words,
    something_missing,
    tell_next_portion,
    unanswered,
)
from flows.dialogue.gate import gate_rows, lock_for_red_flags, tell_verdict, verdict_refer, verdict_urgent
from flows.dialogue.phases.foundations import (
    day_is_over,
    gentle_reminder_due,
    goes_quiet,
    is_unresponsive,
    mark_prompted,
    say_quiet,
    send_gentle_reminder,
    skip_today,
)
from flows.dialogue.questions import Choice, Question
from flows.dialogue.shared_questions import two_readings
from flows.dialogue.turn_context import (
    Action,
    Guard,
    TransitionRow,
    TurnContext,
    alarm_is,
    answer_is,
    say,
    transition,
)

FOLLOWS = ("onboarding.stitches", "onboarding.other_days")  # never the first of what is left
ENTRIES = tuple(
    state
    for state in ASKED
    if state not in FOLLOWS and not (state in FIRST.asks and state.startswith("onboarding."))
)
DAILY = alarm_is("daily", "snoozed")


def day_to_come(turn: TurnContext) -> bool:
    """Guard: she was asked before today's foundations, which follow now."""
    return turn.session.rhythm.questions_on == turn.today


def tell_what_follows(turn: TurnContext) -> None:
    """Action: the next portion, or what the answers mean when there is none."""
    (tell_next_portion if something_missing(turn) else tell_verdict)(turn)


def today_follows(turn: TurnContext) -> None:
    """Action: the same, before today's foundations."""
    (and_now_today if something_missing(turn) else tell_verdict)(turn)


QUESTIONS = (
    Question(
        state=INVITATION,
        expects=Choice(options=("yes", "no"), columns=2),
        sample="yes",
        fill=invitation_words,
    ),
)


def _urgent(source: str) -> TransitionRow:
    return transition(
        source, "answer", "locked.home", when=verdict_urgent, do=(tell_verdict, lock_for_red_flags)
    )


def _on(source: str, *dests: str) -> tuple[TransitionRow, ...]:
    """On to the first of these questions that has no answer yet."""
    return tuple(transition(source, "answer", dest, when=unanswered(dest)) for dest in dests)


def _end_of_first(source: str) -> tuple[TransitionRow, ...]:
    """The first evening ends with what is good for today."""
    return (
        transition(source, "answer", "referred.home", when=verdict_refer, do=(from_tomorrow, tell_verdict)),
        transition(source, "answer", "foundations.prompted", do=(from_tomorrow, today_follows)),
    )


def _end(source: str) -> tuple[TransitionRow, ...]:
    """The end of a portion that another one follows."""
    return (
        transition(source, "answer", "referred.home", when=verdict_refer, do=tell_verdict),
        transition(
            source,
            "answer",
            "foundations.prompted",
            when=day_to_come,
            do=(from_tomorrow, today_follows),
        ),
        transition(source, "answer", "foundations.home", do=tell_what_follows),
    )


def _end_of_all(source: str) -> tuple[TransitionRow, ...]:
    """Everything is answered: the gate, and today's foundations where they are still to come."""
    *gate, home = gate_rows(source, "answer")
    today = transition(
        source, "answer", "foundations.prompted", when=day_to_come, do=(tell_verdict, from_tomorrow)
    )
    return (*gate, today, home)


def _in_order(*states: str) -> tuple[TransitionRow, ...]:
    """One question after the other; a warning sign ends them there. What follows the last one is not said here."""
    after = dict(pairwise(states))
    return tuple(
        made
        for state in states
        for made in (_urgent(state), *([transition(state, "answer", after[state])] if state in after else []))
    )


def _begin(
    source: str, trigger: str, *, when: tuple[Guard, ...] = (), do: tuple[Action, ...] = ()
) -> tuple[TransitionRow, ...]:
    """To the first question of all that has no answer yet; her birth date, place and hour are known by then."""
    return tuple(
        transition(source, trigger, state, when=(*when, unanswered(state)), do=do) for state in ENTRIES
    )


def _her_hour(source: str) -> tuple[TransitionRow, ...]:
    """Her next hour while questions of a portion wait: the day is over, or she has to see a professional."""
    return (
        transition(source, "wake", None, when=(DAILY, day_is_over), do=skip_today),
        transition(
            source, "wake", "referred.home", when=(DAILY, verdict_refer), do=(tell_verdict, mark_prompted)
        ),
    )


def _left_alone(source: str) -> tuple[TransitionRow, ...]:
    """The same where she has left them for days: what is open stays open."""
    return (
        *_her_hour(source),
        transition(source, "wake", None, when=(DAILY, gentle_reminder_due), do=send_gentle_reminder),
        transition(source, "wake", None, when=(DAILY, goes_quiet), do=say_quiet),
        transition(source, "wake", None, when=(DAILY, is_unresponsive), do=skip_today),
    )


WARNINGS = tuple(state for state in FIRST.asks if state.startswith("screening."))
_, LIFE, MOOD, TRAINING = (portion.asks for portion in PORTIONS[1:])
*RISKS, WEEKS, TIMES = (state for state in TRAINING if state.startswith("screening."))

ROWS: tuple[TransitionRow, ...] = (
    # The first evening. A person who was in the middle of a longer one goes on with what is still to be asked.
    *_in_order(*WARNINGS),
    *_on(WARNINGS[-1], "onboarding.hour"),
    *_end_of_first(WARNINGS[-1]),
    transition("onboarding.hour", "answer", "onboarding.hour_which", when=two_readings),
    *_on("onboarding.hour", WARNINGS[0]),
    *_end_of_first("onboarding.hour"),
    *_on("onboarding.hour_which", WARNINGS[0]),
    *_end_of_first("onboarding.hour_which"),
    # Her body and the birth.
    *_in_order("screening.symptoms"),
    transition("screening.symptoms", "answer", "onboarding.birth_type", when=unanswered("onboarding.wounds")),
    *_end("screening.symptoms"),
    *_on("onboarding.wounds", "onboarding.zone"),
    *_end("onboarding.wounds"),
    # Her days, and how she is.
    *_in_order(*LIFE),
    *_end(LIFE[-1]),
    *_in_order(*MOOD),
    *_end(MOOD[-1]),
    # Her training and her week.
    *_in_order(*RISKS, WEEKS),
    *_on(WEEKS, TIMES, "onboarding.days"),
    *_end_of_all(WEEKS),
    _urgent(TIMES),
    *_on(TIMES, "onboarding.days"),
    *_end_of_all(TIMES),
    transition("onboarding.days", "answer", "onboarding.other_days"),
    *_on("onboarding.other_days", WARNINGS[0]),
    *_end_of_all("onboarding.other_days"),
    # At her hour, and whenever she carries on by herself.
    *_begin(INVITATION, "answer", when=(answer_is("yes"),), do=(begin_portion,)),
    transition(
        INVITATION,
        "answer",
        "foundations.home",
        when=(answer_is("no"), unanswered(WARNINGS[-1])),
        do=(from_tomorrow, say("portion-later")),
    ),
    transition(
        INVITATION,
        "answer",
        "foundations.prompted",
        when=answer_is("no"),
        do=(from_tomorrow, say("portion-later")),
    ),
    transition(INVITATION, "answer", "foundations.prompted", do=from_tomorrow),
    *_left_alone(INVITATION),
    transition(INVITATION, "wake", INVITATION, when=something_missing, do=mark_prompted),
    transition(INVITATION, "wake", "foundations.prompted", do=mark_prompted),
    *_begin("foundations", "questions", do=(begin_portion,))[:-1],
    transition("foundations", "questions", ENTRIES[-1], do=begin_portion),
    *_left_alone("onboarding.other_days"),
    transition("onboarding.other_days", "wake", None, when=DAILY, do=mark_prompted),
    *(
        made
        for phase in ("onboarding", "screening")
        for made in (*_her_hour(phase), transition(phase, "wake", INVITATION, when=DAILY, do=mark_prompted))
    ),
)
