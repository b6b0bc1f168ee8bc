"""Which action: what the tenant's provider offers, with how far each can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from ui.fonts import Weight
from ui.models.consequences import back_sentence
from ui.models.outcomes import KINDS
from ui.naming import named
from ui.presenters.remedy import RemedyPresenter, RemedyState
from ui.widgets.boxes import column, framed, row
from ui.widgets.label import PlainLabel, WrappingLabel
from workbench.model.remediation import ActionKind, Choice
from workbench.remediation.choices import Offer, offers

LETTERS = 200  # of a folder's path


class ActionChooser(QFrame):
    """Hidden where there is nothing to choose."""

    def __init__(self, remedy: RemedyPresenter) -> None:
        super().__init__()
        self._remedy = remedy
        self._offers: tuple[Offer, ...] = ()
        self.kind = named(QComboBox(), "remedy.kind", "Action")
        self.folder = named(QLineEdit(), "remedy.folder", "Path of the folder to move to")
        self.folder.setPlaceholderText("Inbox/Cases; a mailbox without it is skipped")
        self.folder.setMaxLength(LETTERS)
        self.back = WrappingLabel("", 12, "second")
        label = PlainLabel("Action", 12, Weight.SEMIBOLD, ink="second")
        self._filler = PlainLabel("", 12)
        parts = row(label, self.kind, self.folder, self._filler)
        parts.setStretch(2, 1)
        parts.setStretch(3, 1)
        line = framed(parts)
        self.setLayout(column(line, self.back, spacing=6))
        self.kind.currentIndexChanged.connect(self._on_choice)
        self.folder.textChanged.connect(self._on_choice)

    def fill(self, state: RemedyState) -> None:
        """For a new preview: the first of what is offered."""
        self._offers = offers(state.provider) if state.undoing is None else ()
        for part in (self.kind, self.folder):
            part.blockSignals(True)
        self.kind.clear()
        self.kind.addItems([KINDS[offer.kind] for offer in self._offers])
        self.folder.clear()
        for part in (self.kind, self.folder):
            part.blockSignals(False)

    def draw(self, state: RemedyState) -> None:
        self.setVisible(bool(self._offers))
        path = state.choice.kind is ActionKind.FOLDER
        self.folder.setVisible(path)
        self._filler.setVisible(not path)
        self.back.setText(back_sentence(state.choice, state.provider))

    def pick(self, number: int) -> None:
        """By its place in the list, from 0; what is not there is not picked."""
        if self.isEnabled() and number < len(self._offers):
            self.kind.setCurrentIndex(number)
            if self._offers[number].kind is ActionKind.FOLDER:
                self.folder.setFocus()

    @Slot()
    def _on_choice(self) -> None:
        number = self.kind.currentIndex()
        if 0 <= number < len(self._offers):
            kind = self._offers[number].kind
            folder = self.folder.text() if kind is ActionKind.FOLDER else ""
            self._remedy.choose(Choice(kind, folder))
