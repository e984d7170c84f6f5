"""The threshold: the longest run before the first symptom caps the runs that follow (R-THR).

It is looked for in 14 days: an earlier session with a symptom was no longer than its row. It lapses after as many days
without any; one that holds for four weeks and does not rise is for a professional. It rises by a row, after two clean
sessions like any other row (R-PROG-1).

>>> from flows.plan.cases.case import SessionDone
>>> from flows.rulebook import load
>>> case = AfterSessionCase(level=10, session=SessionDone(longest_run_before_symptom_s=100))
>>> [(finding.longest_run_s, finding.next_level) for finding in threshold(case, load())]
[(80, 8)]
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.after_session.clean import TIRED
from flows.plan.after_session.session_facts import settled
from flows.plan.cases.case import AfterSessionCase, Past
from flows.plan.cases.enums import Symptom
from flows.plan.finding import Finding, refer
from flows.plan.tracks import highest_level_within, levels_of
from flows.plan.verdict import Decision, ReferralTo
from flows.rulebook.model import RuleBook

PERCENT = 100
DAYS_A_WEEK = 7


def threshold(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """The cap that follows from this session, when the length of the run before the first symptom is known, and
    the referral when it is very short or has not risen.
    """
    reached = _reached(case, book)
    if reached is not None:
        yield _cap(case, reached, book)
    short = reached is not None and reached < book.whole("R-THR", "least_s")
    if short or (_symptom_now(case) and _does_not_rise(case, reached, book)):
        yield refer("R-THR", _whom(case, book))


def _reached(case: AfterSessionCase, book: RuleBook) -> int | None:
    """The longest run before the first symptom of the last days; of an earlier session only its row is known."""
    today = case.session.longest_run_before_symptom_s
    if today is None:
        return None
    within = book.whole("R-THR", "days")
    earlier = [past for past in case.history if past.days_ago is not None and past.days_ago <= within]
    return min((today, *(_longest(past, case, book) for past in earlier if _had_symptom(past))))


def _cap(case: AfterSessionCase, reached: int, book: RuleBook) -> Finding:
    longest = reached * book.whole("R-THR", "share") // PERCENT
    total = _run_before(case, book)
    level = min(highest_level_within(book, case.track, total, longest), case.level)
    return Finding(
        rule="R-THR",
        decision=Decision.STEP_BACK if level < case.level else Decision.REPEAT,
        levels=book.whole("R-THR", "levels"),
        next_level=level,
        threshold_s=reached,
        longest_run_s=longest,
        run_s=total,
    )


def _does_not_rise(case: AfterSessionCase, reached: int | None, book: RuleBook) -> bool:
    """Symptoms never further apart than the threshold lasts, for four weeks, and no longer run than at first.

    What was run is not always known: then the row's longest run counts, the most that it can have been.
    """
    most = Past(level=case.level)
    now = _longest(most, case, book) if reached is None else reached
    since = 0
    for past in reversed(case.history):
        if past.days_ago is None or not _had_symptom(past):
            continue
        if past.days_ago - since > book.whole("R-THR", "days"):
            return False
        since = max(since, past.days_ago)
        long_ago = since >= book.whole("R-THR", "weeks") * DAYS_A_WEEK
        if long_ago and now <= _longest(past, case, book):
            return True
    return False


def _symptom_now(case: AfterSessionCase) -> bool:
    return case.session.longest_run_before_symptom_s is not None or not settled(case).keys() <= TIRED


def _had_symptom(past: Past) -> bool:
    return not TIRED.issuperset(past.signs)


def _longest(past: Past, case: AfterSessionCase, book: RuleBook) -> int:
    """The longest run of a session's row: of the last row when its level is not known."""
    rows = levels_of(book, case.track)
    return rows[min(past.level or len(rows), len(rows)) - 1].longest_s


def _run_before(case: AfterSessionCase, book: RuleBook) -> int:
    """The running of the session up to where it ended, in seconds: all of the row when the share is not
    known.
    """
    rows = levels_of(book, case.track)
    done = case.session.completed_percent
    return int(rows[case.level - 1].run_s * (PERCENT if done is None else done) / PERCENT)


def _whom(case: AfterSessionCase, book: RuleBook) -> ReferralTo:
    """The professional for this symptom; without a named one, the pelvic-health physiotherapist."""
    named = settled(case).keys()
    lists = (("R-PROG-5", "signs"), ("R-POST-10", "pain_signs"), ("R-POST-11", "signs"))
    pelvic = named & {Symptom(sign) for rule, name in lists for sign in book.ids(rule, name)}
    return ReferralTo.PELVIC_PHYSIO if pelvic or not named else ReferralTo.SPORTS_PHYSIO
