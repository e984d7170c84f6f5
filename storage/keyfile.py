"""A new data key in a file of its own, kept apart from what it seals.

Must not know the database beyond the folder it stands in. Reading is `Keyring.from_settings`.

>>> create(Path("/srv/keys/restride.key"), database_folder=Path("/srv/data"))  # doctest: +SKIP
Keyring(current='1f0a66c9')
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from storage.crypto import KEY_BYTES, KeyProblem, Keyring, written

HEADER = """\
# The key that seals what people tell the coach. Without it the database cannot be read, by anyone.
# Keep a copy somewhere safe, and never beside the database or its backups.
# One key a line, id:base64. The first line seals new data; older lines still open what they sealed.
"""


def create(key_file: Path, *, database_folder: Path | None) -> Keyring:
    """A new key in a new file that only its owner may read (0600), never inside the database's folder.

    An existing file is never touched: whoever comes second reads what the first one wrote.
    """
    place = key_file.absolute()
    if database_folder is not None and place.resolve().is_relative_to(database_folder.resolve()):
        raise KeyProblem(
            f"the key file {place} would stand in the database's folder, where a copy of the one is a copy "
            "of the other: name another folder in DATA_KEY_FILE"
        )
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(HEADER + written(secrets.token_bytes(KEY_BYTES)) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, place)  # whole or not at all, and never over an existing key
        finally:
            draft.unlink()
    except OSError as error:
        raise KeyProblem(f"the key file {place} cannot be written: {error}") from error
    return Keyring.from_settings(key_file=place)
