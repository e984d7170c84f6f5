"""Files that come in, from the bot or from her: what they are, and whether Telegram takes them.

A file is new bytes in the request or the id of one that is here already.

    received(world, call, FileKind.PHOTO)  ->  StoredFile(kind=PHOTO, width=800, height=600, ...)
"""

from __future__ import annotations

import mimetypes

from bot.simulator.api.errors import ApiError, bad_request
from bot.simulator.api.method_schema import Call, Upload
from bot.simulator.api.types import FileKind, StoredFile
from bot.simulator.state import TelegramState

_MEGABYTE = 1024 * 1024
LARGEST = {
    FileKind.PHOTO: 10 * _MEGABYTE,
    FileKind.DOCUMENT: 50 * _MEGABYTE,
    FileKind.AUDIO: 50 * _MEGABYTE,
    FileKind.VOICE: 50 * _MEGABYTE,
}
_LONGEST_SIDES = 10_000
_THINNEST = 20


def read_upload(world: TelegramState, call: Call, kind: FileKind) -> StoredFile:
    """The file of a send call, stored."""
    named = call.text(kind.value)
    upload = call.files.get(named.removeprefix("attach://") if named.startswith("attach://") else kind.value)
    if upload is None:
        known = world.files.get(named)
        if known is None:
            raise bad_request(
                f"wrong {'remote ' if ':' not in named else ''}file identifier/HTTP URL specified"
            )
        if known.kind is not kind:
            raise bad_request(f"can't use file of type {known.kind.value.title()} as {kind.value.title()}")
        return known
    return store_upload(
        world,
        upload,
        kind,
        duration=call.whole("duration"),
        title=call.text("title") or None,
        performer=call.text("performer") or None,
    )


def store_upload(
    world: TelegramState,
    upload: Upload,
    kind: FileKind,
    *,
    duration: int = 0,
    title: str | None = None,
    performer: str | None = None,
) -> StoredFile:
    """Keep an upload under a new id, or refuse it as Telegram would."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST[kind]:
        raise ApiError(413, "Request Entity Too Large")
    size = (0, 0)
    if kind is FileKind.PHOTO:
        size = _picture_size(upload.content)
        if not size[0] or not size[1]:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > _LONGEST_SIDES or max(size) > _THINNEST * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    name = upload.name or kind.value
    mime_type = upload.mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return world.keep(
        kind,
        name=name,
        mime_type=mime_type,
        content=upload.content,
        size=size,
        duration=duration,
        title=title,
        performer=performer,
    )


def _picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; (0, 0) for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    at = 2 if content.startswith(b"\xff\xd8") else len(content)
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in (0xC0, 0xC1, 0xC2):
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + length
    return 0, 0
