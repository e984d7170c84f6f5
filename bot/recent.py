"""Sessions as they were written last, so that question after question is not parsed and written anew each time.

What is stored decides: a session is only used again when its very text is what the database holds now. Bounded, and
gone with the process or with her data. Must not know what a session says.

>>> Recent().read(7, stored)  # doctest: +SKIP
Session(state='checkin.pain', ...)
"""

from __future__ import annotations

from flows import session
from flows.session import Parts, Session
from flows.upcasters import upcast

MOST = 1000  # people; a few KB each


class Recent:
    """The last ones of the people who were here last."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, Session, Parts]] = {}

    def read(self, person: int, stored: str) -> Session:
        """The session that this text means; raises as `upcast` and `session.load` do."""
        known = self._known.get(person)
        if known is not None and known[0] == stored:
            return known[1]
        return session.load(upcast(stored))

    def write(self, person: int, after: Session) -> str:
        """The text to be stored; the parts of it that did not change since the last time are not written anew."""
        known = self._known.pop(person, None)
        text, parts = session.dump_again(after, {} if known is None else known[2])
        self._known[person] = (text, after, parts)
        if len(self._known) > MOST:
            self.forget(next(iter(self._known)))
        return text

    def forget(self, person: int) -> None:
        """Nothing of hers is kept."""
        self._known.pop(person, None)
