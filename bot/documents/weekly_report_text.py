"""Her weeks in her words, as the plain data that `weekly_report.typ` sets: every line of the sheet is made here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from bot.rendering.names import clean_name
from bot.rendering.texts import Renderer
from flows.dialogue import interruption_stack
from flows.dialogue.facts import build_case
from flows.dialogue.texts.names import sign_text
from flows.dialogue.texts.sessions import MINUTE, duration, session_block
from flows.dialogue.texts.status import test_lines
from flows.history.pauses import Pause
from flows.history.weekly import DecisionPoint, SessionRun, Week, WeeklyHistory, week_of
from flows.rulebook.model import RuleBook
from flows.session import Session
from flows.vocabulary import Literal, Text, TextList, text

Json = dict[str, object]
DAY, DAY_WITH_YEAR = "d MMM", "d MMM y"
TOLD = 3  # sentences of a decision, as many as she is told at once; the others are named
HEADS = ("week", "from", "at-level", "done", "minutes", "longest", "noticed", "decided")
SILENT_REASONS = ("loss",)  # hers to tell, not ours to print
UNFINISHED = ("new", "declined", "onboarding", "screening")
PHASES = {"checkin": "check", "programme": "running", "locked": "locked", "referred": "referred"}


def report_data(
    weeks: WeeklyHistory, session: Session, *, today: date, book: RuleBook, words: Renderer
) -> Json:
    """All that stands on the sheet, in its order."""
    return _Writer(session, today, book, words).whole(weeks)


class _Writer:
    """One sheet in the making."""

    __slots__ = ("_book", "_session", "_today", "_words")

    def __init__(self, session: Session, today: date, book: RuleBook, words: Renderer) -> None:
        self._session = session
        self._today = today
        self._book = book
        self._words = words

    def whole(self, weeks: WeeklyHistory) -> Json:
        say = self._say
        return {
            "language": self._words.locale,
            "title": say("sheet-title"),
            "name": clean_name(self._session.name),
            "subtitle": say("sheet-subtitle", on=self._today),
            "footer": say("sheet-footer"),
            "facts": [list(fact) for fact in self._facts(weeks)],
            "chart": say("sheet-chart"),
            "chart_says": say("sheet-chart-says"),
            "weeks_title": say("sheet-weeks"),
            "heads": [say(f"sheet-{head}") for head in HEADS],
            "weeks": [self._week(number, week) for number, week in enumerate(weeks.weeks, start=1)],
            "empty": say("sheet-empty"),
            "turns_title": say("sheet-turns"),
            "turns": [self._turn(turn) for turn in weeks.turns],
            "turns_none": say("sheet-turns-none"),
            "breaks_title": say("sheet-breaks"),
            "breaks": [self._break(each) for each in weeks.breaks],
            "breaks_say": say("sheet-breaks-say"),
            "tests_title": say("sheet-tests"),
            "tests": list(self._tests()),
            "rules_title": say("sheet-rules"),
            "rules": [[rule, self._sentence(rule)] for rule in _others(weeks)],
            "about": [
                say("sheet-about-is", version=Literal(self._book.version)),
                say("sheet-about-is-not"),
            ],
        }

    def _say(self, message: str, **values: Text | TextList | Literal | str | int | date) -> str:
        return self._words.plain(text(message, **values))

    def _day(self, day: date) -> Literal:
        return Literal(self._words.day(day, DAY))

    # --- where she stands ------------------------------------------------------------------------

    def _facts(self, weeks: WeeklyHistory) -> Iterator[tuple[str, str]]:
        session, say = self._session, self._say
        yield say("sheet-birth"), self._birth()
        yield say("sheet-now"), self._now()
        plan = session.plan
        if plan is None or plan.per_week is None:
            yield say("sheet-track"), say("sheet-track-none")
            return
        yield say("sheet-track"), say("sheet-track-value", weeks=plan.track, sessions=plan.per_week)
        rows = self._book.tracks[plan.track]
        block = session_block(rows[plan.level - 1])
        yield say("sheet-level"), say("sheet-level-value", level=plan.level, levels=len(rows), block=block)
        yield say("sheet-sessions"), self._sessions(weeks.runs)

    def _sessions(self, runs: Sequence[SessionRun]) -> str:
        if not runs:
            return self._say("sheet-sessions-none")
        noticed = sum(run.noticed for run in runs)
        return self._say("sheet-sessions-value", sessions=len(runs), noticed=noticed)

    def _birth(self) -> str:
        born = self._session.profile.birth_date
        if born is None:
            return self._say("sheet-unknown")
        ago = build_case.days_since_birth(self._session, self._today) // build_case.DAYS_A_WEEK
        return self._say("sheet-birth-value", on=week_of(born), weeks=ago)

    def _now(self) -> str:
        session = self._session
        phase = session.state.partition(".")[0]
        if interruption_stack.is_paused_or_stopped(session):
            if session.paused_at is None:
                return self._say("sheet-now-stopped")
            return self._say("sheet-now-paused", on=build_case.local_day(session, session.paused_at))
        if phase in UNFINISHED:
            return self._say("sheet-now-unfinished")
        return self._say(f"sheet-now-{PHASES.get(phase, 'foundations')}")

    # --- week by week ----------------------------------------------------------------------------

    def _week(self, number: int, week: Week) -> Json:
        runs = week.runs
        levels = sorted({run.level for run in runs})
        return {
            "number": str(number),
            "from": self._words.day(week.starts, DAY),
            "level": "–".join(str(level) for level in dict.fromkeys((*levels[:1], *levels[-1:]))),
            "done": len(runs),
            "planned": week.planned,
            "done_says": self._say("sheet-done-value", done=len(runs), planned=week.planned),
            "minutes": round(sum(run.run_s for run in runs) / MINUTE, 1),
            "longest": round(max((run.longest_s for run in runs), default=0) / MINUTE, 2),
            "longest_says": self._words.plain(duration(max(run.longest_s for run in runs))) if runs else "",
            "told": any(run.noticed for run in runs),
            "paused": week.paused,
            "noticed": list(self._noticed(week)),
            "decided": list(self._decided(runs)),
        }

    def _noticed(self, week: Week) -> Iterator[str]:
        runs = week.runs
        if not runs:
            yield self._say("sheet-week-paused" if week.paused else "sheet-no-session")
            return
        for run in runs:
            for line in self._told(run):
                yield self._say("sheet-on", day=self._day(run.on), what=line)
        unknown = sum(not run.morning_known and not run.noticed for run in runs)
        if unknown:
            yield self._say("sheet-mornings", count=unknown)
        elif not any(run.noticed for run in runs):
            yield self._say("sheet-nothing")

    def _told(self, run: SessionRun) -> Iterator[Text]:
        if run.evening:
            known = "gone" if run.morning_known else "open"
            yield text(f"sheet-evening-{known}", signs=self._signs(run.evening))
        if run.morning:
            yield text("sheet-morning", signs=self._signs(run.morning))
        if run.pain or run.pain_morning:
            known = "known" if run.morning_known else "open"
            yield text(
                f"sheet-pain-{known}", where=self._site(run), evening=run.pain, morning=run.pain_morning
            )

    def _site(self, run: SessionRun) -> Text:
        """Where it hurt, where she was asked: not in the morning."""
        named = self._words.plain(Text(f"checkin-pain-where.{run.site}")).lower() if run.site else ""
        return text("sheet-site", site=Literal(named)) if named else Text("sheet-site-none")

    def _signs(self, signs: Sequence[str]) -> TextList:
        names = (self._words.plain(sign_text(sign)) for sign in signs)
        return TextList(
            tuple(text("plain", words=Literal(name[:1].lower() + name[1:])) for name in names), bullet=False
        )

    def _decided(self, runs: Sequence[SessionRun]) -> Iterator[str]:
        """The same decision by the same rule once, with how often: the rule is the one that decided."""
        counted = Counter(
            (self._verdict(run.verdict, run.level, run.next_level), *run.rules[:1]) for run in runs
        )
        for (verdict, *rule), count in counted.items():
            says = verdict if count == 1 else self._say("sheet-times", count=count, what=Literal(verdict))
            yield self._say("sheet-by-rule", says=Literal(says), rule=Literal(rule[0])) if rule else says

    def _verdict(self, verdict: str, level: int | None = None, following: int | None = None) -> str:
        if verdict == "advance" and level == following:
            return self._say("sheet-verdict-steady")
        named = f"sheet-verdict-{verdict}".replace("_", "-")
        if self._words.has(named):
            return self._say(named)
        return self._say("sheet-verdict-other", verdict=Literal(verdict.replace("_", " ")))

    # --- decisions, pauses, rules ----------------------------------------------------------------

    def _turn(self, turn: DecisionPoint) -> Json:
        what, rest = self._verdict(turn.verdict), turn.rules[TOLD:]
        if turn.level is not None and turn.next_level is not None and turn.level != turn.next_level:
            what = self._say("sheet-turn-level", what=Literal(what), level=turn.level, next=turn.next_level)
        if turn.whom:
            whom = TextList(tuple(Text("see-" + to.replace("_", "-")) for to in turn.whom), bullet=False)
            what = self._say("sheet-turn-whom", what=Literal(what), whom=whom)
        return {
            "on": self._words.day(turn.on, DAY_WITH_YEAR),
            "what": what[:1].upper() + what[1:],
            "rules": [[rule, self._sentence(rule)] for rule in turn.rules[:TOLD]],
            "also": self._say("sheet-also", rules=Literal(", ".join(rest))) if rest else "",
        }

    def _break(self, each: Pause) -> str:
        reason = Text(
            f"sheet-reason-{'other' if each.reason in SILENT_REASONS else each.reason}".replace("_", "-")
        )
        since = Literal(self._words.day(each.since, DAY_WITH_YEAR))
        if each.until is None:
            return self._say("sheet-break-open", since=since, reason=reason)
        until = Literal(self._words.day(each.until, DAY_WITH_YEAR))
        return self._say("sheet-break", since=since, until=until, reason=reason)

    def _tests(self) -> Iterator[str]:
        units = {test.id: test.unit for test in self._book.tests}
        records = build_case.latest_tests(self._session)
        for record, line in zip(records, test_lines(self._session), strict=True):
            unit = units.get(record.test)
            yield self._words.plain(
                line if unit is None else text("sheet-test", test=line, unit=Text(f"unit-{unit}"))
            )

    def _sentence(self, rule_id: str) -> str:
        try:
            return self._book.rule(rule_id).says
        except KeyError:  # her journal is older than this book
            return self._say("sheet-rule-gone")


def _others(weeks: WeeklyHistory) -> list[str]:
    """The rules that are named on the sheet, but for those whose sentence stands beside their decision."""
    said = {rule for turn in weeks.turns for rule in turn.rules[:TOLD]}
    also = {rule for turn in weeks.turns for rule in turn.rules[TOLD:]}
    return sorted({*weeks.rules, *also} - said)
