"""A runner without any sign, from the first session to steady running, on each track."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rendering.texts import renderer
from flows import session as sessions
from flows.dialogue.texts.sessions import session_block
from flows.rulebook import load
from flows.schedule import next_alarm
from flows.session import Plan
from tests.kit.core_player import CorePlayer
from tests.kit.story import CHATS, Shown, play, read

CLEAN = {
    "programme.offered": "did_it",
    "checkin.all_well": "all_well",
    "checkin.morning": "all_fine",
    "programme.short": "done",
    "aside.week": "none",
    "aside.week_daily": "no",
    "aside.week_sleep": "8",
    "aside.week_exhausted": "no",
    "aside.week_stress": "2",
    "aside.week_energy": "none",
    "aside.week_mood": "no",
    "aside.week_interest": "no",
    "aside.week_self_harm": "no",
}


async def begun(track: int, per_week: int) -> CorePlayer:
    """She has just accepted this track."""
    player = CorePlayer()
    await play(read(CHATS / "plan-begun.chat"), player, lambda line, came: None)
    plan = Plan(track=track, per_week=per_week, since=player.session.rhythm.prompted_on)
    player.stored = sessions.dump(replace(player.session, plan=plan, report=None, state="programme.home"))
    return player


async def run_cleanly(player: CorePlayer) -> list[Shown]:
    """Goes on to the next alarm and answers whatever is asked, always well; all that she sees on the way."""
    shown = await player.at("next")
    while (state := player.session.aside or player.session.state) in CLEAN:
        if state.startswith("aside."):
            shown += await player.says("ana", "/continue")
        shown += player._tap(player.session.asked, CLEAN[state])
    return shown


@pytest.mark.parametrize(("track", "per_week", "days"), [(12, 3, 7), (16, 3, 7), (20, 3, 7), (12, 2, 10)])
async def test_a_clean_runner_reaches_steady_running_one_level_at_a_time(
    track: int, per_week: int, days: int
) -> None:
    player = await begun(track, per_week)
    finish_lines = 0
    start = player.now
    levels = [1]
    for _ in range(900):
        finish_lines += sum("last step of your plan" in shown.text for shown in await run_cleanly(player))
        plan = player.session.plan
        assert plan is not None
        if plan.level != levels[-1]:
            levels.append(plan.level)
        if plan.finished:
            break
    assert plan.finished and levels == list(range(1, track + 1))
    gaps = [(later - earlier).days for earlier, later in zip(plan.gained, plan.gained[1:], strict=False)]
    assert min(gaps) >= days
    assert player.now - start >= timedelta(days=days * (track - 1))
    assert next_alarm(player.session, load()) is not None
    assert finish_lines == 1
    assert "Your plan is done" in (await player.says("ana", "/plan"))[0].text


def test_every_level_of_every_track_can_be_said() -> None:
    words = renderer("en")
    said = {words.plain(session_block(row)) for rows in load().tracks.values() for row in rows}
    assert "30 min of easy, steady running" in said
    assert "10 × 30 s run / 2 min walk" in said
    assert "run 8 min, 7 min, 6 min, with 1 min 30 s walk between" in said
