"""What a program could do, offers and carries, as rows."""

from __future__ import annotations

from analyzers.model.executable import Ability, ExportedFunctions, ProgramResource
from tests.ui.models.test_bodydetails import analysis
from ui.models import programdetails
from ui.models.details import Rows
from ui.tokens import Tone


def texts(rows: Rows) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def test_abilities_and_exports_are_rows() -> None:
    found = analysis(Ability("Talks HTTP", "T1071.001", "x"), ExportedFunctions("a.dll", 3, ("B",)))
    rows = programdetails.ability_rows(found, found.root)
    assert texts(rows) == [["Talks HTTP", "T1071.001", "x"]]
    assert len(rows[0]) == len(programdetails.ABILITIES)
    rows = programdetails.export_rows(found, found.root)
    assert texts(rows) == [["a.dll", "3", "B"]]
    assert len(rows[0]) == len(programdetails.EXPORTS)


def test_resources_show_what_they_hold() -> None:
    inside = ProgramResource("data", "7", 1033, 4096, 2048, "pe", 7.95)
    found = analysis(inside, ProgramResource("icon", "1", 0, -1, 10, "", 1.0))
    rows = programdetails.resource_rows(found, found.root)
    assert texts(rows) == [
        ["data", "7", "0x0409", "0x1000", "2.0 KB", "7.95", "Windows program"],
        ["icon", "1", "", "not in the file", "10 B", "1.00", ""],
    ]
    assert rows[0][5].tone is Tone.SUSPICIOUS
    assert len(rows[0]) == len(programdetails.RESOURCES)
