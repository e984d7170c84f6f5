"""The weekly check that something else takes away comes back as soon as that is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.dialogue.phases.weekly import put_back
from flows.engine import step
from flows.session import Asking, Session
from flows.vocabulary import Ask, Commanded, Event, Said, Tapped, Woken
from tests.kit.somebody import BOOK, NOW, PLAN, READY, TODAY, taken

TUESDAY = NOW + timedelta(days=1)
DAY = timedelta(days=1)


def checked(question: str = "aside.week", *, state: str = "programme.home") -> Session:
    """Somebody whose weekly check is open at this question since Tuesday morning."""
    rhythm = replace(
        READY.rhythm, week_on=TODAY + DAY, prompted_on=TODAY + DAY, asked_at=TUESDAY, heard_at=TUESDAY
    )
    return replace(READY, plan=PLAN, state=state, aside=question, rhythm=rhythm)


def played(session: Session, *events: Event) -> Session:
    """She after these turns; a tap without a turn answers the open question."""
    for minute, event in enumerate(events, start=1):
        if isinstance(event, Tapped) and event.seq == 0:
            event = replace(event, seq=session.asked)
        session = taken(session, event, TUESDAY + timedelta(minutes=minute))
    return session


def tap(option: str) -> Tapped:
    return Tapped(seq=0, option=option)


@pytest.mark.parametrize("question", ["aside.week", "aside.week_sleep", "aside.week_symptoms"])
@pytest.mark.parametrize(
    "events",
    [
        (Commanded(name="move"), tap("back")),
        (Commanded(name="move"), tap((TODAY + 3 * DAY).isoformat())),
        (Commanded(name="settings"), tap("back")),
        (Commanded(name="tips"), tap("done")),
        (Commanded(name="easier"), tap("back")),
        (Commanded(name="log"), tap("back")),
        (Commanded(name="pause"), tap("back")),
        (Commanded(name="pause"), tap("travel"), Commanded(name="resume")),
        (Commanded(name="stop"), tap("no")),
        (Commanded(name="stop"), tap("yes"), Commanded(name="resume")),
        (Commanded(name="delete"), tap("no")),
        (Commanded(name="move"), Commanded(name="back")),
        (Commanded(name="start"),),
        (Commanded(name="symptoms"), tap("none")),
        (Said(text="I might have a fever"), tap("no")),
    ],
    ids=lambda events: " ".join(getattr(each, "name", getattr(each, "option", "words")) for each in events),
)
def test_the_check_is_open_again_when_what_took_its_place_is_over(
    question: str, events: tuple[Event, ...]
) -> None:
    after = played(checked(question), *events)
    assert after.aside == question
    assert after.asked == after.seq  # and it is asked


def test_a_button_of_the_message_below_does_not_end_the_check() -> None:
    below = replace(checked(state="programme.short"), asked=12, seq=12)
    below = replace(
        below,
        askings=(
            Asking(at=(8,), about=f"programme.short|{TODAY + DAY}"),
            Asking(at=(12,), about="aside.week|"),
        ),
    )
    after = taken(below, Tapped(seq=8, option="not_today"), TUESDAY)
    assert (after.state, after.aside) == ("programme.home", "aside.week")


def test_the_check_comes_back_after_the_questions_of_a_clearance() -> None:
    held = replace(checked(state="referred.home"), asked=12, seq=12)
    held = replace(
        held, askings=(Asking(at=(8,), about="referred.home|"), Asking(at=(12,), about="aside.week|"))
    )
    after = taken(held, Tapped(seq=8, option="cleared"), TUESDAY)
    assert after.aside is None and after.state == "referred.who"
    for _ in range(6):
        if after.aside is not None or after.state == "programme.home":
            break
        asked = step(after, Commanded(name="start"), now=TUESDAY, book=BOOK).effects[-1]
        assert isinstance(asked, Ask)
        after = taken(after, Tapped(seq=after.asked, option=asked.options[-1].id), TUESDAY)
    assert (after.state, after.aside) == ("programme.home", "aside.week")


def test_a_check_that_is_answered_or_put_off_does_not_come_back() -> None:
    after = played(checked(), tap("not_now"), Commanded(name="start"))
    assert after.aside is None and after.rhythm.week_at is None


def test_a_menu_left_open_over_the_check_does_not_let_it_be_forgotten() -> None:
    menu = played(checked(), Commanded(name="settings"))
    wednesday = taken(menu, Woken(seq=menu.seq), TUESDAY + DAY)  # a running day: the run is offered
    assert wednesday.state == "programme.offered"
    declined = taken(
        wednesday, Tapped(seq=wednesday.asked, option="not_today"), TUESDAY + DAY + timedelta(hours=1)
    )
    thursday = taken(declined, Woken(seq=declined.seq), TUESDAY + 2 * DAY)
    assert thursday.aside == "aside.week"


def test_a_doubt_under_a_menu_comes_before_the_run() -> None:
    menu = played(checked("aside.week_emergency"), Commanded(name="settings"))
    wednesday = taken(menu, Woken(seq=menu.seq), TUESDAY + DAY)
    assert (wednesday.state, wednesday.aside) == ("programme.home", "aside.week_emergency")


def test_a_stop_in_the_middle_of_the_check_lets_it_begin_again_afterwards() -> None:
    after = taken(checked("aside.week_emergency"), Said(text="I have chest pain now"), TUESDAY)
    assert (after.state, after.rhythm.week_at) == ("locked.home", "aside.week")


def test_after_a_new_pregnancy_the_check_does_not_come_back_by_itself() -> None:
    after = played(checked(), Commanded(name="pause"), tap("pregnant"))
    assert (after.aside, after.rhythm.week_at) == ("aside.paused", None)


def test_where_nothing_may_lie_over_her_place_the_check_waits() -> None:
    asked = replace(checked(state="checkin.morning"), aside=None)
    waits = replace(asked, rhythm=replace(asked.rhythm, week_at="aside.week"))
    assert put_back(waits, TODAY) is waits
    assert put_back(replace(waits, state="programme.home"), TODAY + DAY).aside == "aside.week"


def test_the_run_after_an_open_check_is_not_offered_in_her_quiet_hours() -> None:
    offered = {}
    for minute in (17 * 60, 19 * 60 + 30, 20 * 60 + 59):
        wednesday = NOW + 2 * DAY - timedelta(minutes=450 - minute)
        profile = replace(READY.profile, prompt_minute=minute)
        evening = replace(checked("aside.week_symptoms"), profile=profile)
        session = taken(evening, Woken(seq=evening.seq), wednesday)
        later = session.rhythm.snoozed_to
        offered[minute] = None if later is None else later - wednesday
    assert offered == {
        17 * 60: timedelta(hours=2),
        19 * 60 + 30: timedelta(minutes=89),
        20 * 60 + 59: None,
    }
