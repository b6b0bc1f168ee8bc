"""Layers stand one below the other, calls are marked, and the text can be copied by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from analyzers.model.analysis import Analysis
from tests.samples import scripts as samples
from tests.ui.reading.conftest import on_screen
from ui.theme import Theme
from ui.views.reading.script_section import ScriptSection
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings

SECONDS = 60  # for the analysis: far above what it takes


def analysed(text: str, name: str) -> Analysis:
    host = AnalysisHost.start(HostSettings(width=1))
    found = host.submit(AnalysisJob(text.encode(), name, "")).future.result(SECONDS)
    host.close()
    return found


def test_layers_calls_and_copying(theme: Theme, qtbot: QtBot) -> None:
    found = analysed(samples.VBS, "a.vbs")
    made = ScriptSection(theme)
    on_screen(made, qtbot)
    made.draw(found, found.root)
    shown = [view for view in made.views if view.isVisible()]
    assert len(shown) >= 3
    assert shown[0].title.text().startswith("Layer 0 · vbscript · as written")
    assert shown[-1].code.toPlainText() == samples.CRADLE
    assert shown[-1].code.marked_lines == [1]
    assert made.calls.table.rows.rowCount() >= 3

    code = shown[-1].code
    code.setFocus()
    QTest.keyClick(code, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(code, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == samples.CRADLE

    last = made.calls.table.rows.rowCount() - 1
    made.calls.table.selectRow(last)
    assert code.textCursor().blockNumber() == 0


def test_nothing_shows_for_what_is_no_script(theme: Theme, qtbot: QtBot) -> None:
    made = ScriptSection(theme)
    on_screen(made, qtbot)
    found = analysed("Hello there", "a.txt")
    made.draw(found, found.root)
    assert not made.isVisible()
