"""Sealing: each private value is encrypted under a key that is not in the database, and bound to its place.

AES-256-GCM; the table, the row and the column are authenticated with it, so bytes moved to another row do not open.
The id of the key stands in front, so keys can be rotated while running. A new key file is made by
`storage/encryption/keyfile.py`.

>>> ring = Keyring(keys={"a": bytes(32)}, current="a")
>>> ring.open("people", "7", "sealed", ring.seal("people", "7", "sealed", "her words"))
'her words'
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.encryption.compression import compress, decompress

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
COMPRESSED_TABLE = "journal"  # the only table that grows with each turn


class KeyProblem(Exception):
    """The key is missing, malformed or in the wrong place; the message says how to mend it."""


class UnknownKey(KeyProblem):
    """The data was sealed with a key that is not among ours."""


class Unreadable(Exception):
    """The bytes are damaged, or stand in a row they were not sealed for."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys by id; `current` seals, all of them open. A key is 32 bytes, its id plain ASCII."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    _ciphers: dict[str, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise KeyProblem(f"the current key {self.current!r} is not among the keys")
        for name, key in self.keys.items():
            if not (name.isascii() and name.isprintable() and 1 <= len(name) <= 32):
                raise KeyProblem("a key's id must be 1 to 32 plain characters")
            if len(key) != KEY_BYTES:
                raise KeyProblem(f"key {name!r} has {len(key)} bytes, but AES-256 needs {KEY_BYTES}")
        object.__setattr__(self, "_ciphers", {name: AESGCM(key) for name, key in self.keys.items()})

    @staticmethod
    def from_settings(data_key: str = "", key_file: Path | None = None) -> Keyring:
        """The keys in the text of DATA_KEY or, when it is empty, in the key file; raises `KeyProblem`.

        One line (or comma-separated item) a key, `id:base64`; the first one seals. A bare base64 key names
        itself by its fingerprint, so that a wrong key is told from a damaged row.
        """
        if data_key.strip():
            return _read(data_key, "DATA_KEY")
        if key_file is None:
            raise KeyProblem("there is no data key: set DATA_KEY, or say where the key file is")
        try:
            text = key_file.read_text("ascii")
        except FileNotFoundError:
            raise KeyProblem(
                f"there is no key file at {key_file.absolute()}: put it back, or set DATA_KEY"
            ) from None
        except OSError as error:
            raise KeyProblem(
                f"the key file {key_file.absolute()} cannot be read ({error.strerror}): it must belong to the user "
                "that runs the bot"
            ) from error
        except UnicodeDecodeError as error:
            raise KeyProblem(
                f"the key file {key_file.absolute()} is no text file: put the right one back"
            ) from error
        return _read(text, str(key_file))

    def seal(self, table: str, row: str, column: str, plaintext: str) -> bytes:
        """Format, key id, nonce, ciphertext with its tag: 34 bytes more than the text for a short key id.

        The journal is compressed before it is sealed.
        """
        head = header(self.current)
        nonce = os.urandom(NONCE_BYTES)
        bound = _bound(head, table, row, column)
        content = compress(plaintext) if table == COMPRESSED_TABLE else plaintext.encode()
        return head + nonce + self._ciphers[self.current].encrypt(nonce, content, bound)

    def open(self, table: str, row: str, column: str, sealed: bytes) -> str:
        """The text again; raises `UnknownKey`, or `Unreadable` when bytes were damaged or moved."""
        name = key_id(sealed)
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise UnknownKey(
                f"this database is sealed with key {name!r}, but the keys given are "
                f"{', '.join(map(repr, self.keys))}: put the old key back into DATA_KEY or the key file"
            )
        start = 2 + len(name)
        head, nonce = sealed[:start], sealed[start : start + NONCE_BYTES]
        try:
            bound = _bound(head, table, row, column)
            return decompress(cipher.decrypt(nonce, sealed[start + NONCE_BYTES :], bound))
        except (InvalidTag, ValueError, zlib.error) as error:
            raise Unreadable(
                f"{table}.{column}: the sealed bytes are damaged, belong to another row, "
                f"or key {name!r} is not the key that sealed them"
            ) from error

    def proof(self, name: str, salt: bytes, fact: str) -> bytes:
        """A keyed, salted hash of `fact`: equal for equal facts, and tells nothing without the key."""
        return hmac.new(self.keys[name], b"proof\x1f" + salt + fact.encode(), hashlib.sha256).digest()


def header(name: str) -> bytes:
    """How everything begins that was sealed with the key of this id."""
    return bytes((FORMAT, len(name))) + name.encode("ascii")


def key_id(sealed: bytes) -> str:
    """The id of the key that sealed these bytes; raises `Unreadable` when they are not sealed at all."""
    if len(sealed) < 2 or sealed[0] != FORMAT or len(sealed) < 2 + sealed[1] + NONCE_BYTES:
        raise Unreadable("these bytes were not sealed by this program, or by a newer version of it")
    return sealed[2 : 2 + sealed[1]].decode("ascii", "replace")


def _bound(head: bytes, table: str, row: str, column: str) -> bytes:
    return head + "\x1f".join(("", table, row, column)).encode()


def fingerprint(key: bytes) -> str:
    """The id a key gives itself: 8 hex digits that do not reveal it."""
    return hashlib.sha256(b"restride key id" + key).hexdigest()[:8]


def encode_key(key: bytes) -> str:
    """The key as a line of a key file, or the text of DATA_KEY."""
    return f"{fingerprint(key)}:{base64.urlsafe_b64encode(key).decode('ascii')}"


def _read(text: str, source: str) -> Keyring:
    keys: dict[str, bytes] = {}
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for item in filter(None, (item.strip() for line in lines for item in line.split(","))):
        name, colon, encoded = item.rpartition(":")
        try:
            key = base64.b64decode(encoded.strip().replace("-", "+").replace("_", "/"), validate=True)
        except (binascii.Error, ValueError):
            raise KeyProblem(f"{source}: a key is not base64 of {KEY_BYTES} bytes") from None
        keys[name.strip() if colon else fingerprint(key)] = key
    if not keys:
        raise KeyProblem(f"{source} holds no key")
    try:
        return Keyring(keys, next(iter(keys)))
    except KeyProblem as problem:
        raise KeyProblem(f"{source}: {problem}") from None
