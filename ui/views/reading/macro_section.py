"""Macro code, module by module, with what runs by itself and the signs that were found in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import QFrame, QMenu

from analyzers.model.analysis import Analysis, Node
from analyzers.model.document import MacroModule, MacroSign, MacroStep
from ui import plain
from ui.fonts import Weight
from ui.models.details import SIGNS, STEPS, marked_lines, records, sign_rows, step_rows
from ui.models.macrotext import inlined
from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.code_view import CodeView
from ui.widgets.label import ElidingLabel, PlainLabel
from ui.widgets.table_section import TableSection

HEIGHT = 260  # pixels of code


class MacroSection(QFrame):
    """Choosing a sign or a procedure goes to its line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._analysis: Analysis | None = None
        self._node: Node | None = None
        self._modules: list[MacroModule] = []
        self._marked: list[frozenset[int]] = []
        self._signs: list[MacroSign] = []
        self.signs = TableSection(theme, "Macro signs", SIGNS, (120, 190, 170, 90), frozenset({1}))
        widths = (200, 170, 170)
        self.steps = TableSection(theme, "What starts by itself", STEPS, widths, frozenset({0, 3}))
        self.modules = named(Button(theme), "macro.modules")
        self.menu = QMenu(self.modules)
        self.modules.setMenu(self.menu)
        self._note = ElidingLabel("", 12, ink="second")
        self.code = named(CodeView(theme), "macro.code", "Macro source")
        self.code.setFixedHeight(HEIGHT)
        title = PlainLabel("Macro source", 13, Weight.SEMIBOLD)
        head = row(title, self.modules, self._note, None)
        self.setLayout(column(self.steps, self.signs, head, self.code, spacing=6))
        self.menu.triggered.connect(lambda action: self.show_module(action.data()))
        self.signs.table.selectionModel().currentRowChanged.connect(self._on_sign)
        self.steps.table.selectionModel().currentRowChanged.connect(self._on_step)

    def draw(self, analysis: Analysis, node: Node) -> None:
        self._analysis, self._node = analysis, node
        self._modules = records(analysis, node, MacroModule)
        self._marked = [marked_lines(analysis, node, module) for module in self._modules]
        self._signs = records(analysis, node, MacroSign)
        self.steps.fill(step_rows(analysis, node))
        self.signs.fill(sign_rows(analysis, node))
        self.menu.clear()
        for number, module in enumerate(self._modules):
            self.menu.addAction(_title(module)).setData(number)
        self.setVisible(bool(self._modules))
        if self._modules:
            self.show_module(max(range(len(self._modules)), key=lambda n: len(self._marked[n])))

    def show_module(self, number: int) -> None:
        module, marked = self._modules[number], self._marked[number]
        self.code.show_code(inlined(module, self._signs), marked)
        self.modules.set_label(f"{module.name} ({module.language})  ▾", "Choose a macro module")
        cut = " · cut at a limit" if module.truncated else ""
        self._note.setText(f"{module.stream} · {len(marked)} marked lines · never run{cut}")
        if marked:
            self.code.go_to(min(marked))

    @Slot(QModelIndex, QModelIndex)
    def _on_sign(self, current: QModelIndex, before: QModelIndex) -> None:
        if not 0 <= current.row() < len(self._signs):
            return
        sign = self._signs[current.row()]
        self._go(sign.module, sign.line)

    @Slot(QModelIndex, QModelIndex)
    def _on_step(self, current: QModelIndex, before: QModelIndex) -> None:
        if self._analysis is None or self._node is None or not current.isValid():
            return
        step = records(self._analysis, self._node, MacroStep)[current.row()]
        self._go(step.module, step.line)

    def _go(self, module: str, line: int) -> None:
        names = [one.name for one in self._modules]
        if line and module in names:
            self.show_module(names.index(module))
            self.code.go_to(line)


def _title(module: MacroModule) -> str:
    return plain.line(f"{module.name} ({module.language})", 80).replace("&", "&&")
