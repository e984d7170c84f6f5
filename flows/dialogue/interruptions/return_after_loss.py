"""The way back after a loss, and after a new pregnancy: a few questions about her body, asked once and gently.

After a loss: whether a later pregnancy ended, warning signs, pelvic floor, wounds, mood, and whether a clinician has
agreed; then on from where she was by the rules of missed time. What a pregnancy changed begins with the new date.

>>> [question.state for question in QUESTIONS][:2]
['aside.born', 'aside.loss_since']
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows import schedule
from flows.dialogue import interruption_stack as stack
from flows.dialogue.gate import (
    lock_for_red_flags,
    record_and_tell,
    record_own_decision,
    screening_verdict,
    tell_verdict,
    verdict_refer,
    verdict_urgent,
)
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.interruptions.grief import RULE
from flows.dialogue.interruptions.pausing import PAUSED, lie_over
from flows.dialogue.phases import screening
from flows.dialogue.phases.comeback import begin_with_tests, long_away
from flows.dialogue.phases.programme import drop_offer
from flows.dialogue.questions import HARM, WARNING, YES_NO, Choice, Day, MultiChoice, Question
from flows.dialogue.shared_questions import wounds_question
from flows.dialogue.shared_rows import back_from_pause, end_tests
from flows.dialogue.texts.loss import REASON, lost, remembered
from flows.dialogue.turn_context import Action, TransitionRow, TurnContext, answer_is, say, transition
from flows.session import Health, Session, with_draft, with_health, with_profile, with_rhythm
from flows.vocabulary import Text, Value

BODY_ASKED = (
    "readiness",
    "comeback",
    "foundations",
    "programme",
    "checkin",
    "referred",
)  # elsewhere the dialogue asks it itself


def _mood(session: Session, value: Any, now: datetime) -> Session:
    """One question for both: a yes counts as two, the cautious reading."""
    session = with_rhythm(session, mood_on=schedule.today(session, now))
    return with_health(session, low_mood=value == "yes", low_interest=value == "yes")


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    """Replaces the symptoms; an earlier clearance does not cover them."""
    session = with_health(session, symptoms=value)
    return with_health(session, cleared_by=None) if value else session


def _day(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, day=value[0])


def _one_reading(session: Session, value: Any) -> str | None:
    return None if value[1] is None else "hint-date-two-ways"


def _since_words(turn: TurnContext) -> dict[str, Value]:
    born = turn.session.profile.birth_date
    assert born is not None
    return {"date": born, "weeks": turn.book.whole(RULE, "birth_from_week")}


QUESTIONS = (
    Question(state="aside.born", expects=Choice(options=("yes", "no", "not_pregnant")), sample="yes"),
    Question(
        state="aside.loss_since",
        expects=Choice(options=("no", "early", "later")),
        sample="no",
        fill=_since_words,
    ),
    Question(state="aside.loss_day", expects=Day(), sample="16 weeks ago", save=_day, check=_one_reading),
    Question(state="aside.loss_warning", expects=Choice(options=("none", "some")), sample="none"),
    Question(
        state="aside.loss_emergency",
        expects=MultiChoice(options=screening.EMERGENCY_SIGNS, prefix="flag"),
        save=screening.save_to_health("emergency_signs"),
    ),
    Question(
        state="aside.loss_same_day",
        expects=MultiChoice(options=screening.SAME_DAY_SIGNS, prefix="flag"),
        save=screening.save_to_health("same_day_signs"),
        text="screening-same-day-signs",
    ),
    Question(
        state="aside.loss_symptoms",
        expects=MultiChoice(options=screening.DAILY_SYMPTOMS, prefix="sign"),
        save=_symptoms,
    ),
    replace(wounds_question("aside.loss_wounds"), text="aside-loss-wounds"),
    Question(state="aside.loss_mood", expects=WARNING, save=_mood),
    Question(state="aside.loss_harm", expects=HARM, save=screening.save_yes_to_health("self_harm")),
    Question(state="aside.loss_clinician", expects=YES_NO, sample="yes"),
)


def expecting(turn: TurnContext) -> bool:
    """Guard: she is pregnant again."""
    return turn.session.health.pregnant is True


def back_after_loss(turn: TurnContext) -> bool:
    """Guard: she comes back after a loss, and the birth that we know of has a date."""
    session = turn.session
    return session.pause_reason == REASON and session.profile.birth_date is not None


def birth_known(turn: TurnContext) -> bool:
    """Guard: there is a birth from which a later pregnancy can be told."""
    return turn.session.profile.birth_date is not None


def body_is_asked(turn: TurnContext) -> bool:
    """Guard: she is at a place where nothing else asks about her body."""
    return turn.session.state.partition(".")[0] in BODY_ASKED


def not_pregnant_now(turn: TurnContext) -> bool:
    """Guard: it is known that she is not pregnant any more."""
    return turn.session.health.pregnant is False


def end_the_pause(turn: TurnContext) -> None:
    """Action: the pause is over; a loss is remembered, that of release 0.1.0 as well."""
    session = remembered(turn.session) if lost(turn) else turn.session
    session = replace(session, pause_reason=None, paused_at=None, paused_until=None, below=None)
    turn.session = with_rhythm(session, nudges=0, unanswered=0)


def body_known(turn: TurnContext) -> None:
    """Action: the gates look at what she has told."""
    end_the_pause(turn)
    turn.fires = "returned"


def back_gently(turn: TurnContext) -> None:
    """Action: a word without cheer, and then the gates. What was asked now is not asked again by the weekly check."""
    turn.session = with_rhythm(turn.session, week_on=turn.today)
    turn.say(Text("resumed-loss"))
    body_known(turn)


def not_yet(turn: TurnContext) -> None:
    """Action: no professional has agreed yet, so running stays off."""
    turn.say(Text("resumed-loss"))
    end_the_pause(turn)
    turn.fires = "not_agreed"


def not_agreed(turn: TurnContext) -> None:
    """Action: running waits until a clinician has agreed."""
    turn.session = with_health(turn.session, cleared_by=None)
    record_own_decision(turn, "refer", (RULE,))
    turn.say(Text("loss-not-agreed"), ("why", ""))


def ask_born(turn: TurnContext) -> None:
    """Action: she was pregnant when she was last heard; she is asked how it is now."""
    turn.session = stack.push(turn.session, "aside.born")
    turn.again = True


def pause_for_pregnancy(turn: TurnContext) -> None:
    """Action: told in the screening: it ends there, and nothing is sent until she writes."""
    session = stack.push(turn.session, PAUSED)
    turn.session = replace(session, pause_reason="pregnant", paused_at=turn.now, paused_until=None)
    verdict = screening_verdict(turn)
    turn.say(Text("paused-pregnant"), ("why", ""))
    record_and_tell(turn, verdict)


def still_pregnant(turn: TurnContext) -> None:
    """Action: nothing is sent until she writes again."""
    session = replace(turn.session, pause_reason="pregnant", paused_until=None)
    turn.session = replace(session, paused_at=session.paused_at or turn.now)
    turn.say(Text("pregnant-again"))


def not_pregnant(turn: TurnContext) -> None:
    """Action: whether a pregnancy has ended is asked next, in words that also fit a mistake."""
    turn.session = with_health(turn.session, pregnant=False)


def _new_body(turn: TurnContext, day: Any) -> Session:
    """Nothing that was told of her body before holds any more; where and when she wants to hear from us does."""
    session = turn.session
    profile = replace(
        session.profile, birth_date=day, birth_type=None, tear=None, episiotomy=None, wounds_healed=None
    )
    session = replace(
        session, profile=profile, health=Health(), tests=(), plan=None, report=None, kept=stack.NO_DRAFT
    )
    return with_rhythm(session, tests_from=None, snoozed_to=None, prompted_on=turn.today)


def born(turn: TurnContext) -> None:
    """Action: a birth: everything begins with its date."""
    end_the_pause(turn)
    turn.session = with_profile(_new_body(turn, None), loss=False)
    turn.say(Text("born-again"))
    turn.fires = "born"


def later_loss(turn: TurnContext) -> None:
    """Action: a pregnancy that ended so late counts as a birth (R-LOSS); the later of two dates counts."""
    session = turn.session
    day, before = session.draft.day, session.profile.birth_date
    assert day is not None and before is not None
    end_the_pause(turn)
    turn.session = with_draft(_new_body(turn, max(day, before)), day=None)
    turn.session = remembered(turn.session)
    turn.say(Text("resumed-loss"))
    turn.fires = "later_loss"


def may_be_mistaken(turn: TurnContext) -> bool:
    """Guard: she was never pregnant: no loss was told, and none is now."""
    return turn.value == "no" and not lost(turn)


def mistaken(turn: TurnContext) -> None:
    """Action: on from where she was."""
    end_the_pause(turn)
    turn.say(Text("resumed"))
    turn.fires = "returned"


def now_lost(turn: TurnContext) -> None:
    """Action: a pregnancy has ended: it is a loss from now on, in every text."""
    turn.session = remembered(turn.session)


def _phases(trigger: str, dest: str, do: tuple[Action, ...] = ()) -> tuple[TransitionRow, ...]:
    """From anywhere to there; a stop by a red flag stays, and goes on from what is not known any more."""
    open_ = ("onboarding", "screening", *BODY_ASKED)
    return (
        *(transition(phase, trigger, dest, do=do) for phase in open_),
        transition("locked", trigger, None),
    )


def _to_the_gates() -> tuple[TransitionRow, ...]:
    """After the questions about her body: what stops or holds her comes first, then on from where she was."""
    stopped = (tell_verdict, drop_offer, end_tests, lock_for_red_flags)
    held = (tell_verdict, drop_offer, end_tests, back_from_pause)
    back = (drop_offer, back_from_pause)
    return (
        *(
            transition(phase, "returned", "locked.home", when=verdict_urgent, do=stopped)
            for phase in BODY_ASKED
        ),
        *(
            transition(phase, "returned", "referred.home", when=verdict_refer, do=held)
            for phase in BODY_ASKED
            if phase != "referred"
        ),
        *(transition(asked, "returned", None) for asked in ("programme.proposal", "programme.per_week")),
        *(
            made
            for phase in ("programme", "checkin")
            for made in (
                transition(
                    phase, "returned", "readiness.invite", when=long_away, do=(drop_offer, begin_with_tests)
                ),
                transition(phase, "returned", "programme.home", do=back),
            )
        ),
        *(transition(phase, "returned", None, do=back_from_pause) for phase in ("foundations", "referred")),
        *(
            transition(phase, "returned", None)
            for phase in ("readiness", "comeback", "onboarding", "screening", "locked")
        ),
    )


def _not_asked_again() -> tuple[TransitionRow, ...]:
    """What a loss has answered, or what is not asked after one."""
    dates = ("onboarding.birth_order", "onboarding.birth_confirm")
    return tuple(
        each
        for trigger in ("resume", "returned")
        for each in (
            transition("screening.pregnant", trigger, "screening.conditions", when=not_pregnant_now),
            transition("screening.breastfeeding", trigger, "screening.sleep_hours", when=lost),
            *(transition(asked, trigger, "onboarding.birth_date", when=lost) for asked in dates),
        )
    )


ROWS: tuple[TransitionRow, ...] = (
    transition("screening.pregnant", "answer", None, when=expecting, do=pause_for_pregnancy),
    transition("screening.postnatal_check", "answer", "screening.sleep_hours", when=lost),
    transition("referred.home", "answer", None, when=expecting, do=ask_born),
    transition(PAUSED, "answer", "aside.born", when=expecting, do=lie_over),
    transition(PAUSED, "answer", "aside.loss_since", when=back_after_loss, do=(lie_over, say("loss-back"))),
    transition("aside.born", "answer", DONE, when=answer_is("yes"), do=born),
    transition("aside.born", "answer", PAUSED, when=answer_is("no"), do=still_pregnant),
    transition("aside.born", "answer", "aside.loss_since", when=birth_known, do=not_pregnant),
    transition("aside.born", "answer", DONE, do=(not_pregnant, mistaken)),
    transition("aside.loss_since", "answer", DONE, when=may_be_mistaken, do=mistaken),
    transition("aside.loss_since", "answer", "aside.loss_day", when=answer_is("later"), do=now_lost),
    transition("aside.loss_since", "answer", "aside.loss_warning", when=body_is_asked, do=now_lost),
    transition("aside.loss_since", "answer", DONE, do=(now_lost, back_gently)),
    transition("aside.loss_day", "answer", DONE, do=later_loss),
    transition("aside.loss_warning", "answer", "aside.loss_emergency", when=answer_is("some")),
    transition("aside.loss_warning", "answer", "aside.loss_symptoms"),
    transition("aside.loss_emergency", "answer", DONE, when=verdict_urgent, do=body_known),
    transition("aside.loss_emergency", "answer", "aside.loss_same_day"),
    transition("aside.loss_same_day", "answer", DONE, when=verdict_urgent, do=body_known),
    transition("aside.loss_same_day", "answer", "aside.loss_symptoms"),
    transition("aside.loss_symptoms", "answer", "aside.loss_wounds"),
    transition("aside.loss_wounds", "answer", "aside.loss_mood"),
    transition("aside.loss_mood", "answer", "aside.loss_harm"),
    transition("aside.loss_harm", "answer", DONE, when=verdict_urgent, do=body_known),
    transition("aside.loss_harm", "answer", "aside.loss_clinician"),
    transition("aside.loss_clinician", "answer", DONE, when=answer_is("yes"), do=back_gently),
    transition("aside.loss_clinician", "answer", DONE, do=not_yet),
    *(transition(phase, "resume", None, when=expecting, do=ask_born) for phase in BODY_ASKED),
    *_not_asked_again(),
    *_phases("born", "onboarding.birth_date"),
    transition("onboarding", "later_loss", None),
    *_phases("later_loss", "screening.emergency_signs")[1:],
    *(
        transition(
            phase, "not_agreed", "referred.home", do=(not_agreed, drop_offer, end_tests, back_from_pause)
        )
        for phase in BODY_ASKED
    ),
    *_to_the_gates(),
)
