"""The version: the tag of the commit, or what stands here where there is no git, like in an archive of the source.

The build reads it (`[tool.hatch.version]` in pyproject.toml), so it needs nothing but the standard library. A release
is a commit with RELEASE at its number and the tag `v` + RELEASE. A commit without a tag is a development version.

>>> from_describe("v0.2.0-0-g1a2b3c4", "0.2.0"), from_describe("v0.1.0-12-g1a2b3c4", "0.2.0")
('0.2.0', '0.2.0.dev12+g1a2b3c4')
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

RELEASE = "0.2.0"
ROOT = Path(__file__).parents[1]
DESCRIBE = ("git", "describe", "--tags", "--long", "--match", "v[0-9]*.[0-9]*.[0-9]*")
COMMIT = ("git", "rev-parse", "--short", "HEAD")
DESCRIBED = re.compile(r"v(\d+\.\d+\.\d+)-(\d+)-(g[0-9a-f]+)")
ANSWERS_WITHIN_S = 5


def current(root: Path = ROOT) -> str:
    """The version of this source."""
    if not (root / ".git").exists():
        return RELEASE
    if described := _git(root, *DESCRIBE):
        return from_describe(described, RELEASE)
    commit = _git(root, *COMMIT)
    return f"{RELEASE}.dev0+g{commit}" if commit else RELEASE


def from_describe(described: str, release: str) -> str:
    """The version by what `git describe --long` says; `release` is the one that is prepared, or the last one."""
    found = DESCRIBED.fullmatch(described)
    if found is None:
        return release
    tagged, commits, commit = found.groups()
    if commits == "0":
        return tagged
    if tagged == release:  # released, and the number was not raised yet
        major, minor, patch = release.split(".")
        release = f"{major}.{minor}.{int(patch) + 1}"
    return f"{release}.dev{commits}+{commit}"


def _git(root: Path, *command: str) -> str:
    # Git refuses the checkout of another user. A service runs from one that belongs to root.
    program, *arguments = command
    trusting = (program, "-c", f"safe.directory={root.resolve()}", *arguments)
    try:
        done = subprocess.run(  # noqa: S603  # two fixed commands
            trusting, cwd=root, capture_output=True, text=True, timeout=ANSWERS_WITHIN_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
