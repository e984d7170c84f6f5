"""How the bot is loaded: its words first, then the libraries.

To compile the words leaves 14 MB of syntax trees behind. Given back before the libraries come, they are the room that
those fill; given back afterwards, an idle bot would hold them for ever. Must not know what the bot does.

>>> start(load())  # until SIGTERM or SIGINT  # doctest: +SKIP
"""

from __future__ import annotations

import gc

from bot.house import all_words
from bot.settings import Settings


def start(settings: Settings) -> None:
    """Runs until it is asked to stop; raises `SettingsProblem`."""
    gc.disable()  # nearly all that a start makes stays, and looking for garbage is a quarter of it; see `app`
    try:
        words = all_words(settings)
        gc.collect()
        from bot import app

        app.run(settings, words)
    finally:
        gc.enable()
