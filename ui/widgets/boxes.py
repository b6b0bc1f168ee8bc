"""Rows, columns and frames in one line each; None is a stretch."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Margins = tuple[int, int, int, int]
Part = QWidget | QLayout | None

NONE: Margins = (0, 0, 0, 0)


def row(*parts: Part, margins: Margins = NONE, spacing: int = 8) -> QHBoxLayout:
    box = QHBoxLayout()
    _fill(box, parts, margins, spacing)
    return box


def column(*parts: Part, margins: Margins = NONE, spacing: int = 8) -> QVBoxLayout:
    box = QVBoxLayout()
    _fill(box, parts, margins, spacing)
    return box


def framed(layout: QLayout, name: str = "") -> QFrame:
    frame = QFrame()
    frame.setObjectName(name)
    frame.setLayout(layout)
    return frame


def hairline() -> QFrame:
    """A line of one pixel across."""
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def _fill(box: QBoxLayout, parts: tuple[Part, ...], margins: Margins, spacing: int) -> None:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
