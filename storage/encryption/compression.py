"""Compresses the journal before it is sealed, with zlib, as release 0.1.0 does.

The first byte is 0xFF, which no text in UTF-8 begins with. A text that compression would not make smaller is stored as
it is.

>>> decompress(compress('{"Tapped": {"seq": 7, "option": "none"}}'))
'{"Tapped": {"seq": 7, "option": "none"}}'
"""

from __future__ import annotations

import zlib

ZLIB_MARKER = b"\xff"


def compress(text: str) -> bytes:
    """The text in as few bytes as zlib can make of it."""
    plain = text.encode()
    small = ZLIB_MARKER + zlib.compress(plain)
    return small if len(small) < len(plain) else plain


def decompress(content: bytes) -> str:
    """The text again; raises `ValueError` or `zlib.error` for bytes that `compress` did not make."""
    if content[:1] == ZLIB_MARKER:
        return zlib.decompress(content[1:]).decode()
    return content.decode()
