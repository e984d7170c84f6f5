"""Settings: read once, every problem in one line that says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.settings import SettingsProblem, load

REPOSITORY = Path(__file__).parents[3]


def test_the_example_is_what_the_code_says() -> None:
    assert (REPOSITORY / ".env.example").read_text("utf-8") == settings.example()


def test_the_example_itself_has_no_problem(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text(settings.example(), "utf-8")
    assert load({}, env_file=env) == load({}, env_file=None)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("LOG_LEVEL=debug\nOPERATOR_NAME='Run Again'\n", "utf-8")
    read = load({"LOG_LEVEL": "error"}, env_file=env)
    assert (read.log_level, read.operator_name) == ("ERROR", "Run Again")


def test_an_empty_value_means_the_default() -> None:
    assert load({"SENDS_PER_SECOND": " ", "LOG_LEVEL": ""}, env_file=None).sends_per_second == 30


def test_a_base_address_loses_its_last_slash() -> None:
    assert (
        load({"BOT_API_URL": "http://127.0.0.1:8081/"}, env_file=None).bot_api_url == "http://127.0.0.1:8081"
    )


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("BOT_TOKN=1:abc\nDEFAULT_LOCALE\n", "utf-8")
    wrong = {
        "BOT_TOKEN": "hunter2",
        "BOT_API_URL": "api.telegram.org",
        "DATABASE_URL": "mysql://localhost",
        "LOG_LEVEL": "loud",
        "SENDS_PER_SECOND": "fast",
        "SENDS_PER_CHAT": "0",
    }
    with pytest.raises(SettingsProblem) as problem:
        load(wrong, env_file=env)
    told = problem.value.lines
    assert sorted(line.split()[0] for line in told if not line.startswith(str(env))) == sorted(wrong)
    assert f"{env}: there is no setting BOT_TOKN: did you mean BOT_TOKEN?" in told
    assert any("DEFAULT_LOCALE has no value" in line for line in told)
    assert all("\n" not in line for line in told)


def test_no_problem_repeats_a_secret() -> None:
    with pytest.raises(SettingsProblem) as problem:
        load({"BOT_TOKEN": "hunter2", "DATABASE_URL": "mysql://root:hunter2@localhost"}, env_file=None)
    assert "hunter2" not in str(problem.value)


def test_settings_do_not_print_the_token_or_the_key() -> None:
    read = load({"BOT_TOKEN": "1:hunter2", "DATA_KEY": "hunter2"}, env_file=None)
    assert "hunter2" not in repr(read) + str(read)


def test_a_secret_is_only_seen_by_whoever_reveals_it() -> None:
    token = load({"BOT_TOKEN": "1:hunter2"}, env_file=None).bot_token
    assert "hunter2" not in f"{token} {token!r} {[token]}"
    assert token.reveal() == "1:hunter2"


@pytest.mark.parametrize(
    ("variable", "wrong", "said"),
    [
        ("SENDS_PER_SECOND", "fast", "is not a number"),
        ("SENDS_PER_SECOND", "nan", "is not a rate: a number above 0, up to 1000"),
        ("SENDS_PER_SECOND", "1001", "is not a rate: a number above 0, up to 1000"),
        ("REPEATS_AFTER_S", "61", "is not a number of seconds from 0 to 60"),
        ("WEBHOOK_CONNECTIONS", "40.5", "is not a whole number"),
        ("WEBHOOK_CONNECTIONS", "101", "is not a number from 1 to 100"),
        (
            "WEBHOOK_SECRET",
            "a b",
            "may hold letters, digits, _ and - only, at most 256: Telegram takes no others",
        ),
        ("LISTEN", "8080", "is not HOST:PORT, like 127.0.0.1:8080"),
        ("OPERATOR_CHAT_ID", "me", "is not a whole number"),
        (
            "RESTRIDE_SIM_CLOCK",
            "127.0.0.1",
            "is not an address: it is like https://HOST or http://HOST:PORT, without spaces",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_its_variable(variable: str, wrong: str, said: str) -> None:
    with pytest.raises(SettingsProblem) as problem:
        load({variable: wrong}, env_file=None)
    assert problem.value.lines == (f"{variable} {said}",)


def test_what_was_set_is_known_from_what_was_left(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("SENDS_PER_SECOND=30\n", "utf-8")
    read = load({"LOG_LEVEL": ""}, env_file=env)
    assert read.given == {"sends_per_second"}
    assert read == load({}, env_file=None)


@pytest.mark.parametrize(
    ("line", "number"),
    [('DATABASE_URL="sqlite:///a.db', 2), ("BOT_TOKEN 123:AAE", 2), ("=x", 2)],
)
def test_a_line_that_cannot_be_read_is_named(line: str, number: int, tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text(f"LOG_LEVEL=INFO\n{line}\nRETAIN_DAYS=0\n", "utf-8")
    with pytest.raises(SettingsProblem) as problem:
        load({}, env_file=env)
    assert (
        f"{env}: line {number} cannot be read: write NAME=value, and close each quote" in problem.value.lines
    )


@pytest.mark.parametrize(
    "wrong",
    ["http://[::1", "http://127.0.0.1:99999", "http://127.0.0.1:abc", "http://a b", "http://", "ftp://a"],
)
def test_an_address_that_none_can_be_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsProblem, match="BOT_API_URL is not an address"):
        load({"BOT_API_URL": wrong}, env_file=None)


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_bytes(b"\xff\xfe\x00BOT")
    with pytest.raises(SettingsProblem) as problem:
        load({}, env_file=env)
    assert problem.value.lines[0].startswith(f"{env} cannot be read")


def test_a_setting_of_an_older_release_is_named_and_no_error(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("HTTP_CLIENT=plain\n")
    (line,) = load({}, env_file=env).unused
    assert line.startswith("HTTP_CLIENT is no longer used: ")
    assert load({}, env_file=None).unused == load({"HTTP_CLIENT": ""}, env_file=None).unused == ()
