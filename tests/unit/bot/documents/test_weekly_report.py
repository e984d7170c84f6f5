"""The sheet of her weeks, read back from the PDF as whoever gets it would read it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from benchmarks.synthetic_people import Profile, simulate
from bot.documents import build_documents, typst_pdf
from bot.documents.context import DocumentContext
from bot.documents.typst_pdf import PdfFailed, pdf
from bot.rendering.texts import renderer
from flows import session as sessions
from flows.rulebook import load
from storage.records import JournalEntry
from tests.kit.journals import about, told_in

MOST_PAGES = 2
HOSTILE = (
    '#import "@preview/x:1.0.0": *',
    "$ sqrt(-1) $",
    "]#panic()[",
    "\\Ana",
    "<b>Ana</b> &amp;",
    "= Ana",
    "*Ana* _Ruiz_ `x` @key ~ --- //",
    "Zoë Ångström-O’Neil",
    "Ελένη Жанна",
)


def pages(subject: DocumentContext) -> list[str]:
    """What is on each of them, line breaks of the page taken as spaces."""
    file = build_documents("pdf", subject)["weeks", "pdf"]
    assert file.file_name == "restride-weeks.pdf"
    read = PdfReader(io.BytesIO(file.content))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def written(subject: DocumentContext) -> str:
    return " ".join(pages(subject))


def named(name: str) -> DocumentContext:
    return about(sessions.new(name=name, locale="en"), ())


def fonts_of(subject: DocumentContext) -> set[str]:
    """The fonts that the document holds, without the tag of the subset."""
    page = PdfReader(io.BytesIO(build_documents("pdf", subject)["weeks", "pdf"].content)).pages[0]
    fonts: Any = page["/Resources"]
    return {one.get_object()["/BaseFont"].partition("+")[2] for one in fonts["/Font"].values()}


async def test_three_weeks_with_a_step_back_hold_every_fact() -> None:
    sheet = written(await told_in("main-job"))
    for fact in (
        "Ana The weeks so far, until Thursday 26 March 2026",
        "In the week of Monday 8 December 2025, 14 weeks ago",
        "12-week plan, 3 sessions a week",
        "2 of 12: 8 × 45 s run / 2 min 30 s walk",
        "7 sessions, something noticed in 1",
        "2 16 Mar 2 2 of 3 12 45 s",
        "18 Mar: in the evening leaking urine, gone by morning",
        "step back (R-POST-8)",
        "19 Mar 2026 Step back, from level 2 to level 1; worth seeing: a pelvic-health physiotherapist",
        "A first small leak or some heaviness that was gone by morning is information, not failure.",
        "Ready to begin",
        "Single-leg calf raise: 20 left, 20 right (repetitions)",
        "by its rule book, version 1",
        "It is not a clearance and not a diagnosis.",
    ):
        assert fact in sheet


@pytest.mark.parametrize(
    ("chat", "fact"),
    [
        ("pain-seven", "9 Mar: pain (knee) 7 of 10, next morning 2"),
        ("bulge", "9 Mar: in the evening a bulge at the vagina; the next morning is not known"),
        ("unanswered-morning", "1 next morning not known"),
        ("typed-leak", "leaking urine"),
        ("pause-and-resume", "10 Mar 2026 to 24 Mar 2026: own reasons"),
        ("pause-and-resume", "2 16 Mar Paused"),
        ("ill", "9 Mar 2026 to 17 Mar 2026: ill"),
        ("ill", "No running: medical help was advised."),
        ("held-back", "Paused since"),
        ("weekly-symptoms", "No running until a professional has looked at it."),
        ("tests-passed", "No session has been run yet"),
        ("onboarded", "Foundations and readiness tests; no running yet."),
        ("low-mood", "No running plan yet"),
    ],
)
async def test_what_happened_in_a_chat_is_on_its_sheet(chat: str, fact: str) -> None:
    assert fact in written(await told_in(chat))


def test_who_has_stopped_is_said_to_have_stopped() -> None:
    stopped = sessions.replace(sessions.new(name="Ana", locale="en"), aside="aside.stopped")
    assert "Stopped by own choice." in written(about(stopped, ()))


async def test_a_loss_is_hers_to_tell() -> None:
    sheet = written(await told_in("a-loss"))
    assert "10 Mar 2026 to 9 May 2026: own reasons" in sheet
    assert "loss" not in sheet.lower()


def test_somebody_of_whom_nothing_is_known_yet_gets_a_plain_sheet() -> None:
    (sheet,) = pages(named(""))
    assert "Back to running after birth The weeks so far, until Thursday 1 January 2026" in sheet
    assert "Not told yet" in sheet and "The first questions are not finished." in sheet


def test_42_weeks_fit_on_two_pages() -> None:
    end = datetime(2026, 11, 23, 12, tzinfo=UTC)
    days = ("monday", "wednesday", "friday")
    person = Profile(begins=end - timedelta(weeks=43), zone="UTC+0", hour="07:30", days=days)
    life = simulate(person, end, load())
    journal = tuple(
        JournalEntry(seq=one.seq, at=one.at, event=one.event, decisions=one.decisions, book_version="1")
        for one in life.journal
    )
    subject = DocumentContext(
        session=life.session, journal=journal, now=end, book=load(), words=renderer("en")
    )
    sheet = pages(subject)
    assert len(sheet) <= MOST_PAGES
    for week in range(1, 43):
        assert any(f" {week} " in page for page in sheet)
    assert "42 16 Nov 16 3 of 3 90 30 min Nothing 3 × goes on (R-POST-1)" in " ".join(sheet)


async def test_every_rule_that_is_named_has_its_sentence_once() -> None:
    of_her = await told_in("main-job")
    sheet = written(of_her)
    named = set(re.findall(r"R-[A-Z]+(?:-\d+)?", sheet))
    assert len(named) > 8
    for rule in named:
        assert sheet.count(of_her.book.rule(rule).says) in (1, 2), "twice where it decided twice"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_markup(name: str) -> None:
    assert f"birth {name} The weeks" in written(named(name))


@pytest.mark.parametrize(
    "name",
    [
        "\u202eanA\u202c",  # from right to left, by force
        "עדי",
        "أمل",
        "🏃‍♀️🤱🏽",
        "美咲",
        "a\u0301" * 32,
        "\ud800 half a letter",
        "x\x00\x07\x9fy",
        "\ufeff\u200b\u200d",
    ],
)
def test_whatever_the_letters_there_is_a_sheet(name: str) -> None:
    (sheet,) = pages(named(name))
    assert "Not told yet" in sheet


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("美咲", "DroidSansFallback"),
        ("王小明", "DroidSansFallback"),
        ("김민지", "DroidSansFallback"),
        ("สุดารัตน์", "NotoSansThai"),
        ("عائشة", "NotoNaskhArabic"),
        ("प्रिया", "NotoSansDevanagari"),
        ("তানিয়া", "NotoSansBengali"),
        ("தமிழ்", "NotoSansTamil"),
        ("ნინო", "NotoSansGeorgian"),
        ("Անի", "NotoSansArmenian"),
        ("ሰላም", "NotoSansEthiopic"),
        ("🏃‍♀️", "NotoEmoji"),
        ("🤱🏽", "NotoEmoji"),
        ("❤️", "NotoEmoji"),
    ],
)
def test_a_name_in_any_script_is_set_in_a_font_that_has_it(name: str, font: str) -> None:
    fonts = fonts_of(named(name)) - fonts_of(named("Ana"))
    assert [used.partition("-")[0] for used in fonts] == [font], "one font alone, so nothing of it is missing"


def test_each_font_has_its_licence_beside_it() -> None:
    folder = Path(typst_pdf.__file__).parent / "fonts"
    assert {file.name for file in folder.iterdir()} >= {
        "LICENSE-OFL-1.1.txt",
        "LICENSE-Apache-2.0.txt",
        "README.md",
    }
    for file in folder.glob("*.ttf"):
        assert file.name.startswith(("Noto", "DroidSansFallback"))


def test_a_name_of_4_kb_is_cut_to_what_telegram_allows() -> None:
    (sheet,) = pages(named("X" * 4096))
    assert "birth " + "X" * 64 + " The" in sheet


def test_a_rule_and_a_verdict_of_an_earlier_book_are_named_as_they_were() -> None:
    line = JournalEntry(
        seq=1,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        event='{"Said":{"text":"hello"}}',
        decisions='[{"verdict":"walk_backwards","rules":["R-OLD-1"]}]',
        book_version="0",
    )
    sheet = written(about(sessions.new(name="Ana", locale="en"), (line,)))
    assert "Walk backwards A rule of an earlier rule book. (R-OLD-1)" in sheet


def test_a_turn_that_failed_decided_nothing() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    failed = JournalEntry(seq=1, at=at, event='{"Woken":{"seq":1}}', decisions='"failed"', book_version="1")
    assert "Decisions" not in written(about(sessions.new(name="Ana", locale="en"), (failed,)))


async def test_the_file_says_nothing_of_her_about_itself() -> None:
    file = build_documents("pdf", await told_in("main-job"))["weeks", "pdf"]
    meta = PdfReader(io.BytesIO(file.content)).metadata
    assert meta is not None and meta.title == "Back to running after birth"
    assert meta.author is None and meta.creation_date is None


async def test_the_same_is_drawn_twice_the_same() -> None:
    subject = await told_in("first-session")
    assert build_documents("pdf", subject) == build_documents("pdf", subject)


def test_nothing_of_hers_lies_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert pages(named("Ana"))
    assert list(tmp_path.iterdir()) == []


def test_a_running_bot_never_loads_what_draws() -> None:
    assert pages(named("Ana"))
    loaded = "import sys, bot.app; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
    assert "typst" not in sys.modules


def test_a_sheet_that_cannot_be_drawn_says_so_without_a_word_of_hers() -> None:
    with pytest.raises(PdfFailed) as problem:
        pdf("weekly_report.typ", {"name": "Zebra"})
    assert "exit code" in str(problem.value) and "Zebra" not in str(problem.value)
