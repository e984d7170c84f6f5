"""What is kept for years is made small before it is sealed: deflate, which knows the phrases of a journal beforehand.

A line of the journal is so short that it has nothing to repeat but what lines before it said: a dictionary
(`storage/encryption/compression_dictionary.py`) stands in for them. Its number is in front, in a byte that no text
in UTF-8 begins with; so is
the older way, without a dictionary. All of them are unpacked for ever. Must not know what the text says.

>>> unpacked(packed('{"Tapped": {"seq": 7, "option": "none"}}'))
'{"Tapped": {"seq": 7, "option": "none"}}'
"""

from __future__ import annotations

import zlib

from storage.encryption.compression_dictionary import PHRASES

DICTIONARY = 1  # of the phrases, what new texts are packed with
WITHOUT = 0xFF  # as it was first done: zlib's own format
WITH = {0xFF - number: phrases for number, phrases in PHRASES.items()}
# Without zlib's own head and sum: the seal proves the bytes. More than 8 KB to look back into costs time at each line.
LARGEST_WINDOW, WINDOW, MEMORY, EFFORT = -15, -13, 5, 6

# Copied for each text: to read the phrases again would take three times as long as the rest.
_ready = zlib.compressobj(EFFORT, wbits=WINDOW, memLevel=MEMORY, zdict=PHRASES[DICTIONARY])


def compress(text: str) -> bytes:
    """The text, smaller; as it is where packing gains nothing."""
    plain = text.encode()
    deflate = _ready.copy()
    small = bytes((0xFF - DICTIONARY,)) + deflate.compress(plain) + deflate.flush()
    return small if len(small) < len(plain) else plain


def decompress(content: bytes) -> str:
    """The text again; raises `ValueError` or `zlib.error` for what was never packed."""
    first = content[0] if content else 0
    if first == WITHOUT:
        return zlib.decompress(content[1:]).decode()
    if first in WITH:
        inflate = zlib.decompressobj(wbits=LARGEST_WINDOW, zdict=WITH[first])
        text = inflate.decompress(content[1:])
        if not inflate.eof or inflate.unused_data:
            raise ValueError("the packed text is cut short, or goes on behind its end")
        return text.decode()
    return content.decode()
