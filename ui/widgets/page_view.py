"""One page as a picture, with numbers on everything that can be clicked; nothing reacts to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, qRgb
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import plain
from ui.fonts import Weight, font
from ui.models.pages import Shown
from ui.theme import Theme
from ui.tokens import Tone

TALL = 420  # pixels of the widget; a page is fitted into it
_BADGE = 18  # pixels of a number
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_PageUp})
_ON = frozenset({Qt.Key.Key_Right, Qt.Key.Key_PageDown})


class PageView(QWidget):
    """Left and right arrow, Page up and down ask for another page."""

    turned = Signal(int)  # -1 back, 1 on

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page = Shown(0)
        self._image = QImage()
        self.setFixedHeight(TALL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        return self._image

    def show_page(self, page: Shown) -> None:
        self._page, self._image = page, _image(page)
        areas = f", {len(page.areas)} areas to click" if page.areas else ""
        self.setAccessibleName(plain.line(f"Page {page.number}{areas} {page.note}".strip()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, TALL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BACK | _ON and not event.modifiers():
            self.turned.emit(-1 if event.key() in _BACK else 1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = self._sheet()
        if self._image.isNull():
            painter.setPen(QColor(self._theme.tokens.text_third))
            painter.setFont(font(12))
            note = plain.line(self._page.note or "not drawn", 200)
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), note)
        else:
            painter.drawImage(sheet, self._image)
        edge = self._theme.tokens.focus if self.hasFocus() else self._theme.tokens.border
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet)
        for number, area in enumerate(self._page.areas, 1):
            self._paint_area(painter, sheet, number, (area.x, area.y, area.width, area.height))
        painter.end()

    def _sheet(self) -> QRectF:
        """Where the page lies: as large as fits, at the left."""
        width, height = max(1, self._page.width or 3), max(1, self._page.height or 4)
        share = min((self.width() - 2) / width, (TALL - 2) / height)
        return QRectF(1, 1, width * share, height * share)

    def _paint_area(
        self, painter: QPainter, sheet: QRectF, number: int, place: tuple[int, int, int, int]
    ) -> None:
        across, top, width, height = place
        area = QRectF(
            sheet.left() + across * sheet.width() / 1000,
            sheet.top() + top * sheet.height() / 1000,
            width * sheet.width() / 1000,
            height * sheet.height() / 1000,
        )
        shade = self._theme.tone(Tone.SUSPICIOUS)
        painter.setPen(QPen(QColor(shade.solid), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        wide = _BADGE + 8 * (len(str(number)) - 1)
        left = area.left() - wide if area.left() - wide > sheet.left() else area.left()
        badge = QRectF(left, area.top(), wide, _BADGE)
        painter.fillRect(badge, QColor(shade.wash))
        painter.setPen(QColor(shade.ink))
        painter.setFont(font(11, Weight.SEMIBOLD))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), str(number))


def _image(page: Shown) -> QImage:
    """A copy that owns its bytes, none where the page has no picture."""
    if not page.pixels:
        return QImage()
    made = QImage(
        page.pixels, page.width, page.height, page.width, QImage.Format.Format_Indexed8
    ).copy()
    colours = page.palette
    made.setColorTable([qRgb(*colours[start : start + 3]) for start in range(0, len(colours), 3)])
    return made
