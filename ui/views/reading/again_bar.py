"""Under an object's name: a password for what is locked, raised limits for what was cut short."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit

from analyzers.model.analysis import Analysis, Node
from ui import plain
from ui.fonts import font
from ui.models import again
from ui.models.artifacts import object_name
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.label import PlainLabel, WrappingLabel
from workbench.model.reexamination import Wish

LONGEST = 256  # characters of a password; the formats take fewer


class AgainBar(QFrame):
    wished = Signal(object)  # Wish
    stopped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sha256 = ""
        self._is_offered = False
        self._state = ReadingState()
        self.password = named(QLineEdit(), "artifact.password", "Password of the object")
        self.password.setFont(font(13, mono=True))
        self.password.setPlaceholderText("Password")
        self.password.setMaxLength(LONGEST)
        self.password.setMinimumWidth(180)
        self.attempt = named(Button(theme, "Try", "primary"), "artifact.try")
        self.raise_limits = named(Button(theme, "Examine with raised limits"), "artifact.raise")
        self.stop = named(Button(theme, "Stop", spoken="Stop examining again"), "artifact.stop")
        self.problem = PlainLabel("", 12)
        self.problem.set_tone(Tone.MALICIOUS.value)
        self.step = PlainLabel("", 12, ink="second")
        self.cost = WrappingLabel("", 12, "second")
        self.history = WrappingLabel("", 12, "second")
        self._arrange()
        self.password.returnPressed.connect(self._on_try)
        self.password.textEdited.connect(self._on_edited)
        self.attempt.clicked.connect(self._on_try)
        self.raise_limits.clicked.connect(self._on_raise)
        self.stop.clicked.connect(self.stopped)
        self.hide()

    def _arrange(self) -> None:
        self._lock = framed(row(self.password, self.attempt, None))
        self._limits = framed(column(row(self.raise_limits, None), self.cost, spacing=4))
        self._busy = framed(row(self.step, self.stop, None))
        parts = (self._lock, self._limits, self._busy, self.problem, self.history)
        self.setLayout(column(*parts, spacing=6))

    def show_node(self, analysis: Analysis, node: Node) -> None:
        """What was typed goes with the object it was typed for."""
        if node.sha256 != self._sha256:
            self.password.clear()
        self._sha256 = node.sha256
        self.password.setAccessibleName(plain.line(f"Password of {object_name(node)}"))
        met = again.limits_met(analysis, node)
        self._lock.setVisible(again.locked(analysis, node))
        self._limits.setVisible(bool(met))
        self.cost.setText(again.offer(met) if met else "")
        self.raise_limits.setAccessibleDescription(self.cost.text())
        self._is_offered = bool(met) or again.locked(analysis, node)
        self.draw(self._state)

    def draw(self, state: ReadingState) -> None:
        """How far it is, and what was in the way."""
        self._state = state
        mine = bool(self._sha256) and state.again_for == self._sha256
        done = state.message.reexaminations if state.message else ()
        self._say(self.problem, state.again_problem if mine else "")
        self._say(self.history, again.told(done, self._sha256))
        self.password.setAccessibleDescription(self.problem.text())
        self.step.setText("Examining again in its box" if mine else "Another object is examined")
        self._busy.setVisible(state.again)
        for widget in (self.password, self.attempt, self.raise_limits):
            widget.setEnabled(not state.again)
        shown = self._is_offered or bool(self.history.text()) or mine
        self.setVisible(shown)

    def _say(self, label: PlainLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    @Slot()
    def _on_try(self) -> None:
        if self.password.text():
            self.wished.emit(Wish(self._sha256, self.password.text()))
        else:
            self._say(self.problem, "Type a password first")

    @Slot()
    def _on_edited(self) -> None:
        self._say(self.problem, "")

    @Slot()
    def _on_raise(self) -> None:
        self.wished.emit(Wish(self._sha256, raised=True))
