"""Readings that differ and departures from the standards, as rows."""

from __future__ import annotations

from analyzers.model.ambiguity import Ambiguity, Reading
from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Finding, Relation, Severity
from ui.models.readings import deviation_rows, reading_rows

TWO = Ambiguity(
    "message.header.repeated", "From", "Two From fields",
    (Reading("Outlook", "first", "observed"), Reading("strict", "refuses")), 0x40, 10, "1.2",
)  # fmt: skip
FINDINGS = (
    Finding("message.header.malformed", Severity.LOW, "A line is no header", "3", "byte 12"),
    Finding("sender.several", Severity.MEDIUM, "Several"),
)
RUN = Examination("message", 1, Outcome.COMPLETE, findings=FINDINGS, records=(TWO,))
NODE = Node(0, -1, "a", "eml", "", Relation.ATTACHMENT, 1, "", "", "", (RUN,))
ANALYSIS = Analysis((NODE,), "full", (), (), "", 0.0, 0.0)


def test_a_row_names_the_place_and_every_reading() -> None:
    ((where, what, byte, readings),) = reading_rows(ANALYSIS)
    assert (where.text, what.text, byte.text) == ("From (part 1.2)", "Two From fields", "0x40")
    assert readings.text == "Outlook: first  [observed]\nstrict: refuses"


def test_only_departures_from_the_standards_are_listed() -> None:
    rows = deviation_rows(ANALYSIS)
    assert [row[1].text for row in rows] == ["A line is no header"]
