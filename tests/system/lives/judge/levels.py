"""Which level may come next: from what she told of each session, the time that passed, and what was promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from tests.system.lives import clinical
from tests.system.lives.judge.facts import Complaint, Facts, Offer, Session, runs_in
from tests.system.lives.judge.gates import gaps, levels_back, needs_referral

PROMISED = re.compile(
    r"one level on \(level (\d+)\)|It is now: [^.]*\(level (\d+)\)"
    r"|(?:move up to|back to|levels?, to|goes on at|go on at|begin at|, at|stays? at|starting at|it is"
    r"|next session is at) level (\d+)",
    re.I,
)
STAYS = re.compile(r"We stay at this level", re.I)
CHOICES = (
    "easier",
    "easier_longer",
    "easier_track",
    "fix",
    "per_week",
    "trouble_signs",
    "trouble_run",
    "trouble_rest",
)
NEWS = (
    "pause",
    "still",
    "allowed",
    "who",
    "daily",
    "noticed",
    "illness",
    "well",
    "sleep",
    "proposal",
    *CHOICES,
)
PLAIN = re.compile(
    r"next session|Next time|The next one is|We step back|Let’s go back", re.I
)  # what speaks of the next one only
BACK = re.compile(
    r"\b(?P<one>One level back|back one level|one level lower)\b|back (?P<more>\d+) levels|(?P<lower>\d+) levels lower"
)
STEP_BACK = re.compile(r"\bstep(?:ping|s)? back\b|\bstart a little lower\b|\bgo back\b", re.I)


def the_session_is_a_row_of_her_track(facts: Facts) -> Iterator[Complaint]:
    """The runs are those of the table, or fewer where half the volume is hers (R-RSK-3)."""
    half = any("BMI" in told.value for told in facts.answers("risks"))
    for offer in facts.first_offers():
        row = clinical.TRACKS[offer.levels][offer.level - 1]
        lessened = half and max(offer.runs, default=0) <= max(row) and offer.seconds <= sum(row)
        if offer.runs != row and not lessened:
            yield _wrong("the_session_is_a_row_of_her_track", offer, f"{offer.runs} instead of {row}")


def half_volume_is_half_in_the_first_four_weeks(facts: Facts) -> Iterator[Complaint]:
    if not any("BMI" in told.value for told in facts.answers("risks")):
        return
    offers = facts.first_offers()
    for offer in offers:
        first = (offer.day - offers[0].day).days < clinical.HALF_VOLUME_WEEKS * 7
        if first and offer.seconds > clinical.seconds(offer.levels, offer.level) * 0.6:
            yield _wrong("half_volume_is_half_in_the_first_four_weeks", offer, f"{offer.seconds} s")


def the_first_session_is_level_one(facts: Facts) -> Iterator[Complaint]:
    for offer in facts.first_offers():
        if not [s for s in facts.sessions if s.index < offer.index] and offer.level != 1:
            yield _wrong("the_first_session_is_level_one", offer, f"level {offer.level} before any session")


def no_level_is_higher_than_the_sessions_allow(facts: Facts) -> Iterator[Complaint]:
    for before, offer in gaps(facts):
        most, why = highest(facts, before, offer)
        if offer.levels != before.levels:  # another track, by choice: at a row with equal or fewer minutes
            most, why = clinical.highest_within(offer.levels, sum(before.runs)), "another track"
        if offer.level > most:
            yield _wrong(
                "no_level_is_higher_than_the_sessions_allow", offer, f"{offer.level}, {most} at most: {why}"
            )


def no_level_is_lower_than_anything_asks(facts: Facts) -> Iterator[Complaint]:
    """A break is counted once, and a session without symptoms never lowers the level."""
    for before, offer in gaps(facts):
        least, why = lowest(facts, before, offer)
        if offer.level < least:
            yield _wrong(
                "no_level_is_lower_than_anything_asks", offer, f"{offer.level}, {least} at least: {why}"
            )


def two_good_sessions_and_a_week_open_the_next_level(facts: Facts) -> Iterator[Complaint]:
    """Nobody is kept at a level without a reason: R-PROG-1, R-PROG-2, and gaps of the ordinary length between."""
    rule = "two_good_sessions_and_a_week_open_the_next_level"
    if any("BMI" in told.value for told in facts.answers("risks")):
        return  # half the running grows by minutes, not by levels
    for before, offer in gaps(facts):
        earlier = [s for s in facts.sessions if s.index <= before.index]
        last = earlier[-clinical.CLEAN_IN_A_ROW :]
        days = [*(s.day for s in last), offer.day]
        ordinary = all((later - one).days <= clinical.GAP_USUAL for one, later in pairwise(days))
        if offer.level != before.level or offer.level == offer.levels or not ordinary:
            continue
        since = _level_since(facts, offer)
        two = _two_a_week(facts, offer.index, offer.day)
        days_a_level = clinical.DAYS_A_LEVEL_OF_TWO if two else clinical.DAYS_A_LEVEL
        first = next(o for o in facts.first_offers() if o.day == since)
        began, said = first.index, _said_on(facts, first)
        decided = before.morning_at.date() if before.morning_at else offer.day
        lasted = min((offer.day - since).days, (decided - said).days) >= days_a_level
        news = any(
            began < t.index < offer.index and t.topic in (*CHOICES, "still", "well") for t in facts.told
        )
        if (
            lasted
            and not news
            and not before.illness
            and _may_go_up(facts, before, earlier[:-1], offer)
            and not _tired_on(facts, before.morning_at)
            and not _held_between(facts, last[0], offer)
        ):
            yield _wrong(
                rule,
                offer,
                f"at this level since {since:%d %b}, {last[0].day:%d %b} and {days[1]:%d %b} good",
            )


def _level_since(facts: Facts, offer: Offer) -> date:
    """The first day on which this level was offered, without another one since."""
    since = offer.day
    for earlier in reversed([one for one in facts.first_offers() if one.index < offer.index]):
        if earlier.level != offer.level:
            break
        since = earlier.day
    return since


def a_level_lasts_a_week(facts: Facts) -> Iterator[Complaint]:
    """One level a week at most, the first too; ten days with two sessions. Said or offered, the longer counts."""
    offers = facts.first_offers()
    gained = (offers[0].day, offers[0].day) if offers else None
    for earlier, offer in pairwise(offers):
        if gained is None or offer.levels != earlier.levels or offer.level <= earlier.level:
            continue  # another track numbers its levels anew: no gain
        said = _said_on(facts, offer)
        two = _two_a_week(facts, offer.index, said)
        days = clinical.DAYS_A_LEVEL_OF_TWO if two else clinical.DAYS_A_LEVEL
        lasted = max((offer.day - gained[0]).days, (said - gained[1]).days)
        if lasted < days:
            yield _wrong(
                "a_level_lasts_a_week", offer, f"level {earlier.level} lasted {lasted} days, not {days}"
            )
        gained = (offer.day, said)


def _two_a_week(facts: Facts, before: int, day: date) -> bool:
    """Whether two sessions a week were what she had chosen last before that entry and that day."""
    chosen = [*facts.answers("per_week", before=before), *facts.answers("easier", before=before)]
    often = [t for t in chosen if t.value in ("Two", "Three", "One more rest day") and t.at.date() < day]
    return bool(often) and max(often, key=lambda t: t.index).value != "Three"


def _said_on(facts: Facts, offer: Offer) -> date:
    """The day on which that level was promised."""
    for index in range(offer.index - 1, max(0, offer.index - 60), -1):
        if facts.entries[index].kind == "bot" and _promised(facts, index) == offer.level:
            return facts.entries[index].at.date()
    return offer.day


def the_minutes_grow_within_the_cap(facts: Facts) -> Iterator[Complaint]:
    """R-PROG-4 for the seconds really offered, against the best clean session before."""
    for offer in facts.first_offers():
        clean = [s for s in facts.sessions if s.index < offer.index and s.clean]
        if not clean:
            continue
        best, longest = max(sum(s.runs) for s in clean), max(max(s.runs, default=0) for s in clean)
        cap = clinical.WEEKLY_RISE[offer.levels]
        if offer.seconds > best * (1 + cap) + 0.5:
            yield _wrong(
                "the_minutes_grow_within_the_cap", offer, f"{best} s, then {offer.seconds} s: over {cap:.0%}"
            )
        rise = clinical.LONGEST_RISE[offer.levels]
        if max(offer.runs, default=0) > longest * (1 + rise) + 0.5:
            yield _wrong(
                "the_minutes_grow_within_the_cap", offer, f"longest {longest} s, then {max(offer.runs)} s"
            )


def a_promised_level_is_the_level_offered(facts: Facts) -> Iterator[Complaint]:
    for index, entry in enumerate(facts.entries):
        level = _promised(facts, index) if entry.kind == "bot" else None
        if level is None:
            continue
        following = next((o for o in facts.offers if o.index > index), None)
        if following is None or following.level == level or _news_between(facts, index, following):
            continue
        quote = entry.text.split("\n")[0]
        why = f"{following.level} offered on {following.day:%d %b}, {level} promised"
        yield Complaint(rule="a_promised_level_is_the_level_offered", at=entry.at, why=why, quote=quote)


def a_promised_run_is_the_run_offered(facts: Facts) -> Iterator[Complaint]:
    """“Next time: 4 × 40 s” is what comes next time."""
    for index, entry in enumerate(facts.entries):
        runs = runs_in(entry.text) if entry.kind == "bot" and "oday’s session" not in entry.text else ()
        following = next((o for o in facts.offers if o.index > index), None)
        if not runs or not PLAIN.search(entry.text) or following is None or following.runs == runs:
            continue
        if not _news_between(facts, index, following):
            why = f"{_plain(following.runs)} on {following.day:%d %b}, {_plain(runs)} was said"
            quote = entry.text.split("\n")[0]
            yield Complaint(rule="a_promised_run_is_the_run_offered", at=entry.at, why=why, quote=quote)


def _plain(runs: tuple[int, ...]) -> str:
    return f"{len(runs)} runs of {max(runs)} s at most"


def the_words_of_a_lower_level_are_true(facts: Facts) -> Iterator[Complaint]:
    """Levels back are as many as are said, and none is called a step back after a session without symptoms."""
    for index, entry in enumerate(facts.entries):
        level = _promised(facts, index) if entry.kind == "bot" else None
        earlier = [s for s in facts.sessions if s.index < index]
        if level is None or not earlier:
            continue
        last, quote = earlier[-1], entry.text
        promised = [_promised(facts, i) for i in range(last.index, index) if facts.entries[i].kind == "bot"]
        reached = {last.level, *(one for one in promised[-60:] if one is not None)}
        back = BACK.search(entry.text)
        if back is not None and level + _levels(back) not in reached:
            why = f"from {last.level} to {level}, {_levels(back)} said"
            yield Complaint(rule="the_words_of_a_lower_level_are_true", at=entry.at, why=why, quote=quote)
        gap = (entry.at.date() - last.day).days
        quiet = (
            not last.symptoms
            and gap <= clinical.GAP_SAME
            and not any(t.topic in NEWS for t in facts.told if last.index < t.index < index)
        )
        if STEP_BACK.search(entry.text) and quiet and level < last.level:
            why = f"the session of {last.day:%d %b} was without symptoms"
            yield Complaint(rule="the_words_of_a_lower_level_are_true", at=entry.at, why=why, quote=quote)


def _levels(back: re.Match[str]) -> int:
    return 1 if back["one"] else int(back["more"] or back["lower"])


def highest(facts: Facts, before: Session, offer: Offer) -> tuple[int, str]:
    """The highest level that may be offered, and why."""
    earlier = [s for s in facts.sessions if s.index < before.index]
    back = levels_back(before, earlier)
    most, why = before.level - back, f"the last was {before.level}, {back} back"
    reached = before.level
    if not back and _may_go_up(facts, before, earlier, offer):
        most = reached = before.level + 1
        why = "two clean in a row"
    if needs_referral(before, earlier):
        most, why = min(most, before.level - 1), "after a referral"
    if _held_between(facts, before, offer):
        most, why = min(most, reached - 1), "after a stop or a referral"
    gap = _gap(facts, before, offer)
    limit = _after_gap(gap, offer.levels, reached)
    if limit < most:
        most, why = limit, f"{gap} days without a session"
    return max(1, min(most, offer.levels)), why


def lowest(facts: Facts, before: Session, offer: Offer) -> tuple[int, str]:
    """The lowest level that anything asks for, each counted from the level of the last session."""
    if _anything_else(facts, before, offer) or before.longest:
        return 1, "other reasons"
    earlier = [s for s in facts.sessions if s.index < before.index]
    asked = {before.level: "the last session had no symptoms"}
    back = levels_back(before, earlier)
    asked[before.level - back] = f"{back} back after the last session"
    if needs_referral(before, earlier) or _held_between(facts, before, offer):
        asked[before.level - max(1, back)] = "after a stop or a referral"
    if before.illness:
        asked[before.level - 1] = "after an illness"
    gap = _gap(facts, before, offer)
    asked[_after_gap(gap, offer.levels, before.level)] = f"{gap} days without a session"
    least = min(asked)
    return max(1, least), asked[least]


def _after_gap(gap: int, track: int, level: int) -> int:
    if gap <= clinical.GAP_SAME:
        return level
    if gap <= clinical.GAP_ONE_BACK:
        return level - 1
    if gap > clinical.GAP_FIFTY:
        return 1
    share = clinical.SHARE_SIXTY if gap <= clinical.GAP_SIXTY else clinical.SHARE_FIFTY
    return clinical.highest_within(track, clinical.seconds(track, min(level, track)) * share)


def _may_go_up(facts: Facts, before: Session, earlier: list[Session], offer: Offer) -> bool:
    same = [s for s in (*earlier, before) if s.level == before.level][-clinical.CLEAN_IN_A_ROW :]
    in_a_row = (*earlier, before)[-clinical.CLEAN_IN_A_ROW :]
    if len(in_a_row) < clinical.CLEAN_IN_A_ROW or list(in_a_row) != same or not all(s.clean for s in same):
        return False
    sleep = facts.last("sleep", before=offer.index)
    stress = facts.last("stress", before=offer.index)
    exhausted = facts.last("exhausted", before=offer.index)
    return not (
        (sleep is not None and float(sleep.value or 0) < clinical.SLEEP_TO_ADVANCE)
        or (stress is not None and int(stress.value or 0) >= clinical.STRESS_HIGH)
        or (exhausted is not None and exhausted.value == "Yes")
    ) or _it_was_so_when_decided(facts, before, offer)


def _tired_on(facts: Facts, at: datetime | None) -> bool:
    """What she had told of her nights and days when that level was decided."""
    known = {t.topic: t.value for t in facts.told if at is not None and t.at <= at}
    return (
        float(known.get("sleep") or 9) < clinical.SLEEP_TO_ADVANCE
        or int(known.get("stress") or 0) >= clinical.STRESS_HIGH
        or known.get("exhausted") == "Yes"
    )


def _it_was_so_when_decided(facts: Facts, before: Session, offer: Offer) -> bool:
    """The level was given before she told of bad sleep: it stands."""
    told = [facts.last(topic, before=offer.index) for topic in ("sleep", "stress", "exhausted")]
    return before.morning_at is not None and all(
        one is not None and one.at > before.morning_at for one in told
    )


def _held_between(facts: Facts, before: Session, offer: Offer) -> bool:
    return any(before.index < t.index < offer.index and t.topic in ("allowed", "who") for t in facts.told)


def _gap(facts: Facts, before: Session, offer: Offer) -> int:
    """The longest time without a session; a walk that she did in its place ends it, and does not undo it."""
    days = [before.day]
    for told in facts.told:
        if before.index < told.index < offer.index and told.topic == "day" and told.value == "Done":
            text = facts.entries[facts.messages[facts.entries[told.index].message][0]]
            if "takes the place of the run" in text.text:
                days.append(text.at.date())
    days.append(offer.day)
    return max((later - earlier).days for earlier, later in pairwise(days))


def _anything_else(facts: Facts, before: Session, offer: Offer) -> bool:
    """Something other than sessions and time that may lower the level: her choice, half volume over, illness."""
    half = any("BMI" in told.value for told in facts.answers("risks"))
    chosen = any(before.index < t.index < offer.index and t.topic in CHOICES for t in facts.told)
    ill = any(
        before.index < t.index < offer.index
        and t.topic == "pause"
        and t.value in ("I’m ill", "Breast infection")
        for t in facts.told
    )
    return half or chosen or ill or (before.feels in ("Joint",) and before.pain > 2)


def _promised(facts: Facts, index: int) -> int | None:
    text = facts.entries[index].text
    if ("(level" in text and "Today’s session" in text) or text.startswith("Level "):
        return None
    if match := PROMISED.search(text):
        return int(next(group for group in match.groups() if group))
    if STAYS.search(text):
        earlier = [s for s in facts.sessions if s.index < index]
        return earlier[-1].level if earlier else None
    return None


def _news_between(facts: Facts, index: int, offer: Offer) -> bool:
    """Whether anything came between that may change a level: time, a hold, her words, her wishes."""
    last = [s for s in facts.sessions if s.index < offer.index]
    if last and last[-1].index > index:
        return True
    if any(index < t.index < offer.index and t.topic in NEWS for t in facts.told):
        return True
    if any(
        _promised(facts, i) is not None
        for i in range(index + 1, offer.index)
        if facts.entries[i].kind == "bot"
    ):
        return True
    promised_on = facts.entries[index].at.date()
    if not last:
        return (offer.day - promised_on).days > clinical.GAP_SAME
    then, now = (promised_on - last[-1].day).days, (offer.day - last[-1].day).days
    steps = (clinical.GAP_SAME, clinical.GAP_ONE_BACK, clinical.GAP_SIXTY, clinical.GAP_FIFTY)
    return any(then <= step < now for step in steps)


def _wrong(rule: str, offer: Offer, why: str) -> Complaint:
    return Complaint(rule=rule, at=offer.at, why=why, quote=offer.entry.text.split("\n")[0])


RULES = (
    the_session_is_a_row_of_her_track,
    half_volume_is_half_in_the_first_four_weeks,
    the_first_session_is_level_one,
    no_level_is_higher_than_the_sessions_allow,
    no_level_is_lower_than_anything_asks,
    two_good_sessions_and_a_week_open_the_next_level,
    a_level_lasts_a_week,
    the_minutes_grow_within_the_cap,
    a_promised_level_is_the_level_offered,
    a_promised_run_is_the_run_offered,
    the_words_of_a_lower_level_are_true,
)
