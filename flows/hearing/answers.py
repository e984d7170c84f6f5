"""Yes and no, numbers and lengths of time, as she types them.

Must not know which question was asked. Nothing is guessed: a yes with a condition, a no or a number among words that
are not known, and two numbers that differ are no answer.

>>> number("about twenty reps", 0, 30)
Found(value=20.0)
>>> yes_no("no pain"), yes_no("yep, a bit"), yes_no("no, but my knee hurts")
(False, True, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import ceil

from flows.hearing.lexicon_data import any_word, load
from flows.hearing.normalize import normalize
from flows.hearing.report import read_report
from flows.hearing.values.number_words import to_digits

MINUTE, HOUR, DAY = 60, 3600, 86_400
SCALE = 10  # the top of a scale: it has no units, and what lies between two of its numbers is the higher
NAMED = " _ "  # stands where a length with its unit was


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A number inside the range that was asked for."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfRange:
    """A number, but not one that is possible here."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotANumber:
    """No number, or two that differ."""


Numbered = Found | OutOfRange | NotANumber

_NUMERAL = re.compile(r"(?<![\w.,:-])-?\d+(?:[.,]\d+)?(?![\d:]|[a-z]*\d)")
_RANGE = re.compile(r"(?<=\d) ?- ?(?=\d)")
_OUT_OF = re.compile(r"(?<![\d.,/])(\d+(?:[.,]\d+)?) ?(?:/|out of|of) ?(\d+)\b(?! ?[/-] ?\d)")
_HOURS = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?: ?h(?:(?:ou)?rs?)? ?(?:and )?([0-5]?\d) ?(?:m(?:in(?:ute)?s?)?)?|:(?!00)([0-5]\d))"
    r"(?![\w:]|[.,]\d)"
)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_BESIDE = re.compile(r"[\w<>+]")
_AFTER = re.compile(r"_ *(?:and )?\d+\W*$")
_PUNCTUATION = re.compile(r"[^\w\s👍✅✔👌🙋👎❌✖🚫🙅]")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """The words of yes and no, without apostrophes."""

    whole: dict[str, bool | None]
    first: dict[str, bool]
    neither: re.Pattern[str]
    turns_yes: re.Pattern[str]
    denies: re.Pattern[str]
    beside_no: re.Pattern[str]


def yes_no(text: str) -> bool | None:
    """Yes, no, or None when it is neither, both or doubtful: `yes, next week` is no yes, `no pain, hip sore` no no."""
    words, known = _bare(text), _yes_no()
    if words in known.whole:
        return known.whole[words]
    meaning, rest = _begins(words, known)
    if meaning:
        return None if known.turns_yes.search(rest) else True
    if meaning is None or known.beside_no.sub("", rest).strip() or read_report(text).signs:
        return None
    return False


def begins_with_yes(text: str) -> bool:
    """Whether it is a yes, whatever stands beside it, but a no: `yes, but only a little`."""
    known = _yes_no()
    words = _bare(text)
    meaning, rest = _begins(words, known)
    return known.whole.get(words) is True or (meaning is True and not known.denies.search(rest))


def _bare(text: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", _SKIN.sub("", normalize(text).replace("'", ""))).split())


def _begins(words: str, known: YesNo) -> tuple[bool | None, str]:
    """What the first word means, unless it is taken back, and the rest."""
    start, _, rest = words.partition(" ")
    meaning = known.first.get(start, known.first.get(start[:1]))
    taken_back = meaning and any(known.first.get(word) is False for word in rest.split())
    return None if taken_back or known.neither.search(words) else meaning, rest


def number(text: str, low: float, high: float) -> Numbered:
    """The one number in what she typed: `3/10` is 3, `seven and a half` is 7.5, `none` is 0 where 0 is possible."""
    words = _RANGE.sub(" to ", to_digits(_not_ones().sub(" ", normalize(text).replace("'", ""))))
    if high != SCALE:
        words = _HOURS.sub(_hours, words)
    rated, loose = _OUT_OF.findall(words), _OUT_OF.sub(" ", words)
    found = {_value(one) for one in (*(one for one, _ in rated), *_NUMERAL.findall(loose))}
    if not found and _zeros().fullmatch(words.strip(" .,!")) and low <= 0:
        return Found(value=0.0)
    if len(found) != 1 or (high == SCALE and any(int(top) != SCALE for _, top in rated)):
        return NotANumber()
    value = found.pop()
    beside = _NUMERAL.sub(" ", loose)
    if _BESIDE.search(_around(high == SCALE).sub(" ", beside if value else _zeros().sub(" ", beside))):
        return NotANumber()
    if not low <= value <= high:
        return OutOfRange(value=value)
    return Found(value=float(ceil(value)) if high == SCALE else value)


def _hours(found: re.Match[str]) -> str:
    return f" {int(found[1]) + int(found[2] or found[3]) / MINUTE:g} "


def seconds(text: str) -> Found | NotANumber:
    """A length of time in seconds, a day at most: `90`, `2 min`, `1:30`, `half a minute`, `1 min 20`."""
    clock = _CLOCK.search(normalize(text))
    if clock:
        parts = [int(part) for part in clock.groups() if part is not None]
        return _within_a_day(sum(part * MINUTE**place for place, part in enumerate(reversed(parts))))
    words = _fractions(_RANGE.sub(" to ", to_digits(normalize(text))))
    named = [
        (_value(count), HOUR if name[0] == "h" else MINUTE if name[0] == "m" else 1)
        for count, name in _lengths().findall(words)
    ]
    rest = _lengths().sub(NAMED, words)
    if not named:
        bare = number(rest, 0, DAY)
        return NotANumber() if isinstance(bare, OutOfRange) else bare
    total, smallest = sum(count * size for count, size in named), named[-1][1]
    loose = _NUMERAL.findall(rest)
    if loose:
        if len(loose) > 1 or smallest == 1 or not _AFTER.search(rest):
            return NotANumber()
        total += _value(loose[0]) * smallest / MINUTE
    return _within_a_day(total)


def _fractions(words: str) -> str:
    """`half an hour` is `0.5 hour`, `an hour and a half` is `1.5 hour`, `3 quarters of an hour` is `0.75 hour`."""
    unit = r"(hours?|hrs?|minutes?|mins?)"
    for pattern, replaced in (
        (rf"\b(?:an? )?(?<!\d ){unit} and (?:a )?half\b", r"1.5 \1"),
        (rf"\b(?:an? )?(?<!\d ){unit} and a quarter\b", r"1.25 \1"),
        (rf"\b(\d+) {unit} and (?:a )?half\b", r"\1.5 \2"),
        (rf"\b(\d+) {unit} and a quarter\b", r"\1.25 \2"),
        (rf"\b(?:3|three) quarters of an? {unit}", r"0.75 \1"),
        (rf"\b(?:a )?quarter of an? {unit}", r"0.25 \1"),
        (rf"\b(?:half|1/2) (?:an? )?{unit}", r"0.5 \1"),
        (rf"\b(?:a )?couple (?:of )?{unit}", r"2 \1"),
        (rf"\ban? {unit}", r"1 \1"),
    ):
        words = re.sub(pattern, replaced, words)
    return words


def _within_a_day(total: float) -> Found | NotANumber:
    return Found(value=float(total)) if total <= DAY else NotANumber()


def _value(typed: str) -> float:
    return float(typed.replace(",", "."))


@cache
def _yes_no() -> YesNo:
    said = load("words")["answers"]
    whole: dict[str, bool | None] = dict.fromkeys(said["neither_whole"])
    return YesNo(
        whole=whole | dict.fromkeys(said["yes_whole"], True) | dict.fromkeys(said["no_whole"], False),
        first=dict.fromkeys(said["yes_first"], True) | dict.fromkeys(said["no_first"], False),
        neither=any_word(said["neither_within"]),
        turns_yes=any_word([*said["denies_yes"], *said["turns_yes"]]),
        denies=any_word(said["denies_yes"]),
        beside_no=any_word(said["beside_no"]),
    )


@cache
def _zeros() -> re.Pattern[str]:
    zeros = sorted(load("words")["numbers"]["said"]["zero"], key=len, reverse=True)
    return any_word(zeros)


@cache
def _around(scale: bool) -> re.Pattern[str]:
    said = load("words")["numbers"]["said"]
    around = said["around"] if scale else [*said["counted"], *said["around"]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(around)})(?!\w)")


@cache
def _not_ones() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load('words')['numbers']['said']['not_one'])}) one\b")


@cache
def _lengths() -> re.Pattern[str]:
    units = sorted(
        (unit for units in load("words")["lengths"].values() for unit in units), key=len, reverse=True
    )
    return re.compile(rf"(?<![\d.,/])(\d+(?:[.,]\d+)?) ?({'|'.join(units)})(?![a-z])")
