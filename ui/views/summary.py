"""What the list already knows of a message, for a window without a reading pane."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ui.fonts import Weight
from ui.models.messages import MessageList
from ui.naming import named
from ui.theme import Theme
from ui.views.panes import ReadingPane
from ui.widgets.boxes import column, row
from ui.widgets.chip import Chip
from ui.widgets.label import ElidingLabel, WrappingLabel


class Summary(ReadingPane):
    def __init__(self, theme: Theme, model: MessageList) -> None:
        super().__init__()
        named(self, "read", "Message")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._model = model
        self._subject = ElidingLabel("", 19, Weight.BOLD)
        self._sender = ElidingLabel("", 13, ink="second")
        self._verdict = Chip(theme, "Not analysed")
        self._spoken = WrappingLabel("", 13, "second")
        self.setLayout(
            column(
                self._subject,
                self._sender,
                row(self._verdict, None),
                self._spoken,
                None,
                margins=(18, 12, 16, 12),
            )
        )
        self.show_message(-1)

    def show_message(self, message_id: int) -> None:
        card = self._model.card(self._model.position(message_id))
        for part in (self._subject, self._sender, self._verdict, self._spoken):
            part.setVisible(card is not None)
        if card is not None:
            self._subject.setText(card.subject)
            self._sender.setText(f"{card.sender}  {card.address}")
            self._verdict.say(card.chip, card.chip_tone)
            self._spoken.setText(card.spoken)

    def take_focus(self) -> None:
        self.setFocus()

    def page(self) -> bool:
        return False

    def show_tab(self, number: int) -> None:
        """There are none."""

    def next_body_view(self) -> None:
        """There is none."""

    def quarantine(self, message_ids: Sequence[int]) -> None:
        """Cannot be offered without a preview."""

    def undo_last(self) -> None:
        """Cannot be offered without a preview."""
