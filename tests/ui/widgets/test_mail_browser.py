"""Whatever a body holds: nothing is loaded, followed or copied as markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QTextDocument, QTextImageFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.mail_browser import MailBrowser
from ui.widgets.mail_text import MailText

CANARY = 777  # pixels of width of a picture on disk that must never show
CONTROL = Qt.KeyboardModifier.ControlModifier
KINDS = tuple(QTextDocument.ResourceType)


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.png"
    picture = QImage(CANARY, 3, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(path))
    return path


@pytest.fixture
def browser(theme: Theme, qtbot: QtBot) -> MailBrowser:
    made = MailBrowser("paper", "Styled view")
    qtbot.addWidget(made)
    made.resize(900, 300)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


ADDRESSES = (
    "{file}",
    "file://{path}",
    "{path}",
    "//nohost.invalid/share/x.png",
    "\\\\nohost.invalid\\share\\x.png",
    "file:////nohost.invalid/share/x.png",
    "http://127.0.0.1:9/x.png",
    "https://127.0.0.1:9/x.png",
    "qrc:/x.png",
    ":/x.png",
    "cid:part1",
    "data:image/png;base64,AAAA",
    "",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_request_is_answered_with_our_empty_picture(
    address: str, browser: MailBrowser, canary: Path
) -> None:
    url = QUrl(address.format(file=canary.as_uri(), path=canary))
    for kind in KINDS:
        answer = browser.loadResource(int(kind.value), url)
        assert isinstance(answer, QImage)
        assert not answer.isNull()
        assert answer.width() == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{0}">',
        '<body background="{0}">x</body>',
        '<table background="{0}"><tr><td>x</td></tr></table>',
        '<div style="background-image:url({0})">x</div>',
        '<link rel="stylesheet" href="{0}">x',
        "<style>@import url({0}); p {{ background: url({0}) }}</style><p>x</p>",
        '<ul style="list-style-image:url({0})"><li>x</li></ul>',
    ],
)
def test_no_markup_brings_a_picture_from_disk(
    markup: str, browser: MailBrowser, canary: Path, qtbot: QtBot
) -> None:
    browser.setHtml(markup.format(canary.as_uri()))
    QApplication.processEvents()
    document = browser.document()
    for url in (QUrl(canary.as_uri()), QUrl(str(canary))):
        picture = document.resource(int(QTextDocument.ResourceType.ImageResource.value), url)
        assert picture is None or picture.width() == 1
    assert document.idealWidth() < CANARY
    red = QColor("red").rgb()
    shown = browser.grab().toImage()
    assert all(shown.pixel(x, 40) != red for x in range(0, shown.width(), 3))


def test_the_canary_would_be_seen(canary: Path) -> None:
    """The test above can fail: a bare document does load it."""
    document = QTextDocument()
    document.setHtml(f'<img src="{canary.as_uri()}">')
    form = document.begin().begin().fragment().charFormat().toImageFormat()
    assert isinstance(form, QTextImageFormat)
    assert document.idealWidth() >= CANARY


def test_links_are_told_by_number_and_never_followed(browser: MailBrowser, qtbot: QtBot) -> None:
    browser.setHtml('<a href="#link-7">seven</a>')
    with qtbot.waitSignal(browser.link_chosen) as chosen:
        QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 16))
    assert chosen.args == [7]
    assert browser.toPlainText() == "seven"


def test_a_link_is_reached_and_chosen_by_keyboard(browser: MailBrowser, qtbot: QtBot) -> None:
    browser.setHtml('<p>x</p><a href="#link-7">seven</a>')
    with qtbot.waitSignal(browser.link_pointed) as pointed:
        QTest.keyClick(browser, Qt.Key.Key_Tab)
    with qtbot.waitSignal(browser.link_chosen) as chosen:
        QTest.keyClick(browser, Qt.Key.Key_Return)
    assert (pointed.args, chosen.args) == ([7], [7])


@pytest.mark.parametrize(
    "address", ["http://evil.example/", "file:///etc/passwd", "#link-", "#link-²", "ms-word:x"]
)
def test_any_other_link_is_nothing(address: str, browser: MailBrowser, qtbot: QtBot) -> None:
    with qtbot.waitSignal(browser.link_chosen) as chosen:
        browser.anchorClicked.emit(QUrl(address))
    assert chosen.args == [-1]


def test_tab_leaves_the_text(browser: MailBrowser) -> None:
    browser.setHtml("no link")
    assert browser.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert browser.isReadOnly()


@pytest.mark.parametrize("key", [Qt.Key.Key_C, (Qt.Key.Key_C, CONTROL)])
def test_copies_are_plain_and_defanged(
    key: Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier], browser: MailBrowser
) -> None:
    browser.setHtml('<b>go to</b> <a href="https://evil.example/">https://evil.example/</a>')
    browser.selectAll()
    QTest.keyClick(browser, *(key if isinstance(key, tuple) else (key,)))
    taken = QApplication.clipboard().mimeData()
    assert taken.formats() == ["text/plain"]
    assert taken.text() == "go to hxxps://evil[.]example/"


@pytest.mark.parametrize("kind", [MailBrowser, MailText])
def test_the_menu_offers_no_live_address(
    kind: type[MailBrowser] | type[MailText], theme: Theme, qtbot: QtBot
) -> None:
    widget = kind("body", "Body")
    qtbot.addWidget(widget)
    widget.setPlainText("https://evil.example/")
    widget.selectAll()
    place = QPoint(5, 5)
    QApplication.sendEvent(
        widget.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place)),
    )
    (menu,) = widget.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Copy defanged", "Select all"]
    menu.actions()[0].trigger()
    assert QApplication.clipboard().text() == "hxxps://evil[.]example/"
    menu.close()


def test_bytes_are_copied_as_they_show(theme: Theme, qtbot: QtBot) -> None:
    text = MailText("raw", "Raw")
    qtbot.addWidget(text)
    text.show_text("00000000  2e 2e  ..")
    text.exact = True
    text.selectAll()
    QTest.keyClick(text, Qt.Key.Key_C)
    assert QApplication.clipboard().mimeData().formats() == ["text/plain"]
    assert QApplication.clipboard().text() == "00000000  2e 2e  .."


def test_hostile_text_shows_what_is_in_it(theme: Theme, qtbot: QtBot) -> None:
    text = MailText("raw", "Raw")
    qtbot.addWidget(text)
    text.show_text('<img src="file:///etc/passwd">\u202e\r\nnext')
    assert text.toPlainText() == '<img src="file:///etc/passwd">[RLO]\nnext'
    text.show_text("x" * 300_000)
    assert text.toPlainText().endswith("… (+100,000 characters not shown)")
    assert text.document().blockCount() > 100
