"""What she waits for, in words: one line for an ordinary day, everything where she asks or a week is over.

`private` texts answer something she did and may say anything; the others are pushed to a lock screen as well.

>>> open_short(Waiting(today=date(2026, 3, 2), check=True), private=False)[0].id
'open-check'
"""

from __future__ import annotations

from datetime import date

from flows.dialogue.facts.build_case import DAYS_A_WEEK
from flows.dialogue.facts.waiting import DAY, Waiting, Weeks, waiting
from flows.dialogue.texts.names import name_of_test, whom_to_see
from flows.dialogue.turn_context import TurnContext
from flows.session import Session
from flows.vocabulary import Text, TextList, Value, text

NAMED = 2  # more tests than these are not named but counted


def now_waiting(turn: TurnContext) -> Waiting | None:
    """What she waits for today; `None` where nothing can be said of it."""
    return waiting(turn.session, turn.today, turn.book)


def daily_words(turn: TurnContext) -> Text:
    """For the daily message: everything once a week, and on the other days one line."""
    found = now_waiting(turn)
    if found is None:
        return Text("waiting-unknown")
    whole = (turn.today - _week_begins(turn.session)).days % DAYS_A_WEEK == 0
    return whole_words(turn.session, found, private=False) if whole else short_words(found, private=False)


def asked_words(turn: TurnContext) -> Text:
    """Everything, as an answer to something she did."""
    found = now_waiting(turn)
    return Text("waiting-unknown") if found is None else whole_words(turn.session, found, private=True)


def _week_begins(session: Session) -> date:
    """The day from which her weeks of strength are counted, or else those since the birth."""
    begins = session.health.strength_since or session.profile.birth_date
    assert begins is not None
    return begins


def whole_words(session: Session, found: Waiting, *, private: bool) -> Text:
    """When running can begin, and below it each thing that is missing with how much of it is done."""
    lines = (*_lines(found, private=private), *_hints(session, found))
    when = when_words(found, private=private)
    return text("waiting-whole", when=when, lines=TextList(lines)) if lines else when


def short_words(found: Waiting, *, private: bool) -> Text:
    """The same in one line."""
    when, missing = when_words(found, private=private), open_short(found, private=private)
    return text("waiting-short", when=when, open=TextList(missing, bullet=False)) if missing else when


def when_words(found: Waiting, *, private: bool) -> Text:
    """The first possible date, or that it depends on the professional who has to see her first."""
    seen: dict[str, Value] = {
        "whom": TextList(whom_to_see(found.whom), bullet=False),
        "private": _yes(private),
    }
    if found.run_on is None:
        return text("waiting-seen", **seen)
    if found.whom:
        return text("waiting-seen-not-before", date=found.run_on, **seen)
    hers = "questions" if found.questions else _yes(found.check or found.wounds)
    return text("waiting-when", date=found.run_on, days=(found.run_on - found.today).days, hers=hers)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _lines(found: Waiting, *, private: bool) -> tuple[Text, ...]:
    """Each thing that is missing, what takes longest first."""
    lines: list[Text] = []
    if found.floor is not None:
        lines.append(text("waiting-time", date=found.floor))
    if found.strength is not None:
        lines.append(strength_line(found.strength, found.today))
    if found.tests_all > found.tests_passed or found.tested:
        lines.append(_tests_line(found))
    for thing, missing in _yeses(found):
        if missing:
            lines.append(text(f"waiting-{thing}", private=_yes(private)))
    if found.questions:
        lines.append(text("waiting-questions", n=found.questions))
    return tuple(lines)


def _yeses(found: Waiting) -> tuple[tuple[str, bool], ...]:
    """What she alone can say yes to."""
    return ("check", found.check), ("wounds", found.wounds)


def strength_line(weeks: Weeks, today: date) -> Text:
    """The weeks of strength that are done, and this week so far."""
    if weeks.begins > today:
        return text("waiting-strength-begins", date=weeks.begins, need=weeks.need, often=weeks.often)
    return text("waiting-strength", done=weeks.done, need=weeks.need, often=weeks.often, now=weeks.now)


def _tests_line(found: Waiting) -> Text:
    counts: dict[str, Value] = {"passed": found.tests_passed, "all": found.tests_all}
    if found.tests_on is None:
        return text("waiting-tests-morning", **counts)
    if len(found.tests) > NAMED:
        return text("waiting-tests-from", date=found.tests_on, **counts)
    names = TextList(tuple(name_of_test(test) for test in found.tests), bullet=False)
    return text("waiting-tests", date=found.tests_on, tests=names, **counts)


def _hints(session: Session, found: Waiting) -> tuple[Text, ...]:
    """How her strength days are counted, where none was for a week."""
    weeks = found.strength
    if weeks is None or not weeks.untold or weeks.begins > found.today - DAY * DAYS_A_WEEK:
        return ()
    asked = session.profile.other_days and not found.whom
    return (Text("waiting-tap" if asked else "waiting-tell"),)


def open_short(found: Waiting, *, private: bool) -> tuple[Text, ...]:
    """What is missing, in a few words each."""
    lines: list[Text] = []
    weeks = found.strength
    if weeks is not None:
        lines.append(
            text("open-strength", done=weeks.done, need=weeks.need, often=weeks.often, now=weeks.now)
        )
    if found.tests_all > found.tests_passed or found.tested:
        lines.append(text("open-tests", passed=found.tests_passed, all=found.tests_all))
    lines += [text(f"open-{thing}", private=_yes(private)) for thing, missing in _yeses(found) if missing]
    if found.questions:
        lines.append(text("open-questions", n=found.questions))
    return tuple(lines)
