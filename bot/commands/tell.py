"""`restride tell FILE`: one neutral message of the operator to everybody who hears from the bot.

It goes through the outbox without a sound, behind every answer, emergency text and prompt. Nobody gets it twice, also
when the command is killed and run again: the id of the message, made from its text, says how far it has come.

    restride tell downtime.txt --dry-run
    restride tell downtime.txt
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.configured_content import load_rulebook
from bot.open_storage import Storage, open_store
from bot.rendering.choice import units
from bot.settings import Settings, SettingsProblem
from flows import upcasters
from flows.dialogue.silence import NEVER, reason_for_silence
from flows.hearing.red_flags.detector import detect
from flows.hearing.report import read_signs
from flows.session import Session
from flows.upcasters import NewerVersion
from storage.outbox.announcements import (
    ANNOUNCEMENT,
    Announcement,
    Progress,
    progress_of,
    queue_page,
    read_page,
)

MAX_LENGTH = 1000  # as Telegram counts; a phone shows about half of it without scrolling
MAX_WAITING = (
    200  # messages of this kind in the outbox, so that a person who pauses meanwhile has few left to get
)
LOOK_AGAIN_S = 1.0
SAY_EVERY_S = 10.0
ID = re.compile(r"[a-z0-9-]{1,32}")
# What a message on a lock screen must not show. A warning sign or a symptom is found by the readers of typed text.
PRIVATE = re.compile(
    r"\b(?:birth|born|bab(?:y|ies)|pregnan\w*|postnatal|postpartum|miscarr\w*|stillb\w*|midwi\w*|pelvi\w*|leak\w*|bleed\w*"
    r"|pain\w*|symptom\w*|chest|breast\w*|scars?|wounds?|stitch\w*|depress\w*|suicid\w*)\b",
    re.I,
)
FILE_PROBLEM = "{file} cannot be read ({why}): name a text file in UTF-8"
NO_TEXT = "{file} holds no text: write the message into it"
MESSAGE_TOO_LONG = "the message has {length} characters: shorten it to {limit}"
HIDDEN = "the message holds a character that cannot be shown ({code}): take it out"
NOT_NEUTRAL = (
    "the message names {what!r}, and a phone may show it to others: leave it out, or say where to read more"
)
BAD_ID = "--id is 1 to 32 lower-case letters, digits and hyphens"
BAD_DAYS = "--active-days is a number of days from 1 on"
OTHER = (
    "the message {id} was begun with another text or for other people: repeat that command as it was, or give this one "
    "another --id"
)
NOT_CONFIRMED = "{typed!r} is not {number}: nothing was sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom it is for. `active_since`: only people who wrote since then. `quiet_after`: prompts without an answer."""

    including_silent: bool
    active_since: datetime | None
    quiet_after: int

    def reason_against(self, text: str | None) -> str | None:
        """Why the person of this session does not get it; `None` if she does."""
        if text is None:
            return "unreadable"
        try:
            session = upcasters.load(text)
        except NewerVersion:
            return "unreadable"
        reason = reason_for_silence(session, quiet_after=self.quiet_after)
        if reason in NEVER or (reason is not None and not self.including_silent):
            return reason
        return None if self._is_active(session) else "not_active"

    def _is_active(self, session: Session) -> bool:
        heard = session.rhythm.heard_at
        return self.active_since is None or (heard is not None and heard >= self.active_since)


async def work(
    settings: Settings,
    tell: Callable[[str], None],
    *,
    file: Path,
    id: str | None,
    active_days: int | None,
    including_silent: bool,
    dry_run: bool,
    ask: Callable[[str], str] = input,
) -> int:
    """Shows the text and how many people get it, asks twice, and queues it; nothing about anybody."""
    text = _text_of(file)
    if active_days is not None and active_days < 1:
        raise SettingsProblem(BAD_DAYS)
    announcement = _announcement(text, id, active_days=active_days, including_silent=including_silent)
    clock = SystemClock()
    async with open_store(settings, make=False) as ground:
        before = await ground.database.read(lambda c: progress_of(c, ground.keyring, announcement.id))
        if before is not None and before.mark != announcement.mark:
            raise SettingsProblem(OTHER.format(id=announcement.id))
        if before is not None and before.done:
            tell(
                f"The message {announcement.id} was sent before, to {before.queued} people. Nobody gets it again."
            )
            tell("To send the same text once more, give it another --id.")
            return 0
        audience = Audience(
            including_silent=including_silent,
            active_since=None if active_days is None else clock.now() - timedelta(days=active_days),
            quiet_after=load_rulebook(settings).whole("R-DAY-4", "quiet_after"),
        )
        number = await _show(ground, tell, announcement, text, audience, before)
        if dry_run or not number:
            tell("Nothing was sent.")
            return 0
        _confirm(ask, number)
        await _send(ground, tell, announcement, audience, clock)
    return 0


def _text_of(file: Path) -> str:
    """The message; raises `SettingsProblem` with what has to be changed."""
    try:
        text = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsProblem(FILE_PROBLEM.format(file=file, why=why)) from None
    if not text:
        raise SettingsProblem(NO_TEXT.format(file=file))
    if (length := units(text)) > MAX_LENGTH:
        raise SettingsProblem(MESSAGE_TOO_LONG.format(length=length, limit=MAX_LENGTH))
    for one in text:
        if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs") and one not in "\n\u200d":
            raise SettingsProblem(HIDDEN.format(code=f"U+{ord(one):04X}"))
    if what := _private_part(text):
        raise SettingsProblem(NOT_NEUTRAL.format(what=what))
    return text


def _private_part(text: str) -> str:
    """The words in it that say something about a body or a birth; empty if there are none."""
    if found := PRIVATE.search(text):
        return found[0]
    if heard := detect(text):
        return heard.phrase
    return next(iter(read_signs(text)), "").replace("_", " ")


def _announcement(
    text: str, given: str | None, *, active_days: int | None, including_silent: bool
) -> Announcement:
    if given is not None and not ID.fullmatch(given):
        raise SettingsProblem(BAD_ID)
    whole = json.dumps([text, active_days, including_silent])
    params: Mapping[str, object] = {
        "text": text,
        "disable_notification": True,
        "link_preview_options": {"is_disabled": True},
    }
    name = given or hashlib.sha256(text.encode()).hexdigest()[:8]
    mark = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return Announcement(id=name, mark=mark, method="sendMessage", params=params)


async def _show(
    ground: Storage,
    tell: Callable[[str], None],
    announcement: Announcement,
    text: str,
    audience: Audience,
    before: Progress | None,
) -> int:
    """Says what she will see, and how many people will; how many are still to get it."""
    after = 0 if before is None else before.after
    counts: Counter[str | None] = Counter()
    while page := await ground.database.read(lambda c, after=after: read_page(c, ground.keyring, after)):  # type: ignore[misc]
        counts.update([audience.reason_against(known.session) for known in page])
        after = page[-1].person
    number = counts.pop(None, 0)
    blocked, stranger, unread = (counts.pop(name, 0) for name in ("blocked", "not_agreed", "unreadable"))
    passive = counts.pop("not_active", 0)
    tell(f"Message {announcement.id}, as people see it, without a sound:\n")
    tell("\n".join(f"    {line}" for line in text.splitlines()) + "\n")
    lines = [
        ("people who get it", number),
        ("people who asked for silence, or whom it might hurt", counts.total()),
    ]
    if before is not None:
        lines.insert(0, ("people who got it before it was broken off", before.queued))
    if audience.active_since is not None:
        lines.append((f"people who have not written since {audience.active_since:%Y-%m-%d}", passive))
    lines.append(("people who blocked the bot, or never agreed", blocked + stranger))
    if unread:
        lines.append(("people whose session is damaged or of a newer release", unread))
    for what, how_many in lines:
        tell(f"{what + ':':<55} {how_many:>7}")
    return number


def _confirm(ask: Callable[[str], str], number: int) -> None:
    for question in (
        f"Type the number of people who get it ({number}) to go on: ",
        "Type the number once more to send it now: ",
    ):
        try:
            typed = ask(question).strip()
        except EOFError:
            typed = ""
        if typed != str(number):
            raise SettingsProblem(NOT_CONFIRMED.format(typed=typed, number=number))


async def _send(
    ground: Storage,
    tell: Callable[[str], None],
    announcement: Announcement,
    audience: Audience,
    clock: SystemClock,
) -> None:
    """Queue it page by page, each when the one before has nearly gone out."""

    def wants(session: str) -> bool:
        return audience.reason_against(session) is None

    while True:
        await _until_few_wait(ground, tell)
        now = clock.now()
        progress = await ground.database.write(
            lambda c, now=now: queue_page(c, ground.keyring, announcement, wants=wants, now=now)  # type: ignore[misc]
        )
        if progress.mark != announcement.mark:
            raise SettingsProblem(OTHER.format(id=announcement.id))
        if progress.done:
            break
    tell(
        f"Queued for {progress.queued} people. A running bot sends it now; restride status shows what waits."
    )


async def _until_few_wait(ground: Storage, tell: Callable[[str], None]) -> None:
    waited = 0.0
    while (waiting := (await ground.outbox.counts()).get(ANNOUNCEMENT, 0)) > MAX_WAITING:
        if waited % SAY_EVERY_S == 0:
            tell(
                f"{waiting} messages wait for the bot to send them; the next ones follow. Ctrl-C breaks it off."
            )
        await asyncio.sleep(LOOK_AGAIN_S)
        waited += LOOK_AGAIN_S
