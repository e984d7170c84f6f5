"""Which text says what: decisions, sessions, foundations and plans, as ids with their values.

Finds no words itself: the locale's files do. A rule's sentence is data and is shown as it is.

>>> duration(90).id
'duration-both'
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from flows import schedule
from flows.dialogue.facts import build_case
from flows.dialogue.facts.portions import missing
from flows.dialogue.facts.volume import row_for
from flows.dialogue.facts.waiting import Waiting
from flows.dialogue.texts.good_session import TOO_FAR_APART, one_reason
from flows.dialogue.texts.names import name_of_test, sign_text, whom_to_see
from flows.dialogue.texts.waiting import now_waiting, whole_words
from flows.dialogue.turn_context import TurnContext
from flows.hearing.helplines import Helplines, for_country, for_zone
from flows.plan.before_running.readiness import BASIC
from flows.plan.tracks import propose_track
from flows.plan.verdict import MissingReason, MissingTest, Reason, Verdict
from flows.rulebook.model import Level, ReadinessTest, RuleBook
from flows.session import WEEKDAYS, Session
from flows.vocabulary import Literal, Text, TextList, Value, text

MINUTE = 60
WHY = ("why", "")
TROUBLE = ("trouble", "")
CORRECT = ("correct", "")
SETTINGS = ("settings", "")


@lru_cache  # a session is told in a handful of lengths
def duration(seconds: int) -> Text:
    """A length of time in her words: seconds, minutes, or both."""
    minutes, rest = divmod(seconds, MINUTE)
    if minutes == 0:
        return text("duration-seconds", n=rest)
    if rest == 0:
        return text("duration-minutes", n=minutes)
    return text("duration-both", minutes=minutes, seconds=rest)


def earlier_session_words(turn: TurnContext) -> dict[str, Value]:
    """The day of a session without a report."""
    assert turn.session.report is not None
    return {"date": turn.session.report.on}


def morning_words(turn: TurnContext) -> dict[str, Value]:
    """The question of the day after names no sign: it is pushed."""
    return {"name": turn.session.name, **earlier_session_words(turn)}


def session_block(row: Level) -> Text:
    """The running part of a session: intervals, a mix, or steady running."""
    if len(row.runs_s) == 1:
        return text("block-steady", run=duration(row.longest_s))
    if len(set(row.runs_s)) == 1:
        return text(
            "block-intervals", reps=len(row.runs_s), run=duration(row.longest_s), walk=duration(row.walk_s)
        )
    runs = TextList(tuple(duration(run) for run in row.runs_s), bullet=False)
    return text("block-mixed", runs=runs, walk=duration(row.walk_s))


def row_of(turn: TurnContext, at: int | None = None) -> Level:
    """The row of her track that she is at, or the one `at` another level, as she will run it the next time."""
    session, plan = turn.session, turn.session.plan
    assert plan is not None
    row = row_for(session, at or plan.level, _day_of_next(turn), turn.book)
    if not plan.longer_walks or (at is not None and at > plan.level):
        return row  # the longer walks last until the next level
    return replace(row, walk_s=int(row.walk_s * turn.book.number("R-REST", "ratio")))


def _day_of_next(turn: TurnContext) -> date:
    """The day of the session at hand, or of the next one."""
    session, today = turn.session, turn.today
    if session.report is not None and session.report.on == today:
        return today if session.state.startswith("programme") else _next_day(session, today)
    return today if schedule.is_session_day(session, today) else _next_day(session, today)


def _next_day(session: Session, today: date) -> date:
    return schedule.next_session_day(session, today) or today


def session_words(turn: TurnContext) -> dict[str, Value]:
    """Today's session in plain words."""
    row, plan = row_of(turn), turn.session.plan
    assert plan is not None
    return {
        "name": turn.session.name,
        "level": plan.level,
        "levels": len(turn.book.tracks[plan.track]),
        "warm": duration(row.warm_up_s),
        "block": session_block(row),
        "cool": duration(row.cool_down_s),
        "total": duration(round(row.session_s / MINUTE) * MINUTE),
    }


def propose_words(turn: TurnContext) -> dict[str, Value]:
    """The track with the reasons for it: as the gate chose it in this turn, or once more where it is asked again."""
    choice = turn.choice or propose_track(build_case.track_case(turn.session, turn.today), turn.book)
    sentences = tuple(sentence(turn.book.rule(rule).says) for rule in choice.rules)
    return {"weeks": choice.track, "reasons": TextList(sentences)}


def test_words(test: ReadinessTest) -> dict[str, Value]:
    """A readiness test: its name, how to do it, and how many are enough."""
    slug = test.id.replace("_", "-")
    return {
        "test": name_of_test(test.id),
        "how": Text("how-" + slug),
        "enough": test.pass_at,
        "unit": Text("unit-" + test.unit),
    }


def hold_words(turn: TurnContext) -> dict[str, Value]:
    """What holds her: nothing to fill in but her name."""
    return {"name": turn.session.name}


def fever_words(turn: TurnContext) -> dict[str, Value]:
    """From how many degrees on a temperature is a warning sign (R-RED-10)."""
    rule = turn.book.rule("R-RED-10")
    return {"degrees": Literal(f"{rule.value:g}"), "fahrenheit": Literal(f"{rule.values['fahrenheit']:g}")}


def illness_words(turn: TurnContext) -> dict[str, Value]:
    """How long she has to be well before a run (R-ILL), in hours."""
    book = turn.book
    return {"hours": book.whole("R-ILL", "hours"), "longer": book.whole("R-ILL", "fever_hours")}


def settings_words(turn: TurnContext) -> dict[str, Value]:
    """Her settings as they are."""
    profile, plan = turn.session.profile, turn.session.plan
    unset = Text("not-set")
    days = (
        TextList(tuple(Text(f"weekday-{WEEKDAYS[day]}") for day in profile.days), bullet=False)
        if profile.days
        else unset
    )
    return {
        "hour": unset if profile.prompt_minute is None else schedule.clock_time(profile.prompt_minute),
        "days": days,
        "zone": unset if profile.zone is None else Literal(profile.zone.replace("_", " ")),
        "country": Text(f"country-{profile.country}") if profile.country else Text("country-by-zone"),
        "sessions": unset if plan is None or plan.per_week is None else plan.per_week,
        "others": Text("yes" if profile.other_days else "no"),
    }


def earlier_signs(turn: TurnContext) -> dict[str, Value]:
    """What she noticed yesterday."""
    assert turn.session.report is not None
    return {"signs": TextList(tuple(sign_text(sign) for sign in turn.session.report.signs), bullet=False)}


def reason_lines(verdict: Verdict, book: RuleBook) -> TextList:
    """Up to three reasons, the winner first; "Why?" shows them all."""
    return TextList(tuple(sentence(reason.text) for reason in _shown(verdict)))


def _shown(verdict: Verdict) -> tuple[Reason, ...]:
    return verdict.reasons[:3]


@cache  # as many as the book has rules
def sentence(says: str) -> Text:
    """What a rule says, as it is."""
    return text("plain", words=Literal(says))


def training_line(missing: MissingTest, again: date) -> Text:
    """What to train for a test that is missing, and when to try it again."""
    return text(
        "training",
        test=name_of_test(missing.test),
        exercise=Literal(missing.exercise),
        dose=_dose(missing),
        times=missing.times_a_week,
        date=again,
    )


def missing_lines(verdict: Verdict, found: Waiting) -> tuple[Text, ...]:
    """Training for each test that fell short."""
    tries = dict(found.tries)
    return tuple(
        training_line(missing, tries[missing.test])
        for missing in verdict.failed_tests
        if missing.why is not MissingReason.NOT_DONE and missing.test in tries
    )


def _dose(missing: MissingTest) -> Text:
    if missing.sets is not None and missing.reps is not None:
        return text("dose-reps", sets=missing.sets, reps=missing.reps)
    if missing.sets is not None and missing.seconds is not None:
        return text("dose-seconds", sets=missing.sets, seconds=missing.seconds)
    return text("dose-minutes", minutes=missing.minutes or 0)


def tell_urgent(turn: TurnContext, tier: str, flags: tuple[str, ...], reasons: Value) -> None:
    """Stop, and what to do now: her own country's numbers where they are known, never another's."""
    lines = _her_lines(turn)
    if set(flags) & set(turn.book.ids("R-RED-4", "flags")):
        turn.say(text("verdict-crisis", help=_crisis(lines)), WHY)
    elif tier == "emergency":
        number = None if lines is None else lines.emergency
        help_ = text("help-emergency", number=number) if number else Text("help-emergency-unknown")
        turn.say(text("verdict-urgent-emergency", help=help_, reasons=reasons), WHY)
    else:
        number = None if lines is None else lines.advice
        help_ = text("help-advice", number=number) if number else Text("help-advice-unknown")
        turn.say(text("verdict-urgent-same-day", help=help_, reasons=reasons), WHY)


def help_line(turn: TurnContext) -> Text:
    """The emergency number of her country, or how to find it."""
    lines = _her_lines(turn)
    number = None if lines is None else lines.emergency
    return text("help-emergency", number=number) if number else Text("help-emergency-unknown")


def tell_crisis_lines(turn: TurnContext) -> None:
    """She does not want to speak of thoughts of harm: help in case they are there, before she is asked once more."""
    turn.say(text("harm-not-said", help=_crisis(_her_lines(turn))))


def _her_lines(turn: TurnContext) -> Helplines | None:
    zone, country = turn.session.profile.zone, turn.session.profile.country
    return for_country(country) if country else for_zone(zone) if zone else None


def _crisis(lines: Helplines | None) -> Text:
    if lines is None or lines.crisis is None:
        return Text("help-crisis-unknown")
    return text("help-crisis", number=lines.crisis.number, name=lines.crisis.name, emergency=lines.emergency)


def tell_screening(turn: TurnContext, verdict: Verdict) -> None:
    """The decision of a gate in words."""
    if verdict.decision.startswith("urgent"):
        flags = build_case.red_flags(turn.session)
        tell_urgent(turn, verdict.decision.removeprefix("urgent_"), flags, reason_lines(verdict, turn.book))
        return
    told = _but_not_skipped(_before_the_rest(verdict, turn), turn)
    reasons = reason_lines(told, turn.book)
    values: dict[str, Value] = {"name": turn.session.name, "reasons": reasons}
    if verdict.decision == "not_yet_tests":
        values["reasons"] = text("reason-lines", lines=reasons) if reasons.texts else Text("training-none")
    found = now_waiting(turn)
    if found is not None:
        training = missing_lines(verdict, found)
        values["waiting"] = whole_words(turn.session, found, private=True)
        values["training"] = (
            text("training-lines", lines=TextList(training)) if training else Text("training-none")
        )
    turn.say(Text("verdict-" + verdict.decision.replace("_", "-"), tuple(sorted(values.items()))), WHY)
    _tell_whom(turn, verdict, told)


def _but_not_skipped(verdict: Verdict, turn: TurnContext) -> Verdict:
    """Without the sentence on what was skipped where nothing was: no test yet, or only those that wait for others."""
    book = turn.book
    skipped = turn.session.tests and any(
        missing.why is MissingReason.NOT_DONE and book.test(missing.test).kind in BASIC
        for missing in verdict.failed_tests
    )
    if skipped:
        return verdict
    return replace(verdict, reasons=tuple(one for one in verdict.reasons if one.rule != "R-PASS-6"))


def _before_the_rest(verdict: Verdict, turn: TurnContext) -> Verdict:
    """A referral while questions are still to come gives the reasons for it alone: the others were not asked yet."""
    if verdict.decision != "refer" or not missing(turn.session):
        return verdict
    refers = {referral.rule for referral in verdict.referrals if referral.blocking}
    return replace(verdict, reasons=tuple(one for one in verdict.reasons if one.rule in refers))


def _tell_whom(turn: TurnContext, verdict: Verdict, told: Verdict) -> None:
    """Whom to see; with the reason where it is not among those that `told` has shown."""
    shown = {reason.rule for reason in _shown(told)}
    lines: dict[str, Text] = {}
    for referral in verdict.referrals:
        (who,) = whom_to_see((referral.to.value,))
        if referral.rule == "R-TIME-1":
            why = text("referral-check", whom=who)
        elif referral.rule in shown:
            why = who
        else:
            why = text("referral-why", whom=who, why=sentence(turn.book.rule(referral.rule).says))
        lines.setdefault(referral.to.value, why)
    if lines:
        turn.say(text("referrals", whom=TextList(tuple(lines.values()))))


def tell_after_session(turn: TurnContext, verdict: Verdict) -> None:
    """The decision after a session in words, with what happens next."""
    session = turn.session
    if verdict.decision.startswith("urgent"):
        flags = build_case.after_session_case(session, turn.today, turn.book).red_flags
        tell_urgent(turn, verdict.decision.removeprefix("urgent_"), flags, reason_lines(verdict, turn.book))
        return
    reasons = one_reason(turn, verdict) or reason_lines(verdict, turn.book)
    values: dict[str, Value] = {"reasons": reasons, "name": session.name}
    plan = session.plan
    assert plan is not None
    level = verdict.next_level or plan.level
    values["level"] = level
    following = row_of(turn, level)
    values["block"] = session_block(following)
    hours = verdict.resume_after_hours
    values["rest"] = text("rest-hours", hours=hours) if hours else Text("rest-none")
    at_the_end = verdict.decision == "advance" and level == plan.level
    back = plan.level - level
    values["levels"] = back
    told = "steady" if at_the_end else verdict.decision.replace("_", "-")
    if verdict.decision == "step_back" and back <= 0 and not hours:
        told = "repeat"  # it is as low as the rule asks for already
    assert session.report is not None
    if told == "advance" and following.runs_s == session.report.runs_s:
        told = "advance-same"  # the row is lessened to what a week may hold
    links = (WHY, TROUBLE, CORRECT) if verdict.decision == "step_back" else (WHY, CORRECT)
    if isinstance(reasons, Text) and reasons.id == TOO_FAR_APART:
        links = (*links, SETTINGS)
    turn.say(Text("after-" + told, tuple(sorted(values.items()))), *links)
    if at_the_end and not plan.finished:
        turn.say(Text("track-finished"))
    _tell_whom(turn, verdict, verdict)


def tell_change_of_level(turn: TurnContext, verdict: Verdict) -> None:
    """Time was missed: the plan starts again lower. Called when `verdict` is in the plan already."""
    plan, level = turn.session.plan, verdict.next_level or 1
    assert plan is not None
    levels = (plan.missed_from or level) - level
    turn.say(text("missed-time", reasons=reason_lines(verdict, turn.book), level=level, levels=levels), WHY)
