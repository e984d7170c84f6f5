"""The real bot, as `restride run` starts it, allowed to send faster than Telegram would ever let it.

SENDS_PER_SECOND ends at 1,000, which is what Telegram sells; a measurement of a core has to go beyond. The pace is
still kept and counted in the database at every send: only its number is another one.

What only a developer's environment has is not there for it either: structlog and httpx load these where they find them,
and they are 4 MB that no operator's bot holds.

    BOT_TOKEN=1:a BOT_API_URL=http://127.0.0.1:8081 python -m benchmarks.ours
"""

from __future__ import annotations

import os
import sys

FREE = 1_000_000.0
OF_DEVELOPERS = ("rich", "pygments")  # in requirements.lock, not in requirements-demo.lock


def main() -> None:
    sys.modules.update(dict.fromkeys(OF_DEVELOPERS))  # type: ignore[arg-type]  # None: there is no such module
    import attrs

    from bot import app
    from bot.settings import load

    settings = load(env_file=None)
    if "SENDS_PER_SECOND" not in os.environ:
        with attrs.validators.disabled():  # it is more than a setting may be
            settings = attrs.evolve(settings, sends_per_second=FREE, sends_per_chat=FREE)
    app.run(settings)


if __name__ == "__main__":
    main()
