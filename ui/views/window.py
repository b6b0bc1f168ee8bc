"""The main window: puts the parts in their places and lets the keyboard reach all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedLayout, QWidget

from ui.actions import COMMANDS, Need
from ui.presenters.connection import ConnectionState, Link
from ui.presenters.navigation import PAGES
from ui.presenters.queue import QueueState
from ui.views.close_menu import CloseMenu
from ui.views.command_palette import CommandPalette
from ui.views.filter_field import FilterProblemLabel
from ui.views.first_run import FirstRun
from ui.views.keys_help import KeysHelp
from ui.views.menus import Commands
from ui.views.message_list import MessageListView
from ui.views.navigation import NavigationView
from ui.views.notices import Notices
from ui.views.panes import MakePage, MakeReadingPane, Pane
from ui.views.parts import Parts
from ui.views.statusbar import StatusBar
from ui.views.topbar import TopBar
from ui.views.travel import Travel
from ui.views.triage import Triage
from ui.widgets.boxes import column, framed, row
from ui.widgets.drop_zone import local_files
from workbench.model.verdict import Disposition

SMALLEST = QSize(1_100, 620)
USUAL = QSize(1_440, 900)
FOLD_NAV = 1_360  # pixels of width below which the navigation is icons only
NARROW = 1_240  # below which the key hints give way


class Window(QMainWindow):
    closing = Signal()
    files_asked = Signal()
    tenants_asked = Signal()
    propose_asked = Signal()  # or no longer
    disarm_asked = Signal()
    watch_choice_asked = Signal()
    account_asked = Signal()

    def __init__(
        self, parts: Parts, make_reading: MakeReadingPane, make_pages: Mapping[str, MakePage]
    ) -> None:
        """``make_pages`` are the pages that are no message list, by their key in the navigation."""
        super().__init__()
        self.parts = parts
        self.is_fresh = True  # taken for unused until its messages have been counted
        self.setWindowTitle("Email Security Workbench")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setAcceptDrops(True)
        theme, connection = parts.theme, parts.connection
        self.reading = make_reading(theme, connection)
        self.pages = {key: make(theme, connection) for key, make in make_pages.items()}
        views = {page.key for page in PAGES if page.view is not None}
        self.nav = NavigationView(theme, parts.navigation, frozenset(views | set(self.pages)))
        self.list = MessageListView(theme, parts.queue)
        self.first_run = FirstRun(theme, connection)
        self.notices = Notices(theme, parts)
        self.status = StatusBar(theme, connection, parts.activity)
        self.travel = Travel(parts.navigation, parts.queue, self.list, self.reading)
        self.commands = Commands(self, COMMANDS, self._handlers())
        self.top = TopBar(theme, connection, parts.queue, self.commands.fill(QMenu(self)))
        root = self._arrange()
        self.problem = FilterProblemLabel(theme, parts.queue, root)
        self.close_menu = CloseMenu(self)
        self.palette_panel = CommandPalette(root)
        self.keys = KeysHelp(theme, self.commands.table, root)
        self._wire()

    def _arrange(self) -> QWidget:
        self.triage = Triage(self.list, self.reading)
        self.stack = QStackedLayout()
        for part in (self.triage, self.first_run, *self.pages.values()):
            self.stack.addWidget(part)
        right = framed(column(self.notices, self.stack, spacing=0))
        middle = row(self.nav, right, spacing=0)
        middle.setStretch(1, 1)
        root = QWidget()
        root.setObjectName("root")
        whole = column(self.top, middle, self.status, spacing=0)
        whole.setStretch(1, 1)
        root.setLayout(whole)
        self.setCentralWidget(root)
        return root

    def _wire(self) -> None:
        parts = self.parts
        self.commands.listen_in((self.list, self.reading), self.list.table)
        for source in (self.nav, self.first_run):
            source.dropped.connect(parts.connection.open_files)
            source.files_asked.connect(self.files_asked)
        self.first_run.tenants_asked.connect(self.tenants_asked)
        for panel in (self.palette_panel, self.keys):
            panel.closed.connect(self._on_panel_closed)
        self.palette_panel.chosen.connect(lambda action: action.trigger())
        self.close_menu.chosen.connect(self._close_as)
        self.problem.moved.connect(self._hang_problem)
        parts.navigation.opened.connect(self._on_page)
        parts.navigation.changed.connect(self._show_page)
        parts.queue.changed.connect(self._on_queue)
        parts.connection.files_opened.connect(self.travel.show_files)
        parts.connection.changed.connect(self.list.draw_link)
        parts.connection.changed.connect(self._on_connection)
        parts.activity.changed.connect(self._offer)
        self.list.table.picked.connect(self._offer)
        self._on_connection(parts.connection.state)
        self._show_page()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        parts, table, reading = self.parts, self.list.table, self.reading
        tabs: dict[str, Callable[[], object]] = {
            f"tab {n}": partial(reading.show_tab, n) for n in range(1, 8)
        }
        pages: dict[str, Callable[[], object]] = {
            f"go {key}": partial(parts.navigation.open, key) for key in self.nav.items
        }
        return {
            **tabs,
            **pages,
            "next": lambda: table.step(1),
            "previous": lambda: table.step(-1),
            "next unreviewed": self.travel.next_unreviewed,
            "next alike": lambda: reading.step_alike(1),
            "previous alike": lambda: reading.step_alike(-1),
            "open": reading.take_focus,
            "page": self.travel.page,
            "select": table.flip_selection,
            "extend down": lambda: table.extend(1),
            "extend up": lambda: table.extend(-1),
            "close as": self._ask_close_as,
            "quarantine": self._quarantine,
            "block": lambda: reading.block(table.selected_ids()),
            "undo": reading.undo_last,
            "body view": reading.next_body_view,
            "switch theme": parts.theme.switch,
            "system theme": parts.theme.follow_system,
            "filter": self._focus_filter,
            "back": self.travel.back,
            "forward": self.travel.forward,
            "next pane": lambda: self._cycle(1),
            "previous pane": lambda: self._cycle(-1),
            "open files": self.files_asked.emit,
            "refresh": parts.connection.refresh,
            "tenants": self.tenants_asked.emit,
            "account": self.account_asked.emit,
            "dns": self._switch_dns,
            "watch": self._switch_watch,
            "disarm": self.disarm_asked.emit,
            "propose": self.propose_asked.emit,
            "watch these": self.watch_choice_asked.emit,
            "palette": self._show_palette,
            "keys": self._show_keys,
            "escape": self._escape,
            "quit": self.close,
        }

    def panes(self) -> list[Pane]:
        """The panes F6 goes through, as they are on screen now."""
        shown = self.stack.currentWidget()
        middle = [self.list, self.reading] if shown is self.triage else [shown]
        return [self.nav, *(pane for pane in middle if isinstance(pane, Pane))]

    def _cycle(self, by: int) -> None:
        panes, focus = self.panes(), QApplication.focusWidget()
        here = next((n for n, p in enumerate(panes) if focus and p.isAncestorOf(focus)), -by)
        panes[(here + by) % len(panes)].take_focus()

    def _focus_filter(self) -> None:
        self.top.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.filter.selectAll()

    def _escape(self) -> None:
        """The nearest thing first: panel, filter, reading pane, running work."""
        for panel in (self.palette_panel, self.keys):
            if panel.isVisible():
                panel.shut()
                return
        focus = QApplication.focusWidget()
        if focus is self.top.filter or (focus and self.reading.isAncestorOf(focus)):
            self.list.take_focus()
        elif not any(page.escape() for page in self.panes()):
            self.parts.activity.cancel()

    def _switch_dns(self) -> None:
        connection = self.parts.connection
        connection.allow_dns(not connection.state.dns)

    def _switch_watch(self) -> None:
        connection = self.parts.connection
        connection.watch(not connection.state.live.on)

    def _show_palette(self) -> None:
        actions = self.commands.possible()
        self.commands.hold(True)
        self.palette_panel.ask(actions)

    def _show_keys(self) -> None:
        self.commands.hold(True)
        self.keys.show_keys()

    def _on_panel_closed(self) -> None:
        self.commands.hold(False)

    def _ask_close_as(self) -> None:
        table = self.list.table
        corner = table.visualRect(table.currentIndex()).bottomLeft() + QPoint(38, -22)
        self.close_menu.popup(table.viewport().mapToGlobal(corner))

    def _close_as(self, disposition: Disposition) -> None:
        """A row of a queue stands for all that are alike, and so does the decision."""
        together = self.parts.queue.is_collapsed
        self.parts.connection.decide(self.list.table.selected_ids(), disposition, together)

    def _quarantine(self) -> None:
        """A row of a queue stands for all that are alike."""
        together = self.parts.queue.is_collapsed
        self.reading.quarantine(self.list.table.selected_ids(), together=together)

    @Slot(str)
    def _on_page(self, key: str) -> None:
        self._show_page()
        self._focus_page()

    def _show_page(self) -> None:
        key = self.parts.navigation.current.key
        page = self.pages.get(key)
        shown = page or (self.first_run if self._is_unused() else self.triage)
        if shown is not self.stack.currentWidget():
            self.stack.setCurrentWidget(shown)
            self.nav.offer_drop(shown is not self.first_run)
            self._focus_page()

    def _focus_page(self) -> None:
        shown = self.stack.currentWidget()
        (shown if isinstance(shown, Pane) else self.list).take_focus()

    def _is_unused(self) -> bool:
        """Nothing has ever been opened or connected here, as far as is known."""
        if self.parts.connection.state.link in (Link.CONNECTING, Link.CONNECTED):
            return False
        empty = self.parts.navigation.is_empty
        return self.is_fresh if empty is None else empty

    @Slot(object)
    def _on_queue(self, state: QueueState) -> None:
        self._show_page()
        self._offer()

    @Slot(object)
    def _on_connection(self, state: ConnectionState) -> None:
        self._show_page()
        self._offer()

    @Slot()
    def _offer(self) -> None:
        """Tell the commands what there is to act on."""
        has = Need.NOTHING
        connection = self.parts.connection
        has |= Need.DESK if connection.desk is not None else has
        has |= Need.TENANT if connection.state.tenant else has
        has |= Need.MESSAGE if self.list.table.current_id >= 0 else has
        has |= Need.WORK if self.parts.activity.busy else has
        self.commands.offer(has)

    def _hang_problem(self) -> None:
        self.problem.hang(self.top.filter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self.nav.fold(width < FOLD_NAV)
        self.status.set_narrow(width < NARROW)
        self._hang_problem()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Anywhere in the window will do."""
        event.acceptProposedAction()
        self.parts.connection.open_files(local_files(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
