"""Finds questions' texts and rules that do not stand in the file where somebody would look for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import flows.rulebook
from bot.rendering.texts import LOCALES
from flows.dialogue.machine import QUESTIONS
from flows.dialogue.questions import Question

TEXT_FILES: Final[Mapping[str, tuple[str, ...]]] = {  # by phase
    "onboarding": ("onboarding.ftl",),
    "declined": ("onboarding.ftl",),
    "screening": ("screening.ftl",),
    "comeback": ("screening.ftl",),
    "readiness": ("readiness.ftl",),
    "foundations": ("foundations.ftl",),
    "programme": ("programme.ftl",),
    "checkin": ("checkin.ftl",),
    "locked": ("holds.ftl",),
    "referred": ("holds.ftl",),
    "aside": ("asides.ftl", "slips.ftl", "hearing.ftl"),
}
RULES: Final = Path(flows.rulebook.__file__).parent
MESSAGE: Final = re.compile(r"^([a-z][\w-]*) =", re.MULTILINE)
RULE: Final = re.compile(r'^id = "(R-[A-Z]+)', re.MULTILINE)


def misplaced_texts(locale: str, questions: Mapping[str, Question] = QUESTIONS) -> list[str]:
    """One line for each question whose text is in the file of another phase. A shared text may be in that of any."""
    found = {
        message: file.name
        for file in sorted((LOCALES / locale).glob("*.ftl"))
        for message in MESSAGE.findall(file.read_text("utf-8"))
    }
    allowed: defaultdict[str, list[str]] = defaultdict(list)
    for state, question in questions.items():
        allowed[question.text_id] += TEXT_FILES.get(state.partition(".")[0], ())
    return [
        f"{locale}: {message} is in {found[message]}; move it to {' or '.join(dict.fromkeys(files))}"
        for message, files in allowed.items()
        if message in found and found[message] not in files
    ]


def scattered_rules(folder: Path = RULES) -> list[str]:
    """One line for each prefix of rules (R-POST, R-DAY) that is in more than one file."""
    files: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.glob("*.toml")):
        for prefix in dict.fromkeys(RULE.findall(file.read_text("utf-8"))):
            files[prefix].append(file.name)
    return [
        f"the rules {prefix}-... are in {' and '.join(names)}; keep them in one file"
        for prefix, names in files.items()
        if len(names) > 1
    ]
