"""`restride`: what an operator or a developer types. Each command is loaded only when it is used.

A problem that can be expected is one line on standard error and exit code 2.

    restride check        # settings, database, key and dialogue, each problem a line
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Command = Callable[[argparse.Namespace], int]
PROBLEM = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser(given).parse_args(given)
    command: Command = options.command
    from bot.settings import SettingsProblem

    try:
        return command(options)
    except SettingsProblem as problem:
        for line in problem.lines:
            print(f"restride: {line}", file=sys.stderr)
        return PROBLEM
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def parser(given: Sequence[str] = ()) -> argparse.ArgumentParser:
    """All commands. The simulator's own options are read only when it is asked for: it takes a moment to load."""
    whole = argparse.ArgumentParser(
        prog="restride", description="A coach for getting back to running after birth."
    )
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, command: Command, help_: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help_, description=help_)
        one.set_defaults(command=command)
        return one

    add("run", run, "run the bot on Telegram, with BOT_TOKEN from the environment or .env")
    checks = add("check", check, "check settings, database, key and dialogue; each problem is a line")
    checks.add_argument(
        "--dialogue", action="store_true", help="only the dialogue and its texts, no settings"
    )
    checks.add_argument(
        "--online", action="store_true", help="ask Telegram, too: whose token it is, the webhook, the time"
    )
    add("init", init, "write a .env with every setting into this folder, for your eyes only")
    for name, command, help_ in (
        ("simulate", simulate, "play Telegram on this machine, with the bot under it"),
        ("chat", chat, "talk to the coach in this terminal, with a clock you can move"),
    ):
        one = add(name, command, help_)
        if name in given[:1]:
            from bot.simulator.main import add_arguments

            add_arguments(one, for_chat=name == "chat")
    decides = add("decide", decide, "decide the cases in a file, without a bot")
    decides.add_argument("file", help="a file of cases, or - for standard input")
    decides.add_argument(
        "--explain", action="store_true", help="add the words that counted and the nearest known phrases"
    )
    add("rules", rules, "show the rule book, or one rule").add_argument(
        "id", nargs="?", help="for example R-TIME-2"
    )
    replays = add("replay", replay, "decide a journal again by today's rule book, and show what changed")
    replays.add_argument(
        "journal", nargs="?", help="a database's address or file, or a file of lines; else DATABASE_URL"
    )
    replays.add_argument("--reveal", action="store_true", help="show whose decision it was, and on what case")
    rotates = add(
        "rotate-key", _operator("rotate"), "a new data key, and everything sealed anew, while running"
    )
    one_of = rotates.add_mutually_exclusive_group()
    one_of.add_argument(
        "--prepare", action="store_true", help="make the key, to be copied to other machines first"
    )
    one_of.add_argument("--use", metavar="ID", help="seal with this key of the file from now on")
    one_of.add_argument("--retire", action="store_true", help="take keys that nothing needs out of the file")
    backs = add("backup", _operator("backup"), "everything into one file, while the bot runs")
    backs.add_argument(
        "file", type=Path, help="a new file, or a folder for one named by the time; the key is not in it"
    )
    backs.add_argument(
        "--keep-days", type=int, metavar="N", help="delete the backups of this folder that are older"
    )
    restores = add("restore", _operator("restore"), "bring a backup back, all of it or nothing")
    restores.add_argument("file", type=Path, help="a file that restride backup made")
    drills = add(
        "drill", _operator("drill"), "prove that the newest backup can be brought back; touches nothing"
    )
    drills.add_argument("path", type=Path, help="a backup, or the folder of the backups: the newest is taken")
    drills.add_argument(
        "--max-age-hours",
        type=int,
        default=48,
        metavar="N",
        help="an older backup is a failure (48 if not given)",
    )
    moves = add("move", _operator("move"), "everything into another database, to PostgreSQL or back")
    moves.add_argument(
        "--to", required=True, metavar="URL", help="its address, as DATABASE_URL would have it"
    )
    for one in (restores, moves):
        one.add_argument("--replace", action="store_true", help="lose what is in there now")
    add("forget", _operator("forget"), "delete one person, as /delete does").add_argument(
        "person", type=int, metavar="ID", help="the number of her chat with the bot"
    )
    exports = add("export", _operator("export"), "all that is stored about one person, as a ZIP file for her")
    exports.add_argument("person", type=int, metavar="ID", help="the number of her chat with the bot")
    exports.add_argument("--to", type=Path, metavar="FILE", help="a new file (restride-ID.zip if not given)")
    tells = add(
        "tell", _operator("tell"), "a neutral message to everybody, once each, behind everything else"
    )
    tells.add_argument("file", type=Path, help="a text file with the message, 1000 characters at most")
    tells.add_argument(
        "--dry-run", action="store_true", help="show the message and how many get it; send nothing"
    )
    tells.add_argument(
        "--id", metavar="ID", help="by which nobody gets it twice; made from the text if missing"
    )
    tells.add_argument(
        "--active-days", type=int, metavar="N", help="only to people who wrote within this many days"
    )
    tells.add_argument(
        "--including-silent",
        action="store_true",
        help="also to people who paused, stopped or went quiet, who are pregnant again or lost a baby: "
        "for what you owe to everybody, like a breach of their data",
    )
    purges = add("purge", _operator("purge"), "what has been kept long enough goes now")
    purges.add_argument("--dry-run", action="store_true", help="only say how much it is")
    add("freeze", freeze, "a session for every state, for the tests of later releases (in a checkout)")
    moved = add("load-test", load_test, "moved: ./run load-test, in a checkout of the source")
    moved.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    add("status", status, "how many people, alarms and messages there are, and how late")
    add("version", version, "which release this is, and which rule book")
    return whole


def run(options: argparse.Namespace) -> int:
    from bot import app
    from bot.settings import load

    app.run(load())
    return 0


def check(options: argparse.Namespace) -> int:
    from bot.commands import check as checks

    found = checks.check_dialogue() if options.dialogue else checks.run_all_checks()
    for line in [] if options.dialogue else checks.notes():
        print(line)
    if options.online:
        notes, problems = checks.online()
        found += problems
        for note in notes:
            print(note)
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        print("the dialogue is in order" if options.dialogue else "everything is in order")
    return PROBLEM if found else 0


def init(options: argparse.Namespace) -> int:
    from bot.settings import ENV_FILE, write_example

    write_example()
    print(f"{ENV_FILE.absolute()} is written (mode 600).")
    print("Put the token from BotFather behind BOT_TOKEN=, then type: restride check --online")
    return 0


def simulate(options: argparse.Namespace) -> int:
    from bot.simulator.main import simulate as start

    return start(**_own(options))


def chat(options: argparse.Namespace) -> int:
    from bot.simulator.main import chat as start

    return start(**_own(options))


def decide(options: argparse.Namespace) -> int:
    from bot.commands.decide import NOTHING_DECIDED, decide_text
    from bot.settings import SettingsProblem
    from flows.rulebook import load

    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"{options.file} cannot be read: {error}") from None
    lines, code = decide_text(text, load(), explain=options.explain)
    for line in lines:
        print(line, file=sys.stderr if code == NOTHING_DECIDED else sys.stdout)
    return code


def rules(options: argparse.Namespace) -> int:
    from bot.commands.decide import rules_text
    from bot.settings import SettingsProblem
    from flows.rulebook import load

    try:
        print(rules_text(load(), options.id))
    except KeyError as missing:
        raise SettingsProblem(str(missing.args[0])) from None
    return 0


def replay(options: argparse.Namespace) -> int:
    """1 when a decision changed, like `diff`."""
    import asyncio

    from bot import settings
    from bot.commands import replay as again
    from bot.monitoring import logs
    from flows.rulebook import load

    logs.configure("WARNING")
    journal = asyncio.run(again.read_journal(options.journal, settings.load()))
    found = again.replay(journal, load())
    for line in again.report(found, reveal=options.reveal):
        print(line)
    return again.CHANGED if found.changes else again.SAME


def freeze(options: argparse.Namespace) -> int:
    """The people are those of the golden chats, which only a checkout has."""
    import subprocess

    from bot.settings import SettingsProblem

    root = Path(__file__).parents[1]
    if not (root / "tests" / "system" / "upgrades").is_dir():
        raise SettingsProblem(
            "freeze needs the golden chats: run it in a checkout of the source, ./run freeze"
        )
    return subprocess.call([sys.executable, "-m", "tests.system.upgrades"], cwd=root)


def load_test(options: argparse.Namespace) -> int:
    from bot.settings import SettingsProblem

    raise SettingsProblem(
        "load-test is no command of an installed bot any more: type ./run load-test seed --people N in a checkout of "
        "the source"
    )


def status(options: argparse.Namespace) -> int:
    from bot.commands import check as checks

    print("\n".join(checks.status_lines()))
    return 0


def version(options: argparse.Namespace) -> int:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as release

    from bot.version import ROOT, current
    from flows.rulebook import load

    try:
        number = current() if (ROOT / ".git").exists() else release("restride")
    except PackageNotFoundError:  # where only what the bot needs is installed, as for the demo
        number = current()
    print(f"restride {number}, rule book {load().version}")
    return 0


def _operator(name: str) -> Command:
    """The command of that module of `bot.commands`."""

    def command(options: argparse.Namespace) -> int:
        import asyncio
        from importlib import import_module

        from bot import settings
        from bot.monitoring import logs
        from storage.db.errors import DatabaseUnavailable
        from storage.encryption.crypto import KeyProblem

        logs.configure("WARNING")
        work = import_module(f"bot.commands.{name}").work
        try:
            code: int = asyncio.run(work(settings.load(), print, **_own(options)))
        except (DatabaseUnavailable, KeyProblem) as problem:
            raise settings.SettingsProblem(str(problem)) from None
        return code

    return command


def _own(options: argparse.Namespace) -> dict[str, Any]:
    """The options of a command whose parameters have the same names."""
    return {name: value for name, value in vars(options).items() if name != "command"}


if __name__ == "__main__":
    sys.exit(main())
