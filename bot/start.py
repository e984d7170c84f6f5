"""How the bot is loaded: its words first, then the libraries. With a web server, the server first.

Compiling the texts leaves 14 MB of syntax trees. Freed before the libraries are imported, that memory is reused for
them; freed afterwards, an idle bot would hold it until its end. A bot with a web server gives that up: its pages must
answer while the texts load. Must not know what the bot does.

>>> start(load())  # until SIGTERM or SIGINT  # doctest: +SKIP
"""

from __future__ import annotations

import gc
from functools import partial

from bot.configured_content import load_renderers
from bot.settings import Settings


def start(settings: Settings) -> None:
    """Runs until it is asked to stop; raises `SettingsProblem`."""
    gc.disable()  # nearly all that a start makes stays, and looking for garbage is a quarter of it; see `app`
    try:
        load_words = partial(load_renderers, settings)
        if not (settings.listen or settings.webhook_url):
            words = load_words()
            gc.collect()
            load_words = partial(dict, words)
        from bot import app

        app.run(settings, load_words)
    finally:
        gc.enable()
