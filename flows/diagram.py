"""The dialogue as a Mermaid diagram, drawn from the same tables that run it.

`python -m flows.diagram` prints it; `./run docs` writes it to `docs/dialogue.mmd` and a test compares the two.

>>> mermaid().splitlines()[0]
'stateDiagram-v2'
"""

from __future__ import annotations

from flows.dialogue.machine import ROWS, STATES
from flows.dialogue.turn_context import TransitionRow


def mermaid(rows: tuple[TransitionRow, ...] = ROWS) -> str:
    """Mermaid source: a composite state for each phase, an edge for each row with its trigger and guards."""
    lines = ["stateDiagram-v2"]
    for phase in dict.fromkeys(state.partition(".")[0] for state in STATES):
        children = [state for state in STATES if state.startswith(phase + ".")]
        if children:
            lines += [f"  state {phase} {{", *(f"    {_id(state)}: {state}" for state in children), "  }"]
        else:
            lines.append(f"  {_id(phase)}: {phase}")
    lines += [f"  {_id(row.source)} --> {_id(row.dest or row.source)}: {_label(row)}" for row in rows]
    return "\n".join(lines) + "\n"


def _id(state: str) -> str:
    return state.replace(".", "_")


def _label(row: TransitionRow) -> str:
    guards = " & ".join(guard.__name__.replace("_", " ") for guard in row.when)
    return f"{row.trigger} [{guards}]" if guards else row.trigger
