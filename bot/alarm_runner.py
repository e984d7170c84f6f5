"""Polls the table of due alarms each second, and runs the turn of every alarm that is due.

The database is the schedule. APScheduler only calls the poll and stores nothing. Any job may be killed at any await: an
alarm is leased while its turn runs, and `seq` makes sure that it changes nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, SystemClock
from bot.clock_rollback import ClockRollback
from bot.monitoring import metrics
from bot.monitoring.logs import error_location
from bot.origin import EventOrigin
from bot.telegram.updates.per_person_queue import PerPersonQueue
from bot.turns import TurnHandler
from flows.upcasters import NewerVersion
from flows.vocabulary import Woken
from storage.db.errors import DatabaseUnavailable
from storage.people.store import Store
from storage.records import AlarmRef, DueAlarm

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
MAX_AT_ONCE = 16
CLAIMED_S = 0.5  # alarms that fire in this time are claimed in one commit
# The alarms whose messages can be sent in this time fire together: a button press waits for them.
AT_ONCE_S = 1 / 30
MAX_BATCHES_LATE = 4  # an alarm may be this many batches late while it waits for button presses
MAX_CATCH_UP_S = 0.1
FASTER_THAN_SENDS = 1.5  # alarms fire this much faster than messages can be sent, so the sender never waits
# After a larger correction the old clock was simply wrong, and nothing is due by it.
MAX_SET_BACK_S = 2 * 3600.0
POLL_EVERY_S = 1
PURGE_EVERY_S = 3600


class AlarmRunner:
    """Runs due alarms. `alone`: no other process uses the database, so a lease at the start is a leftover.

    `per_second`: how fast messages can be sent. Alarms that fire faster would only delay answers.
    """

    def __init__(
        self,
        *,
        store: Store,
        coach: TurnHandler,
        clock: Clock,
        ordered: PerPersonQueue,
        alone: bool,
        per_second: float | None = None,
    ) -> None:
        self._store = store
        self._coach = coach
        self._clock = clock
        self._ordered = ordered
        self._recover = alone
        self._rate, self._at_once = float("inf"), MAX_AT_ONCE
        if per_second is not None:
            self._rate = FASTER_THAN_SENDS * per_second
            self._at_once = max(1, min(MAX_AT_ONCE, round(per_second * AT_ONCE_S)))
        self._busy_until = float("-inf")
        self._backwards = ClockRollback()
        self._last_seen: tuple[datetime, float] | None = None  # the coach's clock, and the monotonic one
        self._owed_until: datetime | None = None  # what was due by then, before the clock was set back
        self._one_at_a_time = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        )

    @property
    def busy(self) -> bool:
        """Whether turns of alarms run."""
        return self._one_at_a_time.locked()

    def start(
        self,
        wake_sender: Callable[[], None],
        check_retention: Callable[[], Awaitable[object]],
    ) -> None:
        """Starts the jobs: alarms and `wake_sender` each second, the purge each hour, `check_retention` each day."""

        async def sender() -> None:
            wake_sender()

        at_once = SystemClock().now()
        whole = at_once.replace(microsecond=0)  # prompts are due at whole minutes, and so is a poll
        self._scheduler.add_job(self.run_due, "interval", seconds=POLL_EVERY_S, id="ring", start_date=whole)
        self._scheduler.add_job(sender, "interval", seconds=POLL_EVERY_S, id="drain")
        self._scheduler.add_job(self.purge, "interval", seconds=PURGE_EVERY_S, id="purge")
        self._scheduler.add_job(
            self._sweeping, "interval", args=[check_retention], days=1, id="sweep", next_run_time=at_once
        )
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a skipped poll is normal
        self._scheduler.start()

    async def watch_clock(self) -> None:
        """Until cancelled: runs every job at once when the wall clock was set back.

        APScheduler plans its jobs by the wall clock. Without this, a clock that is set back an hour would stop all
        jobs for an hour.
        """
        backwards = ClockRollback()
        while True:
            wall = SystemClock().now()
            if backwards.by(wall, _seconds()):
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=wall)
            await asyncio.sleep(POLL_EVERY_S)

    def stop(self) -> None:
        """Stops all jobs; a job that runs is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def run_due(self) -> None:
        """Fires every alarm that is due now, and those that become due by that."""
        async with self._one_at_a_time:
            try:
                while await self._some():
                    pass
            except DatabaseUnavailable as problem:
                log.error("alarms cannot be read, trying again", problem=str(problem))

    async def purge(self) -> None:
        """Deletes what has served its time."""
        try:
            await self._store.purge(self._clock.now())
        except DatabaseUnavailable as problem:
            log.error("the purge has to wait", problem=str(problem))

    async def _sweeping(self, sweep: Callable[[], Awaitable[object]]) -> None:
        try:
            await sweep()
        except DatabaseUnavailable as problem:
            log.error("the silent are looked for tomorrow", problem=str(problem))

    async def _some(self) -> bool:
        """Fires the next alarms, no faster than their messages can be sent; `False` when none is due."""
        now, began = self._clock.now(), _seconds()
        self._notice_set_back(now, began)
        if self._recover:
            await self._store.release_alarm_leases()
            self._recover = False
        if began < self._busy_until + MAX_CATCH_UP_S:
            began = self._busy_until  # what waited for people is made up for
        until = max(now, self._owed_until or now)
        at_once, rate = self._at_once, self._rate
        most = max(at_once, round(min(MAX_AT_ONCE, rate * CLAIMED_S)))
        due_now = await self._store.claim_due(until, lease=LEASE, limit=most)
        if not due_now:
            self._owed_until = None
            return False
        metrics.ALARM_LAG_S.set(max(0.0, (now - due_now[0].at).total_seconds()))
        for done in range(0, len(due_now), at_once):
            await asyncio.sleep(max(0.0, began + done / rate - _seconds()))
            patience_s = began + (done + MAX_BATCHES_LATE * at_once) / rate - _seconds()
            await self._ordered.wait_idle(patience_s=patience_s)
            async with asyncio.TaskGroup() as turns:
                for due in due_now[done : done + at_once]:
                    turns.create_task(self._wake(due))
        self._busy_until = began + len(due_now) / rate
        await asyncio.sleep(max(0.0, self._busy_until - _seconds()))
        return True

    def _notice_set_back(self, now: datetime, steady: float) -> None:
        """What was due by the old clock is still run now, and the leases of the old clock end."""
        back = self._backwards.by(SystemClock().now(), steady)
        last, self._last_seen = self._last_seen, (now, steady)
        if not back:
            return
        log.warning("the clock was set back", seconds=round(back))
        self._recover = True
        if last is not None and back <= MAX_SET_BACK_S:
            due_by = last[0] + timedelta(seconds=steady - last[1])
            self._owed_until = max(due_by, self._owed_until or due_by)

    async def _wake(self, due: DueAlarm) -> None:
        async def turn() -> None:
            origin = EventOrigin(alarm=AlarmRef(at=due.at, kind=due.kind))
            await self._coach.handle(due.person, Woken(seq=due.seq), origin)
            lateness_s = (self._clock.now() - due.at).total_seconds()
            metrics.ALARM_LATENESS_SECONDS.observe(max(0.0, lateness_s))

        try:
            await self._ordered.run(due.person, turn, alarm=True)
        except DatabaseUnavailable as problem:
            log.error("an alarm could not be stored, it rings again", problem=str(problem))
        except NewerVersion:  # a rolling upgrade: it fires again, at a replica that knows her session
            log.warning("an alarm is left to a newer release", kind=due.kind)
        except Exception as error:  # a bug with one person must not silence the others
            log.error("an alarm could not be handled, it rings again", kind=due.kind, **error_location(error))


def _seconds() -> float:
    return asyncio.get_running_loop().time()
