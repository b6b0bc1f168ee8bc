"""Cells with a tone carry their icon beside the word."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.fonts import Weight, font
from ui.models.table import TONE
from ui.theme import Theme
from ui.tokens import Tone
from ui.verdicts import ICONS


class CellDelegate(QStyledItemDelegate):
    """``mono`` names the columns that hold identifiers."""

    def __init__(self, theme: Theme, mono: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._theme = theme
        self._mono = mono

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        told = index.data(TONE)
        if index.column() in self._mono:
            option.font = font(12, Weight.REGULAR, True)
        if told is None:
            return
        tone = Tone(told)  # on its way through Qt it became a bare text
        ink = self._theme.tokens.tone(tone).ink
        option.icon = self._theme.icon(ICONS[tone], ink, 14)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.font = font(12, Weight.SEMIBOLD)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, QColor(ink))
