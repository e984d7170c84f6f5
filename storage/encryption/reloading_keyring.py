"""The keys of a running process: fixed for its life, or those of a key file, which may change while it runs.

`ReloadingKeyring` reads the key file again before it seals, and when it meets a key id that it does not know. So
`restride rotate-key` needs no restart: a running process seals with the new key from the next turn on. A key file that
is missing, or half written by an editor, changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from storage.encryption.crypto import KeyProblem, Keyring, UnknownKey

Stamp = tuple[int, int, int]


class ReloadingKeyring:
    """A keyring that follows its file; raises `KeyProblem` when there is none to begin with."""

    __slots__ = ("_file", "_ring", "_stamp")

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp = _stamp(file)
        self._ring = Keyring.from_settings(key_file=file)

    @property
    def keys(self) -> Mapping[str, bytes]:
        """All of them, by id."""
        self._look()
        return self._ring.keys

    @property
    def current(self) -> str:
        """The id of the one that seals now."""
        self._look()
        return self._ring.current

    def seal(self, table: str, row: str, column: str, plaintext: str) -> bytes:
        """As `Keyring.seal`, with the key that is the first of the file now."""
        self._look()
        return self._ring.seal(table, row, column, plaintext)

    def open(self, table: str, row: str, column: str, sealed: bytes) -> str:
        """As `Keyring.open`; a key that came into the file meanwhile is known."""
        try:
            return self._ring.open(table, row, column, sealed)
        except UnknownKey:
            self._look()
            return self._ring.open(table, row, column, sealed)

    def proof(self, name: str, salt: bytes, fact: str) -> bytes:
        """As `Keyring.keyed_hash`."""
        return self._ring.proof(name, salt, fact)

    def _look(self) -> None:
        stamp = _stamp(self._file)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._ring = Keyring.from_settings(key_file=self._file)
        except KeyProblem:
            return  # what is in use still opens everything that was sealed so far


AnyKeyring = Keyring | ReloadingKeyring


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
