"""Pain of muscle, joint, tendon and bone after a session (R-POST-2 to R-POST-7). The next morning decides.

>>> from flows.plan.cases.case import Pain
>>> from flows.rulebook import load
>>> [finding.rule for finding in pain(AfterSessionCase(level=5, pain=Pain(during=6, next_morning=0)), load())]
['R-POST-4']
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.plan.after_session.session_facts import (
    flag_of_site,
    had,
    pelvic_pain,
    recent,
    settled,
    site_has,
    worse_next_morning,
    worst_pain,
)
from flows.plan.cases.case import AfterSessionCase, Past
from flows.plan.cases.enums import Outcome, Symptom, Tissue
from flows.plan.finding import Finding, refer, repeat
from flows.plan.red_flags import same_day
from flows.plan.verdict import Decision, ReferralTo, RunPermission
from flows.rulebook.model import RuleBook

SOFT = (Tissue.MUSCLE, Tissue.TENDON)


def pain(case: AfterSessionCase, book: RuleBook) -> tuple[Finding, ...]:
    """Everything that pain and the body's other signs call for."""
    return (
        *_bone(case, book),
        *_body(case, book),
        *_morning(case, book),
        *_bands(case, book),
        *_asked(case, book),
    )


def in_bands(case: AfterSessionCase, book: RuleBook) -> bool:
    """Pain bands apply: not to pelvic, perineal, vaginal, scar, breast or chest pain (D-6)."""
    return not pelvic_pain(case, book) and flag_of_site(case, book) is None


def _bone(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    signs = settled(case)
    if not signs.keys().isdisjoint(book.ids("R-POST-6", "urgent")):
        yield same_day("R-POST-6")
    if not signs.keys().isdisjoint(book.ids("R-POST-6", "signs")) or (
        worst_pain(case) and _focal(case, book)
    ):
        yield refer("R-POST-6", ReferralTo.SPORTS_PHYSIO)


def _focal(case: AfterSessionCase, book: RuleBook) -> bool:
    """One spot of a bone (one spot unless she said otherwise), or the groin, unless it is a muscle or tendon
    of it and not deep.
    """
    if case.pain.tissue == Tissue.BONE and case.pain.one_spot is not False:
        return True
    soft = case.pain.tissue in SOFT and not site_has(case, book.ids("R-POST-6", "deep_words"))
    return site_has(case, book.ids("R-POST-6", "site_words")) and not soft


def _body(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    if not settled(case).keys().isdisjoint(book.ids("R-POST-5", "signs")):
        yield Finding(
            rule="R-POST-5",
            decision=Decision.PAUSE,
            running=RunPermission.OFF,
            rest_hours=book.whole("R-POST-5", "hours"),
        )


def _morning(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    if worse_next_morning(case, book):
        yield _rest_and_back("R-POST-3", book)


def _rest_and_back(rule: str, book: RuleBook) -> Finding:
    return Finding(
        rule=rule,
        decision=Decision.STEP_BACK,
        running=RunPermission.OFF,
        levels=book.whole(rule, "levels"),
        rest_hours=book.whole(rule, "hours"),
    )


def _bands(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    worst = worst_pain(case)
    if not in_bands(case, book) or worst <= book.whole("R-POST-1"):
        return
    if worst >= book.whole("R-POST-4"):
        yield _rest_and_back("R-POST-4", book)
    elif not worse_next_morning(case, book) and Symptom.LIMP not in settled(case):
        yield repeat("R-POST-2")
    yield from _again(case, book)


def _again(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """The same pain in several of the last sessions (R-POST-7); this session's is the first counted."""
    few = _hurt(recent(case, book.whole("R-POST-7", "of"), book), book)
    many = _hurt(recent(case, book.whole("R-POST-7", "many_of"), book), book)
    if 1 + len(few) < book.whole("R-POST-7", "sessions") and 1 + len(many) < book.whole("R-POST-7", "many"):
        return
    all_of_them = _hurt(recent(case, len(case.history) + 1, book), book)
    long = any((past.days_ago or 0) > book.whole("R-POST-7", "days") for past in all_of_them)
    if long or 1 + len(many) >= book.whole("R-POST-7", "many"):
        yield refer("R-POST-7", ReferralTo.SPORTS_PHYSIO)
    else:
        levels = book.whole("R-POST-7", "levels")
        yield Finding(rule="R-POST-7", decision=Decision.STEP_BACK, levels=levels)


def _hurt(sessions: tuple[Past, ...], book: RuleBook) -> tuple[Past, ...]:
    """Earlier sessions that were not clean for pain: no other sign explains them. An unknown place is the
    same one.
    """
    other = (
        *book.ids("R-POST-8", "signs"),
        *book.ids("R-POST-10", "signs"),
        *book.ids("R-POST-11", "signs"),
        Symptom.BLEEDING_NOT_PERIOD,
    )
    return tuple(p for p in sessions if p.outcome in (Outcome.AMBER, Outcome.RED) and not had(p, other))


def _asked(case: AfterSessionCase, book: RuleBook) -> Iterator[Finding]:
    """Pain of the chest or a breast: the level holds, and the one question about it comes first."""
    flag = flag_of_site(case, book)
    if flag is not None:
        yield Finding(rule="D-6", decision=Decision.REPEAT, running=RunPermission.OFF, asks=flag)
