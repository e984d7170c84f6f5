"""Measures every text as she gets it: its length, the words on a button, and words that are ours and not hers.

A phone shows about 330 characters and 28 on a button before it cuts. `LONG` and `OURS` name each exception with its
reason.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from bot.checks.text_coverage import button_ids
from bot.checks.text_samples import SAMPLES, SAMPLES_IN
from bot.rendering.texts import LOCALES, Renderer
from flows.rulebook.model import RuleBook
from flows.vocabulary import Text

MAX_TEXT: Final = 330
MAX_LABEL: Final = 28
MAX_FIRST_SCREEN: Final = 600
FIRST_SCREEN: Final = ("welcome", "onboarding-consent")
MAX_RULE: Final = 240
SENTENCES: Final = (
    ".how",
    ".whole",
)  # attributes that are texts: how an exercise is done, a red flag in full
LABELS: Final = re.compile(r"(?:link|option|country|tip|illness|flag|condition|sign|risk|energy)-")
LONE_LABELS: Final = frozenset(
    {
        "done-choosing",
        "none-of-these",
        "do-it-later",
        "location-button",
        "day-label",
        "date-label",
        "track-label",
    }
)

# Words of the engine. A warning sign is what it is called everywhere, so it may be said.
ENGINE_WORDS: Final = re.compile(
    r"\b(?:clean(?:ly)?|levels? on\b|prompts?|prompted|noted|tracks?|verdicts?|gates?|made up for"
    r"|(?<!warning )signs?)\b",
    re.IGNORECASE,
)

SAFE_WHILE: Final = (
    "as long as you have no symptoms"  # the one phrase for what is safe; these say it otherwise
)
OTHER_PHRASES: Final = re.compile(
    r"brings? on no symptoms?|causes? nothing|(?:if|while|when) you have no symptoms|on days without symptoms"
    r"|as long as (?:it|they) feels? (?:fine|good|right)|while (?:it is|they are) free of",
    re.IGNORECASE,
)
PLURALS: Final = {"one": 1, "other": 12}


@dataclass(frozen=True, slots=True)
class Measured:
    """A text, or one variant of it, with usual values in it."""

    id: str
    words: str


# Longer than `MAX_TEXT`, each with its reason.
DAY: Final = "the exercises of a day are a list that she goes through"
ASKED_FOR: Final = "she asked for it, to read or to keep"
SAFETY: Final = "whom to call, when, and why: nothing of it may be left out"
LONG: Final[Mapping[str, str]] = {
    "foundations-prompted": DAY,
    "foundations-while-referred": DAY,
    "harm-not-said": SAFETY,
    "help": ASKED_FOR,
    "how": ASKED_FOR,
    "pelvic-floor-in-full": ASKED_FOR,
    "plan-running": ASKED_FOR,
    "privacy": ASKED_FOR,
    "programme-short": DAY,
    "short-strength": DAY,
    "short-walk": DAY,
    "today-foundations": ASKED_FOR,
    "today-referred": ASKED_FOR,
    "verdict-crisis": SAFETY,
    "verdict-crisis-loss": SAFETY,
    "verdict-urgent-same-day": SAFETY,
}

# A word of the engine that may stand where it stands: (text or rule, word) with its reason.
OURS: Final[Mapping[tuple[str, str], str]] = {}


def limits(words: Renderer, folder: Path = LOCALES) -> list[str]:
    """One line for each text that is too long, label that is cut, word that is not hers, and exception without use."""
    texts = _Texts(words.locale, sorted((folder / words.locale).glob("*.ftl")))
    found = list(texts.without_sample())
    if found:
        return found
    labels = {*button_ids(), *texts.attributes(), *filter(_is_label, texts.ids)} & set(texts.ids)
    longest: dict[str, int] = {}
    said: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    for each in texts.filled(words):
        longest[each.id] = max(longest.get(each.id, 0), len(each.words))
        said.setdefault(each.id, set()).update(_engine_words(each.words))
        phrases.setdefault(each.id, set()).update(_other_phrases(each.words))
    return [
        *_too_long(longest, labels, words.locale),
        *_not_hers(said, words.locale),
        *_one_phrase(phrases, words.locale),
    ]


def rule_limits(book: RuleBook) -> list[str]:
    """The same for the sentences of the rules, which she reads behind "Why?" and in each decision."""
    found = []
    for rule in book.rules:
        if len(rule.says) > MAX_RULE:
            found.append(f"rule {rule.id} says {len(rule.says)} characters; at most {MAX_RULE}")
        found += _not_hers({rule.id: _engine_words(rule.says)}, "rule")
        found += _one_phrase({rule.id: _other_phrases(rule.says)}, "rule")
    return found


def _too_long(longest: Mapping[str, int], labels: set[str], locale: str) -> Iterator[str]:
    for name, length in longest.items():
        if name in labels and length > MAX_LABEL:
            yield f"{locale}: the button {name} has {length} characters; a phone cuts it after {MAX_LABEL}"
        elif name not in labels and length > MAX_TEXT and name not in LONG:
            yield f"{locale}: {name} has {length} characters, filled in; at most {MAX_TEXT}, or name it in LONG"
    for name in LONG:
        if longest.get(name, 0) <= MAX_TEXT:
            yield f"{locale}: {name} is named in LONG and is not too long; take it out"
    first = sum(longest[name] for name in FIRST_SCREEN)
    if first > MAX_FIRST_SCREEN:
        yield f"{locale}: welcome and consent have {first} characters; one screen holds {MAX_FIRST_SCREEN}"


def _not_hers(said: Mapping[str, set[str]], locale: str) -> Iterator[str]:
    for name, words in said.items():
        for word in sorted(words):
            if (name, word) not in OURS:
                yield f"{locale}: {name} says “{word}”, a word of the engine; say it in hers, or name it in OURS"


def _one_phrase(said: Mapping[str, set[str]], locale: str) -> Iterator[str]:
    for name, phrases in said.items():
        for phrase in sorted(phrases):
            yield f"{locale}: {name} says “{phrase}”; say “{SAFE_WHILE}”, as everywhere"


def _other_phrases(words: str) -> set[str]:
    return {match.group().lower() for match in OTHER_PHRASES.finditer(words)}


def _engine_words(words: str) -> set[str]:
    return {match.group().lower() for match in ENGINE_WORDS.finditer(words)}


def _is_label(name: str) -> bool:
    return not name.endswith(SENTENCES) and (name in LONE_LABELS or LABELS.match(name) is not None)


class _Texts:
    """The messages of one language as they are written: their arguments, and what each can be chosen by."""

    def __init__(self, locale: str, files: Iterable[Path]) -> None:
        self._locale = locale
        self._arguments: dict[str, _Arguments] = {}
        for file in files:
            for entry in parse(file.read_text("utf-8")).body:
                if isinstance(entry, ast.Message):
                    self._arguments[entry.id.name] = _Arguments(entry.value)
                    for attribute in entry.attributes:
                        self._arguments[f"{entry.id.name}.{attribute.id.name}"] = _Arguments(attribute.value)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._arguments)

    def attributes(self) -> Iterator[str]:
        """Buttons, except what is a text of its own."""
        return (name for name in self._arguments if "." in name and not name.endswith(SENTENCES))

    def without_sample(self) -> Iterator[str]:
        for name, arguments in self._arguments.items():
            for argument in sorted(arguments.names - SAMPLES.keys()):
                yield f"{self._locale}: {name} uses {argument}: give it a usual value in SAMPLES"

    def filled(self, words: Renderer) -> Iterator[Measured]:
        """Each text with usual values, once for each way in which it can be chosen."""
        for name, arguments in self._arguments.items():
            for chosen in arguments.ways():
                args = tuple({**SAMPLES, **SAMPLES_IN.get(name, {}), **chosen}.items())
                yield Measured(name, words.plain(Text(name, args)))


class _Arguments(Visitor):
    """The names of the values in a pattern, and the keys by which it chooses."""

    def __init__(self, pattern: ast.Pattern | None) -> None:
        self.names: set[str] = set()
        self._keys: dict[str, list[str | int]] = {}
        self.visit(pattern)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        if isinstance(node.selector, ast.VariableReference):
            keys = (variant.key for variant in node.variants)
            self._keys[node.selector.id.name] = [
                int(key.value) if isinstance(key, ast.NumberLiteral) else key.name for key in keys
            ]
        self.generic_visit(node)

    def ways(self) -> Iterator[Mapping[str, str | int]]:
        """Every combination of the keys; the plural of a number is chosen by a number."""
        names = list(self._keys)
        for keys in itertools.product(*self._keys.values()):
            yield {
                name: PLURALS.get(str(key), key) if isinstance(SAMPLES[name], int) else key
                for name, key in zip(names, keys, strict=True)
            }
