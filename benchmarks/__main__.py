"""`./run bench [P1 ...] [--quick] [--json FILE]`: runs the targets beside their peers, prints one table.

A full run (all targets, without --quick) also writes the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks import page
from benchmarks.burst import measure_burst
from benchmarks.core import measure_core
from benchmarks.latency import measure_latency
from benchmarks.press import measure_press
from benchmarks.replicas import measure_replicas
from benchmarks.rows import Effort, Row
from benchmarks.size import measure_size
from benchmarks.start import measure_start
from benchmarks.tick import measure_tick

Measure = Callable[[Effort], list[Row]]
TARGETS: dict[str, Measure] = {
    "P1": measure_press,
    "P2": measure_latency,
    "P3": measure_replicas,
    "P4": measure_tick,
    "P5": measure_burst,
    "P6": measure_start,
    "P7": measure_core,
    "P8": measure_size,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description="How fast it is, beside its peers.")
    parser.add_argument("targets", nargs="*", help=f"which to run: {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: a look, no result")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows for a program, too")
    parser.add_argument(
        "--prompts", type=int, metavar="N", help="P5: N prompts at 1,000/s only; 100,000 take sixteen minutes"
    )
    options = parser.parse_args(arguments)
    chosen = [name.upper() for name in options.targets] or list(TARGETS)
    if unknown := [name for name in chosen if name not in TARGETS]:
        parser.error(f"there is no target {', '.join(unknown)}: choose from {', '.join(TARGETS)}")
    if options.json is not None and not options.json.absolute().parent.is_dir():
        parser.error(
            f"{options.json.absolute().parent} is no folder: --json writes a file into one that exists"
        )
    if options.prompts is not None and (options.prompts < 1 or chosen != ["P5"]):
        parser.error(
            "--prompts N is for P5 alone, and N is a number from 1 on: ./run bench P5 --prompts 100000"
        )
    effort = Effort(quick=options.quick, prompts=options.prompts)
    rows: list[Row] = []
    whole = perf_counter()
    for name in chosen:
        began = perf_counter()
        rows += TARGETS[name](effort)
        sys.stderr.write(f"{name} took {perf_counter() - began:.0f} s\n")
    sys.stdout.write(table(rows))
    if chosen == list(TARGETS) and not effort.quick:
        page.write(rows, seconds=perf_counter() - whole)
        sys.stderr.write(f"written: {page.PAGE.name} in docs\n")
    if effort.quick:
        sys.stderr.write("a look, no result: few rounds, and a p99 of few presses; ./run bench measures\n")
    if options.json:
        found = {"targets": [row.for_a_program() for row in rows]}
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def table(rows: list[Row]) -> str:
    """For a terminal."""
    widths = (4, 46, 30, 52, 7, 24, 7)
    heads = ("id", "work", "ours", "peer", "ratio", "target", "reached")
    lines = [_line(heads, widths), _line(tuple("-" * width for width in widths), widths)]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        reached = "yes" if row.reached else "NO"
        cells = (row.id, row.work, row.ours, row.peer or "", ratio, row.target, reached)
        lines.append(_line(cells, widths))
        if row.note:
            lines += textwrap.wrap(row.note, 150, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return "\n".join(lines) + "\n"


def _line(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    sys.exit(main())
