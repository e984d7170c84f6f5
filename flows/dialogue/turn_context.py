"""One turn in progress: what the machine moves, what guards read and what actions write.

A turn lives for one turn. Guards only read it; actions replace `session` and add effects. Neither knows the
shell: time is `now`, rules are `book`, and every rule decision goes through `verdict`.

>>> transition("onboarding.age", "answer", "onboarding.birth_date").dest
'onboarding.birth_date'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flows import schedule
from flows.dialogue.decision_record import Decision
from flows.hearing.utterance import Utterance
from flows.plan.cases.case import Case
from flows.plan.decide import decide
from flows.plan.verdict import TrackChoice, Verdict
from flows.rulebook.model import RuleBook
from flows.schedule import Alarm
from flows.session import Session
from flows.vocabulary import Effect, Event, Say, Text, Toast

Guard = Callable[["TurnContext"], bool]
Action = Callable[["TurnContext"], None]
VerdictFunction = Callable[["TurnContext"], Verdict]


class TurnContext:
    """The place in the dialogue (`state`) with everything the turn has changed so far."""

    __slots__ = (
        "again",
        "before",
        "book",
        "cases",
        "choice",
        "days",
        "due",
        "effects",
        "erased",
        "event",
        "fires",
        "judged",
        "noted",
        "now",
        "quiet",
        "replaces",
        "rewrites",
        "session",
        "state",
        "urgent",
        "utterance",
        "value",
    )

    def __init__(self, session: Session, event: Event, now: datetime, book: RuleBook) -> None:
        self.state = session.state
        self.session = session
        self.event = event
        self.now = now
        self.book = book
        self.before: Session | None = None  # where what she corrects is decided again: as it stood until now
        self.cases: list[tuple[Verdict, Case]] = []
        self.choice: TrackChoice | None = None  # the track that was proposed in this turn
        self.days: dict[str | None, date] = {}  # her date now, by her zone: a turn asks many times
        self.value: object = None
        self.due: Alarm | None = None
        self.effects: list[Effect] = []
        self.noted: list[Decision] = []
        self.fires: str | None = None
        self.judged: dict[VerdictFunction, tuple[tuple[object, ...], Verdict]] = {}
        self.again = False
        self.quiet = False
        self.replaces = False
        self.rewrites = False
        self.erased = False
        self.utterance: Utterance | None = None
        self.urgent = False  # this turn is about a red flag: its messages go before everybody else's

    def decide(self, case: Case) -> Verdict:
        """The engine's verdict on a case. Both are kept for the journal, should the verdict be told."""
        verdict = decide(case, self.book)
        self.cases.append((verdict, case))
        return verdict

    @property
    def today(self) -> date:
        """Her date now (UTC while her zone is not known)."""
        zone = self.session.profile.zone
        if zone not in self.days:
            self.days[zone] = schedule.today(self.session, self.now)
        return self.days[zone]

    def once(self, judge: VerdictFunction, *parts: object) -> Verdict:
        """What `judge` says of these parts of the session, all that it looks at: several guards ask the same, and what
        is told and kept of a verdict changes other parts.
        """
        known = self.judged.get(judge)
        if known is None or known[0] != parts:
            known = self.judged[judge] = (parts, judge(self))
        return known[1]

    def read(self, words: str) -> Utterance:
        """These words of hers, parsed once for all readers of the turn."""
        if self.utterance is None or self.utterance.text != words:
            self.utterance = Utterance(words)
        return self.utterance

    def say(self, words: Text, *links: tuple[str, str]) -> None:
        """Adds a message that asks nothing; links are buttons that stand for commands."""
        self.effects.append(Say(text=words, links=links))

    def toast(self, words: Text) -> None:
        """Adds a short note over the button she tapped."""
        self.effects.append(Toast(text=words))


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRow:
    """One row of the transition table; without a `dest` she stays where she is."""

    source: str
    trigger: str
    dest: str | None
    when: tuple[Guard, ...] = ()
    do: tuple[Action, ...] = ()


def transition(
    source: str,
    trigger: str,
    dest: str | None,
    *,
    when: Guard | tuple[Guard, ...] = (),
    do: Action | tuple[Action, ...] = (),
) -> TransitionRow:
    """A row as it is read: in this state, on this trigger, when all this holds, go there and do that."""
    return TransitionRow(
        source=source,
        trigger=trigger,
        dest=dest,
        when=when if isinstance(when, tuple) else (when,),
        do=do if isinstance(do, tuple) else (do,),
    )


def answer_is(*options: object) -> Guard:
    """Guard: her answer is one of these."""

    def guard(turn: TurnContext) -> bool:
        return turn.value in options

    guard.__name__ = "chose " + " or ".join(str(option) for option in options)
    return guard


def alarm_is(*kinds: str) -> Guard:
    """Guard: the alarm that rang is of one of these kinds."""

    def guard(turn: TurnContext) -> bool:
        return turn.due is not None and turn.due.kind in kinds

    guard.__name__ = "due " + " or ".join(kinds)
    return guard


def say(message_id: str) -> Action:
    """Action: a message without values."""

    def action(turn: TurnContext) -> None:
        turn.say(Text(message_id))

    action.__name__ = "say " + message_id
    return action
