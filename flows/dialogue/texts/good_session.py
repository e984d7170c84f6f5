"""What a good session leads to, in one sentence: how many more, or from which day on the next level can open.

The rules behind it are the same after every good session, so they stand behind "Why?" and not in each message.

>>> sorted(ORDINARY)
['R-POST-1', 'R-PROG-1', 'R-PROG-7']
"""

from __future__ import annotations

from datetime import timedelta

from flows.dialogue.facts import build_case
from flows.dialogue.texts.replies import next_reply
from flows.dialogue.turn_context import TurnContext
from flows.plan.after_session.clean import clean_in_a_row
from flows.plan.verdict import Decision, Verdict
from flows.vocabulary import Text, text

TOO_FAR_APART = "too-far-apart"
ORDINARY = frozenset({"R-POST-1", "R-PROG-1", "R-PROG-7"})


def one_reason(turn: TurnContext, verdict: Verdict) -> Text | None:
    """The sentence, or `None` where other rules than those of a good session took part. What is said again and again to
    her who runs once a week comes in other words each time.
    """
    if not {*ORDINARY, "R-MISS"}.issuperset(verdict.rules) or "R-POST-1" not in verdict.rules:
        return None
    if verdict.decision == Decision.ADVANCE:
        return Text("nothing")
    plan, report, book = turn.session.plan, turn.session.report, turn.book
    assert plan is not None and report is not None
    case = build_case.after_session_case(turn.session, turn.today, book)
    if "R-MISS" in verdict.rules:
        most = book.whole("R-MISS", "usual")
        return next_reply(turn, TOO_FAR_APART, days=case.days_since_last_session or 0, most=most)
    good = clean_in_a_row(case, book)
    needed = book.whole("R-PROG-1")
    if good < needed:
        return text("good-so-far", left=needed - good, days=build_case.days_a_level(plan, book))
    days = build_case.days_a_level(plan, book)
    opens = max((build_case.level_began(plan, report), *plan.gained)) + timedelta(days=days)
    return text("level-opens", good=good, days=days, date=opens, level=plan.level + 1)
