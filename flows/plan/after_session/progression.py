"""After a session: repeat, advance, or something more careful (R-PROG, R-POST). Unknown is never clean.

>>> from flows.rulebook import load
>>> [f.rule for f in after_session(AfterSessionCase(level=3), load()) if f.decision == Decision.REPEAT]
['R-PROG-1']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.plan.after_session.clean import TIRED, clean_in_a_row, gained_level_recently, is_clean
from flows.plan.after_session.missed_time import illness, missed_time
from flows.plan.after_session.pain import pain
from flows.plan.after_session.pelvic import pelvic
from flows.plan.after_session.session_facts import morning_answered, settled, site_has, unknown_parts
from flows.plan.after_session.threshold import threshold
from flows.plan.before_running.birth import floor_day
from flows.plan.before_running.lifestyle import load_findings
from flows.plan.cases.case import AfterSessionCase
from flows.plan.cases.enums import Bleeding, Changed, RedFlag, Symptom
from flows.plan.finding import Finding, advance, note, repeat
from flows.plan.red_flags import red_flags
from flows.plan.tracks import levels_of, sleeps_little
from flows.plan.verdict import STOPS, URGENT, Decision, RunPermission
from flows.rulebook.model import RuleBook

HOURS_A_DAY = 24


def after_session(case: AfterSessionCase, book: RuleBook, heard: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Every rule that fires after a session; `heard` are red flags that her words clearly name."""
    body = (*pelvic(case, book), *pain(case, book), *threshold(case, book))
    found = (
        *_warnings(case, heard, book),
        *_too_early(case, book),
        *body,
        *_rest(body),
        *missed_time(case, book),
        *illness(case, book),
        *_life(case, book),
        *_next(case, book),
    )
    if any(finding.decision in URGENT for finding in found):
        found = tuple(
            finding for finding in found if finding.decision not in (Decision.ADVANCE, Decision.REPEAT)
        )
    return tuple(_placed(finding, case, book) for finding in found)


def _warnings(case: AfterSessionCase, heard: tuple[str, ...], book: RuleBook) -> Iterator[Finding]:
    heavy = (RedFlag.HEAVY_BLEEDING,) if case.bleeding == Bleeding.HEAVY else ()
    swollen = Symptom.SWELLING in settled(case) and site_has(case, book.ids("R-RED-9", "site_words"))
    leg = (RedFlag.ONE_LEG_SWOLLEN,) if swollen else ()
    found = red_flags((*case.red_flags, *heavy, *leg, *heard), case.temperature_c, book)
    yield from found
    if found:
        yield note("R-POST-14")


def _too_early(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    floor = floor_day(book)
    if case.days_since_birth is not None and case.days_since_birth < floor:
        yield Finding(
            rule="R-TIME-2",
            decision=Decision.PAUSE,
            running=RunPermission.OFF,
            rest_hours=(floor - case.days_since_birth) * HOURS_A_DAY,
            ready_on_day=floor,
        )


def _rest(body: tuple[Finding, ...]) -> Iterator[Finding]:
    if any(finding.decision == Decision.STEP_BACK for finding in body):
        yield note("R-REST")


def _life(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """Sleep, stress, exhaustion: the level holds."""
    tired = case.lifestyle.exhausted_most_days or Symptom.EXHAUSTION in settled(case)
    if (tired or sleeps_little(case.lifestyle.sleep_hours, book)) and is_clean(case, book):
        yield repeat("R-POST-15")
    yield from (replace(finding, decision=Decision.REPEAT) for finding in load_findings(case.lifestyle, book))
    young = case.days_since_birth is not None and case.days_since_birth < book.whole("R-LIF-8", "days")
    if young and Changed.BUGGY in case.session.changed:
        yield note("R-LIF-8")


def _next(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """The ordinary course: part of it repeats, the first clean repeats, enough clean in a row advances."""
    done = case.session.completed_percent
    if done is not None and done < book.whole("R-POST-1", "done") and settled(case).keys() <= TIRED:
        yield repeat("R-POST-16")
    if not is_clean(case, book):
        if unknown_parts(case) or not morning_answered(case):
            yield repeat("R-PROG-1")
        return
    yield from _held(case, book)
    enough = clean_in_a_row(case, book) >= book.whole("R-PROG-1")
    goes_on = advance if enough else repeat
    yield goes_on("R-POST-1")
    yield goes_on("R-PROG-1")
    if enough and case.level == len(levels_of(book, case.track)):
        yield note("R-PROG-7")


def _held(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """What keeps a clean session from opening the next level."""
    if gained_level_recently(case, book):
        yield repeat("R-PROG-1")
    if case.held_by_choice:
        yield repeat("R-EASY")
    if len(set(case.session.changed)) >= book.whole("R-PROG-2"):
        yield repeat("R-PROG-2")
    if Changed.PACE in case.session.changed:
        yield repeat("R-PROG-3")


def _placed(finding: Finding, case: AfterSessionCase, book: RuleBook) -> Finding:
    """The finding with the highest level that it leaves open."""
    if finding.decision is None or finding.next_level is not None:
        return finding
    level = case.level
    if finding.decision == Decision.STEP_BACK:
        level -= finding.levels or 0
    elif finding.decision in STOPS:
        level -= book.whole("R-RED-REOPEN", "levels")
    elif finding.decision == Decision.ADVANCE:
        level += book.whole("R-PROG-1", "levels")
    return replace(finding, next_level=min(max(level, 1), len(levels_of(book, case.track))))
