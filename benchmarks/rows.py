"""One row of the table, and what several rounds come to: the median, and how far they lay apart.

>>> median_of([3.0, 1.0, 2.0]).middle
2.0
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`ours` and `peer` as they are read; `ratio` is what `target` speaks of; `note`: what has to be known."""

    id: str
    work: str
    ours: str
    peer: str | None
    ratio: float | None
    target: str
    reached: bool
    note: str = ""

    def for_a_program(self) -> dict[str, object]:
        """The row of `--json`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of several rounds."""

    middle: float
    low: float
    high: float

    def said(self, unit: str, digits: int = 0) -> str:
        """`1,340 /s (1,310-1,402)`."""
        shown = [f"{value:,.{digits}f}" for value in (self.middle, self.low, self.high)]
        return f"{shown[0]} {unit} ({shown[1]}-{shown[2]})"


def median_of(values: Sequence[float]) -> Spread:
    """The median, and the lowest and the highest."""
    return Spread(statistics.median(values), min(values), max(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to look: full, or `--quick`. `prompts`: for P5, another number of them."""

    quick: bool
    prompts: int | None = None

    @property
    def rounds(self) -> int:
        return 2 if self.quick else 5

    @property
    def seconds(self) -> float:
        return 1.0 if self.quick else 3.0

    @property
    def warm_up(self) -> float:
        return 0.5 if self.quick else 2.0
