"""How a woman answers a question that she sees: from her body and her life, in the words of its buttons.

One function a topic; what comes back is the labels she taps, or one thing that she types. Must not know the product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.system.lives.record import MONTHS, WEEKDAYS, dates_in
from tests.system.lives.woman import Trouble, Woman

NONE = ("None of these",)
NOTHING = Trouble(run=0)


@dataclass(slots=True, kw_only=True)
class State:
    """What she remembers while she lives."""

    woman: Woman
    first: date
    today: date
    ran_on: list[date] = field(default_factory=list)
    told_on: set[date] = field(default_factory=set)  # the days of which she has said whether she ran
    test: str = ""
    held_since: date | None = None
    overrides: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""
    offered_on: set[date] = field(default_factory=set)  # the days with a run on her screen
    shown_on: date | None = None  # the day on which the message came that she answers

    @property
    def day(self) -> int:
        return (self.today - self.first).days

    @property
    def trouble(self) -> Trouble:
        number = len(self.ran_on)
        return next((one for one in self.woman.troubles if one.run == number), NOTHING)


Answer = tuple[str, ...]
Answering = Callable[[State], Answer]


def _yes_no(value: bool) -> Answer:
    return ("Yes",) if value else ("No",)


def _said(words: str) -> Answering:
    return lambda state: (words,)


def _typed_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _birth_date(state: State) -> Answer:
    return (_typed_date(state.first - timedelta(days=state.woman.baby_days)),)


def _log_day(state: State) -> Answer:
    """She tells of a run of yesterday."""
    day = state.today - timedelta(days=1)
    state.ran_on.append(day)
    return (f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}",)


def _wounds(state: State) -> Answer:
    return _yes_no(state.day >= state.woman.wounds_heal)


def _daily(state: State) -> Answer:
    return state.woman.symptoms(state.day) or NONE


def _offer(state: State) -> Answer:
    """She runs on the day of the offer, or the night after it."""
    named = state.shown_on or state.today
    fresh = (state.today - named).days <= 1 and not state.woman.is_away((named - state.first).days)
    if not state.woman.runs or not fresh or named in state.ran_on:
        return ("Not today",)
    state.ran_on.append(named)
    return (state.trouble.how,)


def _yesterday(state: State) -> Answer:
    named = dates_in(state.text, state.today)
    if named and named[0] in state.ran_on:
        return ("Yes, all of it",)
    ran = named and named[0] in state.offered_on and (state.today - named[0]).days <= 1 and state.woman.runs
    if not ran or state.woman.is_away((named[0] - state.first).days):
        return ("No",)
    state.ran_on.append(named[0])
    return ("Yes, all of it",) if state.trouble.how == "I did it" else ("Partly",)


def _done(state: State) -> Answer:
    strength = "strength" in state.text.lower()
    return ("Not today",) if strength and not state.woman.does_strength else ("Done",)


def _test_name(state: State) -> None:
    state.test = state.text.strip().split("\n")[0]


def _count(state: State) -> Answer:
    """What she manages: the goal that the text names, unless this test still goes badly."""
    if "\n" in state.text:
        _test_name(state)
    for test, until, value in state.woman.bad_tests:
        if test == state.test and state.day < until:
            return (str(value),)
    goal = next((w for w in state.text.replace("\n", " ").split(" ") if w.isdigit()), None)
    if goal is not None:
        state.overrides["goal"] = [goal]
    return (state.overrides["goal"][0],)


def _signs(state: State) -> Answer:
    return state.trouble.signs or NONE


def _anything(state: State) -> Answer:
    if state.trouble.says:
        return (f"“{state.trouble.says}",)
    return ("I feel ill",) if state.trouble.illness else ("Nothing else",)


def _morning_pain(state: State) -> Answer:
    return (str(state.trouble.morning_pain),)


def _seen(state: State) -> Answer:
    """She waits until a professional has seen her, then says so."""
    state.held_since = state.held_since or state.today
    if (state.today - state.held_since).days < state.woman.cleared_after:
        return ()
    return ("I have been seen",) if "seen you" in state.text else ("I’ve been cleared",)


def _proposal(state: State) -> Answer:
    return (state.woman.track,) if state.woman.track else ("FIRST",)


def _hold_is_over(words: str) -> Answering:
    def answer(state: State) -> Answer:
        state.held_since = None
        return (words,)

    return answer


TABLE: dict[str, Answering] = {
    "consent": _said("I agree"),
    "age": _said("Yes, 18 or older"),
    "birth_date": _birth_date,
    "birth_order": _said("FIRST"),
    "birth_confirm": _said("Yes"),
    "birth_type": lambda state: (state.woman.birth,),
    "tear": lambda state: (state.woman.tear,),
    "cut": _said("No"),
    "wounds": _wounds,
    "place": lambda state: (state.woman.city,),
    "which_place": _said("FIRST"),
    "zone_confirm": _said("Yes"),
    "hour": lambda state: (state.woman.hour,),
    "portion": _said("Start"),
    "hour_which": lambda state: (state.woman.hour,),
    "days": lambda state: state.woman.days,
    "others": lambda state: _yes_no(state.woman.others),
    "declined": lambda state: (),
    "week": _said("None of these"),
    "week_daily": lambda state: _yes_no(bool(state.woman.symptoms(state.day))),
    "energy": lambda state: (
        ("Always tired", "Always cold", "Losing weight fast")
        if state.day // 7 in state.woman.energy
        else NONE
    ),
    "emergency": _said(NONE[0]),
    "same_day": _said(NONE[0]),
    "pregnant": _said("No"),
    "conditions": _said(NONE[0]),
    "told_not": _said("No"),
    "still_daily": _daily,
    "noticed": lambda state: state.woman.symptoms(state.day) or ("That’s all",),
    "daily": _daily,
    "postnatal_check": lambda state: _yes_no(state.day >= state.woman.check_on),
    "feeding": _said("Yes"),
    "sleep": lambda state: (str(state.woman.hours_of_sleep(state.day)),),
    "exhausted": _said("No"),
    "stress": lambda state: (str(state.woman.level_of_stress(state.day)),),
    "mood": lambda state: _yes_no(state.day // 7 in state.woman.low_mood),
    "interest": _said("No"),
    "self_harm": _said("No"),
    "risks": lambda state: state.woman.risks or NONE,
    "strength_weeks": lambda state: (str(state.woman.strength_weeks),),
    "strength_often": lambda state: (str(state.woman.strength_often),),
    "tests": _said("Start now"),
    "test_left": _count,
    "test_right": _count,
    "test_walk_days": _said("4"),
    "test_count": _count,
    "test_felt": _said(NONE[0]),
    "test_pain": _said("3"),
    "test_morning_pain": _said("0"),
    "test_morning_signs": _said(NONE[0]),
    "offer": _offer,
    "day": _done,
    "done": _done,
    "yesterday": _yesterday,
    "good_day": lambda state: ("Something",) if state.trouble.in_the_evening else ("All well",),
    "good_since": lambda state: (
        ("Something",) if state.trouble.in_the_evening or state.trouble.in_the_morning else ("All well",)
    ),
    "check_hour": _said("Yes, at that time"),
    "good_morning": lambda state: ("Something",) if state.trouble.in_the_morning else ("All fine",),
    "how_much": lambda state: (state.trouble.share,),
    "why_partly": lambda state: (
        ("Something felt wrong",)
        if state.trouble.signs or state.trouble.pain
        else ("Time, or the baby needed me",)
    ),
    "warning": lambda state: state.trouble.warning or NONE,
    "longest": lambda state: (state.trouble.longest,),
    "pain": lambda state: (str(state.trouble.pain),),
    "pain_where": lambda state: (state.trouble.where,),
    "leg": _said("No"),
    "pain_now": lambda state: (str(state.trouble.pain),),
    "pain_kind": lambda state: (state.trouble.feels,),
    "pain_before": lambda state: (str(state.trouble.before),),
    "signs": _signs,
    "bleeding": lambda state: (state.trouble.bleeding,),
    "anything": _anything,
    "illness": lambda state: state.trouble.illness or ("Only a cold or sore throat",),
    "fever": lambda state: (state.trouble.fever,),
    "settled": lambda state: _yes_no(state.trouble.gone),
    "morning_pain": _morning_pain,
    "morning_signs": lambda state: state.trouble.morning or NONE,
    "later": _said("In two hours"),
    "still": _said("Yes, back to normal"),
    "seen": _seen,
    "cleared": _seen,
    "assessed": _said("Yes"),
    "allowed": _hold_is_over("Yes"),
    "who": _hold_is_over("Pelvic-health physio"),
    "pain_gone": _said("Yes, it’s gone"),
    "proposal": _proposal,
    "per_week": lambda state: (state.woman.per_week,),
    "settings": _said("Nothing, go back"),
    "country": _said("France"),
    "tips": _said("That’s all"),
    "trouble_signs": _said("No"),
    "trouble_foundations": _said("Yes"),
    "trouble_run": _said("None of these"),
    "trouble_rest": _said("The walks felt too short"),
    "pause": _said("Don’t pause"),
    "pause_until": _said("I’ll tell you myself"),
    "back_from_pause": _said("I’m back"),
    "fix": _said("Nothing, go back"),
    "fix_signs": _signs,
    "fix_settled": _said("Yes"),
    "fix_ill": _said(NONE[0]),
    "fix_morning_pain": _morning_pain,
    "fix_morning_signs": lambda state: state.trouble.morning or NONE,
    "how_much_of_it": _said("All of it"),
    "log_which": _said("None, go back"),
    "log_day": _log_day,
    "log_total": _said("10 min"),
    "log_longest": _said("1 min"),
    "move": _said("Leave it there"),
    "easier": _said("Leave it as it is"),
    "easier_longer": _said("FIRST"),
    "easier_track": _said("FIRST"),
    "told": _said("Nothing, go back"),
    "ended": _said("No"),
    "ended_on": lambda state: (_typed_date(state.today),),
    "since_warning": _said(NONE[0]),
    "since_emergency": _said(NONE[0]),
    "since_mood": _said("No"),
    "since_clinician": _said("Yes"),
    "born": _said("Not yet"),
    "paused": lambda state: (),
    "well": lambda state: ("LAST",),
    "stop": _said("No"),
    "stopped": lambda state: (),
    "delete": _said("No"),
    "delete_sure": _said("Keep it"),
    "meant": _said("No"),
    "open": _said("Open"),
}


def answer_to(topic: str, state: State) -> Answer:
    """What she answers; nothing where she leaves it for another day. What she meant to say today goes first."""
    planned = state.overrides.get(topic)
    if planned:
        return tuple(planned.pop(0).split(" + "))
    fixed = dict(state.woman.answers).get(topic)
    if fixed is not None:
        return tuple(fixed.split(" + "))
    return TABLE[topic](state)


def weekday_number(name: str) -> int:
    return WEEKDAYS.index(name)
