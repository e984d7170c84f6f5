"""The rule book: every rule, number and source as data (TOML), read once and checked while it is read.

>>> load().rule("R-RED-1").cites
('S13', 'S14', 'S15')
"""

from flows.rulebook.load import load
from flows.rulebook.model import Book, Certainty, Example, ReadinessTest, Row, Rule, Source

__all__ = ["Book", "Certainty", "Example", "ReadinessTest", "Row", "Rule", "Source", "load"]
