"""The layers of scripts and what they call, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.analysis import Analysis, Node
from analyzers.model.script import ScriptCall, ScriptLayer
from workbench.report.printable import printable

LAYERS = 12  # of one object
CALLS = 8  # of one layer
LINES = 3  # of a decoded layer


def layers(analysis: Analysis, node: Node) -> Iterator[str]:
    """Those that are deeper than the file itself with their first lines; of each its calls."""
    records = list(analysis.records(node))
    calls = [record for record in records if isinstance(record, ScriptCall)]
    found = [record for record in records if isinstance(record, ScriptLayer)]
    for layer in found[:LAYERS]:
        mine = [call for call in calls if call.layer == layer.number]
        if layer.above < 0 and not mine:
            continue
        indent = "  " * (layer.depth + 1)
        language = layer.language or "not known"
        yield f"{indent}layer {layer.number}: {language}, {printable(layer.how)}"
        if layer.above >= 0:
            lines = [line for line in layer.text.split("\n") if line.strip()]
            yield from (f"{indent}  | {printable(line, 160)}" for line in lines[:LINES])
        yield from (f"{indent}  > {_call(call)}" for call in mine[:CALLS])
    if len(found) > LAYERS:
        yield f"  and {len(found) - LAYERS} more layers"


def _call(call: ScriptCall) -> str:
    technique = f" ({call.technique})" if call.technique else ""
    return f"line {call.line}: {call.does}{technique}: {printable(call.argument, 120)}"
