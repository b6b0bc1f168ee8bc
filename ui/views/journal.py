"""The actions page: what was done to mailboxes, what became of each copy, and taking it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QLineEdit,
    QSplitter,
    QStackedLayout,
)

from ui.fonts import Weight
from ui.models.copies import many
from ui.models.journal import ACTIONS, ITEMS, action_rows, item_rows, matching
from ui.models.outcomes import count_text, is_halted, may_go_on, why_final
from ui.models.proposals import still_looks, sweep_lines
from ui.models.table import TableRows
from ui.naming import named
from ui.presenters.journal import JournalPresenter, JournalState
from ui.presenters.remedy import RemedyPresenter
from ui.theme import Theme
from ui.views.panes import Pane
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.notice import Notice
from workbench.model.remediation import ActionState, ActionView

ACTION_WIDTHS = (140, 100, 280, 88, 230, 330)
ITEM_WIDTHS = (280, 190, 80, 320)


class JournalPage(Pane):
    def __init__(self, theme: Theme, journal: JournalPresenter, remedy: RemedyPresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self._journal = journal
        self._remedy = remedy
        self._listed: tuple[ActionView, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._items: object = None
        self._count = ElidingLabel("", 12, ink="second")
        self.filter = named(QLineEdit(), "journal.filter", "Filter by subject, id or state")
        self.filter.setPlaceholderText("Filter by subject, id or state")
        self.filter.setClearButtonEnabled(True)
        self.reload = named(Button(theme, "Read again", "", "refresh"), "journal.reload")
        self.actions_table = DataTable(
            theme, TableRows(ACTIONS), ACTION_WIDTHS, "Actions on mailboxes"
        )
        self.items_table = DataTable(
            theme, TableRows(ITEMS), ITEM_WIDTHS, "Copies of the action", frozenset({0})
        )
        self.export = named(Button(theme, "Export…", "", "export"), "journal.export")
        self.told = named(WrappingLabel("", 12, "second"), "journal.told")
        self.told.hide()
        self.unanchored = named(WrappingLabel("", 12, "second"), "journal.unanchored")
        self.notice = Notice(theme)
        self._title = ElidingLabel("", 14, Weight.SEMIBOLD)
        self._facts = WrappingLabel("", 13, "second")
        self.undo = named(Button(theme, "Undo…", "", "undo"), "journal.undo")
        self.go_on = named(Button(theme, "Go on", "", "refresh"), "journal.go_on")
        self.copy = named(Button(theme, "Copy id", "", "copy"), "journal.copy")
        self.approval = named(Button(theme, "Approval…", "", "shield"), "journal.approval")
        self.stop = named(Button(theme, "Look no more", "", "close"), "journal.stop")
        self._arrange()
        self._wire()
        self.draw(journal.state)

    def _arrange(self) -> None:
        title = PlainLabel("Actions", 17, Weight.BOLD)
        self.filter.setFixedWidth(340)
        head = row(title, self._count, None, self.filter, self.export, self.reload)
        foot_head = row(
            *(self._title, None, self.approval, self.stop, self.copy, self.go_on, self.undo)
        )
        detail = column(foot_head, self._facts, self.items_table, margins=(0, 8, 0, 0), spacing=6)
        detail.setStretch(2, 1)
        self.detail = framed(detail)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.actions_table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self._split: QFrame = split
        self._stack = QStackedLayout()
        self._stack.addWidget(split)
        self._stack.addWidget(self.notice)
        whole = column(
            head, self.told, self.unanchored, self._stack, margins=(18, 12, 16, 12), spacing=10
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self._journal.changed.connect(self.draw)
        self.filter.textChanged.connect(self._on_filter)
        self.reload.clicked.connect(self._journal.load)
        self.export.clicked.connect(self._on_export)
        self._journal.told.connect(self._on_told)
        self.notice.acted.connect(self._on_notice)
        self.undo.clicked.connect(self._on_undo)
        self.go_on.clicked.connect(self._on_go_on)
        self.approval.clicked.connect(self._on_approval)
        self.copy.clicked.connect(self._on_copy)
        self.stop.clicked.connect(self._journal.stop_looking)
        self.actions_table.selectionModel().currentRowChanged.connect(self._on_current)

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        (self.notice if shown is self.notice else self.actions_table).setFocus()

    def show_action(self, action_id: str) -> None:
        """Choose an action, past any filter."""
        self.filter.clear()
        self._journal.choose(action_id)

    @Slot(object)
    def draw(self, state: JournalState) -> None:
        listed = matching(state.actions, self.filter.text())
        if self._drawn != (state.actions, self.filter.text()):
            self._drawn = (state.actions, self.filter.text())
            self._listed = listed
            self.actions_table.rows.fill(action_rows(listed))
        self.unanchored.setText("\n".join(state.unanchored))
        self.unanchored.setVisible(bool(state.unanchored))
        self._draw_place(state)
        self._choose(state)
        self._draw_detail(self._journal.state)  # choosing has changed it
        of = f"{len(listed):,} of " if len(listed) < len(state.actions) else ""
        self.export.setEnabled(bool(listed))
        self._count.setText(f"{of}{many(len(state.actions), 'action')}" if state.actions else "")

    def _draw_place(self, state: JournalState) -> None:
        """The table, or why there is none."""
        if self._listed:
            self._stack.setCurrentWidget(self._split)
            return
        had_focus = self.actions_table.hasFocus()
        self.notice.say(*_nothing(state))
        self._stack.setCurrentWidget(self.notice)
        if had_focus:
            self.notice.setFocus()

    def _choose(self, state: JournalState) -> None:
        """Keep the chosen action chosen; the first one where none is."""
        ids = [action.id for action in self._listed]
        if state.chosen not in ids and state.busy:
            return  # it may be on its way
        wanted = ids.index(state.chosen) if state.chosen in ids else 0
        if ids and self.actions_table.currentIndex().row() != wanted:
            self.actions_table.selectRow(wanted)

    def _draw_detail(self, state: JournalState) -> None:
        action = state.action if state.action in self._listed else None
        self.detail.setVisible(action is not None)
        if action is None:
            return
        self._title.setText(f"{action.subject or '(no subject)'} · {action.id}")
        self._facts.setText(_facts(action, state))
        self.stop.setVisible(still_looks(action))
        self.go_on.setVisible(may_go_on(action))
        self.approval.setVisible(action.state is ActionState.AWAITING_APPROVAL)
        why = why_final(action)
        self.undo.setEnabled(not why)
        self.undo.set_label("Undo…", why or "Show what putting back would do")
        if self._items is not state.items:
            self._items = state.items
            self.items_table.rows.fill(item_rows(action, state.items))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        if 0 <= current.row() < len(self._listed):
            action_id = self._listed[current.row()].id
            if action_id != self._journal.state.chosen:
                self._journal.choose(action_id)

    @Slot()
    def _on_export(self) -> None:
        """What the filter shows, with all copies."""
        title, forms = "Export the actions shown", "CSV (*.csv);;JSON lines (*.jsonl)"
        chosen, form = QFileDialog.getSaveFileName(self, title, "journal.csv", forms)
        if chosen:
            path = Path(chosen)
            ending = ".jsonl" if "jsonl" in form else ".csv"
            path = path if path.suffix else path.with_suffix(ending)
            self._journal.export(path, [action.id for action in self._listed])

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    @Slot()
    def _on_filter(self) -> None:
        self.draw(self._journal.state)

    @Slot()
    def _on_notice(self) -> None:
        if self.filter.text():
            self.filter.clear()
        else:
            self._journal.load()

    @Slot()
    def _on_undo(self) -> None:
        action = self._journal.state.action
        if action is not None and not why_final(action):
            self._remedy.preview_undo(action)

    @Slot()
    def _on_go_on(self) -> None:
        """At once where nothing has to be said for it; else where it can be."""
        action = self._journal.state.action
        if action is None:
            return
        if is_halted(action) or self._remedy.state.locked:
            self._remedy.show(action)
        else:
            self._remedy.go_on(action)

    @Slot()
    def _on_approval(self) -> None:
        action = self._journal.state.action
        if action is not None and action.state is ActionState.AWAITING_APPROVAL:
            self._remedy.show(action)

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._journal.state.chosen)


def _nothing(state: JournalState) -> tuple[str, str, str, str]:
    """Icon, title, text and button of what stands in place of the table."""
    if state.actions:
        text = "No action has this in its subject, id or state."
        return "search", "No match", text, "Clear the filter"
    if state.problem:
        return "suspicious", "The journal cannot be read", state.problem, "Try again"
    if state.busy:
        return "clock", "Reading the journal", "Actions show as soon as they are read.", ""
    text = "Nothing was moved in any mailbox from this workspace."
    return "journal", "No action yet", text, ""


def _facts(action: ActionView, state: JournalState) -> str:
    lines = [count_text(action)]
    if action.reason:
        lines.append(f"Reason: {action.reason}")
    if action.note:
        lines.append(action.note)
    lines += sweep_lines(action)
    if action.reverses:
        lines.append(f"Takes back {action.reverses}")
    if action.reversed_by:
        lines.append(f"Taken back by {action.reversed_by}")
    if state.problem:
        lines.append(state.problem)
    return "\n".join(lines)
