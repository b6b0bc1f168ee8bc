"""What an empty workspace shows: what can be done at once, without an account."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from ui.fonts import Weight
from ui.naming import named
from ui.presenters.connection import ConnectionPresenter, ConnectionState
from ui.theme import Theme
from ui.views.panes import Pane
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.drop_zone import DropZone
from ui.widgets.label import PlainLabel, WrappingLabel

WIDTH = 648  # pixels


class FirstRun(Pane):
    dropped = Signal(list)  # list[Path]
    files_asked = Signal()
    tenants_asked = Signal()

    def __init__(self, theme: Theme, connection: ConnectionPresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self.drop = named(DropZone(theme, big=True), "first.drop")
        self.files = named(Button(theme, "Open files…", "primary", "folder"), "first.files")
        self.demo = named(Button(theme, "Open the demo tenant", icon="eye"), "first.demo")
        self.tenant = named(Button(theme, "Connect a tenant…", icon="tenant"), "first.tenant")
        self._demo_note = WrappingLabel(
            "The demo is a simulated tenant on this computer, with mail to practise on. "
            "It has a workspace of its own.",
            12,
            "second",
        )
        self._arrange()
        self.drop.dropped.connect(self.dropped)
        self.drop.asked.connect(self.files_asked)
        self.files.clicked.connect(self.files_asked)
        self.tenant.clicked.connect(self.tenants_asked)
        self.demo.clicked.connect(connection.open_demo)
        connection.changed.connect(self.draw)
        self.draw(connection.state)

    def take_focus(self) -> None:
        self.drop.setFocus()

    @Slot(object)
    def draw(self, state: ConnectionState) -> None:
        self.demo.setVisible(state.demo)
        self._demo_note.setVisible(state.demo)

    def _arrange(self) -> None:
        title = PlainLabel("Analyse a suspicious message", 24, Weight.BOLD)
        note = WrappingLabel(
            "No account is needed for files: they are taken apart on this computer, in isolation.",
            14,
            "second",
        )
        buttons = row(self.files, self.tenant, self.demo, None, spacing=10)
        middle = framed(column(title, note, self.drop, buttons, self._demo_note, spacing=16))
        middle.setFixedWidth(WIDTH)
        self.setLayout(column(None, row(None, middle, None), None))
