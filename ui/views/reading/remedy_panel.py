"""The panel over the window in which an action is previewed, watched and seen to its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import Weight
from ui.models.consequences import quarantine_title, running_title, undo_title
from ui.models.outcomes import settled_title
from ui.naming import named
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.remedy import RemedyPresenter, RemedyState, Stage
from ui.theme import Theme
from ui.views.reading.remedy_preview import PreviewPage
from ui.views.reading.remedy_run import ProgressPage, ResultPage
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel
from ui.widgets.overlay import Overlay

WIDTH = 940  # pixels: an address, where the copy lies and what is special about it side by side
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CONTROL = Qt.KeyboardModifier.ControlModifier


class RemedyPanel(Overlay):
    """``journal_asked`` carries the id of an action to be shown on the journal page, or "";
    ``block_asked`` the message of which something is to be blocked."""

    block_asked = Signal(int)

    journal_asked = Signal(str)

    def __init__(
        self, theme: Theme, remedy: RemedyPresenter, approval: ApprovalPresenter, parent: QWidget
    ) -> None:
        self._remedy = remedy
        self._stage = Stage.IDLE
        self.title = ElidingLabel("", 17, Weight.BOLD)
        self.close_button = named(Button(theme, "", "quiet", "close", "Close"), "remedy.x")
        self.preview = PreviewPage(theme, remedy)
        self.progress = ProgressPage(theme, remedy)
        self.result = ResultPage(theme, remedy, approval)
        self._pages: dict[Stage, QWidget] = {
            Stage.SCOPING: self.progress,
            Stage.PREVIEW: self.preview,
            Stage.HOLD: self.preview,
            Stage.RUNNING: self.progress,
            Stage.DONE: self.result,
            Stage.FAILED: self.result,
        }
        head = row(self.title, None, self.close_button)
        pages = (self.preview, self.progress, self.result)
        body = column(head, *pages, margins=(20, 14, 16, 16), spacing=12)
        super().__init__(parent, body, WIDTH, "Action on mailboxes", centred=True)
        for page in pages:
            page.hide()
        self.close_button.clicked.connect(self.put_away)
        self.preview.cancelled.connect(self.put_away)
        self.progress.put_away.connect(self.put_away)
        self.result.closed.connect(self.put_away)
        self.result.journal_asked.connect(self._on_journal)
        for page in (self.preview, self.result):
            page.block_asked.connect(self._on_block)
        remedy.changed.connect(self.draw)

    @Slot(object)
    def draw(self, state: RemedyState) -> None:
        if state.stage is Stage.IDLE or state.hidden:
            self.preview.forget() if state.stage is Stage.IDLE else None
            self._stage = Stage.IDLE
            self.shut()
            return
        page = self._pages[state.stage]
        self.title.setText(_title(state))
        self.panel.setAccessibleName(self.title.text())
        self._draw_page(state)
        for other in (self.preview, self.progress, self.result):
            other.setVisible(other is page)
        first = self._first(state.stage)
        if not self.isVisible():
            self.open(first)
        elif state.stage is not self._stage:
            first.setFocus(Qt.FocusReason.PopupFocusReason)
        self._stage = state.stage
        self._place()
        QTimer.singleShot(0, self, self._place)  # new lines get their final height once styled

    def put_away(self) -> None:
        """Esc: a hold is taken back, a run is hidden and goes on, everything else is closed."""
        if self._remedy.state.stage is Stage.HOLD:
            self._remedy.take_back()
        elif self._remedy.state.stage is Stage.RUNNING:
            self._remedy.hide()
        else:
            self._remedy.close()

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window works behind an open panel."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stage = self._remedy.state.stage
        control = bool(event.modifiers() & CONTROL)
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() == Qt.Key.Key_P and not control and stage is Stage.RUNNING:
            self.progress.pause_now()
        elif control and event.key() in ENTER and stage in (Stage.PREVIEW, Stage.HOLD):
            self.preview.confirm_now()
        elif control and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.preview.action.pick(event.key() - Qt.Key.Key_1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the panel neither closes it nor reaches what is behind."""

    def _draw_page(self, state: RemedyState) -> None:
        if state.stage in (Stage.PREVIEW, Stage.HOLD):
            self.preview.draw(state)
        elif state.stage in (Stage.SCOPING, Stage.RUNNING):
            self.progress.draw(state)
        else:
            self.result.draw(state)

    def _first(self, stage: Stage) -> QWidget:
        if stage is Stage.PREVIEW:
            return self.preview.first
        if stage is Stage.HOLD:
            return self.preview.cancel
        if stage in (Stage.DONE, Stage.FAILED):
            return self.result.close_button
        return self.progress.hide_button if stage is Stage.RUNNING else self.progress.stop

    @Slot()
    def _on_block(self) -> None:
        self.block_asked.emit(self._remedy.state.message_id)

    @Slot(str)
    def _on_journal(self, action_id: str) -> None:
        self._remedy.close()
        self.journal_asked.emit(action_id)


def _title(state: RemedyState) -> str:
    if state.stage is Stage.SCOPING:
        return "Looking for copies in every mailbox"
    if state.stage is Stage.RUNNING and state.action is not None:
        return "Going on with the action"
    if state.stage is Stage.RUNNING:
        return running_title(state.undoing, state.scope, state.choice)
    if state.stage is Stage.DONE and state.action is not None:
        return settled_title(state.action)[0]
    if state.stage is Stage.FAILED:
        return _failed(state)
    if state.undoing is not None:
        return undo_title(state.undoing)
    if state.scope is None:
        return ""
    return quarantine_title(state.scope, state.choice, state.provider)


def _failed(state: RemedyState) -> str:
    """What is not finished; some of it may have been done."""
    if state.undoing is not None:
        return "Putting back is not finished"
    return "The quarantine is not finished" if state.scope else "The copies were not found"
