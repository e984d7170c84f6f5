"""`dataclasses.replace` for frozen, slotted records, at a quarter of its price: a turn replaces a dozen of them.

A frozen class sets each field through `object.__setattr__`, which is what the library's own spends its time with.
Here the copy is made and changed as a twin with the same slots that is not frozen, and then becomes the record's
class. `__init__` and `__post_init__` do not run again: records that check themselves use the library's.
Must not know what a record means. Type checkers are shown the library's `replace`, and so check names and types.

>>> replace(Past(on=date(2026, 1, 1), level=1, outcome="clean"), level=2).level  # doctest: +SKIP
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from dataclasses import fields, make_dataclass
    from functools import cache
    from operator import attrgetter

    def replace(record, /, **changes):
        """The same record with some fields changed; raises `TypeError` for a field it does not have."""
        kind = type(record)
        twin, read = _twin(kind)
        new = twin(*read(record))
        for name, value in changes.items():
            try:
                setattr(new, name, value)
            except AttributeError:
                raise TypeError(f"{kind.__name__} has no field {name!r}") from None
        new.__class__ = kind
        return new

    @cache
    def _twin(kind: type) -> tuple[type, attrgetter]:
        """A class with the same slots that can be written, and how all fields are read in their order."""
        names = [field.name for field in fields(kind)]
        if hasattr(kind, "__post_init__") or len(names) < 2:
            raise TypeError(f"{kind.__name__} is not a plain record: use dataclasses.replace")
        return make_dataclass(kind.__name__, names, slots=True, eq=False), attrgetter(*names)


__all__ = ["replace"]
