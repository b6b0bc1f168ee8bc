"""Puts the window together: application, colours, presenters, views, and the end of all of it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from ui import fonts
from ui.jobs import JobRunner
from ui.models.messages import MessageList, local_now
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.navigation import NavigationPresenter
from ui.presenters.ports import Desk, Opening
from ui.presenters.queue import QueuePresenter
from ui.stylesheet import style_sheet
from ui.theme import Choice, Theme, palette
from ui.views.panes import MakePage, MakeReadingPane
from ui.views.parts import Parts
from ui.views.summary import Summary
from ui.views.window import Window
from workbench.store.reader import ListReader

NAME = "email-security-workbench"
SWITCH = 0.0005  # seconds a worker may hold the interpreter; halves the gaps while ids stream


class Application(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self,
        app: QApplication,
        opening: Opening,
        settings: QSettings,
        make_reading: MakeReadingPane | None = None,
        make_pages: Mapping[str, MakePage] | None = None,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._opening = opening
        self.runner = JobRunner(self)
        self.theme = Theme(app.styleHints(), _choice(settings))
        self._dress()
        self.model = MessageList(clock)
        self.queue = QueuePresenter(self.model)
        self.navigation = NavigationPresenter()
        self.activity = Activity(self.runner)
        self.connection = ConnectionPresenter(self.activity, opening, clock)
        parts = Parts(self.theme, self.queue, self.navigation, self.connection, self.activity)
        reading = make_reading or (lambda theme, _: Summary(theme, self.model))
        self.window = Window(parts, reading, make_pages or {})
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
        self.connection.ready.connect(self._on_desk)
        self.window.files_asked.connect(self._choose_files)
        self.window.closing.connect(self.stop)
        geometry = self._settings.value("geometry")
        if geometry is not None:
            self.window.restoreGeometry(geometry)

    def _dress(self) -> None:
        self._app.setPalette(palette(self.theme.tokens))
        self._app.setStyleSheet(style_sheet(self.theme.tokens))

    def _on_desk(self, desk: Desk) -> None:
        """The list may be on screen already, read before the desk was open."""
        self.queue.open(desk.reader_path, ListReader)

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
