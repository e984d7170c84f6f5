"""`restride forget ID`: one person is erased, as if she had typed /delete, and without a word to her.

restride forget 123456789
"""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import SystemClock
from bot.open_storage import open_store
from bot.settings import Settings, SettingsProblem


async def work(settings: Settings, tell: Callable[[str], None], *, person: int) -> int:
    """Says whether the person was stored; if not, when the person was deleted before."""
    async with open_store(settings, make=False) as ground:
        if await ground.store.forget(person, now=SystemClock().now()):
            tell("Everything about this person is deleted, what waited to be sent too.")
            return 0
        before = await ground.store.erasures(person)
    if not before:
        raise SettingsProblem("nobody with this id is known here, and nobody with it was deleted here")
    tell(f"This person is not known here any more: deleted on {before[-1]:%Y-%m-%d %H:%M} UTC.")
    return 0
