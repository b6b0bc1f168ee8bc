"""An action that waits for a second person: what to hand to them, and where their answer goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QFrame

from ui.models.outcomes import may_go_on
from ui.naming import named
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.remedy import RemedyPresenter, RemedyState
from ui.presenters.stages import waits
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import WrappingLabel
from ui.widgets.secret_line import SecretLine

WAITS = (
    "Nothing has been moved. A second person has to approve: save the request, hand it to an "
    "approver of this profile, and load the answer they sign. It holds for 24 hours and for "
    "exactly these copies. You may close this: the journal keeps it."
)


LATER = (
    "A second person has to approve before this goes on: the profile has become stricter since it "
    "was begun, or an approval no longer holds. Save the request, hand it to an approver, and load "
    "the answer they sign."
)


class ApprovalRow(QFrame):
    def __init__(self, theme: Theme, remedy: RemedyPresenter, approval: ApprovalPresenter) -> None:
        super().__init__()
        self._remedy = remedy
        self._approval = approval
        self._told = WrappingLabel("", 13)
        self.passphrase = SecretLine("approval.passphrase", "Passphrase of the remediator's key")
        self.save = named(Button(theme, "Save request…", "", "export"), "approval.save")
        self.load = named(Button(theme, "Load approval…", "primary"), "approval.load")
        self.setLayout(column(self._told, self.passphrase, row(self.save, self.load, None)))
        self.save.clicked.connect(self._on_save)
        self.load.clicked.connect(self._on_load)
        approval.told.connect(self._told.setText)
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._told.text()

    def draw(self, state: RemedyState) -> None:
        shown = waits(state)
        if shown and self.isHidden():
            begun = state.action is not None and may_go_on(state.action)
            self._told.setText(LATER if begun else WAITS)
        self.setVisible(shown)
        self.passphrase.setVisible(state.locked)

    @Slot()
    def _on_save(self) -> None:
        action = self._remedy.state.action
        if action is None:
            return
        name = f"{action.id}.request.json"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the request", name, "JSON (*.json)")
        if chosen:
            self._approval.save(action.id, Path(chosen))

    @Slot()
    def _on_load(self) -> None:
        title = "Load the approval"
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", "JSON (*.json);;All files (*)")
        if chosen:
            self._remedy.approve(Path(chosen), self.passphrase.taken())
