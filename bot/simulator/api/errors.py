"""What the Bot API says when it says no, in Telegram's own words.

A refusal is raised: it leaves the depth of a parser for the one place that answers the call.

    raise bad_request("message text is empty")   # 400, "Bad Request: message text is empty"
"""

from __future__ import annotations

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}

STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
SECOND_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class ApiError(Exception):
    """An answer with `ok: false`. `status` is HTTP's and `error_code`'s, `retry_after` is in seconds."""

    def __init__(self, status: int, description: str, *, retry_after: object = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def answer(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    return ApiError(409, f"Conflict: {why}")


def injected_error(status: int, retry_after: object) -> ApiError:
    """The refusal that an injected fault answers with."""
    description = _TITLES.get(status, "Error")
    if status == 429:
        retry_after = 1 if retry_after is None else retry_after
        description = f"{description}: retry after {retry_after}"
    elif status == 403:
        description = f"{description}: bot was blocked by the user"
    return ApiError(status, description, retry_after=retry_after)
