"""What a call says, as the body of a request: JSON, and the parts of a form only when a file goes with it.

Must not know what is sent, or how. The library's own way makes each value a string and those a web form: 86 us
for a question with its buttons, where writing it as JSON at once takes 7.

>>> body_of(fields({"chat_id": 7, "text": "Good morning", "reply_markup": None}))
(b'{"chat_id": 7, "text": "Good morning"}', 'application/json')
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from telegram.request import RequestData

IN_A_NAME = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """What is read here of the library's `RequestData`, for what is JSON already."""

    parameters: Mapping[str, object]
    contains_files: bool = False


def fields(params: Mapping[str, object]) -> RequestData:
    """Parameters without files. Telegram does not want those that are `None`."""
    told = {name: value for name, value in params.items() if value is not None}
    return cast(RequestData, Plain(parameters=told))


def body_of(data: RequestData | None) -> tuple[bytes, str]:
    """The body, and its content type; empty for none."""
    if data is None:
        return b"", ""
    if not data.contains_files:
        return json.dumps(data.parameters).encode("ascii"), "application/json"
    return _form(data)


def _form(data: RequestData) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)  # in no file
    parts = [(f'name="{_named(name)}"', value.encode()) for name, value in data.json_parameters.items()]
    for name, (file_name, content, kind) in data.multipart_data.items():
        said = f'name="{_named(name)}"; filename="{_named(file_name)}"\r\nContent-Type: {_named(kind)}'
        parts.append((said, content if isinstance(content, bytes) else content.read()))
    begin = f"--{mark}\r\nContent-Disposition: form-data; "
    written = [b"%b%b\r\n\r\n%b\r\n" % (begin.encode(), said.encode(), content) for said, content in parts]
    return b"".join(written) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def _named(text: str) -> str:
    return text.translate(IN_A_NAME)
