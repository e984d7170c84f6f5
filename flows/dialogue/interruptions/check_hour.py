"""Another hour for the question of the day after, for her who has answered it late several times (R-DAY-3).

>>> [row.dest for row in ROWS]
['aside.closed', 'aside.closed']
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows import schedule
from flows.dialogue.interruption_stack import DONE
from flows.dialogue.questions import Choice, Question
from flows.dialogue.turn_context import TransitionRow, TurnContext, answer_is, say, transition
from flows.session import Session, with_draft, with_profile
from flows.vocabulary import Value


def _hour(session: Session, value: Any, now: datetime) -> Session:
    """Without another hour the one of today is kept, and she is not asked again."""
    usual = session.profile.prompt_minute
    minute = session.draft.minute if value == "later" else usual
    return with_draft(with_profile(session, check_minute=minute), minute=None)


def hour_words(turn: TurnContext) -> dict[str, Value]:
    """The hour that is offered."""
    minute = turn.session.draft.minute
    assert minute is not None
    return {"time": schedule.clock_time(minute)}


QUESTIONS = (
    Question(
        state="aside.check_hour",
        expects=Choice(options=("later", "as_now")),
        sample="as_now",
        save=_hour,
        fill=hour_words,
    ),
)
ROWS: tuple[TransitionRow, ...] = (
    transition("aside.check_hour", "answer", DONE, when=answer_is("later"), do=say("setting-saved")),
    transition("aside.check_hour", "answer", DONE, do=say("nothing-changed")),
)
