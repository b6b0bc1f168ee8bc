"""The layers of a script and what they call, as the window shows them."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Node
from analyzers.model.script import ScriptCall, ScriptLayer
from ui.models.copies import many
from ui.models.details import Rows, records
from ui.models.table import Cell
from ui.tokens import Tone

CALLS = ("Call", "What it does", "ATT&CK", "Place", "As written")
_QUIET = frozenset({"look", "go", "decode", "give", "change"})


def layers(analysis: Analysis, node: Node) -> list[ScriptLayer]:
    return records(analysis, node, ScriptLayer)


def calls(analysis: Analysis, node: Node) -> list[ScriptCall]:
    return records(analysis, node, ScriptCall)


def call_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.name, Tone.INFO if one.act in _QUIET else Tone.SUSPICIOUS),
            Cell(one.does),
            Cell(one.technique),
            Cell(f"layer {one.layer}, line {one.line}"),
            Cell(one.argument, defang=True),
        )
        for one in calls(analysis, node)
    ]


def marked(analysis: Analysis, node: Node, layer: ScriptLayer) -> frozenset[int]:
    """The lines of a layer on which something is called."""
    return frozenset(one.line for one in calls(analysis, node) if one.layer == layer.number)


def heading(layer: ScriptLayer) -> str:
    """Which layer it is, in which language, and how it came out of which other one."""
    parts = [f"Layer {layer.number}", layer.language or "language not known", layer.how]
    parts += [f"out of layer {layer.above}"] if layer.above >= 0 else []
    parts += [f"at character {layer.offset:,}"] if layer.offset > 0 else []
    parts.append(many(layer.text.count("\n") + 1, "line"))
    parts += ["cut at a limit"] if layer.truncated else []
    return " · ".join(parts)
