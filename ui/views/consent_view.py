"""What a tenant's administrator is asked for, before anybody signs in, with the text to copy."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QFrame

from ui.models.rights import CONSENT, consent_rows
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.code_view import CodeView
from ui.widgets.table_section import TableSection
from workbench.connectors.consent import asked
from workbench.profiles.saved import Saved

HEIGHT = 150  # pixels of the text


class ConsentView(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rungs = TableSection(theme, "What to grant", CONSENT, (150, 270), frozenset({1}))
        self.text = named(CodeView(theme), "consent.text", "Text for the administrator")
        self.text.setFixedHeight(HEIGHT)
        self.copy = named(Button(theme, "Copy for the administrator"), "consent.copy")
        self.hidden_by = named(Button(theme, "Done", "quiet"), "consent.done")
        self._whole = ""
        foot = row(self.copy, self.hidden_by, None)
        self.setLayout(column(self.rungs, self.text, foot, spacing=6))
        self.copy.clicked.connect(self._on_copy)
        self.hidden_by.clicked.connect(self.hide)
        self.hide()

    def show_for(self, saved: Saved) -> None:
        identities = asked(saved.profile())
        self._whole = "\n\n".join(identity.text for identity in identities)
        self.rungs.fill(consent_rows(identities), saved.name)
        self.text.show_code(self._whole, ())
        self.show()
        self.copy.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        """Addresses as they are: it is pasted into the administrator's console."""
        QApplication.clipboard().setText(self._whole)
