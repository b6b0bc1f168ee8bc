"""The tables of what a program could do, offers and carries, as rows of cells."""

from __future__ import annotations

from analyzers.model.analysis import Analysis, Node
from analyzers.model.executable import Ability, ExportedFunctions, ProgramResource
from ui.models.details import Rows, records
from ui.models.entropy import DENSE
from ui.models.kinds import kind_word, size_word
from ui.models.table import Cell
from ui.tokens import Tone

ABILITIES = ("Could do", "ATT&CK", "Shown by")
EXPORTS = ("Library", "Offered", "Functions")
RESOURCES = ("Type", "Name", "Language", "Offset", "Size", "Entropy", "Holds")


def ability_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (Cell(one.sentence), Cell(one.technique), Cell(one.evidence))
        for one in records(analysis, node, Ability)
    ]


def export_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (Cell(one.library), Cell(f"{one.count:,}"), Cell(", ".join(one.functions)))
        for one in records(analysis, node, ExportedFunctions)
    ]


def resource_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.type),
            Cell(one.name),
            Cell(f"0x{one.language:04X}" if one.language else ""),
            Cell(f"0x{one.offset:X}" if one.offset >= 0 else "not in the file"),
            Cell(size_word(one.size)),
            Cell(f"{one.entropy:.2f}", Tone.SUSPICIOUS if one.entropy >= DENSE else None),
            Cell(kind_word(one.kind) if one.kind else ""),
        )
        for one in records(analysis, node, ProgramResource)
    ]
