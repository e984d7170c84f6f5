"""`./run mutate`: every mutant, who noticed it, and the counts. Exit code 1 when one lives that is not explained.

./run mutate                  # all of them
./run mutate number rule      # only these kinds
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

from tests.mutation.fork import Jury, Outcome, judge
from tests.mutation.mutants import everything

EXPLAINED = Path(__file__).with_name("equivalent.toml")


def explained() -> dict[str, str]:
    """The mutants that nobody can notice or that nobody notices yet, each with its reason."""
    return dict(tomllib.loads(EXPLAINED.read_text("utf-8"))["mutants"])


def verdict(outcomes: list[Outcome]) -> list[str]:
    """What is wrong: mutants that live unexplained, and explanations of those that were noticed."""
    reasons = explained()
    lives = [o.name for o in outcomes if o.by is None and o.name not in reasons]
    dead = [o.name for o in outcomes if o.by is not None and o.name in reasons]
    return [f"lives: {name}" for name in lives] + [f"explained, but noticed: {name}" for name in dead]


def table(outcomes: list[Outcome]) -> list[str]:
    """The counts, kind by kind: how many, and who noticed them."""
    lines = []
    for kind in dict.fromkeys(o.kind for o in outcomes):
        of_kind = [o for o in outcomes if o.kind == kind]
        by = Counter("nobody" if o.by is None else o.by.partition(":")[0] for o in of_kind)
        noticed = ", ".join(f"{who} {count}" for who, count in by.most_common())
        lines.append(f"{kind:7}{len(of_kind):5}  {noticed}")
    live = sum(outcome.by is None for outcome in outcomes)
    return [*lines, f"in all {len(outcomes):5}  {live} not noticed, {len(explained())} explained"]


def main(kinds: list[str]) -> int:
    mutants = [mutant for mutant in everything() if not kinds or mutant.kind in kinds]
    jury = Jury.gathered(walk=any(isinstance(mutant.touches, int) for mutant in mutants))
    outcomes: list[Outcome] = []
    for outcome in judge(mutants, jury):
        outcomes.append(outcome)
        if outcome.by is None:
            print(f"not noticed: {outcome.name}", flush=True)
    print("\n".join(table(outcomes)))
    wrong = verdict(outcomes)
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
