"""Phrases that the lines of every journal have in common: what `storage/encryption/compression.py` need not keep
again and again.

Made by hand from the vocabulary of the dialogue and of the case format; nothing of anybody is in here. Nothing reads
these words: one that is missing costs some bytes, no more. **What a number stands for never changes**: rows packed
with it are read for ever. Better phrases are a new number. The likely ones stand last: what is near costs fewer bits.

>>> len(PHRASES[1]) < 8192 - 262  # what deflate can look back into from its first byte
True
"""

from __future__ import annotations

from collections.abc import Mapping

_EVENTS = (
    '{"Located": {"zone": "Europe/London"}}{"Attached": {"kind": "photo", "caption": ""}}{"Edited": {"text": "'
    '{"Blocked": {}}{"Returned": {}}{"Commanded": {"name": "delete", "argument": ""}}'
    '{"Commanded": {"name": "export"{"Commanded": {"name": "settings"{"Commanded": {"name": "pause"'
    '{"Commanded": {"name": "why"{"Commanded": {"name": "help"{"Commanded": {"name": "progress", "argument": ""}}'
    '{"Commanded": {"name": "start", "argument": ""}}{"Said": {"text": "'
    "agreeadultvaginalcaesareanassistedmondaytuesdaywednesdaythursdayfridaysaturdaysunday"
    "startstoplaterbackhelpunsurekeepskip2530124561045759016 weeks"
)
_SIGNS = (
    "chest_painbreathlessheavy_bleedingone_leg_swollenfeverpassed_outself_harm_thoughts"
    "urine_leakstool_leakgas_leakheavinessbulgepelvic_painback_painscar_paindomingbleeding_not_period"
    "limpnight_painswellingworse_each_sessionhurts_to_hopexhaustion"
    r"\"site\":\"knee\",\"tissue\":\"muscle\",\"one_spot\":true"
    r"\"signs\":[{\"sign\":\"urine_leak\",\"settled_by_next_morning\":true}],"
)
_TESTS = (
    r"cardiomyopathyhypermobilitypelvic_problem_beforenovice_runnerfear_of_movement"
    r"\"retest_in_days\":0,\"retest_on_day\":1\"reps\":8,\"times_a_week\":3},\"sets\":3,\"seconds\":30,"
    r"{\"test\":\"\",\"rule\":\"R-PASS-6\",\"why\":\"not_done\",\"training\":{\"exercise\":\""
    r"\"single_leg_sit_to_stand\":{\"side_lying_abduction\":{\"single_leg_bridge\":{\"single_leg_calf_raise\":{"
    r"\"walk\":{\"value\":30,\"days_last_7\":7,\"single_leg_balance\":{\"single_leg_squat\":{\"jog_on_spot\":{"
    r"\"forward_bounds\":{\"hop_in_place\":{\"running_man\":{\"squat_jump\":{\"left\":25,\"right\":25,"
    r"\"pain\":0,\"pain_next_morning\":0,\"days_ago\":1},"
)
_SCREENING = (
    r'[{"verdict":"ready","rules":["R-PASS-1","R-RSK-2"],"weighed":"{\"case\":{\"kind\":\"screening\",'
    r"\"days_since_birth\":110,\"birth\":{\"type\":\"vaginal\",\"tear_degree\":0,\"episiotomy\":false,"
    r"\"wounds_healed\":true},\"postnatal_check_done\":true,\"clinician\":{\"told_not_to_run\":false,"
    r"\"cleared\":false,\"pelvic_physio_seen\":false},\"red_flags\":[\"temperature_c\":\"symptoms\":[\"conditions\":["
    r"\"strength\":{\"weeks\":12,\"per_week\":2},\"tests\":{\"lifestyle\":{\"sleep_hours\":8,\"stress\":3,"
    r"\"exhausted_most_days\":false},\"mood\":{\"two_questions_yes\":0,\"self_harm_thoughts\":false},"
    r"\"breastfeeding\":true,\"risk_factors\":[\"pregnant_again\":false},\"verdict\":{\"decision\":\"not_yet_time"
    r"not_yet_testsurgent_same_dayurgent_emergency\",\"running\":\"off\",\"failed_tests\":[\"track\":16,"
    r"\"referrals\":[{\"to\":\"pelvic_physio\",\"gp"
)
_PAST = "".join(
    rf"{{\"level\":{level},\"outcome\":\"clean\",\"days_ago\":{days}}},"
    for level, days in zip(
        (1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 16),
        range(96, 8, -4),
        strict=True,
    )
)
_AFTER = (
    r"\"outcome\":\"symptoms\",\"signs\":[\"outcome\":\"stopped\"" + _PAST + r"\"days_ago\":7},{\"level\":"
    r"\"days_ago\":5},{\"level\":\"days_ago\":3},{\"level\":16,\"outcome\":\"clean\",\"days_ago\":2}]},"
    r"\"verdict\":{\"decision\":\"step_back\",\"running\":\"walk_only\",\"next_level\":\"rest_days\":2,\"rules\":["
    '[{"verdict":"step_back","rules":["R-POST-2","R-THR","R-LIFE-1","R-PAIN-1'
    '[{"verdict":"advance","rules":["R-POST-1","R-PROG-1","R-PROG-7"],"weighed":"'
    r"{\"case\":{\"kind\":\"after_session\",\"level\":16,\"days_since_birth\":227,\"track\":16,"
    r"\"session\":{\"completed_percent\":100},\"days_since_last_session\":2,\"levels_gained_last_7_days\":0,"
    r"\"pain\":{\"during\":0,\"after\":0,\"next_morning\":0},\"next_morning_answered\":true,"
    r"\"bleeding\":\"none\",\"lifestyle\":{\"sleep_hours\":8,\"stress\":3,\"exhausted_most_days\":false},"
    r"\"history\":[{\"level\":1,\"outcome\":\"clean\",\"days_ago\":10"
    r"\"verdict\":{\"decision\":\"advance\",\"running\":\"on\",\"next_level\":16,\"referrals\":[],"
    r'\"rules\":[\"R-POST-1\",\"R-PROG-1\",\"R-PROG-7\"]}}"}]'
)
_REST = (
    '[{"verdict":"repeat","rules":["R-MISS","R-PROG-1"],"weighed":"'
    r"{\"case\":{\"kind\":\"after_session\",\"level\":16,\"days_since_birth\":229,\"track\":16,"
    r"\"days_since_last_session\":3,\"lifestyle\":{\"sleep_hours\":8,\"stress\":3,\"exhausted_most_days\":false}},"
    r"\"verdict\":{\"decision\":\"repeat\",\"running\":\"on\",\"next_level\":16,\"referrals\":[],"
    r'\"rules\":[\"R-MISS\",\"R-PROG-1\"]}}"}]'
)
_DAILY = (
    '{"Tapped": {"seq": 1, "option": "later"}}\x1e[]{"Tapped": {"seq": 10, "option": "no"}}\x1e[]'
    '{"Tapped": {"seq": 11, "option": "yes"}}\x1e[]{"Tapped": {"seq": 12, "option": "nothing"}}\x1e[]'
    '{"Tapped": {"seq": 13, "option": "did_it"}}\x1e[]{"Tapped": {"seq": 14, "option": "done"}}\x1e[]'
    '{"Woken": {"seq": 15}}\x1e[]{"Tapped": {"seq": 16, "option": "0"}}\x1e[]'
    '{"Tapped": {"seq": 17, "option": "none"}}\x1e[]'
)

PHRASES: Mapping[int, bytes] = {
    1: "".join((_EVENTS, _SIGNS, _TESTS, _SCREENING, _AFTER, _REST, _DAILY)).encode("ascii"),
}
