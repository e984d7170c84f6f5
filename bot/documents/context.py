"""The data that a document is made from: what is stored of a person, the rule book and the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rendering.texts import Renderer
from flows import schedule
from flows.rulebook.model import RuleBook
from flows.session import Session
from storage.records import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentContext:
    """Her session and every turn on the way there, at the instant `now`; the rules and the words of her language."""

    session: Session
    journal: Sequence[JournalEntry]
    now: datetime
    book: RuleBook
    words: Renderer

    @property
    def today(self) -> date:
        """Her date."""
        return schedule.today(self.session, self.now)
