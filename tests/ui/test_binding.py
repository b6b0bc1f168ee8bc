"""The Qt binding keeps count: one release lost a reference to None a paint, until it aborted."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 200
LOST = 0.5  # references a call, well above the noise of other objects


class Blank(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws nothing, and returns None to C++."""


class Empty(QAbstractTableModel):
    def rowCount(self, parent: object = None) -> int:
        return 1

    def columnCount(self, parent: object = None) -> int:
        return 1

    def data(self, index: object, role: int = 0) -> object:
        return None


def lost(call: Callable[[], object]) -> float:
    """References to None lost with each call."""
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return (before - sys.getrefcount(None)) / CALLS


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_painting_loses_no_reference_to_none(qtbot: QtBot) -> None:
    pixmap = QPixmap(20, 20)
    painter = QPainter(pixmap)
    assert lost(lambda: painter.setPen(QColor("#222222"))) < LOST
    assert lost(lambda: painter.setFont(QFont())) < LOST
    assert lost(lambda: painter.fillRect(QRect(0, 0, 5, 5), QColor("#222222"))) < LOST
    painter.end()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_overrides_lose_no_reference_to_none(qtbot: QtBot) -> None:
    widget, model = Blank(), Empty()
    qtbot.addWidget(widget)
    widget.show()
    index = model.index(0, 0, QModelIndex())
    assert lost(widget.repaint) < LOST
    assert lost(lambda: index.data(0)) < LOST
