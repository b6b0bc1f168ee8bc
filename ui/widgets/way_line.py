"""The worst way through the objects as a line of stations; pressing one chooses its object."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from analyzers.model.purpose import Step
from ui.naming import named
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.flow import FlowLayout
from ui.widgets.label import PlainLabel

SHOWN = 7  # stations; of a longer way those in the middle are counted
_NAME, _ACT = 44, 64  # characters of a station's texts; the tooltip has all


class WayLine(QFrame):
    """``chosen`` carries the node (Analysis.nodes) of the station that was pressed."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._flow = FlowLayout(2)
        self.setLayout(self._flow)
        self.stations: list[Button] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("The worst way")
        self.hide()

    def show_way(self, steps: Sequence[Step]) -> None:
        """Nothing shows where there is no way, or one that goes nowhere."""
        self._flow.clear()
        self.stations = []
        self.setVisible(len(steps) > 1)
        front = SHOWN // 2
        back = SHOWN - 1 - front
        cut = len(steps) > SHOWN
        parts = [*steps[:front], None, *steps[len(steps) - back :]] if cut else list(steps)
        for number, step in enumerate(parts if len(steps) > 1 else ()):
            if number:
                self._word("→")
            if step is None:
                self._word(f"{len(steps) - SHOWN + 1} more")
            else:
                self._station(step, number)

    def _station(self, step: Step, number: int) -> None:
        act = f" ({_short(step.act, _ACT)})" if step.act else ""
        said = f"{step.name}: {step.act}" if step.act else step.name
        made = named(Button(self._theme, "", "quiet"), f"way.{number}")
        made.set_label(_short(step.name, _NAME) + act, said)
        made.clicked.connect(lambda: self.chosen.emit(step.node))
        self.stations.append(made)
        self._flow.addWidget(made)

    def _word(self, text: str) -> None:
        label = PlainLabel(text, 12, ink="second")
        label.setFixedHeight(self.stations[0].sizeHint().height())  # in line with the buttons
        self._flow.addWidget(label)


def _short(text: str, limit: int) -> str:
    """Both ends count: a file's name ends in its kind, an address in its file."""
    if len(text) <= limit:
        return text
    front = limit * 2 // 3
    return f"{text[:front]}…{text[len(text) - (limit - front - 1) :]}"
