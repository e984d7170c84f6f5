"""Sets one document and ends: a program of its own, so that neither typst nor a word of hers stays in the bot's memory.

`typesetting.py` starts it with the template as its argument, the data as JSON on its standard input, and reads the PDF
from its standard output. It imports nothing of this house. Must not write anything else, anywhere.

    python -I typst_worker.py weekly_report.typ < weeks.json > weeks.pdf
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst


def main() -> None:
    """One document; what goes wrong is an exit code and a traceback, which nobody may log: it can quote her."""
    template = Path(sys.argv[1])
    made = typst.compile(
        template,
        root=template.parent,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[template.parent / "fonts"],
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        timestamp=0,  # the sheet says its day; when the file was made is nobody's business
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
