"""`restride export ID`: everything that is stored about one person, as one ZIP file for her, mode 600.

It holds what `/export` and `/pdf` give her (her session and journal as JSON and as a table, the sheet of her weeks) and
`rows.json`: whatever else there is about her in the clear, like her next reminder and the messages that wait for her.

    restride export 123456789 --to ana.zip
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.configured_content import load_renderers, load_rulebook
from bot.documents import build_documents
from bot.documents.context import DocumentContext
from bot.documents.typst_pdf import PdfFailed
from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem
from flows import upcasters
from flows.dialogue.commands import EXPORT, PDF
from flows.upcasters import NewerVersion
from storage.about import rows_about

NOT_STORED = "nobody with the id {person} is stored here"
DELETED = "; somebody with it was deleted on {on:%Y-%m-%d %H:%M} UTC"
EXISTS = "{file} is there already: name a new file with --to"
NOT_WRITTEN = "{file} cannot be written ({why}): name another file with --to"
NEWER = "her session was written by a newer release: export it with that one"
NO_SHEET = "The sheet of her weeks could not be drawn and is not in it ({why})."
README = """\
Everything that is stored about the person with the chat number {person}, on {now:%Y-%m-%d %H:%M} UTC.

restride.json       her answers, her plan, and every turn of the conversation with the decisions and their rules
restride.csv        the same as a table
restride-weeks.pdf  a sheet of her weeks, if there is one
rows.json           what else is stored: instants, her next reminder, messages that still wait to be sent
"""


async def work(settings: Settings, tell: Callable[[str], None], *, person: int, to: Path | None) -> int:
    """Says where the file is and what is in it; not a word of what she said."""
    file = to or Path(f"restride-{person}.zip")
    now = SystemClock().now()
    async with open_store(settings, make=False) as ground:
        rows = await ground.database.read(lambda c: rows_about(c, ground.keyring, person))
        kept = await ground.store.kept(person)
        if not any(rows.values()):
            before = await ground.store.erasures(person)
            raise SettingsProblem(
                NOT_STORED.format(person=person) + (DELETED.format(on=before[-1]) if before else "")
            )
    parts = {"README.txt": README.format(person=person, now=now).encode()}
    if kept.session is not None:
        try:
            session = upcasters.load(kept.session)
        except NewerVersion:
            raise SettingsProblem(NEWER) from None
        words = load_renderers(settings)
        subject = DocumentContext(
            session=session,
            journal=kept.journal,
            now=now,
            book=load_rulebook(settings),
            words=words.get(session.locale, words[settings.default_locale]),
        )
        parts |= {made.file_name: made.content for made in build_documents(EXPORT, subject).values()}
        try:
            parts |= {made.file_name: made.content for made in build_documents(PDF, subject).values()}
        except PdfFailed as problem:
            tell(NO_SHEET.format(why=problem))
    parts["rows.json"] = json.dumps(rows, ensure_ascii=False, indent=1).encode()
    _write(file, _zipped(parts, now))
    tell(
        f"{file}: {', '.join(parts)}. Only you can read it; send it to her on a safe way, and delete it then."
    )
    return 0


def _zipped(parts: dict[str, bytes], now: datetime) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return content.getvalue()


def _write(file: Path, content: bytes) -> None:
    """A new file that only this user may read; never over another one."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
    except FileExistsError:
        raise SettingsProblem(EXISTS.format(file=file)) from None
    except OSError as error:
        raise SettingsProblem(NOT_WRITTEN.format(file=file, why=error.strerror)) from None
