"""List and reading pane side by side; the list keeps its share until somebody moves the border."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from ui.views.message_list import LEAST, MOST, MessageListView
from ui.views.panes import ReadingPane

SHARE = 31  # per cent of both that the list takes, in the bounds of its width


class Triage(QSplitter):
    def __init__(self, messages: MessageListView, reading: ReadingPane) -> None:
        super().__init__()
        self._is_moved = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(messages)
        self.addWidget(reading)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._on_moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_moved:
            wanted = max(LEAST, min(MOST, self.width() * SHARE // 100))
            self.setSizes([wanted, self.width() - wanted - self.handleWidth()])

    def _on_moved(self) -> None:
        self._is_moved = True
