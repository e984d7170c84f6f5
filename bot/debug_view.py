"""Behind the curtain of a simulation: where she is in the dialogue, what was decided and why, what comes next.

Made only for the simulator's page, on its own line (`bot.clock`), and only where there is a simulated clock: a
real run has nobody to show it to. Must not change anything, nor be asked by the dialogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import structlog

from bot.monitoring.logs import error_location
from flows import upcasters
from flows.diagram import mermaid
from flows.rulebook.model import RuleBook
from flows.schedule import next_alarm
from flows.session import Session
from storage.outbox.outbox import Outbox
from storage.people.store import Store
from storage.records import JournalEntry

log = structlog.get_logger(__name__)
Json = dict[str, object]
DIALOGUE = "dialogue"
TURNS_SHOWN = 12

# Why she is woken, in words: each kind of alarm of flows/plan/calendar, and the shell's own `again`.
WHY = {
    "daily": "the prompt of her day, at her hour",
    "snoozed": "she asked for it later",
    "morning": "the check on the morning after",
    "rest_over": "her rest is over",
    "nudge": "an answer is still open: one reminder",
    "unfinished": "a session was offered and nothing was said of it",
    "before_session": "an open check comes before the session that is due",
    "give_up": "a check was never answered: it counts as unknown",
    "gentle": "a quiet word after some days of silence",
    "keep": "after a very long silence: are her answers to be kept?",
    "let_go": "the end of a very long silence: everything is deleted",
    "held": "whether a professional has seen her",
    "again": "a turn failed: it is tried again",
}


class DebugView:
    """What a simulation shows, over what is stored."""

    def __init__(self, store: Store, outbox: Outbox, book: RuleBook) -> None:
        self._store = store
        self._outbox = outbox
        self._book = book

    async def show(self, name: str) -> Json:
        """The dialogue, or the person of that id. What cannot be shown says so: it is only a look, no turn."""
        try:
            return {"mermaid": mermaid()} if name == DIALOGUE else await self._person(int(name))
        except Exception as error:
            log.error("no insight", **error_location(error))
            return {"problem": type(error).__name__}

    async def _person(self, person: int) -> Json:
        stored = await self._store.session(person)
        if stored is None:
            return {"waiting": await self._outbox.counts()}
        session = upcasters.load(stored)
        wake = next_alarm(session, self._book)
        lines = await self._store.journal(person)
        return {
            "zone": session.profile.zone,
            "state": session.state,
            "aside": session.aside or session.below,
            "seq": session.seq,
            "facts": [list(fact) for fact in session_facts(session)],
            "next": {"at": wake.at.isoformat(), "kind": wake.kind, "why": alarm_reason(wake.kind)}
            if wake
            else None,
            "turns": [self._turn(line) for line in reversed(lines[-TURNS_SHOWN:])],
            "waiting": await self._outbox.counts(),
        }

    def _turn(self, line: JournalEntry) -> Json:
        made = json.loads(line.decisions)
        decisions = made if isinstance(made, list) else []
        return {
            "seq": line.seq,
            "at": line.at.isoformat(),
            "event": format_event(line.event),
            "failed": made == "failed",
            "decisions": [
                {
                    "verdict": decision["verdict"],
                    "because": decision.get("because", []),
                    "rules": [self._rule(rule_id) for rule_id in decision.get("rules", [])],
                }
                for decision in decisions
            ],
        }

    def _rule(self, rule_id: str) -> Json:
        try:
            rule = self._book.rule(rule_id)
        except KeyError:  # a rule of an earlier book
            return {"id": rule_id, "says": "", "certainty": "", "sources": []}
        sources = [self._book.source(cited) for cited in rule.cites]
        return {
            "id": rule.id,
            "says": rule.says,
            "certainty": rule.certainty.replace("_", " "),
            "sources": [{"id": source.id, "title": source.title, "url": source.url} for source in sources],
        }


def alarm_reason(kind: str) -> str:
    """The reason of an alarm; its own name where there are no words for it yet."""
    return WHY.get(kind, kind.replace("_", " "))


def format_event(event: str) -> str:
    """An event of the journal in a line: `Tapped option=done`."""
    parts: Iterable[tuple[str, object]] = json.loads(event).items()
    return ", ".join(f"{name} {_values(value)}".strip() for name, value in parts)


def _values(value: object) -> str:
    given = value.items() if isinstance(value, dict) else ()
    return " ".join(f"{name}={part}" for name, part in given if name != "seq" and part not in ("", None))


def session_facts(session: Session) -> Iterator[tuple[str, str]]:
    """What the engine goes by, as far as it is known."""
    profile, plan = session.profile, session.plan
    yield "turn", str(session.seq)
    yield "open question", f"asked at turn {session.asked}" if session.asked > session.answered else "none"
    if profile.birth_date is not None:
        yield "birth", profile.birth_date.isoformat()
    if profile.zone:
        yield "zone", profile.zone
    if plan is not None:
        yield "track", f"{plan.track} weeks"
        yield "level", str(plan.level)
        yield "sessions", ", ".join(f"{past.on} {past.outcome}" for past in plan.log[-3:]) or "none yet"
    if session.locked_for:
        yield "stopped for", ", ".join(session.locked_for)
    if session.rhythm.unanswered:
        yield "unanswered prompts", str(session.rhythm.unanswered)
    if not session.reachable:
        yield "reachable", "no: she has blocked the bot"
