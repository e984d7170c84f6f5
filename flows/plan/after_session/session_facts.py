"""Reading an after-session case: which signs there were, whether they settled, how bad the pain was.

Facts only; what they call for is in `pelvic`, `pain`, `missed_time` and `progression`.

>>> settled(AfterSessionCase(level=1, signs=(Sign(sign=Symptom.DOMING, settled_by_next_morning=True),)))
{<Symptom.DOMING: 'doming'>: True}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flows.plan.cases.case import AfterSessionCase, Past, Sign
from flows.plan.cases.enums import Bleeding, Symptom
from flows.rulebook.model import RuleBook

NEVER_ASKED = (None, None, None, None)  # at any of the four moments


def settled(case: AfterSessionCase) -> dict[Symptom, bool | None]:
    """Every sign of the session, and whether it was gone by morning; a sign given twice keeps the worse
    answer.
    """
    signs: dict[Symptom, bool | None] = {}
    for sign in case.signs:
        known = signs.get(sign.sign, True)
        signs[sign.sign] = False if False in (known, sign.settled_by_next_morning) else _and(known, sign)
    if case.session.stopped_because is not None:
        signs.setdefault(case.session.stopped_because, None)
    if case.bleeding == Bleeding.NOT_PERIOD:
        signs.setdefault(Symptom.BLEEDING_NOT_PERIOD, None)
    return signs


def _and(known: bool | None, sign: Sign) -> bool | None:
    return None if None in (known, sign.settled_by_next_morning) else True


def morning_answered(case: AfterSessionCase) -> bool:
    """The next-morning check has an answer: said so, or a pain was given and nothing to the contrary."""
    if case.next_morning_answered is None:
        return case.pain.next_morning is not None
    return case.next_morning_answered


def worst_pain(case: AfterSessionCase) -> int:
    """The worst pain at any of the four moments; 0 when none is known."""
    pain = case.pain
    return max(pain.before or 0, pain.during or 0, pain.after or 0, pain.next_morning or 0)


def pain_known(case: AfterSessionCase) -> bool:
    """Pain was asked about at all."""
    pain = case.pain
    return (pain.before, pain.during, pain.after, pain.next_morning) != NEVER_ASKED


def worse_next_morning(case: AfterSessionCase, book: RuleBook) -> bool:
    """Higher the next morning than before the session (unknown before is none), or still over the clean
    band.
    """
    morning = case.pain.next_morning or 0
    return morning > (case.pain.before or 0) or morning > book.whole("R-POST-1")


def site_has(case: AfterSessionCase, words: Iterable[str]) -> bool:
    """Whether what she called the place contains one of the words."""
    if not case.pain.site:
        return False
    site = case.pain.site.casefold()
    return any(word in site for word in words)


def pelvic_pain(case: AfterSessionCase, book: RuleBook) -> bool:
    """Pain of the pelvis, the perineum, the vagina or a scar: no pain band applies to it (D-6)."""
    return (case.pain.tissue or "") in book.ids("R-POST-10", "tissues") or site_has(
        case, book.ids("R-POST-10", "site_words")
    )


def flag_of_site(case: AfterSessionCase, book: RuleBook) -> str | None:
    """The red flag that pain in that place may be: chest or breast. No pain band applies there either."""
    if not worst_pain(case):
        return None
    for rule in ("R-RED-1", "R-RED-14"):
        if site_has(case, book.ids(rule, "site_words")):
            return book.ids(rule, "flags")[0]
    return None


def recent(case: AfterSessionCase, sessions: int, book: RuleBook) -> tuple[Past, ...]:
    """The sessions before this one that lie within the last `sessions`, this one counted, and within 28
    days.
    """
    before = case.history[-(sessions - 1) :] if sessions > 1 else ()
    within = book.whole("R-POST-9", "within")
    return tuple(past for past in before if past.days_ago is None or past.days_ago <= within)


def had(past: Past, signs: Collection[str]) -> bool:
    """Whether an earlier session had one of the signs."""
    return any(sign in signs for sign in past.signs)


def nothing_done(case: AfterSessionCase) -> bool:
    """No session happened: only time has passed."""
    done = case.session.completed_percent
    return done == 0 or (done is None and not pain_known(case) and not settled(case))


def unknown_parts(case: AfterSessionCase) -> bool:
    """Something that a clean session needs was not asked: how much was done, pain in the session, the
    morning.
    """
    in_session = case.pain.during is None and case.pain.after is None
    return case.session.completed_percent is None or in_session or case.pain.next_morning is None
