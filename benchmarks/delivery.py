"""How soon an emergency text is answered behind strangers who all press /start, and how fast messages leave meanwhile.

One person who is in the programme; then so many strangers write /start; then she writes of chest pain. The bot is
`restride run` with its default rates, Telegram is the simulator, which answers after a delay.

python -m benchmarks.delivery --strangers 2000 --delay-ms 80
python -m benchmarks.delivery --strangers 2000 --delay-ms 80 --kills 50
"""

from __future__ import annotations

import argparse
import asyncio
import random  # noqa: TID251 - with a seed
import sys
import tempfile
import time
from pathlib import Path

from bot.simulator.api.faults import Fault
from bot.simulator.api.types import ChatKind
from bot.simulator.state import BOT, Chat, TelegramState
from bot.simulator.user import SimulatedUser
from tests.kit.replicas import replicas
from tests.kit.simulator import running_simulator

EMERGENCY = "I have chest pain and I cannot breathe"
ANSWER = "medical help now"
ALWAYS = 1_000_000_000  # a fault that hits every call of the run
PATIENCE_S = 3600.0


def main() -> int:
    """Prints one line of figures."""
    options = _read()
    with tempfile.TemporaryDirectory(prefix="restride-delivery-") as scratch:
        measured = (
            kill(Path(scratch), options.strangers, options.delay_ms / 1000, options.rate, options.kills)
            if options.kills
            else measure(Path(scratch), options.strangers, options.delay_ms / 1000, options.rate)
        )
        print(asyncio.run(measured))  # noqa: T201
    return 0


async def measure(folder: Path, strangers: int, delay_s: float, rate: float) -> str:
    """One run, from the first stranger to the answer to the emergency."""
    async with (
        running_simulator(bot=False) as sim,
        replicas(sim.url, folder, webhook=False, SENDS_PER_SECOND=f"{rate:g}"),
    ):
        assert sim.inside is not None
        world = sim.inside.world
        hand = SimulatedUser(world)
        ana = _newcomer(world, "Ana")
        hand.type(ana, "/start")
        await _until(world, ana, "Do you agree")
        hand.tap(ana, label="I agree", message_id=None, data=None)
        await _until(world, ana, "18 or older")
        world.faults.add(Fault(method="*", delay_s=delay_s, times=ALWAYS))
        for number in range(strangers):
            hand.type(_newcomer(world, f"Stranger{number}"), "/start")
        before = world.calls_made
        hand.type(ana, EMERGENCY)
        last = world.mailbox.waiting()[-1].update_id
        began = time.perf_counter()
        reading = asyncio.ensure_future(_read_at(world, last))
        await _until(world, ana, ANSWER)
        answered_s = time.perf_counter() - began
        overtaken = world.calls_made - before
        sent = _sent(world)
        await asyncio.sleep(10)
        per_second = (_sent(world) - sent) / 10
        read_s = await reading - began
    return (
        f"{strangers} strangers, {delay_s * 1000:g} ms to Telegram, {rate:g} a second allowed: emergency read "
        f"after {read_s:.1f} s, answered after {answered_s:.1f} s and {overtaken} other calls; "
        f"then {per_second:.1f} messages a second"
    )


async def kill(folder: Path, strangers: int, delay_s: float, rate: float, kills: int) -> str:
    """So many kills while strangers are greeted; what came twice."""
    async with (
        running_simulator(bot=False) as sim,
        replicas(sim.url, folder, webhook=False, SENDS_PER_SECOND=f"{rate:g}") as (bot,),
    ):
        assert sim.inside is not None
        world = sim.inside.world
        hand = SimulatedUser(world)
        world.faults.add(Fault(method="*", delay_s=delay_s, times=ALWAYS))
        for number in range(strangers):
            hand.type(_newcomer(world, f"Stranger{number}"), "/start")
        by_kill: list[int] = []
        dice = random.Random(1)  # noqa: S311 - not a secret
        for _ in range(kills):
            before, sent = _doubled(world), _sent(world)
            await world.bell.until(lambda sent=sent: _sent(world) >= sent + 10, timeout_s=PATIENCE_S)  # type: ignore[misc]
            await asyncio.sleep(dice.uniform(0, 0.3))
            await bot.kill()
            bot.start()
            by_kill.append(_doubled(world) - before)
            print(  # noqa: T201
                f"kill {len(by_kill)}: {_sent(world)} messages, {_doubled(world)} doubled",
                file=sys.stderr,
                flush=True,
            )
        await asyncio.sleep(15 + delay_s)
        return (
            f"{kills} kills, {delay_s * 1000:g} ms to Telegram, {rate:g} a second allowed: {_sent(world)} messages, "
            f"{_doubled(world)} doubled, at most {max(by_kill)} between two kills"
        )


def _doubled(world: TelegramState) -> int:
    """How many messages came to somebody who had the same one already."""
    texts = [
        [one.text for one in chat.messages.values() if one.sender == BOT] for chat in world.chats.values()
    ]
    return sum(len(each) - len(set(each)) for each in texts)


async def _read_at(world: TelegramState, update: int) -> float:
    """When the bot has confirmed this update."""
    await world.bell.until(
        lambda: all(waiting.update_id != update for waiting in world.mailbox.waiting()), timeout_s=PATIENCE_S
    )
    return time.perf_counter()


def _newcomer(world: TelegramState, name: str) -> Chat:
    return world.newcomer(first_name=name, language_code="en", kind=ChatKind.PRIVATE)


async def _until(world: TelegramState, chat: Chat, words: str) -> None:
    def came() -> bool:
        return any(words in one.text for one in chat.messages.values() if one.sender == BOT)

    if not await world.bell.until(came, timeout_s=PATIENCE_S):
        raise TimeoutError(f"{words!r} never came")


def _sent(world: TelegramState) -> int:
    return sum(one.sender == BOT for chat in world.chats.values() for one in chat.messages.values())


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery", description=__doc__)
    parser.add_argument("--strangers", type=int, default=2000)
    parser.add_argument("--delay-ms", type=float, default=80.0, help="before each answer of Telegram")
    parser.add_argument("--rate", type=float, default=30.0, help="SENDS_PER_SECOND")
    parser.add_argument(
        "--kills", type=int, default=0, help="kill the bot so often, and count what came twice"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
