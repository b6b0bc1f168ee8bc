"""Macro code, module by module, with the signs that were found in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QComboBox, QFrame

from analyzers.model.analysis import Analysis, Node
from analyzers.model.document import MacroModule, MacroSign
from ui import plain
from ui.fonts import Weight
from ui.models.details import SIGNS, marked_lines, records, sign_rows
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.code_view import CodeView
from ui.widgets.label import ElidingLabel, PlainLabel
from ui.widgets.table_section import TableSection

HEIGHT = 260  # pixels of code


class MacroSection(QFrame):
    """Choosing a sign goes to its line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._analysis: Analysis | None = None
        self._node: Node | None = None
        self._modules: list[MacroModule] = []
        self._marked: list[frozenset[int]] = []
        self.signs = TableSection(theme, "Macro signs", SIGNS, (120, 190, 170), frozenset({1}))
        self.modules = named(QComboBox(), "macro.modules", "Macro module")
        self._note = ElidingLabel("", 12, ink="second")
        self.code = named(CodeView(theme), "macro.code", "Macro source")
        self.code.setFixedHeight(HEIGHT)
        title = PlainLabel("Macro source", 13, Weight.SEMIBOLD)
        head = row(title, self.modules, self._note, None)
        self.setLayout(column(self.signs, head, self.code, spacing=6))
        self.modules.currentIndexChanged.connect(self._on_module)
        self.signs.table.selectionModel().currentRowChanged.connect(self._on_sign)

    def draw(self, analysis: Analysis, node: Node) -> None:
        self._analysis, self._node = analysis, node
        self._modules = records(analysis, node, MacroModule)
        self._marked = [marked_lines(analysis, node, module) for module in self._modules]
        self.signs.fill(sign_rows(analysis, node))
        self.modules.blockSignals(True)
        self.modules.clear()
        self.modules.addItems([_title(module) for module in self._modules])
        self.modules.blockSignals(False)
        self.setVisible(bool(self._modules))
        if self._modules:
            most = max(range(len(self._modules)), key=lambda number: len(self._marked[number]))
            self.modules.setCurrentIndex(most)
            self._on_module(self.modules.currentIndex())

    @Slot(int)
    def _on_module(self, number: int) -> None:
        if not 0 <= number < len(self._modules):
            return
        module, marked = self._modules[number], self._marked[number]
        self.code.show_code(module.code, marked)
        cut = " · cut at a limit" if module.truncated else ""
        self._note.setText(f"{module.stream} · {len(marked)} marked lines · never run{cut}")
        if marked:
            self.code.go_to(min(marked))

    @Slot(QModelIndex, QModelIndex)
    def _on_sign(self, current: QModelIndex, before: QModelIndex) -> None:
        if self._analysis is None or self._node is None or not current.isValid():
            return
        sign = records(self._analysis, self._node, MacroSign)[current.row()]
        names = [module.name for module in self._modules]
        if sign.line and sign.module in names:
            self.modules.setCurrentIndex(names.index(sign.module))
            self.code.go_to(sign.line)


def _title(module: MacroModule) -> str:
    return plain.line(f"{module.name} ({module.language})", 80)
