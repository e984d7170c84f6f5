"""The data keys in a file of their own, kept apart from what they seal: made once, added to, taken from.

A key is never overwritten: the file is replaced whole, by one with a line more or less, or in another order. Reading
is `Keyring.from_settings`.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from storage.encryption.crypto import KEY_BYTES, KeyProblem, Keyring, encode_key

HEADER = """\
# The key that seals what people tell the coach. Without it the database cannot be read, by anyone.
# Keep a copy somewhere safe, and never beside the database or its backups.
# One key a line, id:base64. The first line seals new data; older lines still open what they sealed.
"""


def create(key_file: Path, *, database_folder: Path | None) -> Keyring:
    """A new key in a new file that only its owner may read (0600), never inside the database's folder.

    An existing file is never touched: a second process reads what the first one wrote.
    """
    place = key_file.absolute()
    if database_folder is not None and place.resolve().is_relative_to(database_folder.resolve()):
        raise KeyProblem(
            f"the key file {place} would stand in the database's folder, where a copy of the one is a copy "
            "of the other: name another folder in DATA_KEY_FILE"
        )
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = _draft(place, HEADER + encode_key(secrets.token_bytes(KEY_BYTES)) + "\n")
        try:
            with suppress(FileExistsError):
                os.link(draft, place)  # whole or not at all, and never over an existing key
        finally:
            draft.unlink()
    except OSError as error:
        raise KeyProblem(f"the key file {place} cannot be written: {error}") from error
    return Keyring.from_settings(key_file=place)


def add(key_file: Path) -> str:
    """A new key as the last line, which opens but does not seal yet; its id. All else stays as it is."""
    line = encode_key(secrets.token_bytes(KEY_BYTES))
    text = _text(key_file)
    _replace(key_file, f"{text}{'' if text.endswith(chr(10)) else chr(10)}{line}\n")
    return Keyring.from_settings(line).current


def put_first(key_file: Path, name: str) -> None:
    """From now on the key of this id seals."""
    lines = _text(key_file).splitlines()
    chosen = [line for line in lines if _named(line) == name]
    others = [line for line in lines if _named(line) != name]
    first = next(number for number, line in enumerate(others) if _named(line) is not None)
    _replace(key_file, "\n".join([*others[:first], *chosen, *others[first:]]) + "\n")


def drop(key_file: Path, name: str) -> None:
    """Removes the key of this id."""
    lines = [line for line in _text(key_file).splitlines() if _named(line) != name]
    _replace(key_file, "\n".join(lines) + "\n")


def _named(line: str) -> str | None:
    """The id of the key on a line; `None` for a comment. One key a line is how we write them."""
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    return Keyring.from_settings(line).current


def _text(key_file: Path) -> str:
    ring = Keyring.from_settings(key_file=key_file)  # whole, or not touched
    text = key_file.read_text("ascii")
    if len([line for line in text.splitlines() if _named(line) is not None]) != len(ring.keys):
        raise KeyProblem(f"{key_file} holds several keys on one line: write each on a line of its own")
    return text


def _replace(key_file: Path, text: str) -> None:
    """Replaces the whole file at once: a reader sees either the old file or the new one."""
    place = key_file.absolute().resolve()
    try:
        before = place.stat()
        draft = _draft(place, text)
        try:
            if (before.st_uid, before.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
                os.chown(
                    draft, before.st_uid, before.st_gid
                )  # root rotates the key, but another user runs the bot
            draft.chmod(before.st_mode & 0o777)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise KeyProblem(f"the key file {place} cannot be written: {error}") from error


def _draft(place: Path, text: str) -> Path:
    """The text in a new file beside it, for its owner alone, and on the disk."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
