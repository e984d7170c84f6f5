"""`restride check --online`: what Telegram says, and one clear sentence for each way in which it can fail."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.settings import Settings, load
from bot.telegram.online_check import OnlineReport, ask_telegram
from tests.system.wire.http.server import DROP, HANG, RESET, Play, serving

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
TOKEN = "110201543:never-shown"
ME = {"id": 110201543, "is_bot": True, "first_name": "Restride", "username": "restride_bot"}
NO_WEBHOOK: dict[str, object] = {"url": "", "pending_update_count": 0}


def http(body: object, status: str = "200 OK", *, at: datetime = NOW) -> Play:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nDate: {format_datetime(at, usegmt=True)}\r\nContent-Length: {len(content)}\r\n\r\n"
    return [head.encode() + content]


def ok(result: object) -> Play:
    return http({"ok": True, "result": result})


def error(code: int, description: str = "never shown", **more: object) -> Play:
    return http({"ok": False, "error_code": code, "description": description, **more}, f"{code} No")


def settings_for(port: int, **more: str) -> Settings:
    return load({"BOT_TOKEN": TOKEN, "BOT_API_URL": f"http://127.0.0.1:{port}", **more}, env_file=None)


async def asked(*plays: Play, **more: str) -> OnlineReport:
    """What is said of a server that plays this."""
    async with serving(plays) as server:
        report = await ask_telegram(settings_for(server.port, **more), lambda: NOW)
    assert not any("never" in line for line in (*report.notes, *report.problems))
    return report


async def problem_of(*plays: Play, **more: str) -> str:
    (line,) = (await asked(*plays, **more)).problems
    return line


def head(at: datetime = NOW) -> Play:
    """The answer to HEAD, for the time alone."""
    return http(b"", "302 Found", at=at)


async def test_it_says_whose_token_it_is() -> None:
    report = await asked(ok(ME), ok(NO_WEBHOOK), head())
    assert report == OnlineReport(notes=("BOT_TOKEN belongs to @restride_bot (Restride).",))


async def test_a_bot_that_can_be_added_to_groups_is_said() -> None:
    report = await asked(ok(ME | {"can_join_groups": True}), ok(NO_WEBHOOK), head())
    assert "send BotFather /setjoingroups and choose Disable" in report.notes[1]


@pytest.mark.parametrize(("code", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_is_refused(code: int, words: str) -> None:
    assert await problem_of(error(code, words)) == (
        "BOT_TOKEN is refused by Telegram: copy it again from BotFather (/mybots, API Token)"
    )


async def test_a_token_that_is_missing() -> None:
    report = await ask_telegram(load({}, env_file=None), lambda: NOW)
    assert report.problems == ("Telegram was not asked, because BOT_TOKEN is missing",)


@pytest.mark.parametrize(
    "body", [b"<html>Please log in</html>", b"[]", b"null", b'{"ok": 1}', b'{"result": {}}', b"", b"\xff"]
)
async def test_what_is_not_telegram_is_said(body: bytes) -> None:
    assert "is not Telegram, but " in await problem_of(http(body))


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "result": []}, {"ok": False}])
async def test_an_answer_without_sense_is_a_sentence(answer: object) -> None:
    assert "check BOT_API_URL" in await problem_of(http(answer))


async def test_trouble_of_telegrams_own() -> None:
    assert "has trouble of its own" in await problem_of(http(b"<html>", "502 Bad Gateway"))
    assert "has trouble of its own" in await problem_of(error(500))


async def test_it_waits_as_long_as_telegram_asks() -> None:
    assert await problem_of(error(429, parameters={"retry_after": 7})) == (
        "Telegram asks to wait 7 s: try again then"
    )
    assert "check BOT_API_URL" in await problem_of(error(429, parameters=[]))


async def test_nobody_there() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        (line,) = (await ask_telegram(settings_for(one.getsockname()[1]), lambda: NOW)).problems
    assert line.endswith(
        " cannot be reached: nothing listens there: check the port, and a firewall on the way"
    )


@pytest.mark.parametrize("play", [[DROP], [RESET]])
async def test_a_connection_that_is_cut(play: Play) -> None:
    assert " cannot be reached: " in await problem_of(play)


async def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.online_check.ASK_S", 0.2)
    assert "did not answer within 0.2 s" in await problem_of([HANG])
    assert "did not answer within 0.2 s" in await problem_of(
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", HANG]
    )


async def test_a_webhook_that_stands_in_the_way_is_said() -> None:
    report = await asked(ok(ME), ok(NO_WEBHOOK | {"url": "https://other.example/x"}), head())
    assert report.problems == ()
    assert report.notes[1].startswith(
        "A webhook stands at https://other.example/x, and while it stands nothing"
    )
    assert "another program uses this token" in report.notes[1]


async def test_a_webhook_that_is_not_set_yet_or_stands_elsewhere_is_said() -> None:
    ours = {"WEBHOOK_URL": "https://ours.example/x"}
    assert "No webhook is set yet" in (await asked(ok(ME), ok(NO_WEBHOOK), head(), **ours)).notes[1]
    elsewhere = NO_WEBHOOK | {"url": "https://other.example/x"}
    assert "restride run moves it" in (await asked(ok(ME), ok(elsewhere), head(), **ours)).notes[1]


async def test_a_webhook_that_telegram_cannot_reach_is_a_problem() -> None:
    ours = {"WEBHOOK_URL": "https://ours.example/x"}
    failed = NO_WEBHOOK | {
        "url": "https://ours.example/x",
        "last_error_message": "Connection refused",
        "last_error_date": int((NOW - timedelta(minutes=5)).timestamp()),
    }
    assert "could not deliver to WEBHOOK_URL ('Connection refused' at 07:25 UTC)" in await problem_of(
        ok(ME), ok(failed), head(), **ours
    )
    long_ago = failed | {"last_error_date": int((NOW - timedelta(hours=2)).timestamp())}
    assert (await asked(ok(ME), ok(long_ago), head(), **ours)).problems == ()


@pytest.mark.parametrize(("off_s", "said"), [(-60, "60 s ahead of"), (60, "60 s behind")])
async def test_a_clock_that_is_off_is_a_problem(off_s: int, said: str) -> None:
    line = await problem_of(ok(ME), ok(NO_WEBHOOK), head(NOW + timedelta(seconds=off_s)))
    assert line.startswith(f"the clock of this machine is {said} the clock of Telegram")


async def test_a_clock_that_is_nearly_right_is_none() -> None:
    assert (await asked(ok(ME), ok(NO_WEBHOOK), head(NOW + timedelta(seconds=9)))).problems == ()


@pytest.mark.parametrize("play", [[DROP], [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]])
async def test_a_server_that_tells_no_time_is_no_problem(play: Play) -> None:
    assert (await asked(ok(ME), ok(NO_WEBHOOK), play)).problems == ()
