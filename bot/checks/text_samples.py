"""Sample values for the arguments of the texts, so that `check` can measure each text as she gets it.

Where the length varies, the sample is on the long side. A new argument needs a sample here: `check` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RULE: Final = (
    "Pain over 2 and under 6 that is gone by morning is allowed, but it doesn’t count as a good session. "
    "The level stays."
)
DAY: Final = "Wednesday 23 September"
DAY_WITH_YEAR: Final = "Wednesday 23 September 2026"
BLOCK: Final = "10 × 30 s run / 2 min walk"
REST: Final = "No running for 48 hours. Walking is fine as long as you have no symptoms."
HELP: Final = "Call 111, your doctor, midwife or maternity unit."
CRISIS: Final = "Call 116 123 (Samaritans), at any hour. If you are in danger now: 999."
REFERRED: Final = (
    "Leaking, heaviness, a bulge or pelvic pain in daily life means: please see a pelvic-health physiotherapist before "
    "you run."
)
NEXT: Final = f"Your next run/walk is on {DAY}."
STRENGTH: Final = (
    "\n\nStrength (sets × repetitions, 1 min 30 s of rest after each set):\n• Stand up from a chair: 2 × 10\n"
    "• Bridge: 2 × 10\n• Clam, on your side: 2 × 10 each side\n• Heel raise on both feet: 2 × 10"
)
LIST: Final = "• Leaking urine\n• Heaviness or pelvic pressure"
SETS: Final = (
    "• 5 minutes of breathing into your belly and sides; breathe out on effort\n"
    "• 3 times a day: up to 10 slow squeezes held for up to 10 s, then 10 fast ones\n"
    "• A walk of up to 30 minutes; shorter if it doesn’t feel right"
)
WAITING: Final = (
    f"Running starts on {DAY} at the earliest. Still open: strength (4 of 12 weeks), tests (3 of 12)."
)

SAMPLES: Final[Mapping[str, str | int]] = {
    "about": "about the birth and your pelvic floor. Your answers decide what is safe to do next.",
    "after": DAY,
    "ahead": WAITING,
    "all": 12,
    "amount": "2 × 10",
    "before": "stay at this level",
    "birth_type": "by caesarean",
    "bleeding": "none",
    "block": BLOCK,
    "born": DAY_WITH_YEAR,
    "breastfeeding": "yes",
    "certainty": "agreed by experts",
    "change": "the faster pace",
    "clean": 2,
    "coming": f"Level 5, from {DAY} at the earliest: {BLOCK}",
    "conditions": "nothing",
    "cool": "5 min",
    "country": "United Kingdom, by your time zone",
    "date": DAY,
    "date_with_year": DAY_WITH_YEAR,
    "days": 7,
    "decision": "stay at this level",
    "degrees": "38",
    "done": 4,
    "dose": "3 × 12",
    "emergency": "112",
    "end": f"On {DAY} at the earliest you run 30 min of easy, steady running.",
    "enough": 20,
    "exercise": "Heel raise on one foot",
    "exercises": "• Stand up from a chair: 2 × 10\n• Bridge: 2 × 10\n• Heel raise on both feet: 2 × 10",
    "exhausted": "no",
    "fahrenheit": "100.4",
    "fast": 10,
    "flag": "One leg swollen or painful",
    "good": 2,
    "help": HELP,
    "hers": "yes",
    "high": 999,
    "holds": 10,
    "hour": "07:30",
    "hours": 48,
    "how": "Stand on one foot near a wall. Rise onto your toes as high as you can and lower slowly.",
    "id": "R-POST-2",
    "ill": "nothing",
    "interest": "not asked",
    "kept": "Your place is kept.",
    "left": 2,
    "level": 12,
    "cited": 2,
    "questions": "• Can I run with a pessary?",
    "subject": "pelvic floor",
    "levels": 20,
    "lines": LIST,
    "long": 14,
    "longer": 48,
    "loss": "no",
    "low": 0,
    "minutes": 30,
    "more": "3 × 10",
    "morning_pain": "0",
    "morning_signs": "nothing",
    "most": 7,
    "n": 12,
    "name": "Alexandra",
    "need": 12,
    "next": NEXT,
    "now": 1,
    "number": "116 123",
    "of": 12,
    "often": 2,
    "on": DAY,
    "on_with_year": DAY_WITH_YEAR,
    "open": "strength (4 of 12 weeks, this week 1 of 2 days), tests (3 of 12)",
    "operator_contact": "unset",
    "operator_name": "unset",
    "others": "yes",
    "pain": "2",
    "passed": 3,
    "percent": 15,
    "place": "in your calf",
    "portion": (
        "up to 12 short questions about the birth and your pelvic floor. Your answers decide what is safe to do next."
    ),
    "postnatal_check": "yes",
    "pregnant": "no",
    "privacy_url": "unset",
    "private": "yes",
    "reasons": RULE,
    "reps": 12,
    "rest": REST,
    "result": "20 left, 18 right",
    "retain_days": "unset",
    "right": 18,
    "risks": "New to running",
    "rule": RULE,
    "rules": RULE,
    "run": "30 s",
    "runs": "8 min, 6 min, 6 min",
    "says": RULE,
    "seconds": 30,
    "sessions": 3,
    "sets": 3,
    "short": 7,
    "signs": "Leaking urine, Heaviness or pelvic pressure",
    "since": 4,
    "sleep": "6",
    "sources": "Goom, Donnelly and Brockwell 2019",
    "stitches": "no",
    "strength": "",
    "stress": "4",
    "symptoms": "nothing",
    "tear": "2nd degree",
    "test": "Single-leg calf raise",
    "tests": 12,
    "time": "07:30",
    "times": 3,
    "title": "Returning to running postnatal",
    "told_not_to_run": "no",
    "total": "35 min",
    "training": "",
    "unit": "repetitions",
    "until": DAY,
    "url": "https://example.org",
    "value": "20",
    "variant": "a",
    "verdict": "stay at this level",
    "version": "1",
    "waiting": WAITING,
    "walk": "A walk of up to 30 minutes; shorter if it doesn’t feel right",
    "warm": "5 min",
    "was": 4,
    "weeks": 20,
    "what": f"\n\n{SETS}",
    "when": f"{DAY}, 07:30",
    "whom": "a pelvic-health physiotherapist",
    "why": RULE,
    "words": "words",
    "wounds": "yes",
    "zone": "Europe/London",
}

# Where the usual value is another one in this text.
SAMPLES_IN: Final[Mapping[str, Mapping[str, str | int]]] = {
    "foundations-prompted": {"lines": SETS, "strength": STRENGTH},
    "foundations-while-referred": {"lines": SETS, "strength": STRENGTH},
    "harm-not-said": {"help": CRISIS},
    "how": {"lines": SETS, "strength": STRENGTH},
    "programme-short": {"what": SETS + STRENGTH},
    "short-foundation": {"lines": SETS},
    "short-strength": {"lines": SETS, "strength": STRENGTH},
    "short-walk": {"lines": SETS},
    "today-free": {"what": STRENGTH},
    "today-foundations": {"lines": SETS, "strength": STRENGTH},
    "today-referred": {"lines": SETS, "strength": STRENGTH},
    "today-sets": {"lines": SETS},
    "today-strength": {"strength": STRENGTH},
    "verdict-crisis": {"help": CRISIS},
    "verdict-crisis-loss": {"help": CRISIS},
    "verdict-refer": {"reasons": REFERRED},
}
