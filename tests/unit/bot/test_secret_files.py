"""Secrets by file: any secret setting, one way at a time, and no problem that repeats what is in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Secret, Settings, SettingsProblem, load, secret_files, variables, write_example

TEXTS = {
    "BOT_TOKEN": "1:abc",
    "DATABASE_URL": "postgresql://ana:pass@host/restride",
    "WEBHOOK_SECRET": "hunter2",
    "INVITATION": "welcome-2026",
}


def shown(value: object) -> object:
    return value.reveal() if isinstance(value, Secret) else value


def problem_of(values: dict[str, str], env_file: Path | None = None) -> str:
    with pytest.raises(SettingsProblem) as problem:
        load(values, env_file=env_file)
    (line,) = problem.value.lines
    return line


def test_every_secret_can_be_given_by_file() -> None:
    """DATA_KEY has had its file from the start. A new secret setting joins by itself, and TEXTS says how it looks."""
    hidden = {
        name for name, setting in variables().items() if isinstance(getattr(Settings(), setting), Secret)
    }
    assert set(secret_files().values()) == set(TEXTS)
    assert hidden | {"DATABASE_URL"} == set(TEXTS) | {"DATA_KEY"}
    assert "DATA_KEY_FILE" in variables()


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_secret_is_read_from_its_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(TEXTS[name] + "\n", "utf-8")
    read = load({f"{name}_FILE": str(file)}, env_file=None)
    assert shown(getattr(read, variables()[name])) == TEXTS[name]
    assert variables()[name] in read.given


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_secret_is_never_given_twice(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("never shown\n", "utf-8")
    env = tmp_path / ".env"
    env.write_text(f"{name}_FILE={file}\n", "utf-8")
    said = problem_of({name: TEXTS[name]}, env)
    assert said == f"{name} and {name}_FILE are both set: keep one of them, empty the other"


def test_a_line_left_as_the_example_has_it_is_not_a_second_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(TEXTS["DATABASE_URL"], "utf-8")
    env = tmp_path / ".env"
    write_example(env)
    read = load({"DATABASE_URL_FILE": str(file)}, env_file=env)
    assert read.database_url == TEXTS["DATABASE_URL"]


def test_the_key_and_a_key_file_that_exists_are_one_too_many(tmp_path: Path) -> None:
    file = tmp_path / "data.key"
    both = {"DATA_KEY": "A" * 43 + "=", "DATA_KEY_FILE": str(file)}
    assert load(both, env_file=None).data_key.reveal() == both["DATA_KEY"]
    file.write_text("never shown", "utf-8")
    assert problem_of(both).startswith(f"DATA_KEY and DATA_KEY_FILE are both set, and {file} exists")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty: write the secret into it"),
        (b"\xff\xfe", "is not a text file: write the secret alone into it"),
        (b"never\nshown\n", "has several lines: write the secret alone into it"),
        (None, "cannot be read (No such file or directory): name a file that this user may read"),
    ],
)
def test_a_file_that_holds_no_secret_is_said(content: bytes | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    assert problem_of({"BOT_TOKEN_FILE": str(file)}) == f"BOT_TOKEN_FILE: {file} {said}"


def test_a_wrong_secret_in_a_file_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hunter2", "utf-8")
    said = problem_of({"BOT_TOKEN_FILE": str(file)})
    assert said.startswith("BOT_TOKEN is not a bot token") and "hunter2" not in said


def test_a_misspelt_name_of_a_secret_file_is_said(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("BOT_TOKN_FILE=/x\n", "utf-8")
    assert problem_of({}, env) == f"{env}: there is no setting BOT_TOKN_FILE: did you mean BOT_TOKEN_FILE?"


def test_the_example_is_written_once_and_for_its_owner_only(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    write_example(env)
    assert env.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SettingsProblem, match="is there already"):
        write_example(env)
    with pytest.raises(SettingsProblem, match="cannot be written"):
        write_example(tmp_path / "nowhere" / ".env")
