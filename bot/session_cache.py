"""Sessions as they were read or written last, so that what did not change is not parsed and written anew each time.

What is stored decides: a session is only used again when its very text is what the database holds now. Bounded, and
gone with the process or with her data. Must not know what a session says.

>>> Recent().read(7, stored)  # doctest: +SKIP
Session(state='checkin.pain', ...)
"""

from __future__ import annotations

from collections import OrderedDict

from flows import session
from flows.session import Parts, Session
from flows.upcasters import upcast_data

MOST = 1000  # people; a few KB each


class SessionCache:
    """The last ones of the people who were here last."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[str, Session, Parts]] = OrderedDict()

    def read(self, person: int, stored: str) -> Session:
        """The session that this text means; raises as `carried` and `session.load` do."""
        known = self._known.get(person)
        if known is not None and known[0] == stored:
            return known[1]
        before, parts = session.load_cached(stored, upcast_data)
        self._keep(person, (stored, before, parts))
        return before

    def write(self, person: int, after: Session) -> str:
        """The text to be stored; the parts of it that did not change since the last time are not written anew."""
        known = self._known.get(person)
        text, parts = session.dump_cached(after, {} if known is None else known[2])
        self._keep(person, (text, after, parts))
        return text

    def _keep(self, person: int, known: tuple[str, Session, Parts]) -> None:
        self._known[person] = known
        self._known.move_to_end(person)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def forget(self, person: int) -> None:
        """Nothing of hers is kept."""
        self._known.pop(person, None)
