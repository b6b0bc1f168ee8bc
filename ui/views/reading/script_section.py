"""The layers of a script one below the other, with the lines marked on which it calls something."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QFrame

from analyzers.model.analysis import Analysis, Node
from analyzers.model.script import ScriptCall, ScriptLayer
from ui import plain
from ui.fonts import Weight
from ui.models import scripts
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.code_view import CodeView
from ui.widgets.label import ElidingLabel, PlainLabel
from ui.widgets.table_section import TableSection

LAYERS = 12  # shown; the calls of further ones are in the table
LINES = 14  # of one layer before it scrolls by itself
_EDGE = 14  # pixels above and below the text


class ScriptSection(QFrame):
    """Choosing a call goes to its line; the text of each layer can be marked and copied by keys."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._calls: list[ScriptCall] = []
        self._numbers: list[int] = []  # of the layers that show
        widths = (180, 260, 90, 140)
        self.calls = TableSection(
            theme, "What the script calls", scripts.CALLS, widths, frozenset({0, 4})
        )
        self._note = ElidingLabel("", 12, ink="second")
        self.views: list[LayerView] = []
        head = row(PlainLabel("Layers of the script", 13, Weight.SEMIBOLD), self._note, None)
        self._column = column(spacing=6)
        self.setLayout(column(self.calls, head, self._column, spacing=6))
        self.calls.table.selectionModel().currentRowChanged.connect(self._on_call)
        self.hide()

    def draw(self, analysis: Analysis, node: Node) -> None:
        found = scripts.layers(analysis, node)
        self._calls = scripts.calls(analysis, node)
        self.calls.fill(scripts.call_rows(analysis, node))
        self._numbers = [layer.number for layer in found[:LAYERS]]
        while len(self.views) < len(self._numbers):
            self.views.append(LayerView(self._theme, len(self.views)))
            self._column.addWidget(self.views[-1])
        for place, view in enumerate(self.views):
            view.setVisible(place < len(self._numbers))
        for view, layer in zip(self.views, found, strict=False):
            view.show_layer(layer, scripts.marked(analysis, node, layer))
        more = f"{len(found) - LAYERS} more do not show · " if len(found) > LAYERS else ""
        self._note.setText(f"{more}nothing was run")
        self.setVisible(bool(found))

    @Slot(QModelIndex, QModelIndex)
    def _on_call(self, current: QModelIndex, before: QModelIndex) -> None:
        if not current.isValid() or current.row() >= len(self._calls):
            return
        call = self._calls[current.row()]
        if call.layer in self._numbers:
            self.views[self._numbers.index(call.layer)].code.go_to(call.line)


class LayerView(QFrame):
    """One layer: how it came to be, and its text."""

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self.title = ElidingLabel("", 12, ink="second")
        self.code = named(CodeView(theme), f"script.layer.{place}", "Layer of the script")
        self.code.setTabChangesFocus(True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLayout(column(self.title, self.code, spacing=2))

    def show_layer(self, layer: ScriptLayer, marked: frozenset[int]) -> None:
        self.title.setText(plain.line(scripts.heading(layer), 200))
        self.code.show_code(layer.text, marked)
        lines = min(LINES, layer.text.count("\n") + 1)
        self.code.setFixedHeight(self.code.fontMetrics().lineSpacing() * lines + 2 * _EDGE)
        if marked:
            self.code.go_to(min(marked))
