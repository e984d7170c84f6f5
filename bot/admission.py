"""Decides whom the bot accepts: all people, or only those on the operator's list and those with the invitation.

It is asked only about people of whom nothing is stored. A person whom the bot already knows is never turned away.

>>> Admission(people=frozenset({7})).admits(8, Commanded(name="start"))
False
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from bot.settings import Settings
from flows.vocabulary import Commanded, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """`people`: the numbers of chats. `invitation`: the word after /start; empty for none. Neither: all people."""

    people: frozenset[int] = frozenset()
    invitation: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Admission:
        return cls(people=settings.allowed_people, invitation=settings.invitation.reveal())

    def admits(self, person: int, event: Event) -> bool:
        """Whether the bot talks to this person, who is unknown so far."""
        everybody = not self.people and not self.invitation
        return everybody or person in self.people or self._is_invited(event)

    def _is_invited(self, event: Event) -> bool:
        if not (self.invitation and isinstance(event, Commanded) and event.name == "start"):
            return False
        return hmac.compare_digest(event.argument.encode(), self.invitation.encode())


EVERYBODY = Admission()
