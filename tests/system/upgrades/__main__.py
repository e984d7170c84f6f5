"""`restride freeze`: the sessions of this release, for the tests of all later ones.

python -m tests.system.upgrades     # into tests/system/upgrades/v0.2.0, or whatever RELEASE in bot/version.py is
"""

from __future__ import annotations

import asyncio
import sys

from bot.version import RELEASE
from tests.system.upgrades import frozen_database
from tests.system.upgrades.frozen import HERE, Incomplete, read, write


def main() -> int:
    folder = HERE / f"v{RELEASE}"
    try:
        number = write(folder)
        asyncio.run(frozen_database.write(folder, read(folder)))
    except FileExistsError:
        print(
            f"{folder.name} is frozen already: a release is frozen once, then the version goes up",
            file=sys.stderr,
        )
        return 2
    except Incomplete as problem:
        print(problem, file=sys.stderr)
        return 2
    place = f"tests/system/upgrades/{folder.name}"
    print(f"{number} sessions and their database are frozen in {place}: commit them with the release")
    return 0


if __name__ == "__main__":
    sys.exit(main())
