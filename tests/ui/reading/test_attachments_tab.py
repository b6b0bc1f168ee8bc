"""The attachments tab on a real analysis: everything reachable, nothing greener than it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from analyzers.model.analysis import Analysis, Outcome
from analyzers.model.document import MacroModule
from tests.ui.reading.conftest import node_id, on_screen, press
from tests.ui.tray import opened
from ui.models.artifacts import FINDINGS, VERDICT
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.reading.attachments_tab import AttachmentsTab
from ui.widgets.data_table import DataTable

Key = Qt.Key


@pytest.fixture
def tab(theme: Theme, analysis: Analysis, qtbot: QtBot) -> AttachmentsTab:
    made = AttachmentsTab(theme)
    on_screen(made, qtbot)
    made.draw(ReadingState(1, message=opened(1, analysis=analysis)))
    return made


def column(table: DataTable, number: int) -> list[str]:
    rows = table.rows
    return [str(rows.index(row, number).data()) for row in range(rows.rowCount())]


def told(tab: AttachmentsTab, analysis: Analysis, name: str, at: int) -> str:
    index = tab.tree.model().index(0, 0)
    found = tab.tree.model().match(index, 0, name, 1, Qt.MatchFlag.MatchRecursive)
    return str(found[0].siblingAtColumn(at).data())


def test_all_objects_show_unfolded_with_the_worst_chosen(
    tab: AttachmentsTab, analysis: Analysis
) -> None:
    assert tab.tree.current_id == node_id(analysis, "invoice.docm")
    rows, index = 0, tab.tree.model().index(0, 0)
    while index.isValid():
        rows, index = rows + 1, tab.tree.indexBelow(index)
    assert rows == len(analysis.nodes)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("invoice.eml", "Malicious inside"),
        ("invoice.docm", "Malicious"),
        ("locked.zip", "Unusual"),
        ("logo.png", "Clean"),
        ("blob.dat", "Nothing found"),
    ],
)
def test_the_verdict_of_an_object_is_its_worst_finding(
    tab: AttachmentsTab, analysis: Analysis, name: str, verdict: str
) -> None:
    assert told(tab, analysis, name, VERDICT) == verdict


def test_what_nobody_looked_at_says_so_and_is_grey(tab: AttachmentsTab, analysis: Analysis) -> None:
    tab.show_node(node_id(analysis, "blob.dat"))
    assert tab.detail.chip.tone is Tone.UNKNOWN
    assert "Not everything was checked" in tab.detail.note.text()
    assert "No reader for the kind" in tab.detail.note.text()
    tab.show_node(node_id(analysis, "locked.zip"))
    assert "locked" in tab.detail.note.text()
    assert "could not check" in column(tab.detail.units.table, 1)


def test_keys_walk_the_tree_and_the_detail_follows(tab: AttachmentsTab, analysis: Analysis) -> None:
    tab.take_focus()
    press(Key.Key_Home)
    assert tab.tree.current_id == 0
    press(Key.Key_Left)
    assert not tab.tree.isExpanded(tab.tree.currentIndex())
    press(Key.Key_Asterisk)
    press(Key.Key_Down)
    assert tab.tree.current_id == 1
    assert tab.detail.hashes["SHA-256"].value == analysis.nodes[1].sha256


def test_hashes_are_copied_one_by_one_or_all(tab: AttachmentsTab, analysis: Analysis) -> None:
    node = analysis.nodes[node_id(analysis, "invoice.docm")]
    tab.detail.hashes["MD5"].copy.click()
    assert QApplication.clipboard().text() == node.md5
    tab.take_focus()
    press(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QApplication.clipboard().text()
    assert text.splitlines() == [
        "invoice.docm",
        f"{node.size} bytes",
        f"sha256 {node.sha256}",
        f"sha1 {node.sha1}",
        f"md5 {node.md5}",
    ]
    tab.detail.copy.click()
    assert QApplication.clipboard().text() == text


def test_macro_code_shows_with_its_signs_marked(tab: AttachmentsTab, analysis: Analysis) -> None:
    macros = tab.detail.macros
    assert macros.isVisible()
    lines = macros.code.toPlainText().split("\n")
    assert {lines[number - 1] for number in macros.code.marked_lines} >= {
        "Sub AutoOpen()",
        "Sub Document_Open()",
    }
    keywords = column(macros.signs.table, 1)
    macros.signs.table.selectRow(keywords.index("Document_Open"))
    row = macros.code.textCursor().blockNumber()
    assert lines[row] == "Sub Document_Open()"


def test_a_program_shows_sections_imports_and_where_it_is_packed(
    tab: AttachmentsTab, analysis: Analysis
) -> None:
    tab.show_node(node_id(analysis, "update.exe"))
    detail = tab.detail
    assert "UPX1" in column(detail.sections.table, 0)
    assert any("VirtualAlloc" in functions for functions in column(detail.imports.table, 1))
    tones = {part.name: part.tone for part in detail.entropy.parts}
    assert tones["UPX1"] is Tone.MALICIOUS
    assert tones[".data"] is Tone.INFO
    assert tones["overlay"] is Tone.SUSPICIOUS
    assert "UPX1 7.99" in detail.entropy.accessibleName()
    assert not detail.macros.isVisible()


def test_an_archive_lists_its_members_with_what_was_not_examined(
    tab: AttachmentsTab, analysis: Analysis
) -> None:
    tab.show_node(node_id(analysis, "tools.zip"))
    assert column(tab.detail.members.table, 0) == ["update.exe", "update.exe.bak"]
    tab.show_node(node_id(analysis, "locked.zip"))
    assert column(tab.detail.members.table, 3) == ["encrypted"]
    assert "not examined" in column(tab.detail.members.table, 4)[0]


def test_the_same_bytes_say_where_they_were_examined(
    tab: AttachmentsTab, analysis: Analysis
) -> None:
    twin = replace(
        analysis.nodes[-1], id=len(analysis.nodes), name="twin.png", duplicate_of=2, examinations=()
    )
    doubled = replace(analysis, nodes=(*analysis.nodes, twin))
    tab.draw(ReadingState(1, message=opened(1, analysis=doubled)))
    tab.show_node(twin.id)
    first = analysis.path(analysis.nodes[2])
    assert told(tab, doubled, "twin.png", FINDINGS) == f"same bytes as {first}, examined there"
    assert tab.detail.note.text() == f"Same bytes as {first}, examined there."
    assert tab.detail.findings.table.rows.rowCount() > 0


def test_no_analysis_is_a_reason_not_a_clean_bill(tab: AttachmentsTab) -> None:
    tab.draw(ReadingState(2, problem="The host is gone", message=opened(2)))
    assert tab.notice.isVisible()
    assert "Not analysed" in tab.notice.text
    assert "The host is gone" in tab.notice.text
    tab.draw(ReadingState(3, busy=True))
    assert "Analysing" in tab.notice.text


def test_a_message_without_attachments_says_so(tab: AttachmentsTab, analysis: Analysis) -> None:
    bare = replace(analysis, nodes=analysis.nodes[:2])
    tab.draw(ReadingState(1, message=opened(1, analysis=bare)))
    assert "No attachments" in tab._note.text()
    assert tab.tree.current_id in (0, 1)


def test_a_crashed_check_is_named_with_its_reason(tab: AttachmentsTab, analysis: Analysis) -> None:
    broken = analysis.nodes[1]
    first, *rest = broken.examinations
    crashed = replace(first, outcome=Outcome.CRASHED, reason="it fell over", findings=())
    node = replace(broken, examinations=(crashed, *rest))
    changed = replace(analysis, nodes=(analysis.nodes[0], node, *analysis.nodes[2:]))
    tab.draw(ReadingState(1, message=opened(1, analysis=changed)))
    tab.show_node(1)
    assert column(tab.detail.units.table, 1)[0] == "not analysed: the check crashed"
    assert "it fell over" in tab.detail.note.text()
    assert tab.detail.chip.tone is not Tone.CLEAN


def test_hostile_names_and_code_show_as_text(tab: AttachmentsTab, analysis: Analysis) -> None:
    number = node_id(analysis, "invoice.docm")
    node = analysis.nodes[number]
    code = "\n".join(["Sub X()", "a" * 5_000, "\u202egpj.exe"])
    module = MacroModule("<b>M</b>", "VBA/M", "VBA", code)
    run = replace(node.examinations[0], records=(module,))
    hostile = replace(node, name="<img src=x>\u202egpj.exe", examinations=(run,))
    nodes = (*analysis.nodes[:number], hostile, *analysis.nodes[number + 1 :])
    tab.draw(ReadingState(1, message=opened(1, analysis=replace(analysis, nodes=nodes))))
    tab.show_node(number)
    assert tab.detail._name.text() == "<img src=x>[RLO]gpj.exe"
    lines = tab.detail.macros.code.toPlainText().split("\n")
    assert [len(line) for line in lines] == [7, 2_000, 2_000, 1_000, 12]
    assert lines[-1] == "[RLO]gpj.exe"
    assert tab.detail.macros.code._numbers == [1, 2, 0, 0, 3]


def test_each_object_says_in_a_line_what_it_would_do(
    tab: AttachmentsTab, analysis: Analysis
) -> None:
    assert "macro" in tab.detail.purpose.text()
    tab.show_node(node_id(analysis, "blob.dat"))
    assert tab.detail.purpose.text().startswith("Not analysed: ")
    tab.show_node(node_id(analysis, "logo.png"))
    assert tab.detail.purpose.text() == "Nothing that acts on its own was found"
