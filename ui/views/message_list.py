"""The middle pane: the messages of one queue, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QStackedLayout, QWidget

from ui.fonts import Weight
from ui.naming import named
from ui.presenters.connection import ConnectionState, Link
from ui.presenters.navigation import page
from ui.presenters.queue import Phase, QueuePresenter, QueueState
from ui.theme import Theme
from ui.views.panes import Pane
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.card_delegate import ROW_HEIGHT
from ui.widgets.label import ElidingLabel, PlainLabel
from ui.widgets.message_table import MessageTable
from ui.widgets.notice import Notice
from ui.widgets.skeleton import Skeleton
from workbench.model.rows import Sort, SortKey, View

PATIENCE = 150  # milliseconds before grey rows say that something is loading
LEAST, MOST = 340, 440  # pixels of width

ORDERS = (
    ("Newest", Sort(SortKey.RECEIVED, True)),
    ("Oldest", Sort(SortKey.RECEIVED, False)),
    ("Most pressing", Sort(SortKey.PRIORITY, True)),
    ("Highest score", Sort(SortKey.SCORE, True)),
    ("Most reports", Sort(SortKey.REPORTS, True)),
    ("Sender", Sort(SortKey.SENDER, False)),
    ("Subject", Sort(SortKey.SUBJECT, False)),
)
PRIORITY = (
    "Expected harm × certainty × mailboxes still exposed.  Harm: malicious 10, suspicious 6, not "
    "analysed 4, spam 2, else 1, or what the gravest alert says if that is more (high 8, medium 5, "
    "low 3).  Certainty in percent: the score, at least 20, and 15 for each of two alerts, 5 for "
    "each of four reports.  Exposed: mailboxes with a copy outside of our quarantine."
)
_EMPTY = {
    View.REPORTED: ("Nothing reported", "No report by a user is waiting to be looked at."),
    View.FLAGGED: ("Nothing flagged", "No open message has an alert, a flag or a bad verdict."),
    View.ALL: ("No messages", "The tenant showed no messages of the last days."),
    View.OFFLINE: ("No files opened", "Drop .eml, .msg or any other file, or press Ctrl+O."),
}
_UNKNOWN = ("No tenant is connected", "What its users report shows here once one is.")
HINT, HINT_TENANT = "J/K move   E close", "J/K move   E close   Q quarantine"


class MessageListView(Pane):
    current = Signal(int)  # id of the message to show
    all_asked = Signal()  # the same filter over all mail, please

    def __init__(self, theme: Theme, presenter: QueuePresenter) -> None:
        super().__init__()
        self.setObjectName("list")
        self._presenter = presenter
        self.table = MessageTable(theme, presenter.model)
        self.notice = named(Notice(theme), "list.notice")
        self.skeleton = Skeleton(theme, ROW_HEIGHT)
        self._title = PlainLabel("", 16, Weight.BOLD)
        self._count = ElidingLabel("", 12, ink="second")
        self.order = named(Button(theme, "Newest  ▾", "quiet"), "list.order")
        self._place = ElidingLabel("", 11, ink="third")
        self._hint = ElidingLabel(HINT, 11, ink="third")
        self._link = ConnectionState()
        self._picked = 0
        self._is_late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._arrange()
        self._is_late.timeout.connect(self._show_skeleton)
        self.table.current.connect(self._on_current)
        self.table.picked.connect(self._on_picked)
        self.notice.acted.connect(self._on_notice)
        presenter.changed.connect(self.draw)
        self.draw(presenter.state)

    @Slot(object)
    def draw_link(self, state: ConnectionState) -> None:
        """An empty list means something only if somebody has been asked."""
        if (state.link, state.refreshed) != (self._link.link, self._link.refreshed):
            self._link = state
            self._hint.setText(HINT_TENANT if state.tenant else HINT)
            self._draw_body(self._presenter.state)

    def take_focus(self) -> None:
        self._current_part().setFocus()

    def _current_part(self) -> QWidget:
        part = self._stack.currentWidget()
        assert part is not None
        return part

    def _show_part(self, part: QWidget) -> None:
        """What takes the place of the part with the focus takes the focus too."""
        before, focus = self._current_part(), QApplication.focusWidget()
        had_focus = focus is not None and (before is focus or before.isAncestorOf(focus))
        if part is not before:
            self._stack.setCurrentWidget(part)
            if had_focus:
                part.setFocus()

    @Slot(object)
    def draw(self, state: QueueState) -> None:
        self._title.setText(page(state.view).title)
        filtered = "match" if state.filter_text.strip() and not state.filter_problem else "open"
        word = filtered if state.view is not View.ALL or filtered == "match" else "messages"
        more = "+" if state.phase is Phase.LOADING else ""
        self._count.setText(f"{state.shown:,}{more} {word}" if state.shown else "")
        explained = PRIORITY if state.sort.key is SortKey.PRIORITY else "Order of the list"
        self.order.set_label(f"{_order_name(state.sort)}  ▾", explained)
        self._draw_body(state)
        self._draw_foot()

    def _draw_body(self, state: QueueState) -> None:
        if state.phase is Phase.LOADING and not state.shown:
            self._is_late.start() if not self._is_late.isActive() else None
            return
        if state.phase is Phase.LOADING or state.phase is Phase.READY:
            self._is_late.stop()
            self._show_part(self.table)
            if state.phase is Phase.READY:
                self.table.settle()
            return
        self._is_late.stop()
        is_asking = self._link.link is Link.CONNECTING and state.view is not View.OFFLINE
        if state.phase is Phase.EMPTY and is_asking:
            self._show_part(self.skeleton)
            return
        self.notice.say(*_words(state, self._link))
        self._show_part(self.notice)

    def _show_skeleton(self) -> None:
        self._show_part(self.skeleton)

    def _draw_foot(self) -> None:
        total = self._presenter.model.rowCount()
        row_number = self.table.currentIndex().row() + 1
        place = f"Row {row_number:,} of {total:,}" if row_number and total else ""
        self._place.setText(f"{self._picked:,} selected" if self._picked > 1 else place)

    def _arrange(self) -> None:
        self.order.setMenu(self._order_menu())
        head = framed(row(self._title, self._count, None, self.order, margins=(14, 6, 6, 5)))
        foot = framed(row(self._place, None, self._hint, margins=(14, 5, 12, 6)))
        self._stack = QStackedLayout()
        for part in (self.table, self.notice, self.skeleton):
            self._stack.addWidget(part)
        whole = column(head, self._stack, foot, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setMinimumWidth(LEAST)

    def _order_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for name, sort in ORDERS:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(sort == self._presenter.state.sort)
            action.setData(sort)
            group.addAction(action)
        group.triggered.connect(lambda action: self._presenter.sort_by(action.data()))
        return menu

    @Slot(int)
    def _on_current(self, message_id: int) -> None:
        self._draw_foot()
        self.current.emit(message_id)

    @Slot(int)
    def _on_picked(self, number: int) -> None:
        self._picked = number
        self._draw_foot()

    @Slot()
    def _on_notice(self) -> None:
        phase = self._presenter.state.phase
        if phase is Phase.NO_MATCH:
            self._presenter.clear_filter()
        elif phase is Phase.PROBLEM:
            self._presenter.show_view(self._presenter.state.view)


def _order_name(sort: Sort) -> str:
    return next((name for name, order in ORDERS if order == sort), "Order")


def _words(state: QueueState, link: ConnectionState) -> tuple[str, str, str, str]:
    """Icon, title, text and button of what stands in place of the list."""
    if state.phase is Phase.OFFLINE:
        return "clock", "Opening the workspace", "Messages show as soon as it is open.", ""
    if state.phase is Phase.PROBLEM:
        return "suspicious", "The list cannot be shown", state.problem, "Try again"
    if state.phase is Phase.NO_MATCH:
        shown = f"Nothing in “{page(state.view).title}” matches  {state.filter_text.strip()}"
        return "search", "No match", shown, "Clear the filter"
    if state.view is View.OFFLINE:
        return "folder", *_EMPTY[state.view], ""
    if link.refreshed is None:
        return "offline", *_UNKNOWN, ""
    title, text = _EMPTY[state.view]
    return "info", title, f"{text} The tenant was last asked at {link.refreshed:%H:%M}.", ""
