"""Paints one message of the list: bar, icon and word of the verdict, score, sender, subject."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.fonts import Weight, font
from ui.models.cards import Card
from ui.models.messages import MessageList
from ui.theme import Theme
from ui.tokens import Tokens

ROW_HEIGHT = 76  # pixels
_LEFT, _RIGHT, _TEXT = 14, 12, 38  # pixels from the edges of the row
_CHIP_HEIGHT = 17

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Reads the card from the model itself: a role for each part would be five times slower."""

    def __init__(self, theme: Theme, model: MessageList) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._metrics: dict[int, QFontMetrics] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(340, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = self._model.card(index.row())
        area: QRect = option.rect
        state = option.state
        painter.save()
        painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, state, card)
        if card is None:
            self._text(
                painter,
                font(13),
                self._theme.tokens.text_third,
                QPointF(area.x() + _TEXT, area.y() + 44),
                "No longer in the workspace",
            )
        else:
            self._paint_head(painter, area, card)
            self._paint_foot(painter, area, card)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, card: Card | None
    ) -> None:
        tokens = self._theme.tokens
        painter.fillRect(area, QColor(_ground(tokens, state)))
        painter.fillRect(QRect(area.x() + 4, area.bottom(), area.width(), 1), QColor(tokens.border))
        if card is not None:
            bar = QRect(area.x(), area.y(), 4, area.height())
            painter.fillRect(bar, QColor(tokens.tone(card.look.tone).solid))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1, 1, -1, -2))

    def _paint_head(self, painter: QPainter, area: QRect, card: Card) -> None:
        tokens, left, right = self._theme.tokens, area.x() + _TEXT, area.right() - _RIGHT
        ink = tokens.tone(card.look.tone).ink
        icon = self._theme.pixmap(card.look.icon, ink)
        painter.drawPixmap(area.x() + _LEFT, area.y() + 11, icon)
        small, strong = font(12), font(13, Weight.BOLD if card.unread else Weight.SEMIBOLD)
        time_width = self._width(small, card.time)
        self._text(
            painter,
            small,
            tokens.text_second,
            QPointF(right - time_width, area.y() + 23),
            card.time,
        )
        room = right - time_width - 10 - left
        sender = self._elided(strong, card.sender, room)
        self._text(painter, strong, tokens.text, QPointF(left, area.y() + 24), sender)
        rest = room - self._width(strong, sender) - 8
        if rest > 60 and card.address:
            address = self._elided(small, card.address, rest)
            at = QPointF(right - time_width - 10 - rest, area.y() + 24)
            self._text(painter, small, tokens.text_third, at, address)
        face = font(13, Weight.SEMIBOLD if card.unread else Weight.REGULAR)
        subject = self._elided(face, card.subject, right - left)
        self._text(painter, face, tokens.text, QPointF(left, area.y() + 44), subject)

    def _paint_foot(self, painter: QPainter, area: QRect, card: Card) -> None:
        """The chip gets the room that score and counts leave."""
        tokens, small, bold = self._theme.tokens, font(11, Weight.MEDIUM), font(12, Weight.BOLD)
        top, right = area.y() + 52, area.right() - _RIGHT
        score_width = self._width(bold, card.score)
        marks = [(icon, text, 17 + self._width(small, text)) for icon, text in card.marks]
        taken = score_width + 10 + sum(width + 10 for _, _, width in marks)
        left = area.x() + _TEXT
        left += self._paint_chip(painter, card, left, top, right - left - taken) + 10
        for icon, text, width in marks:
            picture = self._theme.pixmap(icon, tokens.text_second, 13)
            painter.drawPixmap(left, top + 2, picture)
            at = QPointF(left + 17, top + 12.5)
            self._text(painter, small, tokens.text_second, at, text)
            left += width + 10
        ink = tokens.tone(card.look.tone).ink
        self._text(painter, bold, ink, QPointF(right - score_width, top + 13), card.score)

    def _paint_chip(self, painter: QPainter, card: Card, left: int, top: int, room: int) -> int:
        shade, face = self._theme.tone(card.chip_tone), font(11, Weight.MEDIUM)
        text = self._elided(face, card.chip, room - 12)
        width = self._width(face, text) + 12
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.wash))
        painter.drawRoundedRect(QRectF(left, top, width, _CHIP_HEIGHT), 4, 4)
        self._text(painter, face, shade.ink, QPointF(left + 6, top + 12.5), text)
        return width

    def _text(self, painter: QPainter, face: QFont, colour: str, at: QPointF, text: str) -> None:
        painter.setFont(face)
        painter.setPen(QColor(colour))
        painter.drawText(at, text)

    def _measure(self, face: QFont) -> QFontMetrics:
        """Fonts are shared objects, so their identity tells them apart."""
        if id(face) not in self._metrics:
            self._metrics[id(face)] = QFontMetrics(face)
        return self._metrics[id(face)]

    def _width(self, face: QFont, text: str) -> int:
        return self._measure(face).horizontalAdvance(text) if text else 0

    def _elided(self, face: QFont, text: str, room: int) -> str:
        return self._measure(face).elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))


def _ground(tokens: Tokens, state: QStyle.StateFlag) -> str:
    if state & QStyle.StateFlag.State_Selected:
        return tokens.selected
    return tokens.hover if state & QStyle.StateFlag.State_MouseOver else tokens.surface
