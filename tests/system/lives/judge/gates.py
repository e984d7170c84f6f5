"""When no run may be offered at all: too early, not strong, not tested, locked, a sign not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts, Offer, Session, Told
from tests.system.lives.record import dates_in

NEEDS_TESTS = tuple(clinical.TESTS)


def no_run_before_day_84(facts: Facts) -> Iterator[Complaint]:
    for offer in facts.first_offers():
        born = born_on(facts, offer.index)
        if born is not None and (offer.day - born).days < clinical.FLOOR_DAYS:
            yield _wrong("no_run_before_day_84", offer, f"day {(offer.day - born).days} after the birth")


def no_run_while_locked(facts: Facts) -> Iterator[Complaint]:
    """From a red flag that she told until she says that she was seen and may exercise."""
    return _offers_between("no_run_while_locked", facts, _red_flags(facts), ("allowed",))


def no_run_while_referred(facts: Facts) -> Iterator[Complaint]:
    """From a sign that a professional has to look at until she says who cleared her."""
    return _offers_between("no_run_while_referred", facts, _referrals(facts), ("who",))


def no_run_while_pregnant_or_after_a_loss(facts: Facts) -> Iterator[Complaint]:
    for told in facts.told:
        if told.topic == "pause" and told.value in ("I’m pregnant again", "A loss"):
            back = _first_after(facts, told.index)
            for offer in facts.offers:
                if told.index < offer.index < back:
                    yield _wrong("no_run_while_pregnant_or_after_a_loss", offer, told.value)


def no_run_before_all_tests_are_passed(facts: Facts) -> Iterator[Complaint]:
    for offer in facts.first_offers()[:1]:
        passed = tests_passed(facts, offer.index)
        missing = [name for name in NEEDS_TESTS if name not in passed]
        old = [n for n, on in passed.items() if (offer.day - on).days > clinical.TESTS_COUNT_DAYS + 7]
        if missing or old:
            yield _wrong(
                "no_run_before_all_tests_are_passed", offer, f"not passed: {missing}; too old: {old}"
            )


def no_run_before_twelve_weeks_of_strength(facts: Facts) -> Iterator[Complaint]:
    for offer in facts.first_offers()[:1]:
        weeks = facts.last("strength_weeks", before=offer.index)
        if weeks is None or not weeks.value.isdigit():
            yield _wrong("no_run_before_twelve_weeks_of_strength", offer, "she never told of any")
            continue
        most = int(weeks.value) + (offer.day - weeks.at.date()).days // 7
        if most < clinical.STRENGTH_WEEKS:
            yield _wrong("no_run_before_twelve_weeks_of_strength", offer, f"{most} weeks at most")


def a_long_gap_brings_tests_and_screening(facts: Facts) -> Iterator[Complaint]:
    """R-MISS: 29 to 90 days bring the jog and the hops, over 60 the strength tests, over 90 all questions again."""
    for before, offer in gaps(facts):
        gap = (offer.day - before.day).days
        if gap <= clinical.GAP_SIXTY:
            continue
        since = {name: on for name, on in tests_passed(facts, offer.index).items() if on > before.day}
        needs = (
            *clinical.TESTS_AGAIN,
            *(clinical.STRENGTH_AGAIN if gap > clinical.STRENGTH_TESTS_AFTER else ()),
        )
        missing = [name for name in needs if name not in since]
        if gap > clinical.GAP_FIFTY:
            missing = [name for name in NEEDS_TESTS if name not in since]
        asked = [
            t
            for t in facts.answers("emergency", "same_day", "week", "daily", before=offer.index)
            if t.at.date() > before.day
        ]
        if missing or not asked:
            why = f"{gap} days without a session; not tested again: {missing}; warning signs asked: {bool(asked)}"
            yield _wrong("a_long_gap_brings_tests_and_screening", offer, why)


def less_than_ninety_days_do_not_begin_anew(facts: Facts) -> Iterator[Complaint]:
    """R-MISS: a short symptom screening, not all questions again; her place is kept."""
    for before, offer in gaps(facts):
        gap = (offer.day - before.day).days
        again = [
            t
            for t in facts.answers("conditions", "risks", "proposal", before=offer.index)
            if t.index > before.index
        ]
        if gap <= clinical.GAP_FIFTY and again:
            yield _wrong(
                "less_than_ninety_days_do_not_begin_anew",
                offer,
                f"{gap} days, and asked again: {again[0].topic}",
            )


def five_hours_of_sleep_make_it_a_walk(facts: Facts) -> Iterator[Complaint]:
    for offer in facts.first_offers():
        sleep = facts.last("sleep", before=offer.index)
        if sleep is not None and _number(sleep.value) < clinical.SLEEP_TO_RUN:
            yield _wrong("five_hours_of_sleep_make_it_a_walk", offer, f"she sleeps {sleep.value} h")


def a_rest_day_between_two_runs(facts: Facts) -> Iterator[Complaint]:
    done = {session.day for session in facts.sessions}
    for offer in facts.first_offers():
        before = offer.day - timedelta(days=clinical.REST_DAYS_BETWEEN)
        if before in done and any(s.day == before and s.index < offer.index for s in facts.sessions):
            yield _wrong("a_rest_day_between_two_runs", offer, f"she ran on {before:%d %b}")


def the_rest_after_a_sign_is_kept(facts: Facts) -> Iterator[Complaint]:
    for session in facts.sessions:
        hours = rest_hours(session)
        cleared = next((t.index for t in facts.answers("who", "allowed") if t.index > session.index), None)
        for offer in facts.offers:
            rested = offer.at - session.told_at
            if cleared is not None and offer.index > cleared:
                break
            if offer.index > session.index and offer.day > session.day and rested < timedelta(hours=hours):
                yield _wrong(
                    "the_rest_after_a_sign_is_kept", offer, f"{rested} of {hours} h after {session.day:%d %b}"
                )


def born_on(facts: Facts, before: int) -> date | None:
    """The birth that she had told of at that moment."""
    told = facts.last("birth_date", before=before)
    if told is None:
        return None
    named = dates_in(told.value, told.at.date())
    return named[0] if named else None


def needs_referral(session: Session, earlier: list[Session]) -> str:
    """Why a professional has to look at it (R-POST-6, 9, 10, 12); empty where nobody has to."""
    signs = session.all_signs
    if signs & clinical.PELVIC_RED:
        return "R-POST-10"
    if session.pain >= 3 and (session.where in clinical.PELVIC_PLACES or signs & clinical.PELVIC_PAINS):
        return "R-POST-10"
    if session.bleeding in clinical.NOT_A_PERIOD or signs & clinical.NOT_A_PERIOD:
        return "R-POST-12"
    if session.feels in clinical.BONE:
        return "R-POST-6"
    if _painful(session) and sum(_same_place(session, one) for one in earlier[-4:]) >= 2:
        return "R-POST-7"
    if signs & clinical.LEAK_OR_HEAVY:
        again = any(one.all_signs & clinical.LEAK_OR_HEAVY for one in earlier[-2:])
        if again or session.level == 1 or not session.gone or session.morning & clinical.LEAK_OR_HEAVY:
            return "R-POST-9"
    return ""


def levels_back(session: Session, earlier: list[Session]) -> int:
    """How many levels a session asks back, a referral aside (R-POST-3, 4, 7, 8, 11)."""
    if max(session.pain, session.morning_pain) >= clinical.RED_PAIN:
        return 2
    if session.all_signs & clinical.LEAK_OR_HEAVY:
        return 1
    if session.morning_pain > session.before or session.morning_pain >= 3:
        return 1
    if _painful(session) and any(_same_place(session, one) for one in earlier[-2:]):
        return 1
    doming = [s for s in (*earlier[-2:], session) if "Doming down the belly" in s.all_signs]
    return 1 if len(doming) >= 2 and doming[-1] is session else 0


def _painful(session: Session) -> bool:
    return clinical.GREEN_PAIN < max(session.pain, session.morning_pain) < clinical.RED_PAIN


def _same_place(session: Session, other: Session) -> bool:
    return _painful(other) and other.where == session.where


def rest_hours(session: Session) -> int:
    if max(session.pain, session.morning_pain) >= clinical.RED_PAIN:
        return clinical.REST_AFTER_RED_PAIN_H
    if session.all_signs & clinical.LEAK_OR_HEAVY:
        return clinical.REST_AFTER_LEAK_H
    if session.morning_pain > session.before or session.morning_pain >= 3:
        return clinical.REST_AFTER_MORNING_PAIN_H
    return 0


def gaps(facts: Facts) -> Iterator[tuple[Session, Offer]]:
    """Each offer after the first session, with the session before it."""
    for offer in facts.first_offers():
        earlier = [session for session in facts.sessions if session.day < offer.day]
        if earlier:
            yield earlier[-1], offer


def tests_passed(facts: Facts, before: int) -> dict[str, date]:
    """Which tests she has passed, and when last: the full count on each side, and no sign."""
    passed: dict[str, date] = {}
    current, enough = "", True
    for told in facts.told:
        if told.index >= before:
            break
        if not told.topic.startswith("test_"):
            continue
        question = facts.entries[facts.messages[facts.entries[told.index].message][0]]
        if told.topic in ("test_left", "test_count"):
            current = question.text.strip().split("\n")[0]
            enough = True
        if told.topic in ("test_left", "test_right", "test_count") and current in clinical.TESTS:
            enough = enough and _number(told.value) >= clinical.TESTS[current]
        if told.topic == "test_walk_days":
            enough = enough and _number(told.value) >= clinical.WALK_DAYS
        if told.topic == "test_felt":
            if enough and not told.value:
                passed[current] = told.at.date()
            else:
                passed.pop(current, None)
    return passed


def _red_flags(facts: Facts) -> list[Told]:
    yes = {"self_harm": "Yes", "fever": "Yes", "meant": "Yes"}
    lists = ("emergency", "same_day", "warning")
    return [
        told
        for told in facts.told
        if (told.topic in lists and told.value)
        or yes.get(told.topic) == told.value
        or (told.topic == "bleeding" and told.value.startswith("Heavy"))
        or (told.topic == "morning_signs" and "Cannot put weight on it" in told.value)
    ]


def _referrals(facts: Facts) -> list[Told]:
    found = []
    for told in facts.told:
        named = {one for one in told.value.split(", ") if one}
        if told.topic in ("daily", "noticed") and named & clinical.DAILY_HARD:
            found.append(told)
    for session in facts.sessions:
        earlier = [one for one in facts.sessions if one.index < session.index]
        rule = needs_referral(session, earlier)
        if rule:
            end = next(
                (t.index for t in facts.told if t.index > session.index and t.at > session.told_at),
                session.index,
            )
            last = (
                session.morning_at if not needs_referral_in_the_evening(session, earlier) else session.told_at
            )
            at = last or session.told_at
            index = next((t.index for t in facts.told if t.at >= at and t.index >= session.index), end)
            found.append(
                Told(index=index, at=at, topic=rule, value=", ".join(sorted(session.all_signs)) or rule)
            )
    return sorted(found, key=lambda told: told.index)


def needs_referral_in_the_evening(session: Session, earlier: list[Session]) -> bool:
    """Whether what she told on the day itself was enough."""
    known = replace(session, morning=set(), gone=True, morning_pain=0)
    return bool(needs_referral(known, earlier))


def _offers_between(
    rule: str, facts: Facts, begins: list[Told], ends: tuple[str, ...]
) -> Iterator[Complaint]:
    """Each run offered after something that stops her, and before she answers one of the topics `ends`."""
    for begin in begins:
        closes = [
            told.index
            for told in facts.told
            if told.index > begin.index and told.topic in ends and told.value not in ("No", "")
        ]
        end = closes[0] if closes else len(facts.entries)
        for offer in facts.offers:
            if begin.index < offer.index < end:
                yield _wrong(rule, offer, f"she told on {begin.at:%d %b}: {begin.value or begin.topic}")


def _she_comes_back(text: str) -> bool:
    return text.startswith(("/resume", "/start")) or text in ("Resume", "I’m back")


def _first_after(facts: Facts, index: int) -> int:
    for later, entry in enumerate(facts.entries[index + 1 :], start=index + 1):
        if entry.hers and _she_comes_back(entry.text):
            return later
    return len(facts.entries)


def _number(words: str) -> float:
    try:
        return float(words.replace(",", "."))
    except ValueError:
        return 0.0


def _wrong(rule: str, offer: Offer, why: str) -> Complaint:
    return Complaint(rule=rule, at=offer.at, why=why, quote=offer.entry.text.split("\n")[0])


RULES = (
    no_run_before_day_84,
    no_run_while_locked,
    no_run_while_referred,
    no_run_while_pregnant_or_after_a_loss,
    no_run_before_all_tests_are_passed,
    no_run_before_twelve_weeks_of_strength,
    a_long_gap_brings_tests_and_screening,
    less_than_ninety_days_do_not_begin_anew,
    five_hours_of_sleep_make_it_a_walk,
    a_rest_day_between_two_runs,
    the_rest_after_a_sign_is_kept,
)
