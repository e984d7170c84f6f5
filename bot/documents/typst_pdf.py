"""From plain data to a PDF, by typst: with its own fonts, nothing of hers in the markup, and nothing on the disk.

Her words go in as data (`sys.inputs`), so that nothing in a name is read as markup. A program of its own draws
(`typst_worker.py`), through pipes: typst keeps what it has drawn, up to 120 MB of it, and that ends with the program.
It blocks, so call it from a thread.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

HERE = Path(__file__).parent
MOST_S = 30  # a sheet of a year takes a fifth of a second
_one_at_a_time = Lock()  # each takes 65 MB while it draws
NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # of the environment: the token and the key stay here


class PdfFailed(Exception):
    """The program ended without a document. What it said may quote her, so it is not repeated."""


def pdf(template: str, data: Mapping[str, object]) -> bytes:
    """The document; raises `Undrawn`."""
    try:
        with _one_at_a_time:
            done = subprocess.run(  # noqa: S603  # our own program, and no word of hers among its arguments
                [sys.executable, "-I", str(HERE / "typst_worker.py"), str(HERE / template)],
                input=json.dumps(data).encode(),
                capture_output=True,
                env={name: os.environ[name] for name in NEEDED if name in os.environ},
                timeout=MOST_S,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise PdfFailed(f"{template} was not drawn within {MOST_S} s") from None
    if done.returncode != 0:
        raise PdfFailed(f"{template} could not be drawn: exit code {done.returncode}")
    return done.stdout
