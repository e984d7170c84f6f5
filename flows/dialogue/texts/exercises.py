"""The words of a day without a run: breathing, the pelvic-floor set, the walk, and the exercises by name.

The daily question has three views: the day, the same shortened, and with how each thing is done. The last two come
only when she asks for them, in the place of the message, so that a day is not a wall and a lock screen stays neutral.

>>> DAY_OPTIONS.options
('done', 'not_today', 'short', 'how')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from flows import schedule
from flows.dialogue.facts import build_case
from flows.dialogue.facts.strength import strength_today, trainee
from flows.dialogue.questions import Choice
from flows.dialogue.texts.sessions import duration
from flows.dialogue.texts.waiting import asked_words, daily_words
from flows.dialogue.turn_context import TurnContext
from flows.plan.cases.enums import Test
from flows.plan.exercises import Prescribed, session, short_session, walk_minutes
from flows.plan.tracks import sleeps_too_little_to_run
from flows.rulebook.model import RuleBook
from flows.session import Session, with_rhythm
from flows.vocabulary import Chosen, Tapped, Text, TextList, Value, text

DAY_OPTIONS = Choice(options=("done", "not_today", "short", "how"), columns=2, prefix="option")
HOW = ("how", "")
NOTHING = Text("nothing")


def in_place(turn: TurnContext) -> None:
    """Action: the same question once more, in the place of the message that she tapped."""
    turn.again = True
    turn.replaces = turn.rewrites = isinstance(turn.event, Tapped)
    # Another view is no answer that would stay in the message.
    turn.effects = [effect for effect in turn.effects if not isinstance(effect, Chosen)]


def shorten(turn: TurnContext) -> None:
    """Action: the short version of the day; the whole one again at a second tap."""
    turn.session = with_rhythm(turn.session, short_on=None if _is_short(turn) else turn.today)


def foundation_words(turn: TurnContext) -> dict[str, Value]:
    """Today's foundations: breathing, pelvic floor, walking, strength; and what she waits for."""
    return _day_words(turn, day_lines(turn), daily_words(turn))


def asked_for_words(turn: TurnContext) -> dict[str, Value]:
    """The same where she asked for it: in her first days with the sets in full, which are never pushed (R-STR-5)."""
    walk = walking_line(turn.session, turn.today, turn.book)
    in_full = (*_in_full(turn.book, short=False), walk)
    return _day_words(turn, in_full if _is_new(turn) else day_lines(turn), asked_words(turn))


def _day_words(turn: TurnContext, lines: tuple[Text, ...], ahead: Text) -> dict[str, Value]:
    return {
        "name": turn.session.name,
        "lines": TextList(lines),
        "strength": strength_block(turn),
        "ahead": ahead,
    }


def short_prompt_words(turn: TurnContext) -> dict[str, Value]:
    """A day between runs: strength on its days, pelvic floor every day."""
    return {"name": turn.session.name, "what": _what(turn), "next": next_line(turn)}


def next_line(turn: TurnContext, block: Text | None = None) -> Text:
    """Her next running day; with so little sleep it holds a walk, until she tells of longer nights (R-LIF-1)."""
    day = schedule.next_session_day(turn.session, turn.today) or turn.today
    if walks_instead(turn):
        return text("next-walk", date=day, hours=turn.book.whole("R-LIF-1", "walk_below"))
    return text("next-run", date=day) if block is None else text("next-run-block", date=day, block=block)


def walks_instead(turn: TurnContext) -> bool:
    """Guard: with so little sleep a walk takes the place of each run."""
    return sleeps_too_little_to_run(turn.session.health.sleep_hours, turn.book)


def free_day(turn: TurnContext) -> Text:
    """A day between runs as /today tells it: the strength exercises, or the daily sets."""
    if strength_today(turn.session, turn.today, turn.book):
        return text("today-strength", strength=strength_block(turn))
    return text("today-sets", lines=TextList(_sets(turn)))


def how_text(turn: TurnContext) -> Text:
    """How each exercise of today is done, for a beginner."""
    block = strength_block(turn, how=True)
    return text("how", lines=TextList(_in_full(turn.book, short=_is_short(turn))), strength=block)


def day_lines(turn: TurnContext) -> tuple[Text, ...]:
    """Breathing, pelvic floor and the walk of a day of the foundations."""
    short = _is_short(turn)
    walk = walking_line(turn.session, turn.today, turn.book)
    hint = _is_new(turn) and not short and not _shows_how(turn)
    return (
        *_sets(turn),
        Text("foundation-walk-short") if short else walk,
        *((Text("foundation-new"),) if hint else ()),
    )


def strength_block(turn: TurnContext, *, how: bool = False) -> Text:
    """Today's exercises with sets and repetitions; nothing on a day without strength."""
    known, book = turn.session, turn.book
    if not strength_today(known, turn.today, book):
        return NOTHING
    with_how = how or _shows_how(turn)
    person = trainee(known, turn.today, book)
    if _is_short(turn):
        block = text("strength-short", exercises=_list(short_session(person, book), with_how))
    else:
        rest = duration(book.whole("R-STR-1", "rest_s"))
        block = text("strength-block", exercises=_list(session(person, book), with_how), rest=rest)
    return text("strength-with-care", block=block) if with_how else block


def walking_line(known: Session, today: date, book: RuleBook) -> Text:
    """Walking by weeks since birth: `weeks_3_4 = 15` of R-FND-7 is the length in weeks 3 and 4, in minutes."""
    week = build_case.days_since_birth(known, today) // build_case.DAYS_A_WEEK + 1
    lengths = _walks(book)
    last = max(lengths)
    longest = lengths[min((until for until in lengths if until >= week), default=last)]
    tested = build_case.test_results(known, today).get(Test.WALK)
    return text("foundation-walk", minutes=walk_minutes(tested, longest, book))


def exercise_line(one: Prescribed, *, how: bool = False) -> Text:
    """An exercise by its name, with its sets, and on request how it is done."""
    name = "exercise-" + one.exercise.id.replace("_", "-")
    line = {"exercise": Text(name), "amount": _amount(one)}
    return (
        text("exercise-line-how", how=Text(f"{name}.how"), **line) if how else text("exercise-line", **line)
    )


def _list(exercises: tuple[Prescribed, ...], how: bool) -> TextList:
    return TextList(tuple(exercise_line(one, how=how) for one in exercises))


def _amount(one: Prescribed) -> Text:
    each = _sets_of(one, one.dose.sets)
    if not one.exercise.sided:
        return each
    if one.first is None:
        return text("amount-each-side", amount=each)
    more = _sets_of(one, one.dose.sets + one.extra_sets)
    return text(f"amount-{one.first}-first", amount=each, more=more)


def _sets_of(one: Prescribed, sets: int) -> Text:
    if one.dose.seconds is not None:
        return text("amount-seconds", sets=sets, seconds=one.dose.seconds)
    return text("amount-reps", sets=sets, reps=one.dose.reps or 0)


def _what(turn: TurnContext) -> Text:
    sets = TextList(_sets(turn))
    if schedule.is_session_day(turn.session, turn.today) and walks_instead(turn):
        short = text("walk-short", minutes=turn.book.whole("R-STR-6"))
        walk = short if _is_short(turn) else walking_line(turn.session, turn.today, turn.book)
        hours = turn.book.whole("R-LIF-1", "walk_below")
        return text("short-walk", walk=walk, lines=sets, hours=hours)
    if strength_today(turn.session, turn.today, turn.book):
        return text("short-strength", strength=strength_block(turn), lines=sets)
    return text("short-foundation", lines=sets)


def _sets(turn: TurnContext) -> tuple[Text, ...]:
    if _shows_how(turn):
        return _in_full(turn.book, short=_is_short(turn))
    return _short_sets(turn.book) if _is_short(turn) else _every_day(turn.book)


def _shows_how(turn: TurnContext) -> bool:
    """She has just asked for it."""
    return turn.value == "how"


def _is_short(turn: TurnContext) -> bool:
    """She has no time today."""
    return turn.session.rhythm.short_on == turn.today


def _is_new(turn: TurnContext) -> bool:
    """Her first days, in which breathing and the pelvic-floor set are explained in full (R-STR-5)."""
    agreed = turn.session.consented_at
    days = timedelta(days=turn.book.whole("R-STR-5"))
    return agreed is not None and turn.now < agreed + days


@lru_cache
def _every_day(book: RuleBook) -> tuple[Text, ...]:
    return (
        text("foundation-breathing", minutes=book.whole("R-FND-1")),
        text("foundation-pelvic-floor", **_set(book)),
    )


@lru_cache
def _in_full(book: RuleBook, *, short: bool) -> tuple[Text, ...]:
    minutes = book.whole("R-STR-6", "breathing") if short else book.whole("R-FND-1")
    often = Text("often-once") if short else text("often-times", times=book.whole("R-FND-2", "times"))
    return (
        text("breathing-in-full", minutes=minutes),
        text("pelvic-floor-in-full", often=often, **_set(book)),
    )


@lru_cache
def _short_sets(book: RuleBook) -> tuple[Text, ...]:
    return (
        text("foundation-breathing-short", minutes=book.whole("R-STR-6", "breathing")),
        text("foundation-pelvic-floor-short", **_set(book)),
    )


def _set(book: RuleBook) -> Mapping[str, int]:
    return {
        "holds": book.whole("R-FND-2", "slow"),
        "seconds": book.whole("R-FND-2", "hold"),
        "fast": book.whole("R-FND-2", "fast"),
        "times": book.whole("R-FND-2", "times"),
    }


@lru_cache
def _walks(book: RuleBook) -> Mapping[int, int]:
    """The minutes of a walk by the last week in which it is that long."""
    return {
        int(name.rpartition("_")[2]): book.whole("R-FND-7", name)
        for name in book.rule("R-FND-7").values
        if name.startswith("weeks_")
    }
