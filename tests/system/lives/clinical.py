"""The numbers of the rule specification, written down once more by hand for the judge. No code of the product in it.

A row is one level: the runs of it in seconds. The names in brackets are the rules of the specification.

>>> TRACKS[12][0]
(30, 30, 30, 30, 30, 30, 30, 30, 30, 30)
"""

from __future__ import annotations


def _reps(count: int, minutes: float) -> tuple[int, ...]:
    return (round(minutes * 60),) * count


def _runs(*minutes: int) -> tuple[int, ...]:
    return tuple(one * 60 for one in minutes)


# [section g] The three tables.
TRACKS: dict[int, tuple[tuple[int, ...], ...]] = {
    20: (
        _reps(10, 0.5), _reps(11, 0.5), _reps(8, 0.75), _reps(9, 0.75), _reps(10, 0.75), _reps(11, 0.75),
        _reps(9, 1), _reps(8, 1.25), _reps(7, 1.5), _reps(6, 2), _reps(5, 2.5), _reps(4, 3.5), _reps(4, 4),
        _reps(3, 6), _runs(8, 6, 6), _runs(10, 6, 6), _runs(13, 11), _runs(17, 9), _runs(23, 5), _runs(30),
    ),
    16: (
        _reps(10, 0.5), _reps(11, 0.5), _reps(8, 0.75), _reps(7, 1), _reps(8, 1), _reps(6, 1.5), _reps(5, 2),
        _reps(4, 3), _reps(4, 3.5), _reps(4, 4), _reps(3, 6), _runs(8, 6, 6), _runs(11, 11), _runs(15, 9),
        _runs(21, 6), _runs(30),
    ),
    12: (
        _reps(10, 0.5), _reps(8, 0.75), _reps(7, 1), _reps(7, 1.25), _reps(5, 2), _reps(5, 2.5), _reps(4, 4),
        _reps(3, 6), _runs(8, 7, 6), _runs(12, 6, 6), _runs(19, 8), _runs(30),
    ),
}  # fmt: skip

FLOOR_DAYS = 84  # [R-TIME-2]
STRENGTH_WEEKS, STRENGTH_A_WEEK = 12, 2  # [R-FND-5]
TESTS_COUNT_DAYS = 28  # [R-PASS-1]
WEEKLY_RISE = {20: 0.15, 16: 0.20, 12: 0.30}  # [D-4, R-PROG-4]
LONGEST_RISE = {20: 0.50, 16: 0.50, 12: 0.60}  # [section g]
CLEAN_IN_A_ROW = 2  # [R-PROG-1]
DAYS_A_LEVEL, DAYS_A_LEVEL_OF_TWO = 7, 10  # [R-PROG-1, R-PROG-2, section g]
REST_DAYS_BETWEEN = 1  # [R-PROG-6]
SLEEP_TO_ADVANCE, SLEEP_TO_RUN = 6.8, 5  # [R-LIF-1]
STRESS_HIGH = 7  # [R-LIF-2]
MOOD_EVERY_DAYS = 14  # [R-LIF-6]
SLEEP_EVERY_DAYS = 7  # [R-LIF-1 of section k]
GAP_USUAL = 4  # ours: up to so many days between two runs are ordinary
GAP_SAME, GAP_ONE_BACK, GAP_SIXTY, GAP_FIFTY = 7, 14, 28, 90  # [R-MISS]
SHARE_SIXTY, SHARE_FIFTY = 0.60, 0.50
TESTS_AFTER_GAP, STRENGTH_TESTS_AFTER = 28, 60
HALF_VOLUME_WEEKS = 4  # [R-RSK-3]
GREEN_PAIN, RED_PAIN = 2, 6  # [D-6, R-POST-1, R-POST-4]
REST_AFTER_RED_PAIN_H, REST_AFTER_LEAK_H, REST_AFTER_MORNING_PAIN_H = 72, 48, 48  # [R-POST-3, -4, -8]
DAY_AFTER_H, LATE_H, LATE_ANSWERS = 12, 24, 3  # [R-DAY-3]
QUIET_FROM, QUIET_UNTIL = 21 * 60, 6 * 60  # [R-DAY-5]: minutes of her day
FIRST_ANSWERS = 15  # [issue: the first evening]
PORTION = 5  # [issue: portions of five]
GOOD_DAY_TAPS = (2, 1)  # [issue: evening and morning]

# [section c] What has to be reached; `None`: no sides.
TESTS = {
    "Single-leg sit to stand": 20,
    "Side-lying leg lift": 20,
    "Single-leg bridge": 20,
    "Single-leg calf raise": 20,
    "Brisk walk": 30,
    "Single-leg balance": 10,
    "Single-leg squat": 10,
    "Jog on the spot": 60,
    "Forward bounds": 10,
    "Hop in place": 10,
    "Single-leg running man": 10,
    "Squat jump": 10,
}
WALK_DAYS = 3  # [R-TEST-5]
TESTS_AGAIN = ("Jog on the spot", "Hop in place")
STRENGTH_AGAIN = tuple(TESTS)[:4]

# [section c, training per failed test] The ladders in the words of the list, the doses, and the balance of T6-7.
LADDERS = {
    "legs": (
        "Stand up from a chair",
        "Stand up from a chair, one foot in front",
        "Stand up on one leg, from a high seat",
        "Stand up on one leg, from a chair",
    ),
    "hips": ("Clam, on your side", "Leg lift on your side, knee bent", "Leg lift on your side, leg straight"),
    "bridge": ("Bridge", "Bridge with marching", "Bridge on one leg"),
    "calf": ("Heel raise on both feet", "Heel raise, two feet up and one down", "Heel raise on one foot"),
    "balance": ("Stand heel to toe", "Stand on one leg", "Step down"),
}
DOSES = ((3, 8), (3, 10), (3, 12), (3, 15), (2, 20))
BALANCE_DOSES = ((3, 30), (3, 30), (3, 8))
STRENGTH_HOLD_DAYS = 7  # ours: after a sign the exercises stay as they are

# [section h] Signs in the words of the buttons.
LEAK_OR_HEAVY = frozenset({"Leaking urine", "Heaviness or pelvic pressure"})
PELVIC_RED = frozenset({"A bulge at the vagina", "Leaking stool", "Leaking wind"})  # [R-POST-10]
PELVIC_PAINS = frozenset({"Pelvic pain", "Scar pain"})
PELVIC_PLACES = frozenset({"Pelvis or vagina", "Scar"})
PAUSES = frozenset({"Limping or changed stride", "Swelling", "Pain that wakes me at night"})  # [R-POST-5]
NOT_A_PERIOD = frozenset({"Yes, not a period", "Bleeding that isn’t a period"})  # [R-POST-12]
BONE = frozenset({"One sore spot on a bone"})  # [R-POST-6]
DAILY_HARD = LEAK_OR_HEAVY | PELVIC_RED | {"Pelvic pain", "Bleeding that isn’t a period"}  # [f, R-TIME-8]
ILL = frozenset(
    {
        "Fever or feverish",
        "Cough, tight or wheezy chest",
        "Stomach or gut",
        "Aching all over",
        "Hot, painful breast, fluey",
    }
)

# What must not stand on a lock screen.
SYMPTOM_WORDS = (
    "leak", "heaviness", "bulge", "bleed", "discharge", "chest", "faint", "seizure", "fever", "doming",
    "harm", "low mood", "hopeless", "scar", "wound", "pelvis", "vagina", "stool", "miscarriage", "pregnan",
)  # fmt: skip


def seconds(track: int, level: int) -> int:
    return sum(TRACKS[track][level - 1])


def highest_within(track: int, limit: float) -> int:
    """The highest level with at most so many seconds of running; the first where none has."""
    fitting = [level for level in range(1, track + 1) if seconds(track, level) <= limit]
    return max(fitting, default=1)
