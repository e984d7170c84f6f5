"""Words of hers that answer no question and must not be lost: a symptom of daily life, a pregnancy.

The net has looked for red flags before. What is heard here is asked about, never acted on unasked, and like a red
flag it stays open until she answers. Only that a professional told her not to run holds at once. A loss is met before
(`grief.py`).
"""

from __future__ import annotations

from dataclasses import replace

from flows.dialogue import interruption_stack as stack
from flows.dialogue.phases import checkin
from flows.dialogue.phases.screening import DAILY_SYMPTOMS, ELSEWHERE
from flows.dialogue.turn_context import TurnContext
from flows.hearing.intents import hurts, is_ill, told_not_to_run
from flows.hearing.life_events import life_event
from flows.hearing.report import names_pain, read_report, read_signs, read_sites
from flows.hearing.utterance import ELSEWHERE as ELSEWHERE_LABEL
from flows.hearing.utterance import LIMP
from flows.session import Session, with_draft, with_health
from flows.vocabulary import Text

PHASES = ("readiness", "foundations", "programme", "referred")
RUNS = ("foundations", "programme")
TOLD = "checkin.overnight"  # the session is told, the day after is still to come
OFFERS = ("programme.offered", "programme.yesterday")  # an answer there begins a report, which can hold signs


def handle_unprompted(turn: TurnContext, words: str) -> bool:
    """Whether the words were heard as news that is now asked about."""
    session = turn.session
    if session.consented_at is None or session.aside not in (None, "aside.paused"):
        return False
    if life_event(words) == "pregnant" and session.aside is None:
        _stop_for_pregnancy(turn)
        return True
    if (
        session.aside is None
        and session.state.partition(".")[0] in PHASES
        and _kept_from_running(turn, words)
    ):
        return True
    heard = read_signs(words)
    if session.state == TOLD and session.aside is None and (heard or in_pain(words)):
        turn.session = checkin.add_signs(session, heard)
        open_evening(turn)
        return True
    if session.state.startswith("checkin.") and session.aside is None:
        return not _is_gone(session, words) and _in_the_check(turn, heard)
    signs = tuple(sign for sign in heard if sign in DAILY_SYMPTOMS)
    likely = None if heard else turn.read(words).likely_symptom
    if likely in DAILY_SYMPTOMS:
        signs = (likely,)
    elsewhere = LIMP if LIMP in heard else likely
    if not signs and (_hurts_elsewhere(session, words) or _likely_elsewhere(session, elsewhere)):
        turn.session = with_draft(stack.push(session, "aside.pain_where"), noticed=(ELSEWHERE,))
        turn.say(Text("pain-heard"))
        turn.again = True
        return True
    if not signs or session.state.partition(".")[0] not in PHASES:
        return False
    ask_symptoms(turn)
    turn.session = with_draft(turn.session, noticed=signs, chosen=signs)
    return True


def in_pain(words: str) -> bool:
    """Whether her words speak of a pain that she does not deny."""
    return hurts(words) or names_pain(words) or bool(read_report(words).pain)


def _hurts_elsewhere(session: Session, words: str) -> bool:
    """Whether she speaks of a pain of a place that is known, where nothing asks about it already."""
    asks_itself = session.aside is not None or session.state.partition(".")[0] not in (*RUNS, "referred")
    return not asks_itself and in_pain(words) and bool(read_sites(words))


def _likely_elsewhere(session: Session, likely: str | None) -> bool:
    """Whether the model reads a pain elsewhere or a limp, where nothing asks about it already."""
    phase = session.state.partition(".")[0]
    return likely in (ELSEWHERE_LABEL, LIMP) and session.aside is None and phase in (*RUNS, "referred")


def open_evening(turn: TurnContext) -> None:
    """The report of the evening is open again, from the question for pain: what comes after it belongs to it."""
    turn.session = replace(stack.pop(turn.session), state="checkin.pain")
    turn.say(Text("evening-again"))
    turn.again = True


def _stop_for_pregnancy(turn: TurnContext) -> None:
    """Her words stop the runs at once; the button under them is for her who was not understood."""
    session = with_health(stack.push(turn.session, "aside.paused"), pregnant=True)
    turn.session = replace(session, pause_reason="pregnant", paused_at=turn.now, paused_until=None)
    turn.say(Text("heard-pregnant"))
    turn.again = True


def _kept_from_running(turn: TurnContext, words: str) -> bool:
    """Who was told not to run is taken at her word until she was cleared; who is ill may pause."""
    if told_not_to_run(words):
        turn.session = with_health(turn.session, told_not_to_run=True, cleared_by=None)
        turn.fires = "symptom"
        return True
    if is_ill(words):
        turn.say(Text("heard-ill"))
        turn.session = stack.push(turn.session, "aside.pause")
        turn.again = True
        return True
    return False


def _in_the_check(turn: TurnContext, heard: tuple[str, ...]) -> bool:
    """In the middle of a check a sign counts as if she had tapped it; the question stays open."""
    changed = checkin.add_signs(turn.session, heard)
    if changed is turn.session:
        return False
    turn.session = changed
    turn.say(Text("symptom-noted"))
    turn.again = True
    return True


def _is_gone(session: Session, words: str) -> bool:
    """She names the sign of the evening, to say that it was gone by morning."""
    return session.state == "checkin.settled" and read_report(words).settled


def overrides_answer(session: Session, words: str) -> bool:
    """Whether there is news beside her answer that no report can hold: a sign in a test is never a plain count."""
    phase = session.state.partition(".")[0]
    if session.aside is not None or phase not in (*PHASES, "checkin"):
        return False
    if life_event(words) is not None or (phase != "checkin" and told_not_to_run(words)):
        return True
    return phase != "checkin" and session.state not in OFFERS and bool(read_signs(words))


def record_extra_signs(turn: TurnContext, words: str) -> None:
    """A sign beside an answer in a report counts as if she had tapped it."""
    session = turn.session
    reports = session.state in OFFERS or session.state.startswith("checkin.")
    if session.aside is not None or not reports or _is_gone(session, words):
        return
    turn.session = checkin.add_signs(session, read_signs(words))
    if turn.session is not session:
        turn.say(Text("symptom-noted"))


def ask_symptoms(turn: TurnContext) -> None:
    """Opens the question which symptoms of daily life she has."""
    turn.session = stack.push(turn.session, "aside.symptoms")
    turn.again = True
