"""Renders the core's `Text` as Telegram's HTML: Fluent messages of one language, filled and escaped.

The only place that escapes. A missing text or value is an error, not a gap on a screen. A date `on` can be shown as
`{ $on }`, "Monday 2 March", or as `{ $on_with_year }`, "Monday 2 March 2026".
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import assert_never

from babel.dates import format_date
from fluent_compiler.bundle import FluentBundle

from bot.rendering.choice import MARK
from bot.rendering.names import in_a_line
from flows.vocabulary import Literal, Option, Text, TextList, Value

LOCALES = Path(__file__).parents[1] / "locales"
# The spelling of numbers and plurals, and how a date is said without and with its year.
REGIONS: Mapping[str, str] = {"en": "en-GB"}
SHEET = "sheet"  # a folder of its own, and how the names of its texts begin
DATE = "EEEE d MMMM"
DATE_WITH_YEAR = "EEEE d MMMM y"
WITH_YEAR = "_with_year"
TAG = re.compile(r"<[^<>]*>")
NAME = "name"  # the value that addresses her
NAMELESS = "\ue000"  # stands for a name of which nothing can be shown, until the address is left out
ADDRESS = re.compile(
    f",? ?{NAMELESS}"
)  # "Hello Ana." becomes "Hello.", "Thank you, Ana." becomes "Thank you."
NO_CONSTANTS: Mapping[str, str] = dict.fromkeys(
    ("operator_name", "operator_contact", "privacy_url", "retain_days"), ""
)

FormatValue = str | int | float


class RenderError(Exception):
    """A text is missing, or a value for it: the line names the message and never shows a value."""


class Renderer:
    """The words of one language."""

    __slots__ = ("_bundle", "_constants", "_region", "_sheet", "_sheet_files", "locale")

    def __init__(
        self, locale: str, folder: Path = LOCALES, *, constants: Mapping[str, str] = NO_CONSTANTS
    ) -> None:
        files = sorted((folder / locale).glob("*.ftl"))
        if not files:
            raise RenderError(f"there are no texts for the language {locale!r}")
        self.locale = locale
        self._region = REGIONS.get(locale, locale)
        # What every text may use, before its own values; an empty one reads `unset`, so that a text can choose by it.
        self._constants = {name: _escape(value) or "unset" for name, value in constants.items()}
        self._bundle = self._compiled(files)
        self._sheet_files = sorted((folder / locale / SHEET).glob("*.ftl"))
        self._sheet: FluentBundle | None = None

    def problems(self) -> tuple[str, ...]:
        """What is wrong in the files themselves: broken lines, references to nothing."""
        return tuple(
            f"{self.locale}: {message or 'file'}: {error}"
            for bundle in (self._bundle, self._of_the_sheet())
            for message, error in bundle.check_messages()
        )

    def has(self, message: str) -> bool:
        """Whether there is such a message, or such an attribute of a message (`message.attribute`)."""
        try:
            self._looked_up(message, self._constants)
        except KeyError:
            return False
        return True

    def text(self, text: Text) -> str:
        """The message as HTML, every value in it escaped; a last line that came out empty is left off."""
        values = _LazyArgs(self._constants, dict(text.args), self._in_words)
        return ADDRESS.sub("", self._format(text.id, values)).rstrip("\n")

    def plain(self, text: Text) -> str:
        """The message without markup, for a place that shows none: a button, a toast, the command menu."""
        return html.unescape(TAG.sub("", self.text(text)))

    def label(self, question: Text, option: Option) -> str:
        """The words on a button: its own text, or the attribute of the question that is named after it."""
        words = self.plain(
            option.label or Text(f"{question.id}.{option.id.replace('_', '-')}", question.args)
        )
        return MARK + words if option.marked else words

    def day(self, day: date, pattern: str) -> str:
        """A date by a pattern of Unicode's: "2 Mar", where a column is too narrow for `on`."""
        return format_date(day, pattern, locale=self._region.replace("-", "_"))

    def _in_words(self, name: str, args: Mapping[str, Value]) -> FormatValue:
        """One value, under its own name or, a date, `on_with_year`; raises `KeyError`."""
        if name in args:
            value = args[name]
            if name == NAME and isinstance(value, str):
                return _escape(in_a_line(value)) or NAMELESS
            return self._value(value)
        day = args[name.removesuffix(WITH_YEAR)]
        if not isinstance(day, date) or isinstance(day, datetime):
            raise KeyError(name)
        return self.day(day, DATE_WITH_YEAR)

    def _value(self, value: Value) -> FormatValue:
        match value:
            case str():
                return _escape(value)
            case Literal():
                return _escape(value.text)
            case int() | float():
                return value
            case datetime():
                return f"{self.day(value, DATE)}, {value:%H:%M}"
            case date():
                return self.day(value, DATE)
            case time():
                return f"{value:%H:%M}"
            case Text():
                return self.text(value)
            case TextList(bullet=True):
                return "\n".join("• " + self.text(item) for item in value.texts)
            case TextList():
                return ", ".join(self.text(item) for item in value.texts)
            case _ as never:
                assert_never(never)

    def _looked_up(
        self, message: str, values: Mapping[str, FormatValue]
    ) -> tuple[object, Sequence[Exception]]:
        """The message, and what was wrong with it; raises `KeyError`."""
        bundle = self._of_the_sheet() if message.startswith(f"{SHEET}-") else self._bundle
        found: tuple[object, Sequence[Exception]] = bundle.format(message, values)
        return found

    def _of_the_sheet(self) -> FluentBundle:
        """The texts that stand only on paper, compiled with the first sheet: an idle bot does without their 3 MB."""
        if self._sheet is None:
            self._sheet = self._compiled(self._sheet_files)
        return self._sheet

    def _compiled(self, files: Sequence[Path]) -> FluentBundle:
        return FluentBundle.from_files(self._region, [str(file) for file in files], use_isolating=False)

    def _format(self, message: str, values: _LazyArgs) -> str:
        try:
            words, errors = self._looked_up(message, values)
        except KeyError:
            raise RenderError(f"{self.locale}: there is no text {message}") from None
        if errors:
            raise RenderError(f"{self.locale}: {message}: {'; '.join(str(error) for error in errors)}")
        return str(words)


class _LazyArgs(dict[str, FormatValue]):
    """What a message may use: the constants, and values that are formatted when the message asks for them.

    A button gets the values of its whole question, of which it mostly uses none.
    """

    __slots__ = ("_args", "_in_words")

    def __init__(
        self,
        constants: Mapping[str, str],
        args: Mapping[str, Value],
        in_words: Callable[[str, Mapping[str, Value]], FormatValue],
    ) -> None:
        super().__init__(constants)
        self._args = args
        self._in_words = in_words

    def __missing__(self, name: str) -> FormatValue:
        filled = self[name] = self._in_words(name, self._args)
        return filled


def _escape(words: str) -> str:
    return html.escape(words, quote=False).replace('"', "&quot;")


@cache
def renderer(locale: str) -> Renderer:
    """The words of a language, read once."""
    return Renderer(locale)


def locales() -> tuple[str, ...]:
    """The languages there are."""
    return tuple(sorted(folder.name for folder in LOCALES.iterdir() if any(folder.glob("*.ftl"))))
