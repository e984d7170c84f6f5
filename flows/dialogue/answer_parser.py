"""From what she did to the value a question expects, or to a hint on what to type.

Knows the kinds of questions, not their meaning. Typed words go through `flows.hearing`; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from flows import schedule
from flows.dialogue.questions import (
    DONE,
    LATER,
    NONE,
    Ahead,
    Choice,
    Day,
    DynamicChoice,
    FreeText,
    MultiChoice,
    Number,
    Question,
    TimeOfDay,
    TimeZone,
)
from flows.hearing import answers
from flows.hearing.ahead import read_ahead
from flows.hearing.choices import adds_to_list, chosen, doubts, ends_list, puts_off, rather_not
from flows.hearing.intents import all_well, excepts, hurts, is_ill, named_command
from flows.hearing.report import HUNDRED, read_report, read_sites
from flows.hearing.session_reply import read_offer
from flows.hearing.values import dates, times, zones
from flows.hearing.values.amounts import in_unit
from flows.hearing.values.weekdays import read_weekdays
from flows.session import WEEKDAYS, Session, with_draft
from flows.vocabulary import Located, Said, Tapped, Text, text

NOT_SAID = "harm-not-said"
# What she may say to something to do, and the buttons that mean it; the first that is there counts.
OFFER_SYNONYMS: dict[str | None, tuple[str, ...]] = {
    "done": ("did_it", "done"),
    "not_today": ("not_today", "not_done"),
    "later": ("later", "not_done"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A usable answer."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggled:
    """One choice of several was switched; the question stays open."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsed:
    """Not usable: the hint says what to type or tap."""

    hint: Text


Understood = Answer | Toggled | Unparsed


def parse_answer(
    question: Question, event: Said | Tapped | Located, session: Session, now: datetime, *, unit: str = ""
) -> Understood:
    """What the event means as an answer to this question. `unit`: of the number that is asked, where that depends."""
    found = _read(question, event, session, now, unit)
    if isinstance(found, Answer):
        wrong = question.check(session, found.value)
        if wrong is not None:
            return Unparsed(hint=Text(wrong))
    return found


def _read(
    question: Question, event: Said | Tapped | Located, session: Session, now: datetime, unit: str
) -> Understood:
    expects = question.expects
    if isinstance(event, Located):
        return _place(event, isinstance(expects, TimeZone))
    if isinstance(event, Tapped):
        return _tapped(question, event.option, session)
    match expects:
        case Choice(harm=True) if rather_not(event.text):
            return _not_said(session)
        case Choice():
            return _choice(question, expects, event.text)
        case DynamicChoice():
            return _listed(tuple(option.id for option in expects.options(session)), event.text)
        case MultiChoice():
            return _many(expects, event.text, session)
        case Number():
            return _number(expects, event.text, unit or expects.unit)
        case Day():
            return _day(event.text, session, now)
        case TimeOfDay():
            return _clock(event.text)
        case TimeZone():
            return _zone(event.text)
        case FreeText():
            return _anything(event.text)
        case Ahead():
            return _ahead(event.text, session, now)
        case _ as never:
            assert_never(never)


def _tapped(question: Question, option: str, session: Session) -> Understood:
    match question.expects:
        case Number():
            return Answer(value=LATER if option == LATER else int(option))
        case TimeOfDay():
            hour, minute = option.split(":")  # a button names one hour of the day: 12:30 is not asked back
            return Answer(value=(int(hour) * 60 + int(minute), None))
        case MultiChoice():
            return _toggled(question.expects, option, session)
        case _:
            return Answer(value=option)


def _toggled(expects: MultiChoice, option: str, session: Session) -> Understood:
    chosen = session.draft.chosen
    if option == NONE:
        return Answer(value=())
    if option == DONE:
        if not chosen:
            return Unparsed(hint=Text("hint-many" if expects.none else "hint-days-apart"))
        return Answer(value=_in_order(expects, chosen))
    toggled = tuple(name for name in chosen if name != option) if option in chosen else (*chosen, option)
    return Toggled(session=with_draft(session, chosen=toggled))


def _in_order(expects: MultiChoice, chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in expects.options if name in chosen)


def _choice(question: Question, expects: Choice, words: str) -> Understood:
    options = expects.options
    if "not_today" in options or "not_done" in options:
        return _offered(question, options, words)
    if "something" in options:
        return _well(options, words)
    said = _warned(words, expects) if expects.warns else answers.yes_no(words)
    for meaning, names in (
        (True, ("yes", "agree", "adult", "clear", "im_back", "gone")),
        (False, ("no", "decline", "none", "longer", "still")),
    ):
        if said is meaning:
            for name in names:
                if name in options:
                    return Answer(value=name)
    number = answers.number(words, 0, 10_000)
    if (
        isinstance(number, answers.Found)
        and str(int(number.value)) in options
        and number.value == int(number.value)
    ):
        return Answer(value=str(int(number.value)))
    named = chosen(question.text_id, options, words)
    if named is None and expects.sites:
        sites = tuple(site for site in read_sites(words) if site in options)
        named = next((site for site in sites if site in expects.sites), sites[0] if sites else None)
    if named is None and expects.warns and "unsure" in options and doubts(words, once=expects.once):
        named = "unsure"
    return Unparsed(hint=Text("hint-choice")) if named is None else Answer(value=named)


def _well(options: tuple[str, ...], words: str) -> Understood:
    """All well, or something: whatever sounds like a sign, a pain, an illness or an exception is something."""
    heard = read_report(words)
    if heard.signs or heard.pain or is_ill(words) or hurts(words) or excepts(words):
        return Answer(value="something")
    nothing = isinstance(answers.number(words, 0, 0), answers.Found)
    said = answers.yes_no(words)
    if said or nothing or all_well(words, clean=heard.clean):
        return Answer(value=options[0])
    return Unparsed(hint=Text("hint-choice")) if said is None else Answer(value="something")


def _not_said(session: Session) -> Understood:
    """She does not want to speak of harm: she is asked once more, and then it is a doubt, which counts as a yes."""
    return Answer(value="yes") if NOT_SAID in session.draft.chosen else Unparsed(hint=Text(NOT_SAID))


def _warned(words: str, expects: Choice) -> bool | None:
    """Yes, where a yes is what must not be missed: `yes, but only a little` is one, `maybe` is one, and `not yet` is no
    no. Where "not sure" has a button of its own, that is the answer.
    """
    said = answers.yes_no(words)
    if (
        said is not True
        and "unsure" not in expects.options
        and doubts(words, once=expects.once, ever=expects.harm)
    ):
        return True
    if said is None and answers.begins_with_yes(words):
        return True
    return None if said is False and "yet" in words.casefold().split() else said


def _offered(question: Question, options: tuple[str, ...], words: str) -> Understood:
    """Something to do: done, a part of it, or not. A bare yes to what is offered today has only seen it."""
    said, share, yes = read_offer(words), read_report(words).completed_percent, answers.yes_no(words)
    if share not in (None, HUNDRED):
        return Answer(value="partly") if "partly" in options else Unparsed(hint=Text(question.unread))
    if said is None and share == HUNDRED and "?" not in words:
        said = "done"
    if said is None and "not_done" in options:  # it was yesterday's
        said = "not_today" if yes is False else "done" if answers.begins_with_yes(words) else None
    for name in OFFER_SYNONYMS.get(said, ()):
        if name in options:
            return Answer(value=name)
    return Unparsed(hint=Text("offer-seen" if yes else question.unread or "hint-choice"))


def _listed(options: tuple[str, ...], words: str) -> Understood:
    """A list's labels were read as taps before. Weeks may be typed bare; "none" only where there is such an option."""
    weeks = words.strip()
    if weeks in options and len(weeks) > 1:
        return Answer(value=weeks)
    if "no_sign" in options and answers.yes_no(words) is False:
        return Answer(value="no_sign")
    if "first" not in options and "other" in options and answers.yes_no(words) is False:
        return Answer(value="other")
    return Unparsed(hint=Text("hint-choice"))


def _many(expects: MultiChoice, words: str, session: Session) -> Understood:
    if expects.none and answers.yes_no(words) is False:
        # "no" after some were chosen: no others
        return Answer(value=_in_order(expects, session.draft.chosen))
    if session.draft.chosen and ends_list(words, plain_yes=not expects.none):
        return Answer(value=_in_order(expects, session.draft.chosen))
    days = tuple(WEEKDAYS[day] for day in read_weekdays(words))
    heard = tuple(name for name in (*read_report(words).signs, *days) if name in expects.options)
    if heard:
        whole = len(days) > 1 and not adds_to_list(words)  # a list of days is all of them
        before = () if whole else session.draft.chosen
        return Toggled(session=with_draft(session, chosen=tuple(dict.fromkeys((*before, *heard)))))
    return Unparsed(hint=Text("hint-many" if expects.none else "hint-days"))


def _anything(words: str) -> Understood:
    """Nothing else, a sign, a pain, an illness, or plainly that all was well; more would be claiming to understand."""
    if answers.yes_no(words) is False:
        return Answer(value="nothing")
    heard = read_report(words)
    if heard.pain is None and is_ill(words):
        return Answer(value="ill")
    if heard.signs or heard.pain is not None or all_well(words, clean=heard.clean):
        return Answer(value=heard)
    return Answer(value="hurts") if hurts(words) else Unparsed(hint=Text("hint-anything"))


def _ahead(words: str, session: Session, now: datetime) -> Understood:
    day = read_ahead(words, today=schedule.today(session, now))
    return Unparsed(hint=Text("hint-day-to-come")) if day is None else Answer(value=day)


def _number(expects: Number, words: str, unit: str) -> Understood:
    if expects.later and puts_off(words):
        return Answer(value=LATER)
    said = in_unit(words, unit) if unit else words
    found = answers.NotANumber() if said is None else answers.number(said, expects.low, expects.high)
    wanted = text("hint-number", low=_plain(expects.low), high=_plain(expects.high), unit=unit or "none")
    if not isinstance(found, answers.Found):
        if expects.low == 0 and len(words.split()) == 1 and answers.yes_no(words) is False:
            return Answer(value=0)
        return Unparsed(hint=wanted)
    if expects.whole and found.value != int(found.value):
        return Unparsed(hint=wanted)
    return Answer(value=int(found.value) if expects.whole else float(found.value))


def _plain(number: float) -> str:
    return str(int(number))


def _day(words: str, session: Session, now: datetime) -> Understood:
    if named_command(words) is not None:  # `what do I do today?` names no day
        return Unparsed(hint=Text("hint-date-unreadable"))
    match dates.read_date(words, today=schedule.today(session, now)):
        case dates.Exact(date=day):
            return Answer(value=(day, None))
        case dates.Ambiguous(first=first, second=second):
            return Answer(value=(first, second))
        case dates.Invalid(reason=reason):
            return Unparsed(hint=Text("hint-date-" + str(reason).replace("_", "-")))
        case _ as never:
            assert_never(never)


def _clock(words: str) -> Understood:
    match times.read_time(words):
        case times.Exact(minute=minute):
            return Answer(value=(minute, None))
        case times.AmPm(first=first, second=second):
            return Answer(value=(first, second))
        case _:
            return Unparsed(hint=Text("hint-time"))


def _zone(words: str) -> Understood:
    match zones.read_zone(words):
        case zones.Zone(name=name):
            return Answer(value=(name,))
        case zones.Offset(minutes=minutes):
            return Answer(value=(zones.offset_name(minutes),))
        case zones.Choice(names=names):
            return Answer(value=names)
        case _:
            return Unparsed(hint=Text("hint-zone"))


def _place(event: Located, wanted: bool) -> Understood:
    if not wanted:
        return Unparsed(hint=Text("location-not-needed"))
    if event.zone is None:
        return Unparsed(hint=Text("hint-zone"))
    return Answer(value=(event.zone,))
