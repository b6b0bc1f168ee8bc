"""What leaves for the clipboard from text that came by mail: plain, and nothing one could click."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QTextEdit

from ui import plain

TITLE = "Copy defanged"


def copy(text: str) -> None:
    """Nothing chosen leaves the clipboard as it is."""
    if text:
        QApplication.clipboard().setText(text)


def asks_to_copy(event: QKeyEvent) -> bool:
    """C alone, or what the system takes for copying."""
    letter = event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.NoModifier
    return letter or event.matches(QKeySequence.StandardKey.Copy)


def plain_mime(text: str) -> QMimeData:
    """No markup beside the text: what is pasted renders nowhere."""
    data = QMimeData()
    data.setText(plain.defanged_block(text))
    return data


def show_menu(text: QTextEdit | QPlainTextEdit, place: QPoint) -> None:
    """In place of Qt's own menu, which would copy the address of a link as it is."""
    menu = QMenu(text)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    whole = QAction("Select all", menu)
    taken = QAction(TITLE, menu)
    taken.setEnabled(text.textCursor().hasSelection())
    taken.triggered.connect(text.copy)
    whole.triggered.connect(text.selectAll)
    menu.addActions([taken, whole])
    menu.popup(place)
