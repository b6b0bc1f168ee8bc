"""Source code with the numbers of its lines and marks on those that matter; never run."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ui import plain
from ui.fonts import Weight, font
from ui.theme import Theme
from ui.tokens import Tone

WIDE = 2_000  # characters a line; laying out longer ones holds the window up
LONG = 200_000  # characters of one source
MARKS = 500  # lines that are marked


class CodeView(QPlainTextEdit):
    """Lines are numbered as in the source; what is broken off a long one has no number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._numbers = [1]  # an empty document has one line
        self._marked: set[int] = set()
        self._side = _Numbers(self)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(font(12, Weight.REGULAR, True))
        self.updateRequest.connect(self._on_update)
        theme.changed.connect(self._mark)

    def show_code(self, code: str, marked: Collection[int]) -> None:
        """``marked`` are numbers of lines, from 1."""
        lines, self._numbers = broken(code)
        self._marked = set(marked)
        self.setPlainText("\n".join(lines))
        digits = len(str(max(self._numbers, default=1)))
        self._side.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * digits + 30)
        self.setViewportMargins(self._side.width(), 0, 0, 0)
        self._mark()

    def go_to(self, line: int) -> None:
        """Show a line of the source and put the cursor on it."""
        if line in self._numbers:
            block = self.document().findBlockByNumber(self._numbers.index(line))
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    @property
    def marked_lines(self) -> list[int]:
        """The numbers of the lines that carry a mark now."""
        return [self._numbers[s.cursor.blockNumber()] for s in self.extraSelections()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._side.setGeometry(QRect(area.left(), area.top(), self._side.width(), area.height()))

    def paint_numbers(self, painter: QPainter, area: QRect) -> None:
        """Called by the strip beside the text."""
        tokens = self._theme.tokens
        painter.fillRect(area, QColor(tokens.app))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        while block.isValid():
            shape = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if shape.top() > area.bottom():
                return
            number = self._numbers[block.blockNumber()]
            if number:
                self._paint_number(painter, number, round(shape.top()), round(shape.height()))
            block = block.next()

    def _paint_number(self, painter: QPainter, number: int, top: int, height: int) -> None:
        tokens, width = self._theme.tokens, self._side.width()
        ink = tokens.text_third
        if number in self._marked:
            ink = tokens.tone(Tone.SUSPICIOUS).ink
            icon = self._theme.pixmap("suspicious", ink, 12)
            painter.drawPixmap(4, top + (height - 12) // 2, icon)
        painter.setPen(QColor(ink))
        place = QRect(0, top, width - 6, height)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), str(number))

    @Slot()
    def _mark(self) -> None:
        wash = QColor(self._theme.tokens.tone(Tone.SUSPICIOUS).wash)
        marks: list[QTextEdit.ExtraSelection] = []
        for row, number in enumerate(self._numbers):
            if number in self._marked and len(marks) < MARKS:
                mark = QTextEdit.ExtraSelection()
                look = QTextCharFormat()
                look.setBackground(wash)
                look.setProperty(int(QTextFormat.Property.FullWidthSelection), True)
                mark.format = look
                cursor = QTextCursor(self.document().findBlockByNumber(row))
                mark.cursor = cursor
                marks.append(mark)
        self.setExtraSelections(marks)
        self._side.update()

    @Slot(QRect, int)
    def _on_update(self, area: QRect, moved: int) -> None:
        if moved:
            self._side.scroll(0, moved)
        else:
            self._side.update(0, area.y(), self._side.width(), area.height())


class _Numbers(QWidget):
    def __init__(self, code: CodeView) -> None:
        super().__init__(code)
        self._code = code

    def sizeHint(self) -> QSize:
        return QSize(self.width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._code.paint_numbers(painter, event.rect())
        painter.end()


def broken(code: str) -> tuple[list[str], list[int]]:
    """Lines to show and the number of each in the source, 0 for what continues a long one."""
    lines, numbers = [], []
    for number, line in enumerate(plain.block(code, LONG).split("\n"), start=1):
        for start in range(0, max(1, len(line)), WIDE):
            lines.append(line[start : start + WIDE])
            numbers.append(0 if start else number)
    return lines, numbers
