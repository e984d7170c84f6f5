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
    """One document; an error is an exit code and a traceback, which must not be logged: it can quote her."""
    template = Path(sys.argv[1])
    made = typst.compile(
        template,
        root=template.parent,
        format="pdf",
        ignore_system_fonts=True,
        font_paths=[template.parent / "fonts"],
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        timestamp=0,  # the report shows its day; the time when the file was made stays private
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
