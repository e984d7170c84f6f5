"""The phrase tables of a language: sentences as women write them, each with what it means.

Must not know what is done about any of them. A file has sections; a section begins with `[label; reading; source]` and
holds one sentence a line (`languages/en/phrases/README.md`). The tables are read by training, by the tests, and to show
which known phrases are nearest to what she wrote.

>>> phrase = next(one for one in load_phrases() if one.text == "TIA")
>>> phrase.label, phrase.reading, phrase.means
('one_sided_weakness', 'not: idiom', 'nothing')
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

ENGLISH = "en"
NOTHING = "nothing"
READINGS = ("stop", "ask", "sign", "life", "intent", "question")
REASONS = ("past", "other", "denied", "idiom", "sport", "supposed", "answer", "everyday")
NEAREST = 3
_SECTION = re.compile(r"\[([a-z_]+); ([a-z]+(?:: [a-z]+)?); ([^\]]+)\]")
_WORD = re.compile(r"[a-z0-9]+")


class PhraseError(ValueError):
    """A table cannot be read. The message names the file and the line, and says what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One sentence. `label`: the table it stands in; `reading`: what it means there; `source`: where it is from."""

    text: str
    label: str
    reading: str
    source: str

    @property
    def means(self) -> str:
        """The label to learn: a line that only sounds like its table means nothing."""
        return NOTHING if self.reading.startswith("not") else self.label


def load_phrases(language: str = ENGLISH) -> Iterator[Phrase]:
    """Every phrase of a language, file by file in the order of their names."""
    for file in table_files(language):
        yield from read_table(file.name, file.read_text(encoding="utf-8"))


def read_table(name: str, text: str) -> Iterator[Phrase]:
    """The phrases of one file; `PhraseError` for a line that belongs to no section."""
    section: tuple[str, str, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            section = _section(name, number, line)
        elif section is None:
            raise PhraseError(f"{name}, line {number}: put a section such as [fever; stop; clinic] above it")
        else:
            yield Phrase(text=line.strip(), label=section[0], reading=section[1], source=section[2])


def _section(name: str, number: int, line: str) -> tuple[str, str, str]:
    found = _SECTION.fullmatch(line.strip())
    reading = found[2] if found else ""
    known = reading in READINGS or reading.removeprefix("not: ") in REASONS
    if found is None or not known:
        allowed = ", ".join((*READINGS, *(f"not: {reason}" for reason in REASONS)))
        raise PhraseError(
            f"{name}, line {number}: a section is [label; reading; source], the reading one of {allowed}"
        )
    return found[1], reading, found[3]


def table_files(language: str = ENGLISH) -> tuple[Traversable, ...]:
    """The files of a language, those of the red flags first."""
    folder = resources.files("flows.hearing") / "languages" / language / "phrases"
    flags = sorted((folder / "red_flags").iterdir(), key=lambda file: file.name)
    rest = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name
    )
    return (*(file for file in flags if file.name.endswith(".txt")), *rest)


def tables_hash(language: str = ENGLISH) -> str:
    """SHA-256 over the tables, with which a trained model says from which tables it was made."""
    digest = hashlib.sha256()
    for file in table_files(language):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def nearest_phrases(text: str, language: str = ENGLISH) -> tuple[Phrase, ...]:
    """The three known phrases that share most words with a text, words that few phrases have counting more."""
    words = set(_WORD.findall(text.casefold().replace("'", "")))
    known, counts = _words_of(language)
    weighed = []
    for at, (phrase, own) in enumerate(known):
        shared = sum(1 / counts[word] for word in words & own)
        if shared:
            weighed.append((shared / (1 + len(own | words)), -at, phrase))
    weighed.sort(key=lambda one: one[:2], reverse=True)
    return tuple(phrase for _, _, phrase in weighed[:NEAREST])


@cache
def _words_of(language: str) -> tuple[tuple[tuple[Phrase, frozenset[str]], ...], dict[str, int]]:
    known = tuple(
        (phrase, frozenset(_WORD.findall(phrase.text.casefold().replace("'", ""))))
        for phrase in load_phrases(language)
    )
    counts: dict[str, int] = {}
    for _, own in known:
        for word in own:
            counts[word] = counts.get(word, 0) + 1
    return known, counts
