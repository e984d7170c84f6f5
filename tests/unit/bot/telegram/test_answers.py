"""What an answer is: a result, a refusal of Telegram's own, or something else that came in its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.telegram.answers import (
    MAX_WAIT_S,
    NotTelegram,
    Throttled,
    check_result,
    is_from_telegram,
    is_unreachable,
    is_update,
    read_refusal,
    read_success,
)

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
HTML = b"<!doctype html><title>Log in</title>/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/"
STATUS = (301, 302, 400, 401, 403, 404, 409, 413, 429, 500, 502, 504, 599)
NOT_ANSWERS = {
    "an empty answer": b" \r\n",
    "HTML instead of JSON": HTML,
    "JSON that breaks off": b'{"ok":true,"resu',
    "text instead of JSON": b"Service temporarily unavailable",
}
OTHER_JSON = (b"[]", b"null", b'"x"', b"7", b"{}", b'{"ok":1}', b'{"ok":false}', b"[" * 99_999, b"1" * 9999)
OTHER_REFUSALS = (
    {"ok": False, "description": "Bad Request: chat not found"},
    {"ok": False, "error_code": "{status}", "description": "x"},
    {"ok": False, "error_code": 418, "description": "Forbidden: bot was blocked by the user"},
    {"ok": False, "error_code": None, "description": None},
    {"error_code": 403, "description": "Forbidden: bot was blocked by the user"},
    {"ok": True, "result": True},
)


def refusal(status: int, words: object, **parameters: object) -> TelegramError:
    answer = {"ok": False, "error_code": status, "description": words, "parameters": parameters}
    return read_refusal(status, json.dumps(answer).encode(), token=TOKEN)


@pytest.mark.parametrize("kind", NOT_ANSWERS)
def test_what_is_no_json_is_named(kind: str) -> None:
    with pytest.raises(NotTelegram) as raised:
        read_success(NOT_ANSWERS[kind])
    assert raised.value.kind == kind
    error = read_refusal(400, NOT_ANSWERS[kind], token=TOKEN)
    assert isinstance(error, NotTelegram) and error.kind == f"{kind} (HTTP 400)"
    assert TOKEN not in repr(error)


@pytest.mark.parametrize("body", OTHER_JSON, ids=lambda body: body[:9].decode())
def test_other_json_is_no_answer(body: bytes) -> None:
    with pytest.raises(NotTelegram):
        read_success(body)
    for status in STATUS:
        assert isinstance(read_refusal(status, body, token=TOKEN), NotTelegram)


@pytest.mark.parametrize("answer", OTHER_REFUSALS, ids=repr)
@pytest.mark.parametrize("status", STATUS)
def test_a_refusal_in_another_form_is_not_telegrams(status: int, answer: object) -> None:
    error = read_refusal(status, json.dumps(answer).encode(), token=TOKEN)
    assert isinstance(error, NotTelegram)
    assert not is_from_telegram(error)


def test_a_yes_without_a_result_is_none() -> None:
    with pytest.raises(NotTelegram, match="without its result"):
        read_success(b'{"ok":true}')
    with pytest.raises(NotTelegram):
        read_success(b'{"ok":false,"error_code":400,"description":"x"}')
    assert read_success(b'{"ok":true,"result":null}')["result"] is None


@given(st.binary(max_size=200), st.integers(100, 999))
def test_any_bytes_are_an_error_of_the_library(body: bytes, status: int) -> None:
    assert isinstance(read_refusal(status, body, token=TOKEN), TelegramError)
    try:
        read_success(body)
    except NotTelegram as error:
        assert error.__context__ is None, "what came hangs on to nothing"


@pytest.mark.parametrize(
    ("words", "unreachable"),
    [
        ("Forbidden: bot was blocked by the user", True),
        ("Forbidden: user is deactivated", True),
        ("Forbidden: bot can't initiate conversation with a user", True),
        ("Forbidden: access from your country is not allowed", False),
        ("blocked", False),
    ],
)
def test_blocked_only_in_telegrams_own_words(words: str, unreachable: bool) -> None:
    error = refusal(403, words)
    assert isinstance(error, Forbidden)
    assert is_unreachable(error) is unreachable


@pytest.mark.parametrize(
    ("status", "words", "refused"),
    [
        (401, "Unauthorized", True),
        (404, "Not Found", True),
        (401, "Please log in", False),
        (404, "No such page", False),
        (404, "", False),
    ],
)
def test_the_token_is_refused_only_in_telegrams_own_words(status: int, words: str, refused: bool) -> None:
    assert isinstance(refusal(status, words), InvalidToken) is refused


@pytest.mark.parametrize(
    ("given_s", "waits_s"),
    [(3, 3), (0, 1), (2.5, 3), (MAX_WAIT_S, MAX_WAIT_S), (31_536_000, MAX_WAIT_S)],
)
def test_a_wait_is_bounded(given_s: float, waits_s: int) -> None:
    error = refusal(429, "Too Many Requests", retry_after=given_s)
    assert isinstance(error, Throttled)
    assert error._retry_after.total_seconds() == waits_s
    assert error.asked_s >= given_s


NO_WAITS = (-1, "7", True, None, [], {"s": 1}, float("inf"), float("nan"), 10**400, 1e300)


@pytest.mark.parametrize("given_s", NO_WAITS, ids=lambda wait: repr(wait)[:9])
def test_a_wait_that_is_no_number_of_seconds(given_s: object) -> None:
    assert isinstance(refusal(429, "Too Many Requests", retry_after=given_s), NotTelegram)


def test_other_refusals() -> None:
    assert isinstance(refusal(400, "Bad Request", migrate_to_chat_id=-100), ChatMigrated)
    assert isinstance(refusal(400, "Bad Request", migrate_to_chat_id="x"), BadRequest)
    assert isinstance(refusal(413, "Request Entity Too Large"), BadRequest)
    error = refusal(502, "Bad Gateway")
    assert type(error) is NetworkError and not is_from_telegram(error)
    assert len(refusal(400, "x" * 9999).message) < 200


WRONG = (
    None,
    True,
    False,
    7,
    "x",
    [],
    {},
    {"message_id": "7"},
    {"id": "1"},
    {"url": None},
    [{"message_id": 7}],
)
RIGHT = {
    "getMe": {"id": 123456, "is_bot": True, "first_name": "R", "username": "r_bot"},
    "getUpdates": [],
    "getWebhookInfo": {"url": ""},
    "sendMessage": {"message_id": 7},
    "editMessageText": {"message_id": 7},
    "answerCallbackQuery": True,
    "setWebhook": True,
}


@pytest.mark.parametrize("method", RIGHT)
def test_a_result_of_the_wrong_type_is_not_telegrams(method: str) -> None:
    check_result(method, RIGHT[method], bot=123456)
    for wrong in WRONG:
        fits = type(wrong) is type(RIGHT[method]) and type(wrong) in (list, bool) and wrong is not False
        if fits or (method == "editMessageText" and wrong is True):
            continue
        with pytest.raises(NotTelegram):
            check_result(method, wrong, bot=123456)


def test_another_bot_is_not_believed() -> None:
    with pytest.raises(NotTelegram, match="another bot"):
        check_result("getMe", RIGHT["getMe"], bot=7)


@pytest.mark.parametrize(
    "raw", [None, 1, "x", [], {}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}]
)
def test_what_has_no_number_is_no_update(raw: object) -> None:
    assert not is_update(raw)
    assert is_update({"update_id": 7})
