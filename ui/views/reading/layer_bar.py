"""Switches between a report and the message it is about, and says what that copy can prove."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame

from analyzers.model.analysis import Analysis
from ui.models.layering import Perspective, perspectives
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, framed
from ui.widgets.button import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.label import ElidingLabel

LONGEST = 48  # characters of a button


class LayerBar(QFrame):
    """Away where there is one message only and nothing to say about its copy."""

    chosen = Signal(int)  # node of the whole analysis

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[Perspective] = []
        self._group = QButtonGroup(self)
        self._flow = FlowLayout()
        self._choices = framed(self._flow)
        self.note = ElidingLabel("", 12, ink="second")
        self.setLayout(column(self._choices, self.note, margins=(18, 2, 16, 2), spacing=2))
        self.hide()

    @property
    def buttons(self) -> dict[int, Button]:
        """By node."""
        return {self._group.id(b): b for b in self._group.buttons() if isinstance(b, Button)}

    def show_analysis(self, analysis: Analysis | None, node: int) -> None:
        """``node`` is the message that is looked at."""
        offered = perspectives(analysis)
        if offered != self._shown:
            self._shown = offered
            self._offer(offered)
        here = next((one for one in offered if one.node == node), None)
        if here is not None and node in self.buttons:
            self.buttons[node].setChecked(True)
        self.note.setText(here.note if here else "")
        self.note.setVisible(bool(here and here.note))
        self._choices.setVisible(len(offered) > 1)
        self.setVisible(len(offered) > 1 or bool(here and here.note))

    def _offer(self, offered: list[Perspective]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        self._flow.clear()
        for one in offered if len(offered) > 1 else ():
            title = one.title if len(one.title) <= LONGEST else f"{one.title[:LONGEST]}…"
            button = named(Button(self._theme, title, "choice"), f"layer.{one.node}", one.title)
            button.setCheckable(True)
            button.clicked.connect(lambda _, node=one.node: self.chosen.emit(node))
            self._group.addButton(button, one.node)
            self._flow.addWidget(button)
