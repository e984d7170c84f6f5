"""Kill -9 at random moments: in the middle of anything, now and then while it starts.

./run torture kills --database postgresql --kills 300
"""

from __future__ import annotations

import asyncio

from tests.system.torture.stage import Stage, Trouble

LONGEST_LIFE_S = 1.2


def killing(number: int) -> Trouble:
    """So many kills, one process after the other, each started again at once."""

    async def trouble(stage: Stage) -> None:
        dice = stage.dice
        while len(stage.killed) < number:
            await asyncio.sleep(dice.uniform(0.0, LONGEST_LIFE_S) if dice.random() < 0.8 else 0.0)
            bot = dice.choice(stage.bots)
            await bot.kill()
            stage.killed.append(stage.world.calls_made)
            bot.start()
            if dice.random() < 0.8:  # else it may be killed while it starts
                await bot.ready()

    return trouble
