"""`python -m benchmarks.alone`: ours alone, for whoever is making it faster; a look in ten seconds.

python -m benchmarks.alone                      # P1: 64 at once, three rounds of three seconds
python -m benchmarks.alone --delay-ms 20 --at-once 256
python -m benchmarks.alone --py-spy out.svg  # a flame graph of the second round (py-spy of the extra bench)
python -m benchmarks.alone --cprofile out.prof  # by function, with cProfile's own weight (slower by half)
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.evening import prepared
from benchmarks.press import ours, scratch
from benchmarks.systems import running


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alone")
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=8000, help="each has six presses")
    parser.add_argument("--py-spy", type=Path, metavar="SVG")
    options = parser.parse_args()
    with scratch() as folder:
        system = ours(folder)
        asyncio.run(prepared(system.env["DATABASE_URL"], folder / "people", options.people))
        with running(
            system, folder=folder / "run", people=folder / "people", delay_ms=options.delay_ms
        ) as up:
            up.run(1.5, at_once=options.at_once)
            for number in range(options.rounds):
                spy = None
                if options.py_spy and number == 1:
                    spy = record(up.bots[0].process.pid, options.py_spy, options.seconds)
                one = up.run(options.seconds, at_once=options.at_once)
                if spy is not None:
                    spy.wait()
                sys.stdout.write(
                    f"{one['per_second']:7.0f} /s   {one['cpu_us_a_press']:6.0f} us of CPU a press   "
                    f"p50 {one['p50_ms']:.1f} ms  p99 {one['p99_ms']:.1f} ms   bot {one['bot_cpu']:.0%} "
                    f"load {one['load_cpu']:.0%}   {one['calls']} {'NOBODY LEFT' if one['exhausted'] else ''}\n"
                )
                sys.stdout.flush()


def record(pid: int, to: Path, seconds: float) -> subprocess.Popen[bytes]:
    """py-spy on the running bot; `.txt` gives folded stacks, anything else a flame graph."""
    form = "raw" if to.suffix == ".txt" else "flamegraph"
    program = Path(sys.executable).parent / "py-spy"
    if not program.exists():
        sys.exit("py-spy is not here: ./run bench installs it")
    given = ["record", "--pid", str(pid), "--duration", str(max(1, round(seconds))), "--rate", "500"]
    return subprocess.Popen(  # noqa: S603 - our own arguments
        [program, *given, "--format", form, "--output", str(to.absolute())], stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    main()
