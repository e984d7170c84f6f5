"""The locks: what `./run demo` installs is what `./run setup` installs of it, and `./run bench` adds to that."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ADVICE = (
    "make them again: uv export --no-emit-project -o requirements.lock, and the same with --no-dev into "
    "requirements-demo.lock, and with --extra bench into requirements-bench.lock"
)


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9._\[\]-]+==[^ \\;]+", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_the_demo_runs_on_the_versions_that_are_tested() -> None:
    demo, everything = pins("requirements-demo.lock"), pins("requirements.lock")
    assert demo and demo < everything, f"{sorted(demo - everything)}: {ADVICE}"


def test_what_is_measured_is_what_is_tested() -> None:
    measured, everything = pins("requirements-bench.lock"), pins("requirements.lock")
    assert everything < measured, f"{sorted(everything - measured)}: {ADVICE}"


def test_no_lock_names_an_address_or_a_place() -> None:
    for name in ("requirements.lock", "requirements-demo.lock", "requirements-bench.lock"):
        assert not re.search(
            r"https?://|file:|^--|/(work|tmp|home)/", (ROOT / name).read_text("utf-8"), re.MULTILINE
        )
