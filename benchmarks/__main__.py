"""`./run bench [P7 ...] [--json FILE]`: runs the targets and prints one table, ours beside the target.

./run bench P7
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.core import measure_core

TARGETS = {"P7": measure_core}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("targets", nargs="*", help=f"which to run: {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows for a program, too")
    options = parser.parse_args()
    unknown = [name for name in options.targets if name not in TARGETS]
    if unknown:
        parser.error(f"there is no target {', '.join(unknown)}: choose from {', '.join(TARGETS)}")
    rows = [row for name in options.targets or TARGETS for row in TARGETS[name]()]
    for row in rows:
        reached = "reached" if row["reached"] else "missed"
        sys.stdout.write(
            f"{row['id']}  {row['work']:<44} {row['ours']:<24} target {row['target']:<18} {reached}\n"
        )
    if options.json:
        options.json.write_text(json.dumps({"targets": rows}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
