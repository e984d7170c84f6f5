"""The words of a language: filled, escaped, never with a gap."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.rendering.texts import Renderer, RenderError, locales, renderer
from flows.dialogue.texts.replies import SAID_OFTEN
from flows.vocabulary import Literal, Option, Text, TextList, text

FTL = """
hello = Hello <b>{ $name }</b>
count = { $n ->
    [one] one day
   *[other] { $n } days
 }
on = { $on } and { $on_with_year }
at = { $at }
list =
    Look:
    { $items }
run = { $seconds } s
sleep = Are you <i>rested</i>?
    .i-did-it = I did it & more
    .with-name = { $name }
broken = { nothing }
operator = { $operator_contact ->
    [unset] nobody
   *[other] { $operator_contact }
 }
"""


@pytest.fixture
def words(tmp_path: Path) -> Renderer:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "all.ftl").write_text(FTL, "utf-8")
    return Renderer("en", tmp_path)


def test_every_string_value_is_escaped_and_markup_of_ours_is_not(words: Renderer) -> None:
    assert words.text(text("hello", name='<Ana> & "co"')) == "Hello <b>&lt;Ana&gt; &amp; &quot;co&quot;</b>"
    assert words.text(text("hello", name=Literal("</b>"))) == "Hello <b>&lt;/b&gt;</b>"


def test_a_text_inside_a_text_is_escaped_once(words: Renderer) -> None:
    assert words.text(text("hello", name=text("hello", name="R&D"))) == "Hello <b>Hello <b>R&amp;D</b></b>"


def test_numbers_choose_their_plural(words: Renderer) -> None:
    assert [words.text(text("count", n=n)) for n in (0, 1, 2, 1.5)] == [
        "0 days",
        "one day",
        "2 days",
        "1.5 days",
    ]


def test_one_day_and_one_week_are_not_said_as_many() -> None:
    born = {"date_with_year": "1 June 2026"}
    asked = text("onboarding-birth-confirm", days=7, weeks=1, **born)
    assert "that was 7 days (1 week) ago" in renderer("en").plain(asked)
    asked = text("onboarding-birth-confirm", days=1, weeks=0, **born)
    assert "that was 1 day (0 weeks) ago" in renderer("en").plain(asked)
    one = text("waiting-when", date=date(2026, 6, 1), days=1, hers="no")
    assert renderer("en").plain(one) == "Running starts on Monday 1 June at the earliest. That is tomorrow."


def test_days_and_hours_are_said_in_her_words(words: Renderer) -> None:
    assert words.text(text("on", on=date(2026, 3, 2))) == "Monday 2 March and Monday 2 March 2026"
    assert words.text(text("at", at=time(7, 30))) == "07:30"
    assert words.text(text("at", at=datetime(2026, 3, 2, 7, 30, tzinfo=UTC))) == "Monday 2 March, 07:30"


def test_several_texts_are_bullets_or_a_line(words: Renderer) -> None:
    runs = tuple(text("run", seconds=n) for n in (30, 60))
    assert words.text(text("list", items=TextList(runs))) == "Look:\n• 30 s\n• 60 s"
    assert words.text(text("list", items=TextList(runs, bullet=False))) == "Look:\n30 s, 60 s"


def test_a_button_is_named_by_its_question_or_by_itself(words: Renderer) -> None:
    asked = text("sleep", name="A&B")
    assert words.label(asked, Option(id="i_did_it")) == "I did it & more"
    assert words.label(asked, Option(id="with_name")) == "A&B"
    assert words.label(asked, Option(id="any", label=text("run", seconds=5), marked=True)) == "✓ 5 s"


def test_plain_words_have_no_markup(words: Renderer) -> None:
    assert words.plain(text("hello", name="<Ana>")) == "Hello <Ana>"


@pytest.mark.parametrize(
    "asked",
    [text("missing"), text("hello"), text("broken"), text("hello", name=Text("missing"))],
    ids=["no such text", "no value", "refers to nothing", "nested"],
)
def test_what_is_missing_is_an_error_and_not_a_gap(words: Renderer, asked: Text) -> None:
    with pytest.raises(RenderError):
        words.text(asked)


def test_a_missing_button_is_an_error(words: Renderer) -> None:
    with pytest.raises(RenderError):
        words.label(text("sleep"), Option(id="nobody_wrote_me"))


def test_what_the_operator_set_can_be_used_by_any_text(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "all.ftl").write_text(FTL, "utf-8")
    assert Renderer("en", tmp_path).text(text("operator")) == "nobody"
    set_by_her = Renderer("en", tmp_path, constants={"operator_contact": "a@b.org"})
    assert set_by_her.text(text("operator")) == "a@b.org"


def test_a_broken_file_is_reported(words: Renderer) -> None:
    assert [problem for problem in words.problems() if "broken" in problem]


@pytest.mark.parametrize("locale", locales())
def test_the_files_of_each_language_are_sound(locale: str) -> None:
    assert renderer(locale).problems() == ()


def test_a_button_named_in_words_alone_reads_the_same_whatever_its_question_is_about(words: Renderer) -> None:
    for name in ("Ana", "Bea"):
        asked = text("sleep", name=name)
        assert words.label(asked, Option(id="i_did_it")) == "I did it & more"
        assert words.label(asked, Option(id="with_name")) == name


def test_a_text_that_chooses_by_a_value_is_never_taken_for_one_that_says_the_same_to_all(
    words: Renderer,
) -> None:
    asked = [words.text(text("count", n=n, name="Ana")) for n in (1, 2, 1)]
    assert asked == ["one day", "2 days", "one day"]


def test_a_value_that_no_word_asks_for_is_not_even_looked_at(words: Renderer) -> None:
    assert words.plain(text("sleep", items=text("nothing-of-the-kind"))) == "Are you rested?"


def test_texts_made_of_numbers_alone_are_told_apart_by_them(words: Renderer) -> None:
    runs = [words.text(text("hello", name=text("run", seconds=seconds))) for seconds in (30, 45, 30)]
    assert runs == [f"Hello <b>{seconds} s</b>" for seconds in (30, 45, 30)]


def test_a_constant_is_the_same_for_everybody_whatever_a_text_brings_with_it(
    tmp_path: Path, words: Renderer
) -> None:
    named = Renderer("en", tmp_path, constants={"operator_contact": "house"})
    asked = (text("operator"), text("operator", operator_contact="Ana"), text("operator"))
    assert [named.text(one) for one in asked] == ["house"] * 3


def test_the_words_of_a_sheet_of_paper_are_read_with_the_first_of_them(tmp_path: Path) -> None:
    (tmp_path / "en" / "sheet").mkdir(parents=True)
    (tmp_path / "en" / "a.ftl").write_text("hello = Hello")
    later = tmp_path / "en" / "sheet" / "b.ftl"
    words = Renderer("en", tmp_path)
    assert words.plain(Text("hello")) == "Hello"
    later.write_text("sheet-title = Weeks")
    assert not words.has("sheet-title"), "which files there are is known from the start"
    words = Renderer("en", tmp_path)
    later.write_text("sheet-title = My weeks")
    assert words.plain(Text("sheet-title")) == "My weeks"
    assert words.has("sheet-title") and not words.has("sheet-other") and words.problems() == ()


@pytest.mark.parametrize("reply", SAID_OFTEN)
def test_a_reply_that_is_said_often_has_other_words_in_each_variant(reply: str) -> None:
    said = [renderer("en").text(text(reply, variant=variant)) for variant in SAID_OFTEN[reply]]
    assert len(set(said)) == len(said)
