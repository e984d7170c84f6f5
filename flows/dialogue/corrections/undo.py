"""`/back`: the question before, with the answer to it undone. The last answers, each as what it replaced.

A step is JSON text: the fields of the session as they were before the answer, `null` where they were at their default,
and in `at` where the answer led. A decision that was told, a stop, a pause and an alarm that moved her end the steps.
"""

from __future__ import annotations

import json
from dataclasses import is_dataclass, replace
from typing import Any

from flows import codec
from flows.dialogue import interruption_stack as stack
from flows.dialogue.corrections.correct_report import correctable, open_fix
from flows.dialogue.turn_context import TurnContext
from flows.session import Rhythm, Session, dump, load
from flows.vocabulary import Text, Woken

MOST_CHARACTERS = 1800  # of all steps together: a session is stored at every turn
WHOLE = "="  # before the name of a part that is kept whole
PARTS = (
    "state",
    "aside",
    "below",
    "kept",
    "draft",
    "profile",
    "health",
    "plan",
    "report",
    "judged",
    "rhythm",
    "pause_reason",
    "illness",
)
RHYTHM = (
    "prompted_on",
    "snoozed_to",
    "strength_done",
    "strength_sessions",
    "short_on",
    "week_on",
    "mood_on",
    "tests_from",
)
DOUBTS = ("aside.red_flag", "aside.signs", "aside.all_signs", "aside.symptoms")
WEEKLY = "aside.week"  # comes by itself: there is no menu to leave
OFFERS = ("programme.offered", "programme.later")


def keep_step(turn: TurnContext, before: Session) -> None:
    """After an answer: what it replaced joins the steps, unless it is one that cannot be taken back."""
    after = turn.session
    if before.aside in DOUBTS or stack.is_paused_or_stopped(before) or stack.is_paused_or_stopped(after):
        turn.session = replace(after, undo=())
    else:
        turn.session = replace(after, undo=steps(before, after))


def end_steps(turn: TurnContext, before: Session) -> Session:
    """The session at the end of a turn: what was decided, or moved by an alarm, is not taken back by `/back`."""
    session = turn.session
    decided = bool(turn.noted) or session.locked_for != before.locked_for
    agreed = session.consented_at != before.consented_at
    woken = isinstance(turn.event, Woken) and session.state != before.state
    return replace(session, undo=()) if session.undo and (decided or agreed or woken) else session


def steps(before: Session, after: Session) -> tuple[str, ...]:
    """The steps with the newest added; the oldest go where they would be too long."""
    kept = [*before.undo, codec.dumps(_replaced(before, after))]
    while len(kept) > 1 and sum(map(len, kept)) > MOST_CHARACTERS:
        kept.pop(0)
    return tuple(kept)


def undone(session: Session, step: str) -> Session:
    """The session as it was before the answer of this step."""
    data: dict[str, Any] = json.loads(dump(session))
    found = json.loads(step)
    del found["at"]
    if "tests" in found:
        number, last = found.pop("tests")
        data["tests"] = [*data.get("tests", ())][:number]
        if last is not None:
            data["tests"][-1] = last
    for name, old in found.items():
        if isinstance(old, dict) and not name.startswith(WHOLE):
            data[name] = _with(data.get(name, {}), old)
        else:
            data = _with(data, {name.removeprefix(WHOLE): old})
    return load(json.dumps(data))


def back(turn: TurnContext) -> None:
    """`/back`: the question before; out of a menu that she opened; or the last report once more."""
    session = turn.session
    turn.again = True
    place = [session.state, session.aside]
    if session.undo and json.loads(session.undo[-1])["at"] == place:
        earlier = undone(session, session.undo[-1])
        offered = earlier.state in OFFERS and earlier.report is not None and earlier.report.on < turn.today
        if not offered:
            turn.session = replace(earlier, undo=session.undo[:-1])
            return
    if (
        session.aside is not None
        and not session.aside.startswith(WEEKLY)
        and not stack.is_paused_or_stopped(session)
    ):
        turn.session = stack.pop(session)
        turn.say(Text("nothing-changed"))
    elif session.aside in (None, WEEKLY) and correctable(turn):
        open_fix(turn)
    else:
        begun = session.consented_at is not None and not session.state.startswith("onboarding")
        turn.say(Text("back-nothing-decided" if begun else "back-nothing"))


def _replaced(before: Session, after: Session) -> dict[str, object]:
    found: dict[str, object] = {"at": (after.state, after.aside)}
    for name in PARTS:
        old, new = getattr(before, name), getattr(after, name)
        if old is new or old == new:
            continue
        if not is_dataclass(old):
            found[name] = old
        elif new is None:
            found[WHOLE + name] = old
        elif changes := _changes(old, new):
            found[name] = changes
    if before.tests != after.tests:
        same = len(before.tests) == len(after.tests)
        found["tests"] = (len(before.tests), before.tests[-1] if same else None)
    return found


def _changes(old: Any, new: Any) -> dict[str, object]:
    """The fields that differ, as they were."""
    was, now = codec.to_plain(old), codec.to_plain(new)
    names = RHYTHM if isinstance(old, Rhythm) else tuple(was | now)
    return {name: was.get(name) for name in names if was.get(name) != now.get(name)}


def _with(data: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Fields put back; what was at its default is left out."""
    return {name: item for name, item in (data | old).items() if item is not None}
