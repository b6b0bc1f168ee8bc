"""Asks for the remediator's passphrase before an unfinished action is gone on with."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.fonts import Weight
from ui.models.copies import many
from ui.naming import named
from ui.presenters.unlocking import UnlockingPresenter
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.overlay import Overlay
from ui.widgets.secret_line import SecretLine

WIDTH = 560  # pixels
TOLD = (
    "The program ended before {} was finished. Going on changes mailboxes, so the remediator has "
    "to be unlocked for it. What was moved before is in the journal; nothing is lost by waiting."
)


class UnlockPanel(Overlay):
    def __init__(self, theme: Theme, presenter: UnlockingPresenter, parent: QWidget) -> None:
        self._presenter = presenter
        self.told = WrappingLabel("", 13)
        self.passphrase = SecretLine("unlock.passphrase", "Passphrase of the remediator's key")
        self.problem = WrappingLabel("", 13)
        self.problem.set_tone(Tone.MALICIOUS.value)
        self.later = named(Button(theme, "Later"), "unlock.later")
        self.go_on = named(Button(theme, "Unlock and go on", "primary"), "unlock.go_on")
        head = row(PlainLabel("An action is not finished", 17, Weight.BOLD), None)
        foot = row(None, self.later, self.go_on)
        body = column(
            head, self.told, self.passphrase, self.problem, foot,
            margins=(18, 14, 14, 16), spacing=10,
        )  # fmt: skip
        super().__init__(parent, body, WIDTH, "Unfinished action", centred=True)
        self.later.clicked.connect(self.shut)
        self.go_on.clicked.connect(self._on_go_on)
        self.passphrase.returnPressed.connect(self._on_go_on)
        presenter.asked.connect(self.ask)
        presenter.changed.connect(self._on_changed)

    @Slot(int)
    def ask(self, waiting: int) -> None:
        self._draw(waiting)
        self.open(self.passphrase)

    def _draw(self, waiting: int) -> None:
        self.told.setText(TOLD.format(many(waiting, "action")))
        self.problem.setText(self._presenter.problem)
        self.problem.setVisible(bool(self._presenter.problem))

    @Slot()
    def _on_go_on(self) -> None:
        self._presenter.go_on(self.passphrase.taken())

    @Slot()
    def _on_changed(self) -> None:
        """The next one waits for another unlocking."""
        if self._presenter.waiting:
            self._draw(self._presenter.waiting)
        else:
            self.shut()
