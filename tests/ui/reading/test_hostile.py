"""Mails made to break whoever shows them are shown: nothing renders, loads, hides or reorders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import hostile
from tests.ui.reading.conftest import on_screen
from tests.ui.specimens import examined
from tests.ui.tray import Tray
from tests.ui.widgets.ink import inks
from ui.models.messages import MessageList
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.reading import ReadingPresenter
from ui.presenters.remedy import RemedyPresenter
from ui.theme import Theme
from ui.views.reading import message_tab, raw_tab
from ui.views.reading.pane import MessagePane
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings
from workbench.model.opened import OpenMessage

CANARY = QColor("#FF00FE")  # of a picture on disk; no token has it
UNSEEN = "\u202e\u202b\u200b\u2066"


@pytest.fixture(scope="session")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("canary") / "canary.png"
    picture = QImage(777, 40, QImage.Format.Format_RGB32)
    picture.fill(CANARY)
    assert picture.save(str(path))
    return path


@pytest.fixture(scope="session")
def mails(canary: Path) -> Mapping[str, OpenMessage]:
    """As the real host sees them."""
    host = AnalysisHost.start(HostSettings(width=1))
    try:
        made = enumerate(hostile.MAILS.items(), start=1)
        return {name: examined(host, n, make(canary.as_uri())) for n, (name, make) in made}
    finally:
        host.close()


@pytest.fixture
def pane(
    mails: Mapping[str, OpenMessage],
    tray: Tray,
    theme: Theme,
    reading: ReadingPresenter,
    remedy: RemedyPresenter,
    campaign: CampaignPresenter,
    qtbot: QtBot,
) -> MessagePane:
    tray.messages = {message.id: message for message in mails.values()}
    made = MessagePane(theme, reading, remedy, MessageList(), campaign)
    on_screen(made, qtbot, 830, 820)
    return made


def looks(pane: MessagePane, qtbot: QtBot) -> Iterator[str]:
    """Bring up every tab in every view, and say which."""
    for view in message_tab.View:
        pane.show_tab(1)
        pane.message.choose(view)
        qtbot.waitUntil(lambda: not pane.message.writer.busy, timeout=20_000)
        yield f"message {view.name}"
    for number in range(2, 6):
        pane.show_tab(number)
        yield f"tab {number}"
    for part in raw_tab.View:
        pane.show_tab(6)
        pane.raw.choose(part)
        yield f"raw {part.name}"


def documents(pane: QWidget) -> Iterator[QTextDocument]:
    yield from (widget.document() for widget in pane.findChildren(QTextEdit))
    yield from (widget.document() for widget in pane.findChildren(QPlainTextEdit))
    for widget in pane.findChildren(QWidget):  # what a tooltip would render
        document = QTextDocument()
        document.setHtml(widget.toolTip())
        yield document


def images(document: QTextDocument) -> int:
    found, block = 0, document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            found += part.fragment().charFormat().isImageFormat()
            part += 1
        block = block.next()
    return found


def shown_texts(pane: QWidget) -> Iterator[str]:
    for label in pane.findChildren(QLabel):
        yield label.text()
    for table in pane.findChildren(QAbstractItemView):
        model = table.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                yield str(model.index(row, column).data() or "")
    for document in documents(pane):
        yield document.toPlainText()


@pytest.mark.parametrize("name", list(hostile.MAILS))
def test_nothing_renders_and_nothing_hides(
    name: str,
    pane: MessagePane,
    mails: Mapping[str, OpenMessage],
    reading: ReadingPresenter,
    qtbot: QtBot,
) -> None:
    pane.show_message(mails[name].id)
    qtbot.waitUntil(lambda: reading.state.message is not None)
    for look in looks(pane, qtbot):
        assert not sum(map(images, documents(pane))), look
        assert not any(set(UNSEEN) & set(text) for text in shown_texts(pane)), look
        for label in pane.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText or not label.text(), look
            assert label.pixmap().width() <= 64, look


def test_markup_in_every_field_is_seen_as_text(
    pane: MessagePane,
    mails: Mapping[str, OpenMessage],
    canary: Path,
    reading: ReadingPresenter,
    qtbot: QtBot,
) -> None:
    pane.show_message(mails["markup_everywhere"].id)
    qtbot.waitUntil(lambda: reading.state.message is not None)
    trap = f'<img src="{canary.as_uri()}'
    assert trap[:60] in pane.header.subject.text()
    assert trap[:60] in pane.message.readable.toPlainText()
    for look in looks(pane, qtbot):
        assert CANARY.name().upper() not in inks(pane.grab().toImage()), look


def test_the_canary_would_be_seen(canary: Path, qtbot: QtBot) -> None:
    """The test above can fail: a bare label does load it."""
    label = QLabel()
    label.setText(f'<img src="{canary.as_uri()}">')
    qtbot.addWidget(label)
    assert CANARY.name().upper() in inks(label.grab().toImage())


@pytest.mark.parametrize("name", ["endless_word", "mixed_word", "blocks", "links"])
def test_the_window_keeps_its_size(
    name: str,
    pane: MessagePane,
    mails: Mapping[str, OpenMessage],
    reading: ReadingPresenter,
    qtbot: QtBot,
) -> None:
    pane.show_message(mails[name].id)
    qtbot.waitUntil(lambda: reading.state.message is not None)
    for look in looks(pane, qtbot):
        assert pane.minimumSizeHint().width() < 830, look
    assert all(area.width() <= 830 for area in pane.findChildren(QAbstractScrollArea))


def test_text_that_is_cut_says_so(
    pane: MessagePane,
    mails: Mapping[str, OpenMessage],
    reading: ReadingPresenter,
    qtbot: QtBot,
) -> None:
    for name, note in (("blocks", "cut at a limit"), ("mixed_word", "no Styled view")):
        pane.show_message(mails[name].id)
        qtbot.waitUntil(lambda: not reading.state.busy)
        assert note in pane.message.note.text()
