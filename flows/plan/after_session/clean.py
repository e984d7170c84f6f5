"""When a session counts as clean, and how many clean ones in a row there are (R-POST-1, R-PROG-1).

>>> from flows.rulebook import load
>>> is_clean(AfterSessionCase(level=1), load())
False
"""

from __future__ import annotations

from flows.plan.after_session.session_facts import (
    flag_of_site,
    morning_answered,
    pelvic_pain,
    settled,
    unknown_parts,
    worse_next_morning,
    worst_pain,
)
from flows.plan.cases.case import AfterSessionCase
from flows.plan.cases.enums import Outcome, Symptom
from flows.rulebook.model import RuleBook

TIRED = {Symptom.EXHAUSTION}  # R-POST-15 is about a symptom-free session of an exhausted person


def is_clean(case: AfterSessionCase, book: RuleBook) -> bool:
    """Everything is known, nearly all of it was done, no sign, little pain, back to where it was by
    morning.
    """
    done = case.session.completed_percent
    return (
        done is not None
        and done >= book.whole("R-POST-1", "done")
        and not unknown_parts(case)
        and morning_answered(case)
        and settled(case).keys() <= TIRED
        and case.session.longest_run_before_symptom_s is None
        and worst_pain(case) <= book.whole("R-POST-1")
        and not worse_next_morning(case, book)
        and not (worst_pain(case) and pelvic_pain(case, book))
        and flag_of_site(case, book) is None
    )


def clean_in_a_row(case: AfterSessionCase, book: RuleBook) -> int:
    """Clean sessions in a row at this level, this one counted; a gap or anything else starts the count
    again.
    """
    if case.days_since_last_session is not None and case.days_since_last_session > book.whole(
        "R-MISS", "usual"
    ):
        return 1
    count, later = 1, 0
    for past in reversed(case.history):
        apart = 0 if past.days_ago is None else past.days_ago - later
        if past.outcome != Outcome.CLEAN or past.level != case.level or apart > book.whole("R-MISS", "same"):
            break
        count, later = count + 1, past.days_ago or later
    return count


def gained_level_recently(case: AfterSessionCase, book: RuleBook) -> bool:
    """A level was gained within the last 7 days; without a count, the history decides."""
    if case.levels_gained_last_7_days is not None:
        return case.levels_gained_last_7_days >= book.whole("R-PROG-1", "levels")
    lower = [past.days_ago for past in case.history if past.level is not None and past.level < case.level]
    return any(days is not None and days < book.whole("R-PROG-1", "days") for days in lower)
