"""What `restride check` says of files: who may read them, who may write them, and to whom they belong.

Each problem is one line with the command to type. Must not change anything, nor read what is in a file.

>>> find_loose_modes([], [])
[]
"""

from __future__ import annotations

import os
import pwd
import shlex
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ENV_FILE, Settings, secret_paths
from storage.db.errors import DatabaseUnavailable
from storage.db.url import parse_url, sqlite_file

FOR_OTHERS = 0o077
FOR_OTHERS_BUT_GROUP_READS = 0o037
MOUNTED = Path("/run")  # what Docker and systemd hand in: its mode is theirs, and others cannot get there


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """`may_write`: whether this user may open the database, which makes what is missing."""

    problems: list[str]
    may_write: bool


def check_files(settings: Settings, env_file: Path = ENV_FILE) -> FileReport:
    """Every problem with the files and folders that these settings name."""
    database, key_file = _database_file(settings), _key_file(settings)
    own = [file for file in (database, key_file) if file is not None]
    folders = [file.absolute().parent for file in own]
    secrets = [path for path in secret_paths(env_file=env_file) if not path.resolve().is_relative_to(MOUNTED)]
    files = [env_file, *own, *secrets]
    to_be_made = [file for file in own if _status(file) is None]
    written = [path for path in (database,) if path is not None and _status(path) is not None]
    written += [_nearest_folder(file) for file in {*to_be_made, *written}]
    no_access = find_foreign_owners([*written, *files]) or find_unwritable(written)
    loose = find_loose_modes(files, [folder for folder in folders if _holds_only(folder, own)])
    return FileReport(problems=[*no_access, *loose], may_write=not no_access)


def find_loose_modes(files: Iterable[Path], folders: Iterable[Path]) -> list[str]:
    """Files and folders that others than their owner may read or change."""
    found = []
    for path, wanted in [*((file, 0o600) for file in files), *((folder, 0o700) for folder in folders)]:
        if (status := _status(path)) is None:
            continue
        mode = stat.S_IMODE(status.st_mode)
        if mode & _forbidden(status):
            command = f"chmod {wanted:o} {shlex.quote(str(path.absolute()))}"
            found.append(
                f"{path.absolute()} is open to others than its owner (mode {mode & 0o777:o}): type {command}"
            )
    return _once(found)


def find_unwritable(paths: Iterable[Path]) -> list[str]:
    """Existing folders and files in which this user cannot write."""
    found = []
    for path in paths:
        if (status := _status(path)) is None:
            continue
        right = os.W_OK | (os.X_OK if stat.S_ISDIR(status.st_mode) else 0)
        if not os.access(path, right):
            found.append(
                f"{path.absolute()} cannot be written by {_name(os.geteuid())}: it belongs to "
                f"{_name(status.st_uid)}; give it to the user that runs the bot with chown, or run this as that user"
            )
    return _once(found)


def find_foreign_owners(paths: Iterable[Path]) -> list[str]:
    """Root looks at what belongs to a user of the bot: what root makes there, the bot could not open."""
    if os.geteuid() != 0:
        return []
    owners = {status.st_uid for path in paths if (status := _status(path)) is not None} - {0}
    return [
        f"this is root, and the files of this bot belong to {_name(owner)}, who could not open what root makes: "
        f"type runuser -u {_name(owner)} -- restride check"
        for owner in sorted(owners)
    ]


def _key_file(settings: Settings) -> Path | None:
    return None if settings.data_key.reveal() else settings.data_key_file


def _database_file(settings: Settings) -> Path | None:
    try:
        return sqlite_file(parse_url(settings.database_url))
    except DatabaseUnavailable:  # opening the database says it
        return None


def _nearest_folder(file: Path) -> Path:
    """The folder of the file, or the one above it in which that would be made."""
    return next(folder for folder in file.absolute().parents if _status(folder) is not None)


def _holds_only(folder: Path, files: Iterable[Path]) -> bool:
    """Whether the folder is the bot's alone. The mode of a folder that others use, like /etc, is not ours to say."""
    names = [file.name for file in files]
    try:
        return all(any(name in entry.name for name in names) for entry in folder.iterdir())
    except OSError:
        return False


def _forbidden(status: os.stat_result) -> int:
    """Root may hand a file to the group of the bot to read, and keep it from being changed."""
    handed_in = status.st_uid == 0 and os.geteuid() != 0 and stat.S_ISREG(status.st_mode)
    return FOR_OTHERS_BUT_GROUP_READS if handed_in else FOR_OTHERS


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))
