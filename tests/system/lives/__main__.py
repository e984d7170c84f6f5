"""Prints a life as a chat to read, or what all lives came to.

python -m tests.system.lives ana
python -m tests.system.lives --report [--most 3] [ana ...]
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.system.lives.judge import judged
from tests.system.lives.living import NotUnderstood, live
from tests.system.lives.report import by_rule, complaints_of, line
from tests.system.lives.women import WOMEN


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.system.lives")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--report", action="store_true", help="numbers and complaints instead of the chat")
    parser.add_argument("--most", type=int, default=2, help="complaints shown of each rule")
    given = parser.parse_args()
    chosen = [woman for woman in WOMEN if not given.names or woman.name in given.names]
    total: Counter[str] = Counter()
    lives: Counter[str] = Counter()
    for woman in chosen:
        try:
            record = live(woman)
        except NotUnderstood as problem:
            print(f"{woman.name:8} NOT UNDERSTOOD: {problem}", flush=True)
            lives["not understood"] += 1
            continue
        if not given.report:
            print(f"# {woman.name}: {woman.about}", *record.chat(), sep="\n")
            continue
        counts = by_rule(judged(record))
        total += counts
        lives += Counter(dict.fromkeys(counts, 1))
        lives["green"] += not counts
        print(line(record), *complaints_of(record, most=given.most), sep="\n", flush=True)
    if given.report:
        print(f"\n{len(chosen)} lives, {lives['green']} without a complaint")
        for rule, number in total.most_common():
            print(f"{number:5} in {lives[rule]:2} lives  {rule}")


if __name__ == "__main__":
    main()
