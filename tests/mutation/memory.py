"""What the core remembers of the rule book, forgotten: a mutant is looked at again, and a reader of a rule is seen.

Must not know the mutants. The rule book itself stays: it is one for all who hold it.
"""

from __future__ import annotations

import sys
from functools import _lru_cache_wrapper

from flows.rulebook import load


def forget() -> None:
    """Empties every `lru_cache` of the core but the one that holds the book."""
    for name, module in tuple(sys.modules.items()):
        for value in tuple(vars(module).values()) if name.startswith("flows.") else ():
            if isinstance(value, _lru_cache_wrapper) and value is not load:
                value.cache_clear()
