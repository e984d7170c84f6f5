"""The command menu and what the bot's profile says, in every language, set once at start.

If Telegram does not take it, nothing else is worse for it.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.rendering.texts import Renderer
from bot.telegram.bot_client import BotClient
from bot.telegram.delivery.send import Sent, send
from flows.dialogue.commands import MENU
from flows.vocabulary import Text

log = structlog.get_logger(__name__)


async def publish_commands(wire: BotClient, words: Mapping[str, Renderer], default: str) -> None:
    """The default language for all people, the others for people with that language."""
    for locale, renderer in words.items():
        given = {} if locale == default else {"language_code": locale}
        commands = [
            {"command": name, "description": renderer.plain(Text(f"command-{name}"))} for name in MENU
        ]
        calls: tuple[tuple[str, dict[str, object]], ...] = (
            ("setMyCommands", {"commands": commands}),
            ("setMyDescription", {"description": renderer.plain(Text("bot-description"))}),
            ("setMyShortDescription", {"short_description": renderer.plain(Text("bot-short-description"))}),
        )
        for method, params in calls:
            outcome = await send(wire, method, params | given)
            if not isinstance(outcome, Sent):
                log.warning("the menu could not be set", method=method, why=outcome.why)
