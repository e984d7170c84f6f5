"""The women: more than forty lives as data, each with what it is for.

>>> len({woman.name for woman in WOMEN}) == len(WOMEN) > 40
True
"""

from __future__ import annotations

from tests.system.lives.woman import Act, Trouble, Woman
from tests.system.lives.women_of_slips import MENDING

TUE_SAT = ("Tuesday", "Saturday")
NOT_FEEDING = (("feeding", "No"),)
LOOKS_AT_THE_PLAN = tuple(Act(day=day, does="/plan") for day in (10, 33, 57))
ONE_LEAK = Trouble(run=5, signs=("Leaking urine",))

WHEN_SHE_LOOKS = (
    Woman(
        name="ana",
        about="at her hour, all well, track of 12",
        weeks=15,
        track="12 weeks",
        answers=NOT_FEEDING,
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="bea",
        about="once a day at 20:30, all well",
        weeks=19,
        looks=("20:30",),
        track="16 weeks",
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="cleo",
        about="at her hour, all well, track of 16",
        weeks=20,
        track="16 weeks",
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="dora",
        about="at her hour, all well, track of 20",
        weeks=24,
        track="20 weeks",
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="edda",
        about="two sessions a week, all well",
        weeks=20,
        days=TUE_SAT,
        per_week="Two",
        track="12 weeks",
        answers=NOT_FEEDING,
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(name="fay", about="reads everything a day late", weeks=16, looks=("20:00",), look_every=2),
    Woman(name="gina", about="only at night, between two and four", weeks=16, looks=("02:10", "03:50")),
    Woman(
        name="hanna", about="only at the weekend", weeks=20, days=TUE_SAT, per_week="Two", look_days=(5, 6)
    ),
    Woman(
        name="ida",
        about="no prompts on other days",
        weeks=19,
        others=False,
        track="16 weeks",
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="june", about="no prompts on other days, evenings only", weeks=19, others=False, looks=("20:30",)
    ),
    Woman(
        name="kim",
        about="her hour is 06:00",
        weeks=16,
        hour="06:00",
        looks=("06:01", "17:30"),
        track="12 weeks",
        answers=NOT_FEEDING,
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="lena",
        about="her hour is noon",
        weeks=16,
        hour="12:00",
        looks=("12:01", "18:30"),
        track="16 weeks",
    ),
    Woman(
        name="mia",
        about="her hour is 21:30",
        weeks=16,
        hour="21:30",
        looks=("07:00", "21:31"),
        track="16 weeks",
    ),
    Woman(
        name="nora",
        about="reports at 20:00 and looks at 07:31, before the twelve hours are over",
        weeks=16,
        looks=("07:31", "20:00"),
    ),
    Woman(
        name="olga",
        about="types everything",
        weeks=16,
        typed=True,
        track="12 weeks",
        answers=NOT_FEEDING,
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(name="pia", about="taps older messages too", weeks=16, taps_old=True),
    Woman(
        name="quin", about="evenings only, taps older messages too", weeks=16, looks=("20:30",), taps_old=True
    ),
)

AWAY = (
    Woman(name="rosa", about="ten days of silence", weeks=14, away=((50, 60),)),
    Woman(name="sara", about="twenty days of silence", weeks=16, away=((50, 70),)),
    Woman(name="tess", about="forty-five days of silence", weeks=20, away=((50, 95),)),
    Woman(name="una", about="a hundred days of silence", weeks=28, away=((50, 150),)),
    Woman(
        name="vera", about="seventy days of silence, others = No", weeks=24, others=False, away=((50, 120),)
    ),
    Woman(
        name="wanda",
        about="a holiday of two weeks, paused",
        weeks=14,
        acts=(Act(day=45, does="/pause", answers=(("pause", "Travelling"),)), Act(day=59, does="/resume")),
    ),
    Woman(
        name="xenia",
        about="a holiday of two weeks without a word, with prompts seen afterwards",
        weeks=14,
        away=((45, 59),),
    ),
    Woman(name="yara", about="silence in the middle of the first questions", weeks=10, away=((0, 3),)),
    Woman(
        name="zoe",
        about="three weeks away while she waits for day 84",
        weeks=18,
        baby_days=30,
        away=((10, 31),),
    ),
)

BODY = (
    Woman(name="alma", about="one small leak, gone by morning", weeks=14, troubles=(ONE_LEAK,)),
    Woman(
        name="britt",
        about="a leak, and again two sessions later: referral and back",
        weeks=18,
        troubles=(Trouble(run=5, signs=("Leaking urine",)), Trouble(run=7, signs=("Leaking urine",))),
    ),
    Woman(
        name="cora",
        about="heaviness still there in the morning",
        weeks=16,
        troubles=(Trouble(run=9, signs=("Heaviness or pelvic pressure",), gone=False),),
    ),
    Woman(
        name="dina",
        about="a bulge: referral, back after nine days",
        weeks=16,
        troubles=(Trouble(run=12, signs=("A bulge at the vagina",)),),
    ),
    Woman(
        name="elsa",
        about="leaking wind",
        weeks=14,
        troubles=(Trouble(run=4, signs=("Leaking wind",)),),
        cleared_after=20,
    ),
    Woman(
        name="fanny",
        about="leaking stool",
        weeks=14,
        others=False,
        troubles=(Trouble(run=4, signs=("Leaking stool",)),),
    ),
    Woman(
        name="greta",
        about="doming twice",
        weeks=14,
        troubles=(
            Trouble(run=4, signs=("Doming down the belly",)),
            Trouble(run=5, signs=("Doming down the belly",)),
        ),
    ),
    Woman(
        name="hilda",
        about="pelvic pain, then scar pain",
        weeks=18,
        troubles=(
            Trouble(run=6, signs=("Pelvic pain",), pain=3, where="Pelvis or vagina"),
            Trouble(run=14, signs=("Scar pain",), pain=4, where="Scar"),
        ),
    ),
    Woman(
        name="inga",
        about="limping, then swelling",
        weeks=16,
        troubles=(
            Trouble(run=4, signs=("Limping or changed stride",), pain=3),
            Trouble(run=10, signs=("Swelling",), pain=2),
        ),
    ),
    Woman(
        name="jana",
        about="pain of 4, settled by morning",
        weeks=14,
        troubles=(Trouble(run=4, pain=4), Trouble(run=8, pain=4, where="Shin")),
    ),
    Woman(
        name="kaja",
        about="pain of 4, higher next morning",
        weeks=14,
        troubles=(Trouble(run=6, pain=4, morning_pain=5),),
    ),
    Woman(
        name="lara",
        about="pain of 7: rest and two levels back",
        weeks=16,
        troubles=(Trouble(run=12, how="Something feels wrong", pain=7),),
    ),
    Woman(
        name="mona",
        about="one sore spot on a bone; then the groin",
        weeks=20,
        troubles=(
            Trouble(run=5, pain=4, where="Shin", feels="One sore spot on a bone"),
            Trouble(run=14, pain=3, where="Groin"),
        ),
    ),
    Woman(
        name="nele",
        about="a sign only in the morning",
        weeks=16,
        troubles=(
            Trouble(run=6, morning=("Leaking urine",)),
            Trouble(run=12, morning=("Pain that wakes me at night",), morning_pain=3),
        ),
    ),
    Woman(
        name="oda",
        about="bleeding that is not a period; later a period",
        weeks=16,
        troubles=(
            Trouble(run=4, bleeding="Yes, not a period"),
            Trouble(run=9, bleeding="My period, as usual"),
        ),
    ),
    Woman(
        name="paula",
        about="chest pain on a run: locked, and back",
        weeks=16,
        troubles=(Trouble(run=7, how="Something feels wrong", warning=("Chest pain",)),),
        cleared_after=3,
    ),
    Woman(
        name="rita",
        about="a fever after a run, and a head cold",
        weeks=14,
        troubles=(
            Trouble(run=4, illness=("Fever or feverish",)),
            Trouble(run=9, illness=("Only a cold or sore throat",)),
        ),
    ),
    Woman(
        name="selma",
        about="types “leaked a bit” in the free question",
        weeks=14,
        troubles=(Trouble(run=6, says="I leaked a bit"),),
    ),
    Woman(
        name="tilda",
        about="only half done for time, then felt something",
        weeks=14,
        troubles=(
            Trouble(run=3, how="Partly"),
            Trouble(
                run=8, how="Something feels wrong", signs=("Heaviness or pelvic pressure",), longest="1 min"
            ),
        ),
    ),
    Woman(
        name="ulla",
        about="four hours of sleep for three weeks, then better; others = No",
        weeks=18,
        others=False,
        sleep=((5, 4), (8, 8)),
    ),
    Woman(
        name="vicky",
        about="six hours of sleep, stress of 8, low mood in two weeks",
        weeks=18,
        sleep=((4, 6), (7, 8)),
        stress=((9, 8), (10, 3)),
        low_mood=(6, 7),
    ),
    Woman(
        name="willa",
        about="symptoms in daily life in the seventh week: referral",
        weeks=18,
        daily=((42, 60, "Leaking urine"),),
    ),
    Woman(
        name="abby",
        about="types of chest pain in the plan, and it is meant: locked, and back",
        weeks=12,
        acts=(Act(day=40, does="I have chest pain since this morning", answers=(("meant", "Yes"),)),),
        cleared_after=4,
    ),
    Woman(
        name="bryn",
        about="heavy bleeding after a run: locked, and back after two weeks",
        weeks=14,
        troubles=(Trouble(run=6, bleeding="Heavy, or a large clot"),),
        cleared_after=14,
    ),
    Woman(
        name="cleva",
        about="cannot put weight on it the next morning",
        weeks=14,
        troubles=(
            Trouble(run=8, pain=5, where="Shin", morning_pain=6, morning=("Cannot put weight on it",)),
        ),
        cleared_after=12,
    ),
    Woman(
        name="demi",
        about="thoughts of harming herself, said in a weekly check",
        weeks=14,
        low_mood=(4, 5, 6),
        answers=(("self_harm", "No"),),
        acts=(Act(day=38, does="I have thoughts of harming myself", answers=(("meant", "Yes"),)),),
        cleared_after=6,
    ),
    Woman(
        name="enid",
        about="back pain, belly pain, a sore breast, hip and foot in one life",
        weeks=18,
        troubles=(
            Trouble(run=4, pain=2, where="Back"),
            Trouble(run=7, pain=3, where="Belly", feels="Hard to say"),
            Trouble(run=10, pain=2, where="Breast"),
            Trouble(run=13, pain=4, where="Hip", feels="Joint"),
            Trouble(run=16, pain=3, where="Foot", feels="Tendon", before=2, morning_pain=2),
        ),
    ),
    Woman(
        name="fern",
        about="the same knee three times in five sessions",
        weeks=14,
        troubles=(Trouble(run=5, pain=4), Trouble(run=6, pain=4), Trouble(run=8, pain=4)),
    ),
    Woman(name="xara", about="too little energy: referral", weeks=16, energy=(5,)),
)

BEGINNINGS = (
    Woman(
        name="amy",
        about="caesarean, from day 10",
        weeks=30,
        baby_days=10,
        birth="By caesarean",
        wounds_heal=40,
        check_on=40,
        strength_weeks=0,
        strength_often=0,
    ),
    Woman(
        name="bibi",
        about="from day 40, four weeks of strength",
        weeks=26,
        baby_days=40,
        strength_weeks=4,
        check_on=8,
    ),
    Woman(
        name="cilla",
        about="no strength for months, though all else is there",
        weeks=24,
        baby_days=120,
        strength_weeks=0,
        strength_often=0,
        does_strength=False,
    ),
    Woman(
        name="dana",
        about="BMI of 30: half volume, track of 16",
        weeks=25,
        risks=("BMI of 30 or more",),
        track="16 weeks",
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="evi",
        about="BMI of 30 and more: half volume, track of 20",
        weeks=29,
        risks=("BMI of 30 or more", "New to running"),
        well=True,
        acts=LOOKS_AT_THE_PLAN,
    ),
    Woman(
        name="flora",
        about="a test is one side short, twice",
        weeks=16,
        bad_tests=(("Single-leg bridge", 20, 12),),
    ),
    Woman(
        name="gerda",
        about="hops fail three times: physiotherapist",
        weeks=22,
        bad_tests=(("Hop in place", 60, 6),),
    ),
    Woman(name="hedda", about="a tear of the third degree: seen first", weeks=18, tear="3rd or 4th degree"),
    Woman(
        name="isa",
        about="a leak in daily life from the first day: referral and back",
        weeks=18,
        daily=((0, 14, "Leaking urine"),),
        cleared_after=21,
    ),
    Woman(
        name="jola",
        about="wounds not healed, check to come, others = No",
        weeks=20,
        baby_days=60,
        others=False,
        wounds_heal=20,
        check_on=20,
    ),
)

WHAT_SHE_DOES = (
    Woman(
        name="karla",
        about="pregnant again in the plan",
        weeks=16,
        acts=(Act(day=50, does="/pause", answers=(("pause", "I’m pregnant again"),)),),
    ),
    Woman(
        name="lotte",
        about="a loss in the plan, back after 40 days",
        weeks=20,
        acts=(Act(day=50, does="/pause", answers=(("pause", "A loss"),)), Act(day=90, does="/resume")),
    ),
    Woman(
        name="maud",
        about="a loss, typed in her own words",
        weeks=14,
        acts=(Act(day=40, does="I had a miscarriage", answers=(("pause", "A loss"),)),),
    ),
    Woman(
        name="nina",
        about="a loss, typed at the question for the date of birth",
        weeks=8,
        answers=(("birth_date", "“my baby died"), ("pause", "A loss")),
        today_every=0,
    ),
    Woman(
        name="orla",
        about="blocks the bot for two weeks and comes back",
        weeks=14,
        acts=(Act(day=40, does="block"), Act(day=54, does="unblock"), Act(day=54, does="/start", at="12:05")),
    ),
    Woman(
        name="petra",
        about="moves to New York",
        weeks=14,
        acts=(
            Act(day=45, does="zone America/New_York", at="09:00"),
            Act(
                day=45,
                does="/settings",
                at="12:00",
                answers=(("settings", "Time zone"), ("place", "New York")),
            ),
        ),
    ),
    Woman(
        name="ria",
        about="changes her days twice",
        weeks=14,
        acts=(
            Act(
                day=36,
                does="/settings",
                answers=(("settings", "Days"), ("days", "Tuesday + Thursday + Sunday")),
            ),
            Act(day=60, does="/settings", answers=(("settings", "Days"), ("days", "Monday + Saturday"))),
        ),
    ),
    Woman(
        name="sina",
        about="changes her hour to the evening",
        weeks=14,
        acts=(Act(day=36, does="/settings", answers=(("settings", "Hour"), ("hour", "18:00"))),),
        looks=("07:31", "18:30"),
    ),
    Woman(
        name="tora",
        about="two sessions instead of three, then three again",
        weeks=18,
        acts=(
            Act(day=36, does="/settings", answers=(("settings", "Sessions a week"), ("per_week", "Two"))),
            Act(day=64, does="/settings", answers=(("settings", "Sessions a week"), ("per_week", "Three"))),
        ),
    ),
    Woman(
        name="ute",
        about="ill for five days, paused",
        weeks=14,
        away=((46, 50),),
        acts=(Act(day=45, does="/pause", answers=(("pause", "I’m ill"),)), Act(day=51, does="/resume")),
    ),
    Woman(
        name="vali",
        about="stops, and starts again after three weeks",
        weeks=16,
        acts=(Act(day=45, does="/stop", answers=(("stop", "Yes"),)), Act(day=66, does="/start")),
    ),
    Woman(
        name="wilma",
        about="no sleep, paused for nine days",
        weeks=14,
        acts=(Act(day=45, does="/pause", answers=(("pause", "No sleep"),)), Act(day=54, does="/resume")),
    ),
    Woman(
        name="yuna",
        about="only [Later], and sometimes not",
        weeks=14,
        answers=(("later", "In half an hour"),),
        acts=tuple(Act(day=day, does="/today", answers=(("offer", "Later"),)) for day in range(9, 60, 7)),
    ),
    Woman(name="zita", about="never runs, says so", weeks=10, runs=False),
)

WOMEN: tuple[Woman, ...] = (*WHEN_SHE_LOOKS, *AWAY, *BODY, *BEGINNINGS, *WHAT_SHE_DOES, *MENDING)
