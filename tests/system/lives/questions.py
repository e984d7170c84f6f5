"""How a question is recognised: by its text and its buttons, as she does it. No code of the product in it.

A family holds the questions that are one to her: a reminder of the same thing, or the next step of the same talk.

>>> topic_of("Are you 18 or older?", ("Yes, 18 or older", "No, younger")).name
'age'
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about; `typed` where she has to type."""

    name: str
    pattern: str
    family: str
    typed: bool = False


def _family(family: str, **patterns: str) -> tuple[Topic, ...]:
    return tuple(
        Topic(name.removesuffix("_typed"), pattern, family, name.endswith("_typed"))
        for name, pattern in patterns.items()
    )


PORTION = Topic("portion", "", "screening")
GOOD_DAY = Topic("good_day", "", "session")
GOOD_SINCE = Topic("good_since", "", "session")  # so late that it covers the day after as well
GOOD_MORNING = Topic("good_morning", "", "session")
# In this order: the first that fits is it.
TOPICS: tuple[Topic, ...] = (
    *_family(
        "onboarding",
        consent="Do you agree that I store",
        age="Are you 18 or older",
        birth_date_typed="When was your baby born|When was the birth or the loss",
        birth_order="That date can be read in two ways",
        birth_confirm=r"ago\. Is that right\?",
        birth_type="How was your baby born|How was the birth or the loss",
        tear="Did you have a tear",
        cut="Did you have a cut",
        place_typed=r"Where are you\?",
        which_place="more than one place like that",
        zone_confirm="So it is now .* where you are",
        hour_which="Morning or evening",
        hour="At what time of day shall I write",
        days="On which days could you train",
        others="On the days between, shall I",
        declined="If you change your mind",
    ),
    *_family(
        "week",
        week="Your weekly check",
        week_daily="in daily life, have you had any leaking",
        energy="your body gets too little energy",
    ),
    *_family(
        "screening",
        emergency="First, what must not wait",
        same_day=r"And any of these\?",
        pregnant="Are you pregnant, or might",
        conditions="Has a doctor told you that you have",
        told_not="told you not to run or exercise",
        still_daily="do you still notice any of these",
        noticed="Which of these do you notice in daily life",
        daily="In daily life, now: do you notice",
        postnatal_check="Have you had your postnatal check",
        wounds="all wounds and scars from the birth healed|Have all wounds and scars healed",
        feeding="Are you breastfeeding",
        sleep="How many hours do you sleep",
        exhausted="Are you exhausted on most days",
        stress="How high is your stress",
        mood="often felt down, low or hopeless",
        interest="little interest or pleasure",
        self_harm="thoughts of harming yourself",
        risks="Does any of this apply to you",
        strength_weeks="weeks in a row have you been doing strength",
        strength_often=r"And how many times a week\?",
    ),
    *_family(
        "tests",
        tests="time for the readiness tests",
        test_left=r"How many \w+ on the left",
        test_right=r"how many \w+ on the right",
        test_walk_days="last 7 days have you walked that long",
        test_count=r"(?:is|are) the goal\. .*(?:did you do|you did)",
        test_felt="Did you notice anything during it",
        test_pain="How strong was the pain, from",
        test_morning_pain="After (?:yesterday’s tests|the tests on)",
        test_morning_signs="appear since the tests",
    ),
    *_family(
        "session",
        yesterday="Did the session of",
        how_much="How much of it did you do",
        why_partly=r"Why did you stop\?",
        warning="Stop running and walk home slowly",
        longest="How long was your longest run",
        pain="Any pain during the session or since",
        pain_where=r"Where is it\?",
        leg="Is that leg also swollen",
        pain_now="How strong is it, at its worst today",
        pain_kind="What does it feel like",
        pain_before="How strong was that pain before",
        bleeding=r"Any bleeding\?",
        anything="Anything else you noticed",
        illness="What is it\\? Tap all that apply",
        fever="Is your temperature",
        settled="you noticed: .* completely gone",
        morning_pain="(?:This morning after the session|the day after the session): how much pain",
        morning_signs="since (?:yesterday evening|the session), did you notice",
        check_hour="Shall I ask it at",
        signs=r"Did you notice any of these\?",
        later="When shall I remind you",
        still="The rest is over",
    ),
    *_family(
        "hold",
        seen="When a professional has seen you, tell me",
        assessed="Were you assessed by",
        allowed="did they tell you that you may exercise",
        cleared="cleared you to run, tell me here",
        who="Who cleared you",
        pain_gone="the pain for which running was stopped",
    ),
    *_family("plan", proposal="I suggest the", per_week="How many run/walk sessions a week"),
    *_family(
        "menu",
        settings="Your settings",
        country="Which country are you in",
        tips="Which ones would you like",
        trouble_signs="Let’s look for the cause",
        trouble_foundations="Next, the foundations",
        trouble_run="Then the run itself",
        trouble_rest="Last, rest",
        pause="What’s the reason\\? It affects",
        pause_until="Until when\\? I’ll write once",
        back_from_pause="You asked me to write today",
        paused="You are paused|It stays quiet here until you write",
        well="Since when have you been free",
        stop="Do you want me to stop",
        stopped="If you ever want to go on",
        delete="delete everything I know",
        delete_sure="Really delete everything",
    ),
    *_family(
        "slip",
        fix="Which answer shall we correct",
        fix_signs="What did you notice during the session or that day",
        fix_settled="And was that completely gone by the morning after",
        fix_ill="Were you ill that day",
        fix_morning_pain="How much pain was there the morning after",
        fix_morning_signs="What did you notice by the morning after",
        log_which=r"Which run was it\?",
        log_day=r"On which day\?",
        log_total="How long did you run in all",
        log_longest="how long was the longest stretch of running without",
        move="To which day shall I move",
        easier=r"What would suit you\?",
        easier_longer="How much longer, at least",
        easier_track=r"Which plan\?",
        told=r"What you told me about:|What is different\?",
    ),
    *_family(
        "way_back",
        ended="has a pregnancy ended",
        ended_on_typed=r"When was that\? Please type the date",
        since_warning="Have you had any of these since, even if",
        since_emergency=r"Which of these\? Tap all that apply",
        since_mood="had little interest in anything",
        since_clinician="Has a doctor or midwife said that you may run again",
        born=r"Have you given birth\?",
    ),
    *_family("red_flag", meant="I want to be sure I understand you"),
)
_COMPILED = tuple((re.compile(topic.pattern, re.S), topic) for topic in TOPICS)
HOW_MUCH_OF_IT = Topic(
    "how_much_of_it", "", "slip"
)  # of a run told later, or corrected: “All of it” is an answer
OFFER = Topic("offer", "", "session")
DAY = Topic("day", "", "day")
DONE = Topic("done", "", "done")  # what is safe while running is off: it asks for nothing
OPEN = Topic("open", "", "open")


def topic_of(text: str, buttons: tuple[str, ...]) -> Topic | None:
    """What a message asks; `None` where it asks nothing that is known."""
    labels = {label.removeprefix("✓ ") for label in buttons}
    if {"I did it", "Not today"} <= labels:
        return OFFER
    if {"Start", "Not today"} <= labels:
        return PORTION
    if {"Done", "Not today"} <= labels:
        return DAY
    if {"Done", "Show me how"} <= labels:
        return DONE
    if {"All of it", "About half"} <= labels:
        return HOW_MUCH_OF_IT
    if {"All well", "Something"} <= labels:
        return GOOD_SINCE if "until now" in text else GOOD_DAY
    if {"All fine", "Something"} <= labels:
        return GOOD_MORNING
    for pattern, topic in _COMPILED:
        if pattern.search(text) and (buttons or topic.typed):
            return topic
    if "Open" in labels:
        return OPEN
    return None


def family_of(text: str, buttons: tuple[str, ...]) -> str:
    topic = topic_of(text, buttons)
    return topic.family if topic is not None else ""
