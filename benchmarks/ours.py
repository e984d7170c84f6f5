"""The real bot, as `restride run` starts it, allowed to send faster than Telegram would ever let it.

SENDS_PER_SECOND ends at 1,000, which is what Telegram sells; a measurement of a core has to go beyond. The pace is
still kept and counted in the database at every send: only its number is another one.

    BOT_TOKEN=1:a BOT_API_URL=http://127.0.0.1:8081 python -m benchmarks.ours
"""

from __future__ import annotations

import os

from bot.settings import load
from bot.start import start

FREE = 1_000_000.0


def main() -> None:
    settings = load(env_file=None)
    if "SENDS_PER_SECOND" not in os.environ:
        settings = settings.model_copy(update={"sends_per_second": FREE, "sends_per_chat": FREE})
    start(settings)


if __name__ == "__main__":
    main()
