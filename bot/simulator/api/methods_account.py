"""The bot's own account: who it is, its commands and descriptions, its webhook, chats and files looked up.

get_me(world, call)  ->  {"id": 7000000001, "is_bot": true, "first_name": "Restride", ...}
"""

from __future__ import annotations

import json
import re

from bot.simulator.api.errors import bad_request
from bot.simulator.api.method_schema import Call
from bot.simulator.api.types import ChatKind, Json, present
from bot.simulator.api.update_queue import Webhook
from bot.simulator.state import BOT, TelegramState

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)
_LONGEST = {"description": 512, "short_description": 120}
_MOST_COMMANDS = 100
_DEFAULT_CONNECTIONS = 40
_LARGEST_DOWNLOAD = 20 * 1024 * 1024


def get_me(world: TelegramState, call: Call) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return BOT.json() | abilities


def done(world: TelegramState, call: Call) -> bool:
    """logOut and close: nothing to hand over here."""
    return True


def set_webhook(world: TelegramState, call: Call) -> bool:
    url, secret = call.text("url"), call.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    connections = call.whole("max_connections", _DEFAULT_CONNECTIONS)
    if not 1 <= connections <= 100:
        raise bad_request("max_connections must be from 1 to 100")
    mailbox = world.mailbox
    mailbox.want(call.items("allowed_updates"))
    if call.flag("drop_pending_updates"):
        mailbox.clear()
    mailbox.last_error = None
    mailbox.webhook = None
    if url:
        mailbox.webhook = Webhook(
            url=url,
            secret=secret,
            max_connections=connections,
            has_certificate="certificate" in call.files,
            ip_address=call.text("ip_address") or None,
        )
    mailbox.made_contact()
    return True


def delete_webhook(world: TelegramState, call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        world.mailbox.clear()
    world.mailbox.webhook = None
    world.changed()
    return True


def get_webhook_info(world: TelegramState, call: Call) -> Json:
    mailbox, hook = world.mailbox, world.mailbox.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": bool(hook and hook.has_certificate),
        "pending_update_count": len(mailbox.waiting()),
    }
    if hook:
        info |= present(max_connections=hook.max_connections, ip_address=hook.ip_address)
    if mailbox.last_error:
        at, trouble = mailbox.last_error
        info |= {"last_error_date": int(at.timestamp()), "last_error_message": trouble}
    if mailbox.allowed:
        info["allowed_updates"] = list(mailbox.allowed)
    return info


def set_commands(world: TelegramState, call: Call) -> bool:
    commands = call.items("commands") or []
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        match command:
            case {"command": str(name), "description": str(says), **rest} if not rest:
                if not _COMMAND.fullmatch(name):
                    raise bad_request("BOT_COMMAND_INVALID")
                if not 1 <= len(says) <= 256:
                    raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
            case _:
                raise bad_request("can't parse BotCommand: Can't find field")
    world.profile.commands[_slot(call)] = commands
    return True


def get_commands(world: TelegramState, call: Call) -> list[object]:
    return world.profile.commands.get(_slot(call), [])


def delete_commands(world: TelegramState, call: Call) -> bool:
    world.profile.commands.pop(_slot(call), None)
    return True


def _slot(call: Call) -> tuple[str, str]:
    scope = call.fields("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return json.dumps(scope, sort_keys=True), _language(call)


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def set_about(world: TelegramState, call: Call) -> bool:
    """setMyDescription and setMyShortDescription."""
    name, kept = _about(world, call)
    text = call.text(name)
    if len(text) > _LONGEST[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    kept[_language(call)] = text
    return True


def get_about(world: TelegramState, call: Call) -> Json:
    name, kept = _about(world, call)
    return {name: kept.get(_language(call)) or kept.get("", "")}


def _about(world: TelegramState, call: Call) -> tuple[str, dict[str, str]]:
    if call.method.endswith("ShortDescription"):
        return "short_description", world.profile.short_description
    return "description", world.profile.description


def set_menu_button(world: TelegramState, call: Call) -> bool:
    button = call.fields("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: Unsupported type specified")
    if "chat_id" in call.values:
        world.chat(call.whole("chat_id"))
    world.profile.menu_buttons[call.whole("chat_id")] = button
    return True


def get_file(world: TelegramState, call: Call) -> Json:
    stored = world.files.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def get_chat(world: TelegramState, call: Call) -> Json:
    chat = world.chat(call.whole("chat_id"))
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def leave_chat(world: TelegramState, call: Call) -> bool:
    chat = world.chat(call.whole("chat_id"))
    if chat.kind is ChatKind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    chat.left = True
    world.changed(chat)
    return True
