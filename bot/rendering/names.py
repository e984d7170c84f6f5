"""A name as it can be shown in a line of text: cleaned where it comes in, and again wherever it is shown.

A first name on Telegram is free text of up to 64 characters. It may be blank, may hold characters that turn the rest
of the line around, or may carry a hundred accents. People of earlier releases are stored with such names, so the
places that show a name clean it too: `bot/rendering/texts.py` and `bot/documents/weekly_report_text.py`.

>>> clean_name("  Ana\\u202e\\u200b ")
'Ana'
>>> clean_name("\\u2067\\u3164.")
''
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

MAX_LENGTH = 64  # characters; Telegram's own limit
MAX_MARKS = 4  # combining marks on one letter; written languages need at most three or four
ZERO_WIDTH_JOINER = "\u200d"  # holds an emoji of several parts together
JOINERS = ("\u200c", ZERO_WIDTH_JOINER)  # Persian and the scripts of India need them inside a word
# Letters and marks without a shape of their own: fillers, joiners, inherent vowels, the blank of Braille.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159")
HIDDEN = (
    "Cc",
    "Cf",
    "Cs",
    "Co",
)  # controls, format characters (bidi, zero-width), half characters, private use
MARKS = ("Mn", "Me")
SHOWN = ("L", "N", "S")  # a letter, a number or a symbol: punctuation alone is no name
RIGHT_TO_LEFT = ("R", "AL", "AN")
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def clean_name(name: str) -> str:
    """The name in one line, without what has no shape or turns the line around; empty if nothing remains."""
    shown = " ".join("".join(_kept(unicodedata.normalize("NFC", name))).split())[:MAX_LENGTH]
    shown = shown.strip("".join(JOINERS) + " ")
    return shown if any(unicodedata.category(one)[0] in SHOWN for one in shown) else ""


def in_a_line(name: str) -> str:
    """The cleaned name for a line of text. A name that is written from right to left turns only itself around."""
    shown = clean_name(name)
    turns = any(unicodedata.bidirectional(one) in RIGHT_TO_LEFT for one in shown)
    return f"{ISOLATE}{shown}{END_ISOLATE}" if turns else shown


def _kept(name: str) -> Iterator[str]:
    """The characters that are shown. A mark needs a letter before it, a joiner a character to join."""
    marks = MAX_MARKS  # none may come before the first letter
    before = " "
    for one in name:
        category = unicodedata.category(one)
        if one.isspace():
            one = " "
            marks = MAX_MARKS
        elif category in MARKS and one not in BLANK:
            marks += 1
            if marks > MAX_MARKS or (_is_variation(one) and _is_variation(before)):
                continue
        elif one in JOINERS:
            if before == " " or before in JOINERS:
                continue
        elif one in BLANK or category in HIDDEN or _is_noncharacter(one):
            continue
        else:
            marks = 0
        before = one
        yield one


def _is_variation(one: str) -> bool:
    return "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"


def _is_noncharacter(one: str) -> bool:
    code = ord(one)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE0FFF
