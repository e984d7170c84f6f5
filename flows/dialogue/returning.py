"""The way back after a loss, and after a new pregnancy: a few questions about her body, asked once and gently.

After a loss: whether a later pregnancy ended, warning signs, pelvic floor, wounds, mood, and whether a clinician has
agreed; then on from where she was by the rules of missed time. What a pregnancy changed begins with the new date.

>>> [question.state for question in QUESTIONS][:2]
['aside.born', 'aside.loss_since']
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows.dialogue import layers, screening
from flows.dialogue.comeback import begin_with_tests, long_away
from flows.dialogue.common import back_from_pause, end_tests
from flows.dialogue.cursor import Action, Cursor, Row, chose, row, say
from flows.dialogue.gate import (
    lock,
    remember,
    screening_verdict,
    tell_verdict,
    told,
    verdict_refer,
    verdict_urgent,
)
from flows.dialogue.grief import RULE
from flows.dialogue.layers import CLOSED
from flows.dialogue.loss import REASON, lost, remembered
from flows.dialogue.pausing import PAUSED, lie_over
from flows.dialogue.profile import wounds_question
from flows.dialogue.programme import drop_offer
from flows.dialogue.questions import HARM, WARNING, YES_NO, Choice, Day, Many, Question
from flows.plan import calendar
from flows.records import replace
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
    session = with_rhythm(session, mood_on=calendar.today(session, now))
    return with_health(session, low_mood=value == "yes", low_interest=value == "yes")


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    """What she has now; somebody who cleared her before has not seen it."""
    session = with_health(session, symptoms=value)
    return with_health(session, cleared_by=None) if value else session


def _day(session: Session, value: Any, now: datetime) -> Session:
    return with_draft(session, day=value[0])


def _one_reading(session: Session, value: Any) -> str | None:
    return None if value[1] is None else "hint-date-two-ways"


def _since_words(cursor: Cursor) -> dict[str, Value]:
    born = cursor.session.profile.birth_date
    assert born is not None
    return {"date": born, "weeks": cursor.book.whole(RULE, "birth_from_week")}


QUESTIONS = (
    Question(state="aside.born", expects=Choice(options=("yes", "no", "not_pregnant"))),
    Question(state="aside.loss_since", expects=Choice(options=("no", "early", "later")), fill=_since_words),
    Question(state="aside.loss_day", expects=Day(), save=_day, check=_one_reading),
    Question(state="aside.loss_warning", expects=Choice(options=("none", "some"))),
    Question(
        state="aside.loss_emergency",
        expects=Many(options=screening.EMERGENCY_SIGNS, prefix="flag"),
        save=screening.keep("emergency_signs"),
    ),
    Question(
        state="aside.loss_same_day",
        expects=Many(options=screening.SAME_DAY_SIGNS, prefix="flag"),
        save=screening.keep("same_day_signs"),
        text="screening-same-day-signs",
    ),
    Question(
        state="aside.loss_symptoms",
        expects=Many(options=screening.DAILY_SYMPTOMS, prefix="sign"),
        save=_symptoms,
    ),
    replace(wounds_question("aside.loss_wounds"), text="aside-loss-wounds"),
    Question(state="aside.loss_mood", expects=WARNING, save=_mood),
    Question(state="aside.loss_harm", expects=HARM, save=screening.keep_yes("self_harm")),
    Question(state="aside.loss_clinician", expects=YES_NO),
)


def expecting(cursor: Cursor) -> bool:
    """Guard: she is pregnant again."""
    return cursor.session.health.pregnant is True


def back_after_loss(cursor: Cursor) -> bool:
    """Guard: she comes back after a loss, and the birth that we know of has a date."""
    session = cursor.session
    return session.pause_reason == REASON and session.profile.birth_date is not None


def birth_known(cursor: Cursor) -> bool:
    """Guard: there is a birth from which a later pregnancy can be told."""
    return cursor.session.profile.birth_date is not None


def body_is_asked(cursor: Cursor) -> bool:
    """Guard: she is at a place where nothing else asks about her body."""
    return cursor.session.state.partition(".")[0] in BODY_ASKED


def not_pregnant_now(cursor: Cursor) -> bool:
    """Guard: it is known that she is not pregnant any more."""
    return cursor.session.health.pregnant is False


def end_the_pause(cursor: Cursor) -> None:
    """Action: the pause is over; a loss is remembered, that of release 0.1.0 as well."""
    session = remembered(cursor.session) if lost(cursor) else cursor.session
    session = replace(session, pause_reason=None, paused_at=None, paused_until=None, below=None)
    cursor.session = with_rhythm(session, nudges=0, unanswered=0)


def body_known(cursor: Cursor) -> None:
    """Action: the gates look at what she has told."""
    end_the_pause(cursor)
    cursor.fires = "returned"


def back_gently(cursor: Cursor) -> None:
    """Action: a word without cheer, and then the gates. What was asked now is not asked again by the weekly check."""
    cursor.session = with_rhythm(cursor.session, week_on=cursor.today)
    cursor.say(Text("resumed-loss"))
    body_known(cursor)


def not_yet(cursor: Cursor) -> None:
    """Action: nobody has agreed yet, so running stays off."""
    cursor.say(Text("resumed-loss"))
    end_the_pause(cursor)
    cursor.fires = "not_agreed"


def not_agreed(cursor: Cursor) -> None:
    """Action: running waits until a clinician has agreed."""
    cursor.session = with_health(cursor.session, cleared_by=None)
    told(cursor, "refer", (RULE,))
    cursor.say(Text("loss-not-agreed"), ("why", ""))


def ask_born(cursor: Cursor) -> None:
    """Action: she was pregnant when she was last heard; she is asked how it is now."""
    cursor.session = layers.cover(cursor.session, "aside.born")
    cursor.again = True


def pause_for_pregnancy(cursor: Cursor) -> None:
    """Action: told in the screening: it ends there, and nothing is sent until she writes."""
    session = layers.cover(cursor.session, PAUSED)
    cursor.session = replace(session, pause_reason="pregnant", paused_at=cursor.now, paused_until=None)
    verdict = screening_verdict(cursor)
    cursor.say(Text("paused-pregnant"), ("why", ""))
    remember(cursor, verdict)


def still_pregnant(cursor: Cursor) -> None:
    """Action: nothing is sent until she writes again."""
    session = replace(cursor.session, pause_reason="pregnant", paused_until=None)
    cursor.session = replace(session, paused_at=session.paused_at or cursor.now)
    cursor.say(Text("pregnant-again"))


def not_pregnant(cursor: Cursor) -> None:
    """Action: whether a pregnancy has ended is asked next, in words that also fit a mistake."""
    cursor.session = with_health(cursor.session, pregnant=False)


def _new_body(cursor: Cursor, day: Any) -> Session:
    """Nothing that was told of her body before holds any more; where and when she wants to hear from us does."""
    session = cursor.session
    profile = replace(
        session.profile, birth_date=day, birth_type=None, tear=None, episiotomy=None, wounds_healed=None
    )
    session = replace(
        session, profile=profile, health=Health(), tests=(), plan=None, report=None, kept=layers.EMPTY
    )
    return with_rhythm(session, tests_from=None, snoozed_to=None, prompted_on=cursor.today)


def born(cursor: Cursor) -> None:
    """Action: a birth: everything begins with its date."""
    end_the_pause(cursor)
    cursor.session = with_profile(_new_body(cursor, None), loss=False)
    cursor.say(Text("born-again"))
    cursor.fires = "born"


def later_loss(cursor: Cursor) -> None:
    """Action: a pregnancy that ended so late counts as a birth (R-LOSS); the later of two dates counts."""
    session = cursor.session
    day, before = session.draft.day, session.profile.birth_date
    assert day is not None and before is not None
    end_the_pause(cursor)
    cursor.session = with_draft(_new_body(cursor, max(day, before)), day=None)
    cursor.session = remembered(cursor.session)
    cursor.say(Text("resumed-loss"))
    cursor.fires = "later_loss"


def may_be_mistaken(cursor: Cursor) -> bool:
    """Guard: she was never pregnant: no loss was told, and none is now."""
    return cursor.value == "no" and not lost(cursor)


def mistaken(cursor: Cursor) -> None:
    """Action: on from where she was."""
    end_the_pause(cursor)
    cursor.say(Text("resumed"))
    cursor.fires = "returned"


def now_lost(cursor: Cursor) -> None:
    """Action: a pregnancy has ended: it is a loss from now on, in every text."""
    cursor.session = remembered(cursor.session)


def _phases(trigger: str, dest: str, do: tuple[Action, ...] = ()) -> tuple[Row, ...]:
    """From anywhere to there; a stop by a red flag stays, and goes on from what is not known any more."""
    open_ = ("onboarding", "screening", *BODY_ASKED)
    return (*(row(phase, trigger, dest, do=do) for phase in open_), row("locked", trigger, None))


def _to_the_gates() -> tuple[Row, ...]:
    """After the questions about her body: what stops or holds her comes first, then on from where she was."""
    stopped = (tell_verdict, drop_offer, end_tests, lock)
    held = (tell_verdict, drop_offer, end_tests, back_from_pause)
    back = (drop_offer, back_from_pause)
    return (
        *(row(phase, "returned", "locked.home", when=verdict_urgent, do=stopped) for phase in BODY_ASKED),
        *(
            row(phase, "returned", "referred.home", when=verdict_refer, do=held)
            for phase in BODY_ASKED
            if phase != "referred"
        ),
        *(row(f"programme.{asked}", "returned", None) for asked in ("proposal", "per_week")),
        *(
            made
            for phase in ("programme", "checkin")
            for made in (
                row(phase, "returned", "readiness.invite", when=long_away, do=(drop_offer, begin_with_tests)),
                row(phase, "returned", "programme.home", do=back),
            )
        ),
        *(row(phase, "returned", None, do=back_from_pause) for phase in ("foundations", "referred")),
        *(
            row(phase, "returned", None)
            for phase in ("readiness", "comeback", "onboarding", "screening", "locked")
        ),
    )


def _not_asked_again() -> tuple[Row, ...]:
    """What a loss has answered, or what is not asked after one."""
    dates = ("birth_order", "birth_confirm")
    return tuple(
        each
        for trigger in ("resume", "returned")
        for each in (
            row("screening.pregnant", trigger, "screening.conditions", when=not_pregnant_now),
            row("screening.breastfeeding", trigger, "screening.sleep_hours", when=lost),
            *(row(f"onboarding.{asked}", trigger, "onboarding.birth_date", when=lost) for asked in dates),
        )
    )


ROWS: tuple[Row, ...] = (
    row("screening.pregnant", "answer", None, when=expecting, do=pause_for_pregnancy),
    row("screening.postnatal_check", "answer", "screening.sleep_hours", when=lost),
    row("referred.home", "answer", None, when=expecting, do=ask_born),
    row(PAUSED, "answer", "aside.born", when=expecting, do=lie_over),
    row(PAUSED, "answer", "aside.loss_since", when=back_after_loss, do=(lie_over, say("loss-back"))),
    row("aside.born", "answer", CLOSED, when=chose("yes"), do=born),
    row("aside.born", "answer", PAUSED, when=chose("no"), do=still_pregnant),
    row("aside.born", "answer", "aside.loss_since", when=birth_known, do=not_pregnant),
    row("aside.born", "answer", CLOSED, do=(not_pregnant, mistaken)),
    row("aside.loss_since", "answer", CLOSED, when=may_be_mistaken, do=mistaken),
    row("aside.loss_since", "answer", "aside.loss_day", when=chose("later"), do=now_lost),
    row("aside.loss_since", "answer", "aside.loss_warning", when=body_is_asked, do=now_lost),
    row("aside.loss_since", "answer", CLOSED, do=(now_lost, back_gently)),
    row("aside.loss_day", "answer", CLOSED, do=later_loss),
    row("aside.loss_warning", "answer", "aside.loss_emergency", when=chose("some")),
    row("aside.loss_warning", "answer", "aside.loss_symptoms"),
    row("aside.loss_emergency", "answer", CLOSED, when=verdict_urgent, do=body_known),
    row("aside.loss_emergency", "answer", "aside.loss_same_day"),
    row("aside.loss_same_day", "answer", CLOSED, when=verdict_urgent, do=body_known),
    row("aside.loss_same_day", "answer", "aside.loss_symptoms"),
    row("aside.loss_symptoms", "answer", "aside.loss_wounds"),
    row("aside.loss_wounds", "answer", "aside.loss_mood"),
    row("aside.loss_mood", "answer", "aside.loss_harm"),
    row("aside.loss_harm", "answer", CLOSED, when=verdict_urgent, do=body_known),
    row("aside.loss_harm", "answer", "aside.loss_clinician"),
    row("aside.loss_clinician", "answer", CLOSED, when=chose("yes"), do=back_gently),
    row("aside.loss_clinician", "answer", CLOSED, do=not_yet),
    *(row(phase, "resume", None, when=expecting, do=ask_born) for phase in BODY_ASKED),
    *_not_asked_again(),
    *_phases("born", "onboarding.birth_date"),
    row("onboarding", "later_loss", None),
    *_phases("later_loss", "screening.emergency_signs")[1:],
    *(
        row(phase, "not_agreed", "referred.home", do=(not_agreed, drop_offer, end_tests, back_from_pause))
        for phase in BODY_ASKED
    ),
    *_to_the_gates(),
)
