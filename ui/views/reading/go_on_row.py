"""An action that was paused or halted, or left events in doubt: why it may go on, and the key it
takes."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLineEdit

from ui.models.outcomes import is_halted, may_go_on
from ui.naming import named
from ui.presenters.remedy import RemedyPresenter, RemedyState
from ui.presenters.stages import Stage
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import WrappingLabel
from ui.widgets.secret_line import SecretLine

PAUSED = "Going on begins with what was under way; each copy is read again before it is moved."
DOUBTFUL = (
    "What became of some calendar events is not known. Going on reads each of them again, and asks "
    "for it once more where it stands as before; no message is touched."
)
HALTED = (
    "It was stopped before it did more harm. Look at the copies in question first, then say why "
    "it may go on: the audit log keeps your words. Each copy is read again before it is moved."
)


class GoOnRow(QFrame):
    """A halted action takes a reason, one of another identity its passphrase."""

    def __init__(self, theme: Theme, remedy: RemedyPresenter) -> None:
        super().__init__()
        self._remedy = remedy
        self._action = ""
        self._told = WrappingLabel("", 13)
        self.reason = named(QLineEdit(), "remedy.go_on_reason", "Why it may go on")
        self.reason.setPlaceholderText("Why it may go on")
        self.reason.setMaxLength(1_000)  # characters of one line of the log
        self.passphrase = SecretLine("remedy.go_on_key", "Passphrase of the remediator's key")
        self.go_on = named(Button(theme, "Go on", "", "refresh"), "remedy.go_on")
        body = column(self._told, self.reason, self.passphrase, row(self.go_on, None), spacing=8)
        self.setLayout(body)
        self.go_on.clicked.connect(self._on_go_on)
        for line in (self.reason, self.passphrase):
            line.returnPressed.connect(self._on_go_on)
        self.reason.textChanged.connect(self._on_reason)
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._told.text()

    def draw(self, state: RemedyState) -> None:
        action = state.action if state.stage is Stage.DONE else None
        waits = action is not None and may_go_on(action)
        self.setVisible(waits)
        if action is None or not waits:
            return
        if self._action != action.id:
            self._action = action.id
            self.reason.clear()
        halted = is_halted(action)
        ended = action.doubtful > 0
        self._told.setText(HALTED if halted else DOUBTFUL if ended else PAUSED)
        self.reason.setVisible(halted)
        self.passphrase.setVisible(state.locked)
        self._on_reason()

    @Slot()
    def _on_reason(self) -> None:
        missing = self.reason.isVisibleTo(self) and not self.reason.text().strip()
        self.go_on.setEnabled(not missing)
        self.go_on.set_label("Go on", "Say why it may go on" if missing else "")

    @Slot()
    def _on_go_on(self) -> None:
        action = self._remedy.state.action
        if action is not None and self.go_on.isEnabled():
            reason = self.reason.text().strip() if is_halted(action) else ""
            self._remedy.go_on(action, reason, self.passphrase.taken())
