"""The rule book: every rule, number and source as data (TOML), read once and checked while it is read.

>>> load().rule("R-RED-1").cites
('S13', 'S14', 'S15')
"""

from flows.rulebook.load import load
from flows.rulebook.model import Certainty, Example, Level, ReadinessTest, Rule, RuleBook, Source

__all__ = ["Certainty", "Example", "Level", "ReadinessTest", "Rule", "RuleBook", "Source", "load"]
