"""How she lives: she looks at her hours, reads what came, answers the newest question, then those above it.

She goes by the text and the labels of a message only. A question she cannot recognise, or an answer that has no
button, ends the life with the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.system.lives.answers import State, answer_to
from tests.system.lives.phone import Message, Phone
from tests.system.lives.questions import topic_of
from tests.system.lives.record import Entry, Record, dates_in
from tests.system.lives.woman import Act, Woman

PATIENCE = 150  # answers in one look
SECONDS_AN_ANSWER = 4
MULTIPLE = ("That’s all", "None of these")
LAST_OF_THE_DAY = ("offer",)
ONE_ONLY = ("week", "since_warning")  # it has a button that reads as in a list, and takes one answer


class NotUnderstood(AssertionError):
    """She does not know what is asked, or has no button for her answer."""


@dataclass(frozen=True, slots=True)
class _Moment:
    at: datetime
    act: Act | None = None
    last: bool = False


def live(woman: Woman) -> Record:
    """Her whole life, as a record."""
    return Life(woman).lived()


def _question(message: Message) -> str:
    """What a message asks, without what it says before that."""
    return message.text.split("\n\n")[-1]


class Life:
    """One woman, one phone."""

    def __init__(self, woman: Woman) -> None:
        self.woman = woman
        zone = ZoneInfo(woman.zone)
        start = datetime.fromisoformat(woman.starts).replace(tzinfo=zone)
        self.phone = Phone(
            name=woman.name.split("_")[0].capitalize(),
            now=start.astimezone(UTC),
            zone=zone,
            record=Record(name=woman.name, well=woman.well),
        )
        self.state = State(woman=woman, first=start.date(), today=start.date())
        self.asks_of_herself = True  # not while the coach is silent because she wanted it
        self.read = 0  # messages that she has seen before this look

    def lived(self) -> Record:
        self.phone.type("/start")
        self._look(last=True)
        for day in range(self.woman.weeks * 7):
            for moment in self._moments(day):
                self.phone.wait_until(moment.at.astimezone(UTC))
                self.state.today = self.phone.local().date()
                if moment.act is not None:
                    self._act(moment.act)
                    if moment.act.does not in ("block", "unblock"):
                        self._look(last=True)
                elif not self.woman.is_away(day) and not self.phone.blocked:
                    self._probe(day, moment.at)
                    self._look(last=moment.last)
            self.state.overrides.clear()
        return self.phone.record

    def _moments(self, day: int) -> list[_Moment]:
        today = self.state.first + timedelta(days=day)
        looks = []
        if day % self.woman.look_every == 0 and today.weekday() in self.woman.look_days:
            looks = [self._at(day, hour) for hour in self.woman.looks]
        moments = [_Moment(at, last=at == max(looks)) for at in looks]
        moments += [_Moment(self._at(day, act.at), act) for act in self.woman.acts if act.day == day]
        now = self.phone.local()
        return sorted((m for m in moments if m.at > now), key=lambda moment: moment.at)

    def _at(self, day: int, hour: str) -> datetime:
        today = self.state.first + timedelta(days=day)
        return datetime.combine(today, time.fromisoformat(hour), tzinfo=self.phone.zone)

    def _probe(self, day: int, at: datetime) -> None:
        """At odd moments she asks what today holds, before she answers anything."""
        every = self.woman.today_every
        if self.asks_of_herself and every and day and (day * 7 + at.hour) % every == 0:
            self.phone.type("/today")

    def _act(self, act: Act) -> None:
        ends = act.does in ("/pause", "/stop") or any(topic == "pause" for topic, _ in act.answers)
        if ends or act.does in ("/resume", "/start"):
            self.asks_of_herself = not ends
        for topic, words in act.answers:
            self.state.overrides.setdefault(topic, []).append(words)
        if act.does in ("block", "unblock"):
            self.phone.block(act.does == "block")
        elif act.does.startswith("zone "):
            self.phone.zone = ZoneInfo(act.does.removeprefix("zone "))
        elif act.does:
            self.phone.type(act.does)

    def _look(self, *, last: bool) -> None:
        """Newest first; a question that she dealt with in this look she does not answer in an older copy."""
        self._note("looks")
        self.state.today = self.phone.local().date()
        done: set[tuple[str, str]] = set()
        for _ in range(PATIENCE):
            message = self._next(last, done)
            if message is None:
                break
            self._answer(message)
            topic = topic_of(message.text, message.labels)
            done.add((topic.name if topic else "", _question(message)))
            self.phone.wait_until(self.phone.now + timedelta(seconds=SECONDS_AN_ANSWER))
        else:
            raise NotUnderstood(f"{self.woman.name}: no end of questions: {message.text}")
        self.read = len(self.phone.messages)

    def _next(self, last: bool, done: set[tuple[str, str]]) -> Message | None:
        first = 0 if self.woman.taps_old else self.read
        candidates = self.phone.messages[max(0, first - 12 if self.woman.taps_old else first) :]
        kept = [m for m in self.phone.messages[:first] if not m.dealt_with and self._keeps(m)]
        for message in reversed([*kept[-2:], *candidates]):
            if message.dealt_with:
                continue
            topic = topic_of(message.text, message.labels)
            if topic is None:
                self._must_not_ask(message)
                message.dealt_with = True
            elif ((topic.name, _question(message)) in done and not self._newest(message)) or (
                topic.name in ("offer", "yesterday") and self._told_of(message) and not self._newest(message)
            ):
                message.dealt_with = True
            elif self._later(message, topic.name, last) or self._waits(message, topic.name):
                continue
            else:
                return message
        return None

    def _later(self, message: Message, topic: str, last: bool) -> bool:
        """Today's run: she tells of it at her last look."""
        return topic in LAST_OF_THE_DAY and not last and message.at.date() == self.state.today

    def _told_of(self, message: Message) -> bool:
        """Whether she has already said how the run of that day went."""
        named = dates_in(message.text, self.state.today) or [message.at.date()]
        return named[0] in self.state.ran_on or named[0] in self.state.told_on

    def _keeps(self, message: Message) -> bool:
        """What she has read and means to answer later: today's run, and what waits for a professional."""
        topic = topic_of(message.text, message.labels)
        if topic is None:
            return False
        return topic.name in ("seen", "cleared") or (
            topic.name in LAST_OF_THE_DAY and message.at.date() == self.state.today
        )

    def _waits(self, message: Message, topic: str) -> bool:
        if topic not in ("seen", "cleared", "paused", "stopped", "declined"):
            return False
        self.state.text = message.text
        planned = {name: list(words) for name, words in self.state.overrides.items()}
        waits = not answer_to(topic, self.state)
        self.state.overrides = planned
        return waits

    def _held(self, message: Message) -> bool:
        topic = topic_of(message.text, message.labels)
        return topic is not None and topic.name in ("seen", "cleared")

    def _newest(self, message: Message) -> bool:
        return self._latest(message) is message

    def _must_not_ask(self, message: Message) -> None:
        entry = Entry(at=message.at, kind="bot", text=message.text, buttons=message.labels)
        if entry.asks:
            raise NotUnderstood(
                f"{self.woman.name}: {message.at:%a %d %b %H:%M} {message.text} {message.labels}"
            )

    def _answer(self, message: Message) -> None:
        topic = topic_of(message.text, message.labels)
        assert topic is not None
        self.state.text, self.state.shown_on = message.text, message.at.date()
        self.state.offered_on = {m.at.date() for m in self.phone.messages if "I did it" in m.labels}
        ran = len(self.state.ran_on)
        answers = answer_to(topic.name, self.state)
        message.dealt_with = True
        if topic.name in ("offer", "yesterday") and answers != ("Later",):
            self.state.told_on |= {(dates_in(message.text, self.state.today) or [message.at.date()])[0]}
        if len(self.state.ran_on) > ran:
            self._note("ran", str(self.state.ran_on[-1]))
        if not answers:
            return
        if topic.name == "move" and answers != ("Leave it there",):
            for offered in self.phone.messages:  # the session is on another day now
                offered.dealt_with = offered.dealt_with or "I did it" in offered.labels
        if answers == ("I’m back",):
            self.asks_of_herself = True
        if topic.name in ("who", "allowed"):
            for held in self.phone.messages:  # what waited for a professional is over
                held.dealt_with = held.dealt_with or self._held(held)
        labels = [words.removeprefix("✓ ") for words in message.labels]
        several = bool(set(MULTIPLE) & set(labels)) and topic.name not in ONE_ONLY
        if answers in (("FIRST",), ("LAST",)):
            answers = (labels[0 if answers == ("FIRST",) else -1],)
        if several:
            self._choose(message, topic.name, answers)
            return
        for words in answers:
            self._one_answer(message, topic.name, words, labels)

    def _choose(self, message: Message, topic: str, answers: tuple[str, ...]) -> None:
        """She ticks what fits; the message shows it. A tick that was there before and does not fit she takes away."""
        ticked = {words.removeprefix("✓ ") for words in message.labels if words.startswith("✓ ")}
        wanted = {words for words in answers if words not in MULTIPLE}
        change = [words for words in (*answers, *sorted(ticked)) if (words in wanted) != (words in ticked)]
        change = list(dict.fromkeys(words for words in change if words not in MULTIPLE))
        last = MULTIPLE[0] if wanted or ticked else MULTIPLE[1]
        if self.woman.typed:
            self.phone.type(", ".join(change) or last, message=message.number, topic=topic)
            return
        for words in change:
            self._one_answer(message, topic, words, [label.removeprefix("✓ ") for label in message.labels])
            if message is not self._latest(message):
                return  # the coach has gone on: nothing more is ticked here
        if last not in message.labels and not self.woman.typed:
            last = next(words for words in MULTIPLE if words in message.labels)
        self._one_answer(message, topic, last, [label.removeprefix("✓ ") for label in message.labels])

    def _latest(self, message: Message) -> Message:
        """The last message that asks."""
        asking = [m for m in self.phone.messages if topic_of(m.text, m.labels) is not None]
        return asking[-1] if asking else message

    def _one_answer(self, message: Message, topic: str, words: str, labels: list[str]) -> None:
        if words.startswith("“"):
            self.phone.type(words[1:], message=message.number, topic=topic)
        elif words in labels and not (self.woman.typed and topic != "open"):
            self.phone.tap(message, words, topic)
        elif words in labels or not labels or topic == "hour" or words.isdigit():
            self.phone.type(words, message=message.number, topic=topic)
        else:
            raise NotUnderstood(
                f"{self.woman.name}: no button [{words}] ({topic}) under: {message.text} {labels}"
            )

    def _note(self, kind: str, text: str = "") -> None:
        self.phone.record.entries.append(Entry(at=self.phone.local(), kind=kind, text=text))
