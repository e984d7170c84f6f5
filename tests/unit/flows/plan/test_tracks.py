"""The three tracks, row by row, as section g of the specification prints them."""

from __future__ import annotations

import pytest

from flows.plan.cases.case import ScreeningCase
from flows.plan.cases.case_reader import read_case
from flows.plan.tracks import propose_track
from flows.rulebook import load
from flows.rulebook.load import changed
from tests.unit.flows.plan.test_decide import BASES

# track, week, reps x run/walk, run minutes, longest run
PRINTED = """
20  1  10 x 0:30/2:00         5   0:30
20  2  11 x 0:30/2:00       5.5   0:30
20  3  8 x 0:45/3:00          6   0:45
20  4  9 x 0:45/2:30       6.75   0:45
20  5  10 x 0:45/2:00       7.5   0:45
20  6  11 x 0:45/1:30      8.25   0:45
20  7  9 x 1:00/2:00          9   1:00
20  8  8 x 1:15/2:00         10   1:15
20  9  7 x 1:30/2:00       10.5   1:30
20 10  6 x 2:00/2:00         12   2:00
20 11  5 x 2:30/2:30       12.5   2:30
20 12  4 x 3:30/3:00         14   3:30
20 13  4 x 4:00/2:30         16   4:00
20 14  3 x 6:00/2:30         18   6:00
20 15  8+6+6/1:30            20   8:00
20 16  10+6+6/1:00           22  10:00
20 17  13+11/1:30            24  13:00
20 18  17+9/1:00             26  17:00
20 19  23+5/1:00             28  23:00
20 20  30                    30  30:00
16  1  10 x 0:30/2:00         5   0:30
16  2  11 x 0:30/2:00       5.5   0:30
16  3  8 x 0:45/2:30          6   0:45
16  4  7 x 1:00/2:30          7   1:00
16  5  8 x 1:00/2:00          8   1:00
16  6  6 x 1:30/2:30          9   1:30
16  7  5 x 2:00/3:00         10   2:00
16  8  4 x 3:00/3:00         12   3:00
16  9  4 x 3:30/2:30         14   3:30
16 10  4 x 4:00/2:00         16   4:00
16 11  3 x 6:00/2:00         18   6:00
16 12  8+6+6/1:30            20   8:00
16 13  2 x 11/2:00           22  11:00
16 14  15+9/2:00             24  15:00
16 15  21+6/1:00             27  21:00
16 16  30                    30  30:00
12  1  10 x 0:30/2:00         5   0:30
12  2  8 x 0:45/2:30          6   0:45
12  3  7 x 1:00/2:30          7   1:00
12  4  7 x 1:15/2:00       8.75   1:15
12  5  5 x 2:00/3:00         10   2:00
12  6  5 x 2:30/2:30       12.5   2:30
12  7  4 x 4:00/2:30         16   4:00
12  8  3 x 6:00/3:00         18   6:00
12  9  8+7+6/1:30            21   8:00
12 10  12+6+6/1:00           24  12:00
12 11  19+8/1:00             27  19:00
12 12  30                    30  30:00
"""
ROWS = [line.split(maxsplit=2) for line in PRINTED.strip().splitlines()]


def seconds(length: str) -> int:
    minutes, _, rest = length.partition(":")
    return int(minutes) * 60 + int(rest or 0)


def printed(weeks: int) -> list[tuple[tuple[int, ...], int, int, int]]:
    """Of each row: the runs, the walk between, all the running, the longest run, in seconds."""
    found = []
    for track, _, rest in ROWS:
        if int(track) == weeks:
            *parts, minutes, longest = rest.split()
            runs, _, walk = "".join(parts).partition("/")
            times, by, each = runs.partition("x")
            lengths = [each] * int(times) if by else runs.split("+")
            found.append(
                (
                    tuple(seconds(length) for length in lengths),
                    seconds(walk or "0"),
                    round(float(minutes) * 60),
                    seconds(longest),
                )
            )
    return found


@pytest.mark.parametrize("weeks", [12, 16, 20])
def test_a_track_is_as_printed(weeks: int) -> None:
    rows = load().tracks[weeks]
    assert [(row.runs_s, row.walk_s, row.run_s, row.longest_s) for row in rows] == printed(weeks)


def test_five_minutes_of_walking_lie_before_and_after_every_block() -> None:
    for rows in load().tracks.values():
        assert all(row.session_s == 5 * 60 + row.block_s + 5 * 60 for row in rows)


@pytest.mark.parametrize(
    ("changes", "track", "rules"),
    [
        ({}, 12, ["R-RSK-2"]),
        ({"birth": {"type": "caesarean"}}, 20, ["R-RSK-2", "R-TIME-4"]),
        ({"birth": {"type": "assisted"}}, 16, ["R-RSK-2", "R-TIME-5"]),
        ({"birth": {"tear_degree": 2}}, 16, ["R-RSK-2", "R-TIME-5"]),
        (
            {"lifestyle": {"sleep_hours": 6.7, "exhausted_most_days": True}, "symptoms": ["urine_leak"]},
            20,
            ["R-RSK-2", "R-RSK-1"],
        ),
    ],
)
def test_a_longer_track_names_the_rules_that_ask_for_it(
    changes: dict[str, object], track: int, rules: list[str]
) -> None:
    birth = {"birth": {"tear_degree": 0, "episiotomy": False}}
    case = read_case(changed(changed(BASES["ready"], birth), changes))
    assert isinstance(case, ScreeningCase)
    choice = propose_track(case, load())
    assert (choice.track, list(choice.rules)) == (track, rules)
