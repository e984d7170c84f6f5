"""`restride purge`: what has been kept long enough goes now. A running bot does the same by itself.

A person who was silent for RETAIN_DAYS, and was asked, is erased; one who has to be asked first is asked by the next
message that the bot sends.

    restride purge --dry-run
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bot.clock import SystemClock
from bot.configured_content import load_renderers, load_rulebook
from bot.open_storage import Storage, open_store
from bot.origin import EventOrigin
from bot.retention import Retention
from bot.settings import Settings
from bot.turns import NullSender, TurnHandler
from flows.schedule import KEEP, LET_GO
from flows.vocabulary import Woken
from storage.records import AlarmRef

KINDS = (KEEP, LET_GO)


async def work(settings: Settings, tell: Callable[[str], None], *, dry_run: bool) -> int:
    """Says how much it was, or would be; nothing about anybody."""
    clock = SystemClock()
    async with open_store(settings, make=False) as ground:
        retention = Retention(store=ground.store, clock=clock, book=load_rulebook(settings))
        if dry_run:
            due = Counter(alarm.kind for alarm in await ground.store.due_of_kind(clock.now(), KINDS))
            tell(
                f"people to be asked whether to keep their data: {await retention.people_without_alarm() + due[KEEP]}"
            )
            tell(f"people to be deleted:                          {due[LET_GO]}")
            tell(
                f"leftovers to be deleted:                       {await ground.store.count_purgeable(clock.now())}"
            )
            return 0
        await retention.look()
        asked, deleted = await _ring(settings, ground, clock)
        tell(f"people asked whether to keep their data: {asked}")
        tell(f"people deleted:                          {deleted}")
        tell(f"leftovers deleted:                       {await ground.store.purge(clock.now())}")
    return 0


async def _ring(settings: Settings, ground: Storage, clock: SystemClock) -> tuple[int, int]:
    """What the bot would do when these alarms fire: the core decides, and keeps a person who has written since."""
    coach = TurnHandler(
        store=ground.store,
        clock=clock,
        book=load_rulebook(settings),
        words=load_renderers(settings),
        default_locale=settings.default_locale,
        sender=NullSender(),
    )
    asked = deleted = 0
    for alarm in await ground.store.due_of_kind(clock.now(), KINDS):
        origin = EventOrigin(alarm=AlarmRef(at=alarm.at, kind=alarm.kind))
        turn = await coach.handle(alarm.person, Woken(seq=alarm.seq), origin)
        asked += turn is not None and bool(turn.messages)
        deleted += turn is not None and turn.session is None
    return asked, deleted
