"""From plain data to a PDF, by typst: in memory, with its own fonts, and with nothing of hers in the markup.

Her words go in as data (`sys.inputs`), so that nothing in a name is read as markup; no file is written and none but the
template is read. The library is loaded with the first sheet: a bot that draws none does without its 35 MB.
Must not know what a sheet says.

>>> pdf("weeks.typ", sheet)[:5]  # doctest: +SKIP
b'%PDF-'
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

TEMPLATES = Path(__file__).parent


def pdf(template: str, data: Mapping[str, object]) -> bytes:
    """The document; raises `typst.TypstError` for a template that is wrong."""
    import typst

    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        timestamp=0,  # the sheet says its day; when the file was made is nobody's business
    )
    assert isinstance(made, bytes), "a PDF is one file"
    return made
