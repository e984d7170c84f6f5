"""Odd messages over HTTP: the simulator sends them as Telegram does, and the real bot leaves none unanswered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.kit.odd_messages import NOT_HERS, OWN, TYPED
from tests.kit.simulator import Refusal, SimulatorClient, running_simulator

pytestmark = pytest.mark.long

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
EMERGENCY = "my chest hurts and I cannot breathe"
HELP = "This needs medical help now."
FIXED = ("from", "date", "message_id", "chat")


@pytest.fixture
async def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimulatorClient]:
    monkeypatch.setenv("DATA_KEY_FILE", str(tmp_path / "keys" / "data.key"))
    (tmp_path / "data").mkdir()
    async with running_simulator(at=MONDAY, database=f"sqlite:///{tmp_path}/data/restride.db") as running:
        yield running


async def consented(sim: SimulatorClient) -> int:
    chat = await sim.new_user("Ana")
    await sim.say(chat, "/start")
    await sim.tap(chat, "I agree")
    return chat


async def answer(sim: SimulatorClient, chat: int, path: str, **body: object) -> str:
    """What the bot says to this."""
    before = (await sim.messages(chat))[-1].message_id
    await sim.post(f"/sim/chats/{chat}/{path}", body)
    await sim.idle()
    return "\n".join(message.text for message in await sim.messages(chat, after=before) if message.by_bot)


async def test_every_kind_is_answered_and_her_words_in_it_are_read(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    for name, make in (OWN | TYPED).items():
        for words in ("", EMERGENCY):
            fields = make(words)
            if any(fixed in fields for fixed in FIXED) or (name in TYPED and not words):
                continue
            said = await answer(sim, chat, "message", fields=fields)
            assert said and (HELP in said) == bool(words), (name, words, said)


async def test_somebody_elses_words_are_never_hers(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    for name, make in NOT_HERS.items():
        said = await answer(sim, chat, "message", fields=make(EMERGENCY))
        assert "written by somebody else" in said and HELP not in said, name
    for origin in ("user", "hidden_user", "chat", "channel", "bot"):
        for photo in (False, True):
            said = await answer(sim, chat, "forward", text=EMERGENCY, origin=origin, photo=photo)
            assert "written by somebody else" in said and HELP not in said, (origin, photo)
    for elsewhere in (False, True):
        said = await answer(sim, chat, "reply", text="banana", quote=EMERGENCY, elsewhere=elsewhere)
        assert said and HELP not in said
    assert HELP in await answer(sim, chat, "reply", text=EMERGENCY, quote="banana")


async def test_an_album_is_answered_once_and_its_caption_is_read(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    said = await answer(sim, chat, "album", number=3)
    assert said.count("only read text and buttons") == 1
    said = await answer(sim, chat, "album", number=3, caption=EMERGENCY)
    assert said.count(HELP) == 1 and "only read text" not in said
    said = await answer(sim, chat, "album", number=2)
    assert said.count("only read text and buttons") == 1


async def test_an_edited_text_and_an_edited_caption_are_read(sim: SimulatorClient) -> None:
    chat = await consented(sim)
    await sim.say(chat, "banana")
    text = [message for message in await sim.messages(chat) if not message.by_bot][-1].message_id
    await answer(sim, chat, "album", number=2, caption="look")
    assert HELP in await answer(sim, chat, "edit", text=EMERGENCY, message_id=text)
    photo = next(message for message in await sim.messages(chat, after=text) if message.text == "look")
    assert "changed an earlier message" in await answer(
        sim, chat, "edit", text="pear", message_id=photo.message_id
    )
    assert HELP in await answer(sim, chat, "edit", text=EMERGENCY, message_id=photo.message_id)
    assert HELP in await answer(sim, chat, "message", fields={"poll": {"question": EMERGENCY}}, edits=text)


async def test_the_simulator_says_what_it_cannot_send(sim: SimulatorClient) -> None:
    chat = await sim.new_user()
    for path, body in (
        ("forward", {"text": "x", "origin": "nobody"}),
        ("reply", {"text": "x"}),
        ("album", {"number": 11}),
        ("edit", {"text": "x", "message_id": 5}),
        ("message", {"fields": {"chat": {}}}),
        ("message", {"fields": []}),
    ):
        with pytest.raises(Refusal):
            await sim.post(f"/sim/chats/{chat}/{path}", body)


async def test_a_channel_post_reaches_nobody(sim: SimulatorClient) -> None:
    channel = await sim.new_user("News", chat_type="channel")
    await sim.say(channel, EMERGENCY)
    assert [message for message in await sim.messages(channel) if message.by_bot] == []
