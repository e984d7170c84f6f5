"""What she may do in the middle of anything: settings, pause, stop, delete, and the one question about a red flag.

An aside lies over the dialogue: `session.state` stays where it was, and when the aside closes she is asked
exactly the question she was at. Paused and stopped are asides that stay until she comes back.

>>> QUESTIONS[0].state
'aside.settings'
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flows.dialogue import pausing, screening, tips
from flows.dialogue.cases import illness_case
from flows.dialogue.checkin import ILLNESS, has_fever
from flows.dialogue.cursor import Action, Cursor, Row, chose, row, say
from flows.dialogue.gate import remember
from flows.dialogue.grief import chosen_loss
from flows.dialogue.layers import CLOSED
from flows.dialogue.loss import REASON, lost
from flows.dialogue.mend import look_first, mended
from flows.dialogue.pausing import (
    date_reached,
    day_has_come,
    keep_until,
    lie_over,
    no_day,
    no_day_yet,
    until_words,
)
from flows.dialogue.profile import (
    country_question,
    day_question,
    hour_questions,
    hour_rows,
    zone_questions,
    zone_rows,
)
from flows.dialogue.programme import remind
from flows.dialogue.questions import WARNING_ONCE, YES_NO, Choice, Many, Question
from flows.dialogue.returning import end_the_pause
from flows.dialogue.volume import level_for_more
from flows.dialogue.words import WHY, fever_words, illness_words, settings_words
from flows.plan import calendar
from flows.records import replace
from flows.session import WEEKDAYS, Session, with_draft, with_health, with_plan, with_profile, with_rhythm
from flows.vocabulary import Text, Value, text

WELL = {"not_yet": None, "today": None, "a_day": "hours", "two_days": "fever_hours"}
REASONS = ("ill", "mastitis", "no_sleep", "no_childcare", "travel", "pregnant", "loss", "other")
PHASE = "aside"


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


def _flag_words(cursor: Cursor) -> dict[str, Value]:
    flag = cursor.session.draft.flag or ""
    return {"flag": Text("flag-" + flag.replace("_", "-"))}


def choose_tips(session: Session) -> Session:
    """The tips that are on are ticked."""
    return with_draft(session, chosen=tips.wanted(session))


def show_tips(cursor: Cursor) -> None:
    """Action: the tips that are on are ticked."""
    cursor.session = choose_tips(cursor.session)


def show_days(cursor: Cursor) -> None:
    """Action: her days are ticked."""
    days = tuple(WEEKDAYS[day] for day in cursor.session.profile.days)
    cursor.session = with_draft(cursor.session, chosen=days)


def has_sessions(cursor: Cursor) -> bool:
    """Guard: there is a plan whose sessions a week can be changed."""
    return cursor.session.plan is not None


def saved(cursor: Cursor) -> None:
    """Action: the new setting holds from now on."""
    cursor.say(Text("setting-saved"))


def fewer_minutes_each(cursor: Cursor) -> None:
    """Action: more sessions a week must not make the week's running jump over the cap of R-PROG-4."""
    plan, before = cursor.session.plan, cursor.session.draft.amount
    assert plan is not None
    cursor.session = with_draft(cursor.session, amount=None)
    level = level_for_more(plan, before, cursor.book)
    if level < plan.level:
        today = calendar.today(cursor.session, cursor.now)
        cursor.session = with_plan(cursor.session, level=level, since=today)
        cursor.say(text("more-sessions", level=level))


def no_plan_yet(cursor: Cursor) -> None:
    """Action: sessions a week can be chosen when there is a plan."""
    cursor.say(Text("no-plan-yet"))


def pause(cursor: Cursor) -> None:
    """Action: prompts stop; her place is kept. Until she says until when, it is a week."""
    reason = cursor.session.pause_reason
    if reason != "pregnant":
        a_week = cursor.today + timedelta(days=cursor.book.whole("R-PAUSE", "week"))
        cursor.session = replace(cursor.session, paused_until=a_week)
    cursor.say(Text("paused" if reason in (None, "other") else f"paused-{reason}".replace("_", "-")))


def resume(cursor: Cursor) -> None:
    """Action: the pause or the stop is over; after a loss, without any cheer."""
    reason = cursor.session.pause_reason
    words = "resumed-loss" if lost(cursor) else "resumed-travel" if reason == "travel" else "resumed"
    end_the_pause(cursor)
    cursor.say(Text(words))
    cursor.fires = "resume"


def stop(cursor: Cursor) -> None:
    """Action: no prompts any more; her data stays until she deletes it."""
    cursor.say(Text("stopped-goodbye"))


def erase(cursor: Cursor) -> None:
    """Action: everything about her is deleted in this turn."""
    cursor.erased = True
    cursor.say(Text("deleted"))


def red_flag(cursor: Cursor) -> None:
    """Action: yes, that is what she meant."""
    cursor.fires = "red_flag"


def no_red_flag(cursor: Cursor) -> None:
    """Action: it was not meant that way; another doubt that waits is asked next."""
    doubts = cursor.session.draft.doubts
    cursor.session = with_draft(cursor.session, flag=doubts[0] if doubts else None, doubts=doubts[1:])
    cursor.say(Text("red-flag-not-meant"))


def _symptoms(session: Session, value: Any, now: datetime) -> Session:
    """A pain elsewhere stays noticed until it has been asked about."""
    noticed = tuple(name for name in value if name == screening.ELSEWHERE)
    return screening.add_symptoms(with_draft(session, noticed=noticed), value)


def has_none(cursor: Cursor) -> bool:
    """Guard: she has none of the symptoms."""
    return cursor.value == ()


def hurts_elsewhere(cursor: Cursor) -> bool:
    """Guard: among what she notices is a pain that is none of the symptoms."""
    return isinstance(cursor.value, tuple) and screening.ELSEWHERE in cursor.value


def all_well(cursor: Cursor) -> None:
    """Action: nothing of that kind."""
    cursor.say(Text("red-flag-not-meant"))


def symptoms_told(cursor: Cursor) -> None:
    """Action: the gates look again with what she has now."""
    cursor.fires = "symptom"


def warned(flag: str) -> Action:
    """Action: what she has is a warning sign: not a pause but a stop, as if she had written it."""

    def action(cursor: Cursor) -> None:
        session = replace(cursor.session, pause_reason=None, paused_at=None, illness=(), below=None)
        cursor.session = with_draft(session, flag=flag)
        cursor.fires = "red_flag"

    action.__name__ = f"warned of {flag}"
    return action


def was_ill(cursor: Cursor) -> bool:
    """Guard: the pause began with an illness."""
    return cursor.session.pause_reason == "ill"


def was_sleepless(cursor: Cursor) -> bool:
    """Guard: the pause began with too little sleep, and her days have begun."""
    return cursor.session.pause_reason == "no_sleep" and cursor.session.state in calendar.RESTING


def ask_the_week(cursor: Cursor) -> None:
    """Action: how she sleeps now is asked before anything is planned."""
    cursor.session = with_rhythm(cursor.session, week_on=cursor.today)


def back_after_illness(cursor: Cursor) -> None:
    """Action: what is left of the rest of R-ILL, and the level the engine comes back to."""
    plan = cursor.session.plan
    if plan is not None and plan.per_week is not None:
        verdict = cursor.decide(illness_case(cursor.session, cursor.today))
        name = WELL[str(cursor.value)]
        passed = cursor.book.number("R-ILL", name) if name else 0
        left = max(0, (verdict.resume_after_hours or 0) - passed)
        level = min(plan.level, verdict.next_level or plan.level)
        cursor.session = with_plan(
            cursor.session,
            level=level,
            missed_from=plan.missed_from or (plan.level if level < plan.level else None),
            rest_until=cursor.now + timedelta(hours=left) if left else plan.rest_until,
        )
        remember(cursor, verdict)
        cursor.say(text("after-illness", level=level, hours=left), WHY)
    cursor.session = replace(cursor.session, illness=())


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
        fill=settings_words,
    ),
    *hour_questions(PHASE),
    day_question(PHASE),
    *zone_questions(PHASE),
    country_question(PHASE),
    Question(state="aside.tips", expects=Many(options=tips.ALL, prefix="tip"), save=_tips),
    Question(
        state="aside.per_week",
        expects=Choice(options=("2", "3"), columns=2, prefix="option"),
        save=_per_week,
        text="programme-per-week",
    ),
    Question(state="aside.other_days", expects=YES_NO, save=_other_days, text="onboarding-other-days"),
    Question(
        state="aside.strength_weeks",
        expects=screening.STRENGTH_WEEKS,
        save=screening.strength_weeks,
        text="screening-strength-weeks",
    ),
    Question(
        state="aside.strength_per_week",
        expects=screening.TIMES_A_WEEK,
        save=screening.strength_per_week,
        text="screening-strength-per-week",
    ),
    Question(state="aside.pause", expects=Choice(options=(*REASONS, "back"), columns=2), save=_reason),
    Question(
        state="aside.ill",
        expects=Many(options=ILLNESS[:-1], prefix="illness"),
        save=_illness,
        text="checkin-illness",
    ),
    Question(state="aside.fever", expects=WARNING_ONCE, fill=fever_words, text="fever"),
    Question(state="aside.well", expects=Choice(options=tuple(WELL)), fill=illness_words),
    Question(state="aside.paused", expects=Choice(options=("resume",)), fill=until_words),
    *pausing.QUESTIONS,
    Question(state="aside.stop", expects=YES_NO),
    Question(state="aside.stopped", expects=Choice(options=("resume",))),
    Question(state="aside.delete", expects=YES_NO),
    Question(state="aside.delete_sure", expects=Choice(options=("keep", "delete"))),
    Question(state="aside.red_flag", expects=WARNING_ONCE, fill=_flag_words),
    Question(
        state="aside.symptoms",
        expects=Many(options=(*screening.DAILY_SYMPTOMS, screening.ELSEWHERE), prefix="sign"),
        save=_symptoms,
    ),
)


def _back_rows(source: str) -> tuple[Row, ...]:
    """She is back: what the pause was about is asked first."""
    return (
        row(source, "answer", "aside.well", when=was_ill, do=lie_over),
        row(source, "answer", "aside.week", when=was_sleepless, do=(resume, ask_the_week)),
        row(source, "answer", CLOSED, do=resume),
    )


ROWS: tuple[Row, ...] = (
    row("aside.settings", "answer", "aside.hour", when=chose("hour")),
    row("aside.settings", "answer", "aside.days", when=chose("days"), do=show_days),
    row("aside.settings", "answer", "aside.zone", when=chose("zone")),
    row("aside.settings", "answer", "aside.country", when=chose("country")),
    row("aside.settings", "answer", "aside.tips", when=chose("tips"), do=show_tips),
    row("aside.settings", "answer", "aside.per_week", when=(chose("per_week"), has_sessions)),
    row("aside.settings", "answer", None, when=chose("per_week"), do=no_plan_yet),
    row("aside.settings", "answer", "aside.other_days", when=chose("other_days")),
    row("aside.settings", "answer", "aside.strength_weeks", when=chose("strength"), do=look_first),
    row("aside.settings", "answer", "aside.told", when=chose("told")),
    row("aside.settings", "answer", CLOSED, do=say("nothing-changed")),
    *hour_rows(PHASE, then=CLOSED, do=(saved,)),
    row("aside.days", "answer", CLOSED, do=saved),
    row("aside.country", "answer", CLOSED, do=saved),
    row("aside.tips", "answer", CLOSED, do=saved),
    *zone_rows(PHASE, then=CLOSED, do=(saved,)),
    row("aside.per_week", "answer", CLOSED, do=(fewer_minutes_each, saved)),
    row("aside.other_days", "answer", CLOSED, do=saved),
    row("aside.strength_weeks", "answer", CLOSED, when=screening.no_strength, do=mended),
    row("aside.strength_weeks", "answer", "aside.strength_per_week"),
    row("aside.strength_per_week", "answer", CLOSED, do=mended),
    row("aside.pause", "answer", CLOSED, when=chose("back"), do=say("nothing-changed")),
    row("aside.pause", "answer", "aside.ill", when=chose("ill"), do=lie_over),
    row("aside.pause", "answer", CLOSED, when=chose("mastitis"), do=warned("hot_red_breast")),
    row("aside.pause", "answer", "aside.paused", when=chose(REASON), do=chosen_loss),
    row("aside.pause", "answer", "aside.paused", when=no_day, do=pause),
    row("aside.pause", "answer", "aside.until", do=(pause, lie_over)),
    row("aside.ill", "answer", "aside.fever", when=has_fever),
    row("aside.ill", "answer", "aside.until", do=pause),
    row("aside.fever", "answer", CLOSED, when=chose("yes"), do=warned("fever")),
    row("aside.fever", "answer", "aside.until", do=pause),
    row("aside.until", "answer", "aside.paused", do=keep_until),
    *_back_rows("aside.paused"),
    row("aside.back", "answer", "aside.until", when=chose("longer")),
    *_back_rows("aside.back"),
    row("aside.well", "answer", "aside.until", when=(chose("not_yet"), no_day_yet), do=say("still-ill")),
    row("aside.well", "answer", "aside.paused", when=chose("not_yet"), do=say("still-ill")),
    row("aside.well", "answer", CLOSED, do=(back_after_illness, resume)),
    row("aside.paused", "wake", "aside.back", do=(date_reached, lie_over)),
    row("aside.stop", "answer", "aside.stopped", when=chose("yes"), do=stop),
    row("aside.stop", "answer", CLOSED, do=say("nothing-changed")),
    row("aside.stopped", "answer", CLOSED, do=resume),
    row("aside.delete", "answer", "aside.delete_sure", when=chose("yes")),
    row("aside.delete", "answer", CLOSED, do=say("nothing-changed")),
    row("aside.delete_sure", "answer", CLOSED, when=chose("delete"), do=erase),
    row("aside.delete_sure", "answer", CLOSED, do=say("nothing-changed")),
    row("aside.red_flag", "answer", CLOSED, when=chose("yes"), do=red_flag),
    row("aside.red_flag", "answer", CLOSED, do=no_red_flag),
    row("aside.red_flag", "wake", None, when=day_has_come, do=(date_reached, remind)),
    row("aside.red_flag", "wake", None, do=remind),
    row("aside.symptoms", "answer", "aside.pain_where", when=hurts_elsewhere),
    row("aside.symptoms", "answer", CLOSED, when=has_none, do=all_well),
    row("aside.symptoms", "answer", CLOSED, do=symptoms_told),
    row("aside.symptoms", "wake", None, when=day_has_come, do=(date_reached, remind)),
    row("aside.symptoms", "wake", None, do=remind),
)
