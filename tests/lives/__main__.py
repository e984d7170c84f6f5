"""Prints a life as a chat to read, or what all lives came to.

python -m tests.lives ana
python -m tests.lives --report
"""

from __future__ import annotations

import sys
import time
import traceback

from tests.lives.living import live
from tests.lives.women import WOMEN

if "--report" in sys.argv:
    for woman in WOMEN:
        t = time.time()
        try:
            record = live(woman)
            print(woman.name, len(record.entries), round(time.time() - t, 1), flush=True)
        except AssertionError as e:
            print(woman.name, "FAILED", str(e)[:600], flush=True)
for woman in WOMEN:
    if woman.name in sys.argv[1:]:
        print("\n".join(live(woman).chat()))
