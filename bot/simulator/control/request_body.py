"""Reads the JSON of a control request, strictly: a misspelt field is told, not ignored.

body = await Body.of(request, {"text"}); body.text("text")
"""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request


class BadRequest(Exception):
    """The request makes no sense; the message says what would."""


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The fields of one request. A getter without a default refuses an absent field."""

    fields: dict[str, object]

    @classmethod
    async def of(cls, request: Request, known: AbstractSet[str]) -> RequestBody:
        raw = await request.body()
        try:
            fields: object = json.loads(raw) if raw.strip() else {}
        except ValueError:
            raise BadRequest("the body is not JSON") from None
        if not isinstance(fields, dict):
            raise BadRequest("the body must be a JSON object")
        for name in fields:
            if name not in known:
                raise BadRequest(f"unknown field {name!r}; there are {', '.join(sorted(known))}")
        return cls({name: value for name, value in fields.items() if value is not None})

    def has(self, name: str) -> bool:
        return name in self.fields

    def text(self, name: str, default: str | None = None) -> str:
        value = self.fields.get(name, default)
        if isinstance(value, str):
            return value
        raise BadRequest(f"{name} must be text")

    def whole(self, name: str, default: int | None = None) -> int:
        value = self.fields.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise BadRequest(f"{name} must be a whole number")

    def number(self, name: str, default: float | None = None) -> float:
        value = self.fields.get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        raise BadRequest(f"{name} must be a number")

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.fields.get(name, default)
        if isinstance(value, bool):
            return value
        raise BadRequest(f"{name} must be true or false")

    def instant(self, name: str) -> datetime:
        """An ISO instant; one without a zone is UTC."""
        try:
            at = datetime.fromisoformat(self.text(name))
        except ValueError:
            raise BadRequest(f"{name} must be an instant such as 2026-03-02T07:30:00+00:00") from None
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    def objects(self, name: str) -> dict[str, dict[str, object]]:
        """Objects by name; none when the field is absent."""
        value = self.fields.get(name, {})
        if isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()):
            return value
        raise BadRequest(f"{name} must be an object of objects")
