"""What a woman of these lives is made of: who she is, when she looks, what her body does, what she does to the plan.

>>> Woman(name="ana", about="all at her hour").looks
('07:31', '19:00')
"""

from __future__ import annotations

from dataclasses import dataclass

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
FOREVER = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What happens in her nth run and until the next morning, in the words of the buttons."""

    run: int
    how: str = "I did it"
    share: str = "About half"
    signs: tuple[str, ...] = ()
    pain: int = 0
    where: str = "Knee"
    feels: str = "Muscle"
    before: int = 0
    longest: str = "1 min"
    bleeding: str = "None"
    illness: tuple[str, ...] = ()
    fever: str = "No"
    warning: tuple[str, ...] = ()
    gone: bool = True
    morning_pain: int = 0
    morning: tuple[str, ...] = ()
    says: str = ""

    @property
    def in_the_evening(self) -> bool:
        """Whether there is anything to tell on the day itself."""
        return bool(self.signs or self.pain or self.illness or self.says or self.bleeding != "None")

    @property
    def in_the_morning(self) -> bool:
        return bool(self.morning or self.morning_pain or not self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something she does by herself on a day (0 is the first), and how she answers what that leads to.

    `does`: a command, words she types, `block`, `unblock`, or nothing. `answers` are answers for that day, by topic.
    """

    day: int
    does: str
    at: str = "12:00"
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Woman:
    """One life as data. `looks` are hours of the day, on `look_days` (0 is Monday), every `look_every` days."""

    name: str
    about: str
    weeks: int = 20
    starts: str = "2026-03-02 09:00"
    baby_days: int = 90
    birth: str = "Vaginally"
    tear: str = "No tear"
    wounds_heal: int = 0  # on which day of this life
    check_on: int = 0  # the day of her postnatal check
    city: str = "Paris"
    zone: str = "Europe/Paris"
    hour: str = "07:30"
    days: tuple[str, ...] = ("Monday", "Wednesday", "Friday")
    others: bool = True
    per_week: str = "Three"
    track: str = ""
    strength_weeks: int = 12
    strength_often: int = 2
    does_strength: bool = True
    risks: tuple[str, ...] = ()
    looks: tuple[str, ...] = ("07:31", "19:00")
    look_days: tuple[int, ...] = EVERY_DAY
    look_every: int = 1
    runs: bool = True
    typed: bool = False
    taps_old: bool = False
    sleep: tuple[tuple[int, int], ...] = ()  # from which week of this life, how many hours
    stress: tuple[tuple[int, int], ...] = ()
    low_mood: tuple[int, ...] = ()  # in these weeks
    energy: tuple[int, ...] = ()
    daily: tuple[tuple[int, int, str], ...] = ()  # from day, to day, the symptom
    bad_tests: tuple[tuple[str, int, int], ...] = ()  # test, until which day, what she manages
    troubles: tuple[Trouble, ...] = ()
    away: tuple[tuple[int, int], ...] = ()  # no look, no run: from day, to day
    acts: tuple[Act, ...] = ()
    cleared_after: int = 9  # days after a referral or a lock until a professional has seen her
    answers: tuple[tuple[str, str], ...] = ()
    well: bool = False  # she does all well: her track must end
    today_every: int = 9

    def hours_of_sleep(self, day: int) -> int:
        return _since(self.sleep, day // 7, 8)

    def level_of_stress(self, day: int) -> int:
        return _since(self.stress, day // 7, 3)

    def symptoms(self, day: int) -> tuple[str, ...]:
        return tuple(sign for begin, end, sign in self.daily if begin <= day < end)

    def is_away(self, day: int) -> bool:
        return any(begin <= day < end for begin, end in self.away)


def _since(steps: tuple[tuple[int, int], ...], week: int, usual: int) -> int:
    values = [value for begin, value in steps if begin <= week]
    return values[-1] if values else usual
