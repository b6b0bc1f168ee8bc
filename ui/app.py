"""Puts the window together: application, colours, presenters, views, and the end of all of it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from ui import fonts
from ui.jobs import JobRunner
from ui.models.accounts import addresses_of
from ui.models.messages import MessageList, local_now
from ui.presenters.account import AccountPresenter
from ui.presenters.activity import Activity
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.blocking import BlockPresenter
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.journal import JournalPresenter, JournalState
from ui.presenters.navigation import ACTIONS, PROPOSALS, SEARCH, NavigationPresenter
from ui.presenters.ports import Desk, Opening
from ui.presenters.proposals import ProposalsPresenter, ProposalsState
from ui.presenters.proposed import ProposingRemedy
from ui.presenters.queue import QueuePresenter
from ui.presenters.reading import ReadingPresenter
from ui.presenters.searching import SearchPresenter, SearchState
from ui.presenters.signing import SigningPresenter
from ui.presenters.tenants import TenantsPresenter
from ui.presenters.unlocking import UnlockingPresenter
from ui.presenters.watching import WatchingPresenter
from ui.stylesheet import style_sheet
from ui.theme import Choice, Theme, palette
from ui.views.account_panel import AccountPanel
from ui.views.block_panel import BlockPanel
from ui.views.journal import JournalPage
from ui.views.panes import Pane, ReadingPane
from ui.views.parts import Parts
from ui.views.proposals import ProposalsPage
from ui.views.reading.pane import MessagePane
from ui.views.reading.remedy_panel import RemedyPanel
from ui.views.search_page import SearchPage
from ui.views.signing_panel import SigningPanel
from ui.views.tenants_panel import TenantsPanel
from ui.views.unlock_panel import UnlockPanel
from ui.views.watch_panel import WatchPanel
from ui.views.window import Window
from workbench.store.reader import ListReader

NAME = "email-security-workbench"
SWITCH = 0.0005  # seconds a worker may hold the interpreter; halves the gaps while ids stream

HOLD = 10  # seconds in which a confirmed action can still be taken back with nothing sent


class Application(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self,
        app: QApplication,
        opening: Opening,
        settings: QSettings,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._opening = opening
        self.runner = JobRunner(self)
        self.theme = Theme(app.styleHints(), _choice(settings))
        self.model = MessageList(clock)
        self.queue = QueuePresenter(self.model)
        self.navigation = NavigationPresenter()
        self.activity = Activity(self.runner)
        self.connection = ConnectionPresenter(self.activity, opening, clock)
        parts = Parts(self.theme, self.queue, self.navigation, self.connection, self.activity)
        self.reading = ReadingPresenter(self.connection, self.activity)
        self.remedy = ProposingRemedy(self.connection, self.activity, hold=HOLD)
        self.campaign = CampaignPresenter(self.connection, self.reading, self.activity)
        self.blocking = BlockPresenter(self.connection, self.reading, self.campaign, self.activity)
        self.journal = JournalPresenter(self.connection, self.activity)
        self.proposals = ProposalsPresenter(self.connection, self.activity)
        self.search = SearchPresenter(self.connection, self.activity, settings)
        pages = {
            SEARCH: self._make_search,
            ACTIONS: self._make_journal,
            PROPOSALS: self._make_proposals,
        }
        self.window = Window(parts, self._make_reading, pages)
        self.approval = ApprovalPresenter(self.connection, self.activity)
        self.remedy_panel = RemedyPanel(self.theme, self.remedy, self.approval, self.window)
        self.block_panel = BlockPanel(self.theme, self.blocking, self.window)
        self.tenants = TenantsPresenter(self.connection, self.activity, opening.tenants)
        self.tenants_panel = TenantsPanel(self.theme, self.tenants, self.window)
        self.unlocking = UnlockingPresenter(self.connection, self.activity)
        self.unlock_panel = UnlockPanel(self.theme, self.unlocking, self.window)
        self.signing = SigningPresenter(self.connection, self.activity)
        self.signing_panel = SigningPanel(self.theme, self.signing, self.window)
        self.watching = WatchingPresenter(self.connection, self.activity, settings)
        self.watch_panel = WatchPanel(self.theme, self.watching, self.window)
        self.account = AccountPresenter(self.connection, self.activity)
        self.account_panel = AccountPanel(self.theme, self.account, self.window)
        self._dress()  # a style sheet that is there before would be applied again at each step
        self.left: list[str] = []
        self._wire()

    def start(self) -> None:
        """Show what the workspace holds, and begin everything else after the first paint."""
        if self._opening.workspace.is_file():
            self.window.is_fresh = False
            self.queue.open(self._opening.workspace, ListReader)
        self.window.show()
        QTimer.singleShot(0, self.connection.start)
        QTimer.singleShot(0, lambda: fonts.install(fonts.LATER))

    def stop(self) -> None:
        """Bounded: what will not end is left behind, named in ``left``."""
        self._settings.setValue("theme", self.theme.choice.value)
        self._settings.setValue("geometry", self.window.saveGeometry())
        self.queue.close()  # before the desk, whose connection then tidies the file up
        self.connection.prepare_to_close()
        self.left = self.runner.shut_down(self.connection.close_desk)

    def _wire(self) -> None:
        self.theme.changed.connect(self._dress)
        self.queue.counted.connect(self.navigation.set_counts)
        self.connection.altered.connect(self.queue.apply)
        self.journal.changed.connect(self._count_actions)
        self.proposals.changed.connect(self._count_proposals)
        self.remedy.suggested.connect(self.remedy_panel.preview.reason.setText)
        self.proposals.changed.connect(self.window.status.draw_proposing)
        self.window.propose_asked.connect(self.proposals.flip)
        self.window.disarm_asked.connect(self.proposals.disarm)
        self.proposals.arrived.connect(self.window.notices.tell_proposal)
        self.journal.changed.connect(self.window.status.draw_anchors)
        self.remedy_panel.journal_asked.connect(self._show_action)
        self.remedy_panel.block_asked.connect(self.block_panel.ask)
        self.block_panel.shown.connect(lambda: self.window.commands.hold(True))
        self.block_panel.closed.connect(lambda: self.window.commands.hold(False))
        self.search.opened.connect(self.window.travel.show_found)
        self.search.chosen.connect(self.remedy.preview)
        self.search.changed.connect(self._count_found)
        self.connection.ready.connect(self._on_desk)
        self.connection.dns_allowed.connect(self._keep_dns)
        self.connection.connected.connect(self._on_connected)
        self.connection.watch_wanted.connect(self._keep_watch)
        self.window.files_asked.connect(self._choose_files)
        self.window.tenants_asked.connect(self._show_tenants)
        self.tenants_panel.closed.connect(lambda: self.window.commands.hold(False))
        self.window.account_asked.connect(self._show_account)
        self.account_panel.closed.connect(lambda: self.window.commands.hold(False))
        self.unlocking.asked.connect(lambda: self.window.commands.hold(True))
        self.unlock_panel.closed.connect(lambda: self.window.commands.hold(False))
        self.remedy.settled.connect(self.signing.settle)
        self.signing.going_on.connect(self.remedy.go_on)
        self.signing.asked.connect(lambda: self.window.commands.hold(True))
        self.signing_panel.closed.connect(lambda: self.window.commands.hold(False))
        self.window.watch_choice_asked.connect(self.watching.ask)
        self.watching.listed.connect(lambda: self.window.commands.hold(True))
        self.watch_panel.closed.connect(lambda: self.window.commands.hold(False))
        self.window.closing.connect(self.stop)
        geometry = self._settings.value("geometry")
        if geometry is not None:
            self.window.restoreGeometry(geometry)

    def _count_actions(self, state: JournalState) -> None:
        self.navigation.set_actions(len(state.actions))

    def _count_proposals(self, state: ProposalsState) -> None:
        self.navigation.set_proposals(len(state.open))

    def _count_found(self, state: SearchState) -> None:
        if state.copies != self.navigation.count(SEARCH):
            self.navigation.set_found(state.copies)

    def _show_action(self, action_id: str) -> None:
        """Open the journal, at an action where there is one."""
        self.navigation.open(ACTIONS)
        page = self.window.pages[ACTIONS]
        if action_id and isinstance(page, JournalPage):
            page.show_action(action_id)

    def _make_reading(self, theme: Theme, connection: ConnectionPresenter) -> ReadingPane:
        pane = MessagePane(theme, self.reading, self.remedy, self.model, self.campaign)
        pane.block_asked.connect(lambda message_id: self.block_panel.ask(message_id))
        return pane

    def _make_journal(self, theme: Theme, connection: ConnectionPresenter) -> Pane:
        return JournalPage(theme, self.journal, self.remedy)

    def _make_proposals(self, theme: Theme, connection: ConnectionPresenter) -> Pane:
        page = ProposalsPage(theme, self.proposals, self.remedy)
        page.action_asked.connect(self._show_action)
        return page

    def _make_search(self, theme: Theme, connection: ConnectionPresenter) -> Pane:
        page = SearchPage(theme, self.search)
        page.tenants_asked.connect(self._show_tenants)
        return page

    def _dress(self) -> None:
        self._app.setPalette(palette(self.theme.tokens))
        self._app.setStyleSheet(style_sheet(self.theme.tokens))

    def _on_desk(self, desk: Desk) -> None:
        """The list may be on screen already, read before the desk was open."""
        self.queue.open(desk.reader_path, ListReader)
        if self._settings.value("dns") == "allowed" and not desk.asks_dns:
            self.connection.allow_dns(True)

    def _keep_dns(self, allowed: bool) -> None:
        """The analyst's word holds until it is taken back, in the next window too."""
        self._settings.setValue("dns", "allowed" if allowed else "")

    def _on_connected(self) -> None:
        if self._settings.value("live") == "on" and not self.connection.state.live.on:
            self.connection.watch_these(self.watching.choice)

    def _keep_watch(self, on: bool) -> None:
        self._settings.setValue("live", "on" if on else "")

    def _show_tenants(self) -> None:
        self.window.commands.hold(True)
        self.tenants_panel.show_tenants()

    def _show_account(self) -> None:
        """Of the sender, or of whoever else of the message is chosen in the panel."""
        opened, desk = self.reading.state.message, self.connection.desk
        tenant = desk.tenant if desk is not None else None
        if opened is not None and tenant is not None:
            self.window.commands.hold(True)
            self.account_panel.show_accounts(addresses_of(opened, tenant.domains))

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self.window, "Open files to analyse")
        self.connection.open_files([Path(name) for name in names])


def open_window(opening: Opening) -> int:
    """Runs until the window is closed; the exit code is the result."""
    sys.setswitchinterval(SWITCH)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontCreateNativeWidgetSiblings)
    app = QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("Email Security Workbench")
    app.setStyle("Fusion")
    fonts.install(fonts.FIRST)
    app.setFont(fonts.font(13))
    application = Application(app, opening, QSettings(NAME, "window"))
    application.start()
    code = app.exec()
    if application.left:
        _leave(application.left)
    return code


def _leave(names: list[str]) -> None:
    """Work that ignores being cancelled must not keep the program; the journal has its state."""
    logging.getLogger(__name__).warning("Left unfinished: %s", ", ".join(names))
    logging.shutdown()
    os._exit(1)


def _choice(settings: QSettings) -> Choice:
    stored = str(settings.value("theme", Choice.SYSTEM.value))
    return Choice(stored) if stored in set(Choice) else Choice.SYSTEM
