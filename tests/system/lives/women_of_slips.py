"""Women who mend, move and choose: slips, runs told later, other days, an easier plan, pauses with a day, ways back."""

from __future__ import annotations

from tests.system.lives.woman import Act, Trouble, Woman

MENDING = (
    Woman(
        name="maya",
        about="moves a session to the next day, three times",
        weeks=14,
        acts=(
            Act(day=16, does="/move", answers=(("move", "Thursday 19 March"),)),
            Act(day=29, does="/move", answers=(("move", "Thursday 2 April"),)),
            Act(day=40, does="/move", answers=(("move", "Tuesday 14 April"),)),
        ),
    ),
    Woman(
        name="ellis",
        about="makes it easier: longer at a level, a lower one, two a week, a slower track",
        weeks=20,
        track="12 weeks",
        answers=(("feeding", "No"),),
        acts=(
            Act(day=29, does="/easier", answers=(("easier", "Longer at this level"),)),
            Act(day=50, does="/easier", answers=(("easier", "A lower level"),)),
            Act(day=64, does="/easier", answers=(("easier", "One more rest day"),)),
            Act(day=78, does="/easier", answers=(("easier", "A slower plan"), ("easier_track", "20 weeks"))),
        ),
    ),
    Woman(
        name="lou",
        about="tells of yesterday's session in the morning, and of a run of her own",
        weeks=14,
        away=((23, 24), (40, 41)),
        acts=(
            Act(day=24, does="/log", at="07:00", answers=(("log_which", "The session from my plan"),)),
            Act(
                day=41,
                does="/log",
                answers=(("log_which", "A run of my own"), ("log_total", "“7 min"), ("log_longest", "1 min")),
            ),
        ),
    ),
    Woman(
        name="noor",
        about="tells of a leak by mistake in the evening, and corrects it next morning; takes one answer back",
        weeks=14,
        troubles=(Trouble(run=5, signs=("Leaking urine",)),),
        acts=(
            Act(day=9, does="/back", at="19:05"),
            Act(
                day=17,
                does="/correct",
                at="07:00",
                answers=(("fix", "Noticed"), ("fix_signs", "None of these")),
            ),
        ),
    ),
    Woman(
        name="pam",
        about="pauses for a week, and for ten days and some more",
        weeks=18,
        acts=(
            Act(day=45, does="/pause", answers=(("pause", "Travelling"), ("pause_until", "A week"))),
            Act(day=80, does="/pause", answers=(("pause", "No childcare"), ("pause_until", "“10 days"))),
            Act(
                day=90,
                does="",
                at="06:50",
                answers=(("back_from_pause", "Longer"), ("pause_until", "A few days")),
            ),
        ),
    ),
    Woman(
        name="tia",
        about="two sessions, then three, then two, then three",
        weeks=22,
        track="20 weeks",
        per_week="Two",
        acts=tuple(
            Act(day=day, does="/settings", answers=(("settings", "Sessions a week"), ("per_week", words)))
            for day, words in ((50, "Three"), (80, "Two"), (110, "Three"))
        ),
    ),
    Woman(
        name="sue",
        about="has only ten minutes on each day, and looks how it is done",
        weeks=14,
        answers=(("day", "Only 10 minutes + Show me how + Done"),),
    ),
    Woman(
        name="tessa",
        about="looks how it is done on each day, does all of it; ten weeks of strength to go",
        weeks=20,
        baby_days=60,
        strength_weeks=2,
        answers=(("day", "Show me how + Done"),),
    ),
    Woman(
        name="gwen",
        about="a later pregnancy that ended early, told in her own words, back after six weeks",
        weeks=20,
        acts=(
            Act(day=40, does="/pause", answers=(("pause", "I’m pregnant again"),)),
            Act(day=61, does="I lost the baby"),
            Act(
                day=104,
                does="/resume",
                answers=(("ended", "Yes, before 14 weeks"), ("ended_on", "2 May 2026")),
            ),
        ),
    ),
    Woman(
        name="kira",
        about="pregnant again, silent for months, then born",
        weeks=30,
        acts=(
            Act(day=22, does="/pause", answers=(("pause", "I’m pregnant again"),)),
            Act(day=120, does="/resume"),
            Act(day=170, does="/resume", answers=(("born", "Yes"), ("birth_date", "12 August 2026"))),
        ),
    ),
)
