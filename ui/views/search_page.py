"""The search page: every mailbox is asked for what an analyst says; what is found comes as rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from ui.fonts import Weight
from ui.models import searched
from ui.naming import named
from ui.presenters.searching import Phase, SearchPresenter, SearchState
from ui.theme import Theme
from ui.views.panes import Pane
from ui.views.search_form import SearchForm
from ui.views.search_progress import SearchProgress
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.notice import Notice
from workbench.searching.said import Said

ABOUT = "in every mailbox of the tenant, or in those named; nothing is changed"
WIDTHS = (215, 190, 250, 225, 150)  # pixels
HINT = "J/K move   Enter open   Q quarantine   C copy   S sort   / fields   P pause   Esc stop"


class SearchPage(Pane):
    tenants_asked = Signal()

    def __init__(self, theme: Theme, search: SearchPresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self._search = search
        self._goes_on = False  # the focus goes to what is found as soon as there is any
        self._recent: tuple[Said, ...] | None = None
        self.form = SearchForm(theme)
        self.progress = SearchProgress(theme)
        self.gaps = WrappingLabel("", 12)
        self.gaps.set_tone("suspicious")
        self.notes = WrappingLabel("", 12, "third")
        self.table = DataTable(theme, search.rows, WIDTHS, "Found")
        self.table.allow_sorting()
        self.notice = named(Notice(theme), "search.notice")
        self.read = named(Button(theme, "Open", "", "mail"), "search.open")
        self.act = named(Button(theme, "Quarantine…", "", "quarantine"), "search.quarantine")
        self._arrange()
        self._wire()
        self.draw(search.state)

    def _arrange(self) -> None:
        self._stack = QStackedLayout()
        for part in (self.notice, self.table):
            self._stack.addWidget(part)
        title = PlainLabel("Search", 17, Weight.BOLD)
        about = ElidingLabel(ABOUT, 12, ink="second")
        hint = ElidingLabel(HINT, 11, ink="third")
        whole = column(
            row(title, about, None), self.form, self.progress, self.gaps, self._stack, self.notes,
            row(hint, None, self.read, self.act), margins=(18, 12, 16, 10), spacing=10,
        )  # fmt: skip
        whole.setStretch(4, 1)
        self.setLayout(whole)

    def _wire(self) -> None:
        self._search.changed.connect(self.draw)
        self.form.asked.connect(self._on_asked)
        self.form.forget_asked.connect(self._search.clear_recent)
        self.progress.pause_asked.connect(self._search.flip_pause)
        self.progress.stop_asked.connect(self._search.stop)
        self.notice.acted.connect(self._on_notice)
        self.read.clicked.connect(self._on_open)
        self.act.clicked.connect(self._on_act)
        self.table.activated.connect(self._on_open)
        self.table.selectionModel().currentRowChanged.connect(self._offer)
        for key, slot in (
            ("Q", self._on_act), ("P", self._search.flip_pause), ("/", self.form.take_focus),
            ("S", self.table.sort_by_next), ("Shift+S", self.table.turn_sorting),
            ("J", lambda: self._step(1)), ("K", lambda: self._step(-1)),
        ):  # fmt: skip
            action = QAction(key, self.table)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.table.addAction(action)

    def take_focus(self) -> None:
        if self.table.rows.rowCount():
            self.table.setFocus()
        else:
            self.form.take_focus()

    def escape(self) -> bool:
        runs = self._search.state.phase is Phase.RUNNING
        if runs:
            self._search.stop()
        return runs

    @Slot(object)
    def draw(self, state: SearchState) -> None:
        self.form.tell(state.problem)
        if state.recent != self._recent:
            self._recent = state.recent
            self.form.list_recent(state.recent)
        self.progress.draw(state)
        gaps = searched.gaps(state.unreached, state.cut, state.gaps)
        self._say(self.gaps, ". ".join(gaps))
        self._say(self.notes, "; ".join(state.notes))
        self._draw_place(state)
        self._offer()

    def _say(self, label: WrappingLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _draw_place(self, state: SearchState) -> None:
        if self.table.rows.rowCount():
            self._show_part(self.table)
            if self._goes_on:
                self._goes_on = False
                self.table.setFocus()
        else:
            self.notice.say(*_words(state))
            self._show_part(self.notice)

    def _show_part(self, part: QWidget) -> None:
        """The keyboard does not get lost with what goes."""
        before, focus = self._stack.currentWidget(), QApplication.focusWidget()
        had = before is not None and focus is not None and before.isAncestorOf(focus)
        if part is not before:
            self._stack.setCurrentWidget(part)
            if had or focus is before:
                self.form.take_focus()

    @Slot()
    def _offer(self) -> None:
        is_copy = self._search.rows.copy(self.table.currentIndex().row()) is not None
        self.read.setEnabled(is_copy)
        self.act.setEnabled(is_copy)

    def _step(self, by: int) -> None:
        row = self.table.currentIndex().row() + by
        if 0 <= row < self.table.rows.rowCount():
            self.table.choose(row)

    @Slot(object)
    def _on_asked(self, said: Said) -> None:
        self._goes_on = True
        self._search.search(said)
        self._goes_on = self._search.state.phase is Phase.RUNNING

    @Slot()
    def _on_open(self) -> None:
        self._search.open(self.table.currentIndex().row())

    @Slot()
    def _on_act(self) -> None:
        self._search.open(self.table.currentIndex().row(), act=True)

    @Slot()
    def _on_notice(self) -> None:
        if self._search.state.phase is Phase.OFFLINE:
            self.tenants_asked.emit()
        else:
            self._search.search(self._search.state.said)


def _words(state: SearchState) -> tuple[str, str, str, str]:
    """Icon, title, text and button of what stands in the place of the table."""
    if state.phase is Phase.OFFLINE and state.connecting:
        return "clock", "Connecting", "The mailboxes can be asked once the tenant is connected.", ""
    if state.phase is Phase.OFFLINE:
        text = "A search asks the mailboxes of a tenant. Connect one with Ctrl+T."
        return "offline", "No tenant is connected", text, "Connect a tenant…"
    if state.phase is Phase.EMPTY:
        return "search", "What can be asked", searched.EXAMPLES, ""
    asked = searched.boxes(state.asked, state.total)
    if state.phase is Phase.RUNNING:
        return "clock", "Nothing found yet", f"{asked}. Copies show as mailboxes answer.", ""
    if state.ended and not state.total:
        return "suspicious", "No mailbox was asked", state.ended, "Try again"
    if state.is_partial:
        return (
            "suspicious",
            "Nothing found, but not every mailbox answered",
            f"{asked}.",
            "Try again",
        )
    if state.approximate:
        asked = f"{asked}. {searched.APPROXIMATE[0].upper()}{searched.APPROXIMATE[1:]}"
    return "info", "Nothing found", f"{asked}.", ""
