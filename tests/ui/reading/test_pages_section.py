"""Pages can be leafed through by keyboard, and their targets are listed, never followed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from analyzers.model.analysis import Analysis
from tests.samples import pdfs
from tests.ui.reading.conftest import on_screen, press
from ui.theme import Theme
from ui.views.reading.pages_section import PagesSection
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings

SECONDS = 60  # for the analysis: far above what it takes


def analysed(data: bytes) -> Analysis:
    host = AnalysisHost.start(HostSettings(width=1))
    found = host.submit(AnalysisJob(data, "a.pdf", "")).future.result(SECONDS)
    host.close()
    return found


def section(theme: Theme, qtbot: QtBot, data: bytes) -> PagesSection:
    made = PagesSection(theme)
    on_screen(made, qtbot)
    found = analysed(data)
    made.draw(found, found.root)
    return made


def test_a_page_with_its_button(theme: Theme, qtbot: QtBot) -> None:
    font, content = pdfs.text(["View your document"])
    page = font + pdfs.link(b"http://files.test/x", b"50 300 550 700")
    made = section(theme, qtbot, pdfs.document(b"", page, content=content))
    assert made.isVisible()
    image = made.view.image
    assert (image.width(), image.height()) == (800, 1067)
    assert QColor(image.pixel(5, 5)).lightness() > 250
    assert str(made.areas.table.rows.index(0, 1).data()) == "hxxp://files[.]test/x"
    assert made.text.toPlainText().startswith("View your document")
    assert "1 areas to click" in made.view.accessibleName()


def test_pages_turn_by_keyboard_and_by_button(theme: Theme, qtbot: QtBot) -> None:
    made = section(theme, qtbot, pdfs.pages(3))
    assert not made.back.isEnabled()
    made.view.setFocus()
    press(Qt.Key.Key_Right)
    assert made.note.text().startswith("page 2, 2 of 3")
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown)
    assert made.note.text().startswith("page 3, 3 of 3")
    assert not made.on.isEnabled()
    press(Qt.Key.Key_Left)
    made.back.click()
    assert made.note.text().startswith("page 1, 1 of 3")


def test_what_is_no_document_has_no_pages(theme: Theme, qtbot: QtBot) -> None:
    assert not section(theme, qtbot, b"just text").isVisible()


def test_a_page_too_costly_to_draw_says_so(theme: Theme, qtbot: QtBot) -> None:
    made = section(theme, qtbot, pdfs.fan())
    assert made.view.image.isNull()
    assert "not drawn" in made.note.text()
