"""What every test of the window gets: no screen, the bundled fonts, a theme, a job runner."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import mailroom
from tests.ui.tray import Ready, Tray, no_tenants
from ui import fonts
from ui.app import Application
from ui.jobs import JobRunner
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.ports import Desk
from ui.presenters.queue import Phase
from ui.stylesheet import style_sheet
from ui.theme import Choice, Theme, palette
from workbench.errors import StoreError
from workbench.model.tenant import Profile
from workbench.profiles.tenants import Tenants
from workbench.store.reader import ListReader


@pytest.fixture(scope="session")
def bundled_fonts(qapp: QApplication) -> None:
    fonts.install()


@pytest.fixture
def theme(qapp: QApplication, bundled_fonts: None) -> Theme:
    # Else the style sheet is applied to all widgets of the windows of earlier tests as well.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made = Theme(qapp.styleHints(), Choice.LIGHT)
    qapp.setStyle("Fusion")
    qapp.setFont(fonts.font(13))
    qapp.setPalette(palette(made.tokens))
    qapp.setStyleSheet(style_sheet(made.tokens))
    return made


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    assert made.shut_down() == []


@pytest.fixture
def tray() -> Tray:
    """A desk whose answers a test lays ready."""
    return Tray()


@pytest.fixture
def connection(tray: Tray, runner: JobRunner, qtbot: QtBot) -> ConnectionPresenter:
    """The tray is its desk, and open."""
    made = ConnectionPresenter(Activity(runner), Ready(tray), noon)
    with qtbot.waitSignal(made.ready):
        made.start()
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace file with the mail of a morning in it."""
    path = tmp_path / "case.workspace"
    mailroom.fill(path)
    return path


@dataclass(frozen=True, slots=True)
class Locked:
    """A workspace whose desk cannot be opened; the list needs none."""

    workspace: Path
    profile: Profile | None = None
    tenants: Tenants = field(default_factory=no_tenants)
    files: Sequence[Path] = ()
    autostart: bool = False
    demo: bool = True

    def enter_demo(self) -> None:
        raise StoreError("There is no demo here")

    async def open_desk(self) -> Desk:
        raise StoreError("The workspace is locked")

    async def start_demo(self) -> Profile:
        raise StoreError("There is no demo here")


def noon() -> datetime:
    return mailroom.NOW


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    made = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made.setValue("theme", Choice.LIGHT.value)
    return made


@pytest.fixture
def application(
    qtbot: QtBot, qapp: QApplication, theme: Theme, settings: QSettings, tmp_path: Path
) -> Iterator[Application]:
    """The window, on screen, before any workspace is open."""
    qapp.setStyle("Fusion")
    qapp.setStyleSheet("")  # one that is there already is applied again at every step
    made = Application(qapp, Locked(tmp_path / "none.workspace"), settings, clock=noon)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.window.show()
    yield made
    made.window.close()
    assert made.left == []


@pytest.fixture
def triage(application: Application, workspace: Path, qtbot: QtBot) -> Application:
    """The window with the morning's reported mail in the list."""
    application.window.is_fresh = False
    application.queue.open(workspace, ListReader)
    qtbot.waitUntil(lambda: application.queue.state.phase is Phase.READY)
    qtbot.waitUntil(lambda: application.window.list.table.hasFocus())
    return application
