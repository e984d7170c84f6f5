"""What she may do in the middle of anything: settings, pause, stop, delete, and the one question about a red flag.

An aside lies over the dialogue: `session.state` stays where it was, and when the aside closes she is asked
exactly the question she was at. Paused and stopped are asides that stay until she comes back.

>>> QUESTIONS[0].state
'aside.settings'
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flows import schedule
from flows.dialogue.corrections.correct_answers import look_first, mended
from flows.dialogue.facts.build_case import illness_case
from flows.dialogue.facts.volume import level_for_more
from flows.dialogue.gate import record_and_tell
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.interruptions import pausing
from flows.dialogue.interruptions.grief import chosen_loss
from flows.dialogue.interruptions.pausing import (
    date_reached,
    day_has_come,
    keep_until,
    lie_over,
    no_day,
    no_day_yet,
    until_words,
)
from flows.dialogue.interruptions.return_after_loss import end_the_pause
from flows.dialogue.phases import screening
from flows.dialogue.phases.checkin import ILLNESS, has_fever
from flows.dialogue.phases.programme import remind
from flows.dialogue.questions import WARNING_ONCE, YES_NO, Choice, MultiChoice, Question
from flows.dialogue.shared_questions import (
    country_question,
    day_question,
    hour_questions,
    hour_rows,
    zone_questions,
    zone_rows,
)
from flows.dialogue.texts import tips
from flows.dialogue.texts.loss import REASON, lost
from flows.dialogue.texts.names import flag_text
from flows.dialogue.texts.sessions import WHY, fever_words, illness_words, settings_words
from flows.dialogue.turn_context import Action, TransitionRow, TurnContext, answer_is, say, transition
from flows.plan import moves
from flows.session import WEEKDAYS, Session, with_draft, with_health, with_plan, with_profile, with_rhythm
from flows.vocabulary import Text, Value, text

WELL = {"not_yet": None, "today": None, "a_day": "hours", "two_days": "fever_hours"}
REASONS = ("ill", "mastitis", "no_sleep", "no_childcare", "travel", "pregnant", "loss", "other")


def _other_days(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, other_days=value == "yes")


def _tips(session: Session, value: Any, now: datetime) -> Session:
    return with_profile(session, no_tips=tuple(tip for tip in tips.ALL if tip not in value))


def _per_week(session: Session, value: Any, now: datetime) -> Session:
    """Until the answer is said, the draft remembers how many sessions a week there were before."""
    plan = session.plan
    assert plan is not None
    return with_draft(with_plan(session, per_week=int(value)), amount=plan.per_week)


def _reason(session: Session, value: Any, now: datetime) -> Session:
    """A new pregnancy holds from this moment, whatever becomes of the pause."""
    if value == "back":
        return session
    if value == "pregnant":
        session = with_health(session, pregnant=True)
    return replace(session, pause_reason=value, paused_at=now, paused_until=None)


def _illness(session: Session, value: Any, now: datetime) -> Session:
    """Ill, and none of these: read like aches all over, which rest as well."""
    return replace(session, illness=value or ("body_aches",))


def _flag_words(turn: TurnContext) -> dict[str, Value]:
    flag = turn.session.draft.flag or ""
    return {"flag": flag_text(flag)}


def choose_tips(session: Session) -> Session:
    """The tips that are on are ticked."""
    return with_draft(session, chosen=tips.wanted(session))


def show_tips(turn: TurnContext) -> None:
    """Action: the tips that are on are ticked."""
    turn.session = choose_tips(turn.session)


def show_days(turn: TurnContext) -> None:
    """Action: her days are ticked."""
    days = tuple(WEEKDAYS[day] for day in turn.session.profile.days)
    turn.session = with_draft(turn.session, chosen=days)


def has_sessions(turn: TurnContext) -> bool:
    """Guard: there is a plan whose sessions a week can be changed."""
    return turn.session.plan is not None


def saved(turn: TurnContext) -> None:
    """Action: the new setting holds from now on."""
    turn.say(Text("setting-saved"))


def fewer_minutes_each(turn: TurnContext) -> None:
    """Action: more sessions a week must not make the week's running jump over the cap of R-PROG-4."""
    plan, before = turn.session.plan, turn.session.draft.amount
    assert plan is not None
    turn.session = with_draft(turn.session, amount=None)
    level = level_for_more(plan, before, turn.book)
    if level < plan.level:
        today = schedule.today(turn.session, turn.now)
        turn.session = with_plan(turn.session, level=level, since=today)
        turn.say(text("more-sessions", level=level))
    if before is not None and plan.per_week is not None and plan.per_week > before:
        _begin_with_a_free_week(turn, before)


def _begin_with_a_free_week(turn: TurnContext, before: int) -> None:
    """The first session of more a week comes when the last seven days leave room for it (R-PROG-4)."""
    first = following = schedule.next_session_day(turn.session, turn.today)
    while following is not None and moves.sessions_before(turn.session, following) >= before:
        following = schedule.next_session_day(turn.session, following)
    if first is not None and following is not None and following != first:
        turn.session = with_rhythm(turn.session, moved_from=first, moved_to=following)


def no_plan_yet(turn: TurnContext) -> None:
    """Action: sessions a week can be chosen when there is a plan."""
    turn.say(Text("no-plan-yet"))


def pause(turn: TurnContext) -> None:
    """Action: prompts stop; her place is kept. Until she says until when, it is a week."""
    reason = turn.session.pause_reason
    if reason != "pregnant":
        a_week = turn.today + timedelta(days=turn.book.whole("R-PAUSE", "week"))
        turn.session = replace(turn.session, paused_until=a_week)
    turn.say(Text("paused" if reason in (None, "other") else f"paused-{reason}".replace("_", "-")))


def resume(turn: TurnContext) -> None:
    """Action: the pause or the stop is over; after a loss, without any cheer."""
    reason = turn.session.pause_reason
    words = "resumed-loss" if lost(turn) else "resumed-travel" if reason == "travel" else "resumed"
    end_the_pause(turn)
    turn.say(Text(words))
    turn.fires = "resume"


def stop(turn: TurnContext) -> None:
    """Action: no prompts any more; her data stays until she deletes it."""
    turn.say(Text("stopped-goodbye"))


def erase(turn: TurnContext) -> None:
    """Action: everything about her is deleted in this turn."""
    turn.erased = True
    turn.say(Text("deleted"))


def red_flag(turn: TurnContext) -> None:
    """Action: yes, that is what she meant."""
    turn.fires = "red_flag"


def no_red_flag(turn: TurnContext) -> None:
    """Action: it was not meant that way; another doubt that waits is asked next."""
    doubts = turn.session.draft.doubts
    turn.session = with_draft(turn.session, flag=doubts[0] if doubts else None, doubts=doubts[1:])
    turn.say(Text("red-flag-not-meant"))


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    """A pain elsewhere stays noticed until it has been asked about."""
    noticed = tuple(name for name in value if name == screening.ELSEWHERE)
    return screening.add_symptoms(with_draft(session, noticed=noticed), value)


def has_none(turn: TurnContext) -> bool:
    """Guard: she has none of the symptoms."""
    return turn.value == ()


def hurts_elsewhere(turn: TurnContext) -> bool:
    """Guard: among what she notices is a pain that is none of the symptoms."""
    return isinstance(turn.value, tuple) and screening.ELSEWHERE in turn.value


def all_well(turn: TurnContext) -> None:
    """Action: nothing of that kind."""
    turn.say(Text("red-flag-not-meant"))


def symptoms_told(turn: TurnContext) -> None:
    """Action: the gates look again with what she has now."""
    turn.fires = "symptom"


def warned(flag: str) -> Action:
    """Action: what she has is a warning sign: not a pause but a stop, as if she had written it."""

    def action(turn: TurnContext) -> None:
        session = replace(turn.session, pause_reason=None, paused_at=None, illness=(), below=None)
        turn.session = with_draft(session, flag=flag)
        turn.fires = "red_flag"

    action.__name__ = f"warned of {flag}"
    return action


def was_ill(turn: TurnContext) -> bool:
    """Guard: the pause began with an illness."""
    return turn.session.pause_reason == "ill"


def was_sleepless(turn: TurnContext) -> bool:
    """Guard: the pause began with too little sleep, and her days have begun."""
    return turn.session.pause_reason == "no_sleep" and turn.session.state in schedule.PROMPTED_STATES


def ask_the_week(turn: TurnContext) -> None:
    """Action: how she sleeps now is asked before anything is planned."""
    turn.session = with_rhythm(turn.session, week_on=turn.today)


def back_after_illness(turn: TurnContext) -> None:
    """Action: what is left of the rest of R-ILL, and the level the engine comes back to."""
    plan = turn.session.plan
    if plan is not None and plan.per_week is not None:
        verdict = turn.decide(illness_case(turn.session, turn.today))
        name = WELL[str(turn.value)]
        passed = turn.book.number("R-ILL", name) if name else 0
        left = max(0, (verdict.resume_after_hours or 0) - passed)
        level = min(plan.level, verdict.next_level or plan.level)
        turn.session = with_plan(
            turn.session,
            level=level,
            missed_from=plan.missed_from or (plan.level if level < plan.level else None),
            rest_until=turn.now + timedelta(hours=left) if left else plan.rest_until,
        )
        record_and_tell(turn, verdict)
        turn.say(text("after-illness", level=level, hours=left), WHY)
    turn.session = replace(turn.session, illness=())


QUESTIONS = (
    Question(
        state="aside.settings",
        expects=Choice(
            options=(
                "hour",
                "days",
                "zone",
                "country",
                "per_week",
                "other_days",
                "strength",
                "tips",
                "told",
                "back",
            ),
            columns=2,
        ),
        sample="back",
        fill=settings_words,
    ),
    *hour_questions("aside.hour", "aside.hour_which"),
    day_question("aside.days"),
    *zone_questions("aside.zone", "aside.zone_which", "aside.zone_confirm"),
    country_question("aside.country"),
    Question(state="aside.tips", expects=MultiChoice(options=tips.ALL, prefix="tip"), save=_tips),
    Question(
        state="aside.per_week",
        expects=Choice(options=("2", "3"), columns=2, prefix="option"),
        sample="3",
        save=_per_week,
        text="programme-per-week",
    ),
    Question(
        state="aside.other_days", expects=YES_NO, sample="yes", save=_other_days, text="onboarding-other-days"
    ),
    Question(
        state="aside.strength_weeks",
        expects=screening.STRENGTH_WEEKS,
        sample="12",
        save=screening.strength_weeks,
        text="screening-strength-weeks",
    ),
    Question(
        state="aside.strength_per_week",
        expects=screening.TIMES_A_WEEK,
        sample="2",
        save=screening.strength_per_week,
        text="screening-strength-per-week",
    ),
    Question(
        state="aside.pause",
        expects=Choice(options=(*REASONS, "back"), columns=2),
        sample="back",
        save=_reason,
    ),
    Question(
        state="aside.ill",
        expects=MultiChoice(options=ILLNESS[:-1], prefix="illness"),
        save=_illness,
        text="checkin-illness",
    ),
    Question(state="aside.fever", expects=WARNING_ONCE, fill=fever_words, text="fever"),
    Question(state="aside.well", expects=Choice(options=tuple(WELL)), sample="today", fill=illness_words),
    Question(state="aside.paused", expects=Choice(options=("resume",)), sample="resume", fill=until_words),
    *pausing.QUESTIONS,
    Question(state="aside.stop", expects=YES_NO, sample="no"),
    Question(state="aside.stopped", expects=Choice(options=("resume",)), sample="resume"),
    Question(state="aside.delete", expects=YES_NO, sample="no"),
    Question(state="aside.delete_sure", expects=Choice(options=("keep", "delete")), sample="keep"),
    Question(state="aside.red_flag", expects=WARNING_ONCE, fill=_flag_words),
    Question(
        state="aside.symptoms",
        expects=MultiChoice(options=(*screening.DAILY_SYMPTOMS, screening.ELSEWHERE), prefix="sign"),
        save=_symptoms,
    ),
)


def _back_rows(source: str) -> tuple[TransitionRow, ...]:
    """She is back: what the pause was about is asked first."""
    return (
        transition(source, "answer", "aside.well", when=was_ill, do=lie_over),
        transition(source, "answer", "aside.week", when=was_sleepless, do=(resume, ask_the_week)),
        transition(source, "answer", DONE, do=resume),
    )


ROWS: tuple[TransitionRow, ...] = (
    transition("aside.settings", "answer", "aside.hour", when=answer_is("hour")),
    transition("aside.settings", "answer", "aside.days", when=answer_is("days"), do=show_days),
    transition("aside.settings", "answer", "aside.zone", when=answer_is("zone")),
    transition("aside.settings", "answer", "aside.country", when=answer_is("country")),
    transition("aside.settings", "answer", "aside.tips", when=answer_is("tips"), do=show_tips),
    transition("aside.settings", "answer", "aside.per_week", when=(answer_is("per_week"), has_sessions)),
    transition("aside.settings", "answer", None, when=answer_is("per_week"), do=no_plan_yet),
    transition("aside.settings", "answer", "aside.other_days", when=answer_is("other_days")),
    transition("aside.settings", "answer", "aside.strength_weeks", when=answer_is("strength"), do=look_first),
    transition("aside.settings", "answer", "aside.told", when=answer_is("told")),
    transition("aside.settings", "answer", DONE, do=say("nothing-changed")),
    *hour_rows("aside.hour", "aside.hour_which", then=DONE, do=(saved,)),
    transition("aside.days", "answer", DONE, do=saved),
    transition("aside.country", "answer", DONE, do=saved),
    transition("aside.tips", "answer", DONE, do=saved),
    *zone_rows("aside.zone", "aside.zone_which", "aside.zone_confirm", then=DONE, do=(saved,)),
    transition("aside.per_week", "answer", DONE, do=(fewer_minutes_each, saved)),
    transition("aside.other_days", "answer", DONE, do=saved),
    transition("aside.strength_weeks", "answer", DONE, when=screening.no_strength, do=mended),
    transition("aside.strength_weeks", "answer", "aside.strength_per_week"),
    transition("aside.strength_per_week", "answer", DONE, do=mended),
    transition("aside.pause", "answer", DONE, when=answer_is("back"), do=say("nothing-changed")),
    transition("aside.pause", "answer", "aside.ill", when=answer_is("ill"), do=lie_over),
    transition("aside.pause", "answer", DONE, when=answer_is("mastitis"), do=warned("hot_red_breast")),
    transition("aside.pause", "answer", "aside.paused", when=answer_is(REASON), do=chosen_loss),
    transition("aside.pause", "answer", "aside.paused", when=no_day, do=pause),
    transition("aside.pause", "answer", "aside.until", do=(pause, lie_over)),
    transition("aside.ill", "answer", "aside.fever", when=has_fever),
    transition("aside.ill", "answer", "aside.until", do=pause),
    transition("aside.fever", "answer", DONE, when=answer_is("yes"), do=warned("fever")),
    transition("aside.fever", "answer", "aside.until", do=pause),
    transition("aside.until", "answer", "aside.paused", do=keep_until),
    *_back_rows("aside.paused"),
    transition("aside.back", "answer", "aside.until", when=answer_is("longer")),
    *_back_rows("aside.back"),
    transition(
        "aside.well", "answer", "aside.until", when=(answer_is("not_yet"), no_day_yet), do=say("still-ill")
    ),
    transition("aside.well", "answer", "aside.paused", when=answer_is("not_yet"), do=say("still-ill")),
    transition("aside.well", "answer", DONE, do=(back_after_illness, resume)),
    transition("aside.paused", "wake", "aside.back", do=(date_reached, lie_over)),
    transition("aside.stop", "answer", "aside.stopped", when=answer_is("yes"), do=stop),
    transition("aside.stop", "answer", DONE, do=say("nothing-changed")),
    transition("aside.stopped", "answer", DONE, do=resume),
    transition("aside.delete", "answer", "aside.delete_sure", when=answer_is("yes")),
    transition("aside.delete", "answer", DONE, do=say("nothing-changed")),
    transition("aside.delete_sure", "answer", DONE, when=answer_is("delete"), do=erase),
    transition("aside.delete_sure", "answer", DONE, do=say("nothing-changed")),
    transition("aside.red_flag", "answer", DONE, when=answer_is("yes"), do=red_flag),
    transition("aside.red_flag", "answer", DONE, do=no_red_flag),
    transition("aside.red_flag", "wake", None, when=day_has_come, do=(date_reached, remind)),
    transition("aside.red_flag", "wake", None, do=remind),
    transition("aside.symptoms", "answer", "aside.pain_where", when=hurts_elsewhere),
    transition("aside.symptoms", "answer", DONE, when=has_none, do=all_well),
    transition("aside.symptoms", "answer", DONE, do=symptoms_told),
    transition("aside.symptoms", "wake", None, when=day_has_come, do=(date_reached, remind)),
    transition("aside.symptoms", "wake", None, do=remind),
)
