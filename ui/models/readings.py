"""Where programs read a message differently, and where it departs from the standards."""

from __future__ import annotations

from analyzers.model.ambiguity import Ambiguity
from analyzers.model.analysis import Analysis
from ui.models.details import records
from ui.models.standing import SEVERITIES, findings
from ui.models.table import Cell

READINGS = ("Where", "What", "Byte", "Readings")
DEVIATIONS = ("Weight", "Deviation", "Evidence", "Place")
_ABOUT = ("message.header.", "message.structure.", "message.encoding.", "limit.message")

Rows = list[tuple[Cell, ...]]


def reading_rows(analysis: Analysis) -> Rows:
    """The readings in one cell, a line each, for the field that shows it in full."""
    return [
        (
            Cell(f"{one.subject} (part {one.part})" if one.part else one.subject),
            Cell(one.title),
            Cell(f"0x{one.offset:X}" if one.offset >= 0 else "–"),
            Cell("\n".join(_reading(r.reader, r.value, r.source) for r in one.readings)),
        )
        for one in records(analysis, analysis.root, Ambiguity)
    ]


def _reading(reader: str, value: str, source: str) -> str:
    known = f"  [{source}]" if source else ""
    return f"{reader}: {value}{known}"


def deviation_rows(analysis: Analysis) -> Rows:
    return [
        (
            Cell(SEVERITIES[one.severity].word, SEVERITIES[one.severity].tone),
            Cell(one.title),
            Cell(one.evidence),
            Cell(one.where),
        )
        for one in findings(analysis, analysis.root)
        if one.rule.startswith(_ABOUT)
    ]
