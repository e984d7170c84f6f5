"""The permanent ids of a case: red flags, symptoms, conditions, risks, tests. Never renamed, never reused."""

from __future__ import annotations

from enum import StrEnum


class BirthType(StrEnum):
    VAGINAL = "vaginal"
    ASSISTED = "assisted"
    CAESAREAN = "caesarean"


class RedFlag(StrEnum):
    CHEST_PAIN = "chest_pain"
    BREATHLESS = "breathless"
    COUGHING_BLOOD = "coughing_blood"
    SEIZURE = "seizure"
    SELF_HARM_THOUGHTS = "self_harm_thoughts"
    BABY_HARM_THOUGHTS = "baby_harm_thoughts"
    HARM_OTHERS_THOUGHTS = "harm_others_thoughts"
    HEARING_OR_SEEING_THINGS = "hearing_or_seeing_things"
    PASSED_OUT = "passed_out"
    SADDLE_NUMBNESS = "saddle_numbness"
    CANNOT_PASS_URINE = "cannot_pass_urine"  # noqa: S105
    LEG_WEAKNESS_WITH_BACK_PAIN = "leg_weakness_with_back_pain"
    ONE_SIDED_WEAKNESS = "one_sided_weakness"
    CONFUSION = "confusion"
    HEAVY_BLEEDING = "heavy_bleeding"
    ONE_LEG_SWOLLEN = "one_leg_swollen"
    FEVER = "fever"
    SEVERE_HEADACHE = "severe_headache"
    VISION_CHANGE = "vision_change"
    FACE_OR_HAND_SWELLING = "face_or_hand_swelling"
    SEVERE_BELLY_PAIN = "severe_belly_pain"
    SEVERE_VOMITING = "severe_vomiting"
    WOUND_INFECTED_OR_OPEN = "wound_infected_or_open"
    FOUL_DISCHARGE = "foul_discharge"
    HOT_RED_BREAST = "hot_red_breast"
    RACING_OR_IRREGULAR_HEARTBEAT = "racing_or_irregular_heartbeat"
    LASTING_DIZZINESS = "lasting_dizziness"
    OVERWHELMING_TIREDNESS = "overwhelming_tiredness"


class Symptom(StrEnum):
    """Symptoms of daily life and signs of a session share one list."""

    URINE_LEAK = "urine_leak"
    STOOL_LEAK = "stool_leak"
    GAS_LEAK = "gas_leak"
    HEAVINESS = "heaviness"
    BULGE = "bulge"
    PELVIC_PAIN = "pelvic_pain"
    BACK_PAIN = "back_pain"
    SCAR_PAIN = "scar_pain"
    DOMING = "doming"
    BLEEDING_NOT_PERIOD = "bleeding_not_period"
    LIMP = "limp"
    NIGHT_PAIN = "night_pain"
    SWELLING = "swelling"
    WORSE_EACH_SESSION = "worse_each_session"
    HURTS_TO_HOP = "hurts_to_hop"
    CANNOT_BEAR_WEIGHT = "cannot_bear_weight"
    EXHAUSTION = "exhaustion"


class Condition(StrEnum):
    CARDIOMYOPATHY = "cardiomyopathy"
    UNSTABLE_HYPERTENSION = "unstable_hypertension"
    KIDNEY_DISEASE = "kidney_disease"
    NEUROLOGICAL = "neurological"
    EATING_DISORDER = "eating_disorder"
    MALNUTRITION = "malnutrition"
    ANAEMIA = "anaemia"
    FRACTURE_OR_MAJOR_INJURY = "fracture_or_major_injury"
    BREATHING_DIFFICULTY = "breathing_difficulty"
    ACUTE_INFECTION = "acute_infection"
    HAEMODYNAMIC_INSTABILITY = "haemodynamic_instability"
    OTHER_TOLD_BY_CLINICIAN = "other_told_by_clinician"


class Risk(StrEnum):
    HYPERMOBILITY = "hypermobility"
    PELVIC_PROBLEM_BEFORE = "pelvic_problem_before"
    LEAK_WHEN_RUNNING_BEFORE = "leak_when_running_before"
    NOVICE_RUNNER = "novice_runner"
    PREVIOUS_RUNNING_INJURY = "previous_running_injury"
    FEAR_OF_MOVEMENT = "fear_of_movement"
    BMI_30_PLUS = "bmi_30_plus"
    RED_S_SIGNS = "red_s_signs"
    NO_RUNNING_IN_PREGNANCY = "no_running_in_pregnancy"


class Test(StrEnum):
    """The readiness tests, in the order in which they are taken."""

    __test__ = False  # not a pytest class

    SINGLE_LEG_SIT_TO_STAND = "single_leg_sit_to_stand"
    SIDE_LYING_ABDUCTION = "side_lying_abduction"
    SINGLE_LEG_BRIDGE = "single_leg_bridge"
    SINGLE_LEG_CALF_RAISE = "single_leg_calf_raise"
    WALK = "walk"
    SINGLE_LEG_BALANCE = "single_leg_balance"
    SINGLE_LEG_SQUAT = "single_leg_squat"
    JOG_ON_SPOT = "jog_on_spot"
    FORWARD_BOUNDS = "forward_bounds"
    HOP_IN_PLACE = "hop_in_place"
    RUNNING_MAN = "running_man"
    SQUAT_JUMP = "squat_jump"


class Changed(StrEnum):
    PACE = "pace"
    TERRAIN = "terrain"
    BUGGY = "buggy"
    FREQUENCY = "frequency"


class Tissue(StrEnum):
    MUSCLE = "muscle"
    JOINT = "joint"
    TENDON = "tendon"
    BONE = "bone"
    PELVIC = "pelvic"
    SCAR = "scar"
    OTHER = "other"


class Bleeding(StrEnum):
    NONE = "none"
    PERIOD = "period"
    NOT_PERIOD = "not_period"
    HEAVY = "heavy"


class Illness(StrEnum):
    FEVER = "fever"
    CHEST = "chest"
    STOMACH = "stomach"
    BODY_ACHES = "body_aches"
    HEAD_COLD = "head_cold"
    MASTITIS = "mastitis"


class Outcome(StrEnum):
    """How an earlier session went."""

    CLEAN = "clean"
    AMBER = "amber"
    RED = "red"
