"""The two locks: all that `./run demo` installs is exactly what `./run setup` installs of it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADVICE = (
    "make both again: uv export --no-emit-project -o requirements.lock, and the same with --no-dev into "
    "requirements-demo.lock"
)


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9._\[\]-]+==[^ \\;]+", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_the_demo_runs_on_the_versions_that_are_tested() -> None:
    demo, everything = pins("requirements-demo.lock"), pins("requirements.lock")
    assert demo and demo < everything, f"{sorted(demo - everything)}: {ADVICE}"


def test_no_lock_names_an_address_or_a_place() -> None:
    for name in ("requirements.lock", "requirements-demo.lock"):
        assert not re.search(
            r"https?://|file:|^--|/(work|tmp|home)/", (ROOT / name).read_text("utf-8"), re.MULTILINE
        )
