"""`./run mutate code`: the mutants that mutmut makes of the functions that decide, choose days and read typed words
(`flows/plan`, `flows/schedule.py`, `flows/hearing`), each in a fork of its own.

mutmut writes them beside the functions, into a copy; one is alive where an environment variable names it. Each is shown
to every killer that called its function, quickest first, in the process that has them loaded already: a thousand a
minute and more, where a pytest each took an hour or two. Runs in that copy (`run` sees to it). Must not know the rules.

>>> function_of("flows.plan.before_running.birth.x__time__mutmut_3")
'x__time'
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FrameType, ModuleType

import pytest

import flows
from tests.mutation.killers import Killer, facts
from tests.mutation.memory import forget
from tests.mutation.units import of_module
from tests.unit.flows.plan import test_case_reader, test_field_reader, test_verdict

ALIVE = "MUTANT_UNDER_TEST"  # mutmut's: the mutant that is to be called
PATIENCE_S = 60  # of processor time, so that a busy machine is never taken for an endless loop
HERE = Path(flows.__file__).parent
HEARING = Path("tests", "unit", "flows", "hearing")


def write() -> None:
    """mutmut makes its copy and writes the mutants into it."""
    from mutmut import __main__ as mutmut  # only here: it reads its settings on being imported
    from mutmut.mutation.trampoline import set_mutant_under_test

    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir()
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.create_mutants(os.cpu_count() or 1)


def function_of(mutant: str) -> str:
    """The function that it is a mutant of, as mutmut spells it."""
    return mutant.rpartition(".")[2].partition("__mutmut")[0]


def mutants(wanted: list[str]) -> list[str]:
    """The names of all mutants that contain one of the words, or of all."""
    written = [
        name
        for file in sorted(HERE.rglob("*.meta"))
        for name in json.loads(file.read_text("utf-8"))["exit_code_by_key"]
    ]
    return [name for name in written if not wanted or any(word in name for word in wanted)]


def _all_killers() -> Iterator[Killer]:
    yield from facts()
    for module in (test_verdict, test_field_reader, test_case_reader, *_readers_of_words()):
        for name, test in of_module(module):
            yield Killer(kind="unit", name=name, run=lambda _, test=test: test())  # type: ignore[misc]


def _readers_of_words() -> Iterator[ModuleType]:
    """The tests of `flows/hearing`, whatever modules there are."""
    root = Path(__file__).parents[2]
    for file in sorted((root / HEARING).rglob("test_*.py")):
        yield import_module(".".join(file.relative_to(root).with_suffix("").parts))


def by_function() -> dict[str, list[Killer]]:
    """Who called each function when nothing was mutated, the quickest first. One that is red as it is raises."""
    timed = defaultdict[str, list[tuple[float, Killer]]](list)
    for killer in _all_killers():
        called = set[str]()
        forget()  # what is known already would not be called again
        sys.setprofile(partial(_listen, called))
        began = time.process_time()
        try:
            killer.run(None)
        finally:
            sys.setprofile(None)
        for function in called:
            timed[function].append((time.process_time() - began, killer))
    return {name: [k for _, k in sorted(found, key=lambda pair: pair[0])] for name, found in timed.items()}


def _listen(called: set[str], frame: FrameType, event: str, arg: object) -> None:
    if event == "call" and frame.f_code.co_filename.startswith(str(HERE)):
        called.add(function_of(frame.f_code.co_name))


_killers: dict[str, list[Killer]] = {}  # what a fork finds in its memory


def _judged(mutant: str) -> tuple[str, str]:
    """The mutant and who noticed it: `nobody`, or `unseen` where no killer ever called its function."""
    found = _killers.get(function_of(mutant))
    if not found:
        return mutant, "unseen"
    os.environ[ALIVE] = mutant
    forget()
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE_S)
    try:
        for killer in found:
            killer.run(None)
    except TimeoutError:
        return mutant, "time: it never ends"
    except (Exception, pytest.fail.Exception):  # what `raises` has to say is no Exception
        return mutant, killer.kind
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return mutant, "nobody"


def _too_long(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError


def main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        write()
        return 0
    assert Path.cwd() in HERE.parents, "not in the copy that mutmut made"
    _killers.update(by_function())
    gc.collect()
    gc.freeze()  # what the forks share is never looked at again, and so not copied
    fork = multiprocessing.get_context("fork")
    by = Counter[str]()
    with fork.Pool(2, maxtasksperchild=1) as pool:
        for mutant, who in pool.imap_unordered(_judged, mutants(arguments), chunksize=1):
            by[who] += 1
            if who in ("nobody", "unseen"):
                print(f"{who}: {mutant}", flush=True)
    print(", ".join(f"{who} {count}" for who, count in by.most_common()), f"in all {by.total()}", sep=", ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
