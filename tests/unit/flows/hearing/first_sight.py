"""The figures of a set of messages that nobody who wrote the tables has read.

    python -m tests.unit.flows.hearing.first_sight FILE [--missed]

FILE is TSV, `label<TAB>sentence` a line, with EM or SD in front or not; the label is the id of a flag, or `nothing`,
`OK` or `-` for ordinary text. Or TOML: one list of sentences a label. Every sentence goes through `restride decide` as
the `text` of a case. `--missed` lists the sentences that went wrong: run it only when the set is spent.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.commands.decide import decide_text
from flows.rulebook.load import load
from flows.rulebook.model import Tier

ORDINARY = ("nothing", "OK", "-", "")


def read_set(file: Path) -> Iterator[tuple[str, str]]:
    """Label and sentence of each line; the label of ordinary text is empty."""
    text = file.read_text("utf-8")
    if file.suffix == ".toml":
        for label, sentences in tomllib.loads(text).items():
            yield from (("" if label in ORDINARY else label, sentence) for sentence in sentences)
        return
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) > 1:
            label = cells[-2]
            yield "" if label in ORDINARY else label, cells[-1]


def heard(sentences: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`stop`, `ask` or `pass` for each sentence, and the flags that are asked about."""
    cases = [{"kind": "screening", "days_since_birth": 120, "text": sentence} for sentence in sentences]
    lines, _ = decide_text(json.dumps(cases), load())
    for line in lines:
        found = json.loads(line)
        asks = found.get("ask_red_flag")
        flags = (asks,) if isinstance(asks, str) else tuple(asks or ())
        yield ("stop" if found["decision"].startswith("urgent") else "ask" if flags else "pass"), flags


def main(arguments: Sequence[str]) -> int:
    """Prints the figures."""
    names = [name for name in arguments if not name.startswith("--")]
    if len(names) != 1:
        sys.stderr.write("Name one file: label<TAB>sentence a line, or TOML with one list a label.\n")
        return 2
    rows = list(read_set(Path(names[0])))
    book = load()
    found = list(heard([sentence for _, sentence in rows]))
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for (label, sentence), (did, flags) in zip(rows, found, strict=True):
        counts[label, did] += 1
        named = did != "ask" or label in flags or flags == ("any",)
        counts[label, "named"] += did != "pass" and named
        if (did == "pass") if label else (did != "pass"):
            wrong.append((label or "ordinary", did, ", ".join(flags), sentence))
    labels = sorted({label for label, _ in rows if label})
    emergencies = [label for label in labels if book.red_flags[label].tier is Tier.EMERGENCY]
    say = sys.stdout.write
    say(f"{'flag':32}{'heard':>8}{'stop':>6}{'ask':>6}{'missed':>8}{'named':>8}\n")
    for label in labels:
        stop, ask, missed = (counts[label, did] for did in ("stop", "ask", "pass"))
        share = (stop + ask) / (stop + ask + missed)
        say(f"{label:32}{share:8.1%}{stop:6}{ask:6}{missed:8}{counts[label, 'named']:8}\n")

    def rate(of: Sequence[str], *did: str) -> str:
        some = sum(counts[label, one] for label in of for one in did)
        every = sum(counts[label, one] for label in of for one in ("stop", "ask", "pass"))
        return f"{some} of {every} = {some / every:.1%}" if every else "none"

    say(f"heard: {rate(labels, 'stop', 'ask')}; at once: {rate(labels, 'stop')}\n")
    say(f"emergencies missed: {rate(emergencies, 'pass')}\n")
    say(f"ordinary text stopped: {rate([''], 'stop')}; asked about: {rate([''], 'ask')}\n")
    if "--missed" in arguments:
        for line in wrong:
            say("\t".join(line) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
