"""Which albums have been answered: the photos of an album are messages of their own, and one answer is enough.

Bounded, and gone with the process: after a restart the rest of an album is answered once more.

>>> albums = AnsweredAlbums()
>>> albums.add(7, "13"), (7, "13") in albums, (8, "13") in albums
(None, True, False)
"""

from __future__ import annotations

from collections import OrderedDict

MAX_ALBUMS = 1000


class AnsweredAlbums:
    """The last albums that were answered, by person and the album's id."""

    __slots__ = ("_answered",)

    def __init__(self) -> None:
        self._answered: OrderedDict[tuple[int, str], None] = OrderedDict()

    def __contains__(self, album: tuple[int, str]) -> bool:
        return album in self._answered

    def add(self, person: int, album: str) -> None:
        """A photo of this album has been answered; the oldest album is dropped when there are too many."""
        self._answered[person, album] = None
        self._answered.move_to_end((person, album))
        if len(self._answered) > MAX_ALBUMS:
            self._answered.popitem(last=False)
