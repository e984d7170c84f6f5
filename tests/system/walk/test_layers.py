"""What lies over the open question lies there by a row of the table, and each row is needed."""

from flows.dialogue import interruption_stack as stack
from flows.session import Session
from tests.system.walk.walk import Turn, walk


def reached() -> list[tuple[Turn, Session]]:
    return [(turn, turn.result.session) for turn in walk().turns if turn.result.session is not None]


def test_nothing_lies_where_the_table_does_not_allow_it() -> None:
    for turn, session in reached():
        assert stack.is_allowed(session), f"{stack.layers(session)}{walk().story(turn)}"


def test_each_row_of_the_table_is_needed() -> None:
    met = set()
    for _, session in reached():
        layer = None if session.aside is None else stack.layer_of(session.aside)
        if layer is not None:
            met |= {(layer, session.below or stack.QUESTION), (layer, session.state.partition(".")[0])}
    assert [
        (layer.states, where)
        for layer in stack.MAY_LIE_OVER
        for where in (*layer.over, *layer.phases)
        if (layer, where) not in met
    ] == []
