"""What a life came to, in numbers, and what the judge says: the figure before and after a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.system.lives.judge import judged
from tests.system.lives.judge.facts import Complaint, read
from tests.system.lives.judge.talk import answers_before_useful
from tests.system.lives.judge.words import statements
from tests.system.lives.record import Record


def line(record: Record) -> str:
    """One life in a line."""
    facts = read(record)
    bot = [e for e in facts.entries if e.kind == "bot" and not e.edited]
    taps = sum(e.hers for e in facts.entries)
    days = max(1, (facts.entries[-1].at - facts.entries[0].at).days)
    words = sum(len(e.text.split()) for e in bot)
    offers = facts.offers
    level = f"{max(o.level for o in offers)}/{offers[-1].levels}" if offers else "-"
    most = statements(facts).most_common(1)
    repeat = f"{most[0][1]}x “{' '.join(most[0][0].split())[:40]}”" if most else ""
    return (
        f"{record.name:8} {days:4} d {len(bot) / days:5.1f} messages/d {taps / days:5.1f} taps/d "
        f"{words / days:6.0f} words/d "
        f"{answers_before_useful(facts):3} before useful  level {level:6} {len(facts.sessions):3} sessions  {repeat}"
    )


def by_rule(complaints: Iterable[Complaint]) -> Counter[str]:
    return Counter(complaint.rule for complaint in complaints)


def complaints_of(record: Record, *, most: int = 3) -> list[str]:
    """The judge's complaints, the first few of each rule."""
    shown: Counter[str] = Counter()
    lines = []
    found = judged(record)
    counts = by_rule(found)
    for complaint in found:
        shown[complaint.rule] += 1
        if shown[complaint.rule] <= most:
            lines.append(f"    {counts[complaint.rule]:3} × {complaint}")
    return lines
