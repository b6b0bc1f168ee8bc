"""Chooses the mailboxes that are watched for new mail, and how much old mail comes first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from ui.fonts import Weight
from ui.models.watched import WatchedRows
from ui.naming import named
from ui.presenters.watching import WatchingPresenter
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import PlainLabel
from ui.widgets.overlay import Overlay
from ui.widgets.tick_table import TickTable
from workbench.model.live import MOST_DAYS, WatchChoice
from workbench.model.tenant import Mailbox

WIDTH = 640  # pixels
HEIGHT = 320  # of the table
WIDTHS = (330,)
HINT = "Space ticks · without a tick all are watched"


class WatchPanel(Overlay):
    def __init__(self, theme: Theme, presenter: WatchingPresenter, parent: QWidget) -> None:
        self._presenter = presenter
        self.rows = WatchedRows()
        self.filter = named(QLineEdit(), "watch.filter", "Find a mailbox")
        self.filter.setPlaceholderText("Part of an address or a name")
        self.table = TickTable(theme, self.rows, WIDTHS, "Mailboxes to watch")
        self.table.setFixedHeight(HEIGHT)
        self.all = named(Button(theme, "Tick what is shown", "quiet"), "watch.all")
        self.none = named(Button(theme, "Untick what is shown", "quiet"), "watch.none")
        self.count = PlainLabel("", 12, ink="second")
        self.days = named(QSpinBox(), "watch.days", "Days of old mail")
        self.days.setRange(1, MOST_DAYS)
        self.days.setSuffix(" days of old mail first")
        self.cancel = named(Button(theme, "Cancel"), "watch.cancel")
        self.begin = named(Button(theme, "Watch", "primary"), "watch.begin")
        head = row(PlainLabel("Watch for new mail", 17, Weight.BOLD), None, self.days)
        ticks = row(self.all, self.none, None, self.count)
        foot = row(PlainLabel(HINT, 12, ink="third"), None, self.cancel, self.begin)
        body = column(
            head, self.filter, self.table, ticks, foot, margins=(18, 14, 14, 16), spacing=10
        )
        super().__init__(parent, body, WIDTH, "Mailboxes to watch", centred=True)
        self._connect()

    def _connect(self) -> None:
        self._presenter.listed.connect(self.ask)
        self.filter.textChanged.connect(self._on_filter)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.all.clicked.connect(lambda: self.rows.tick_shown(True))
        self.none.clicked.connect(lambda: self.rows.tick_shown(False))
        self.rows.dataChanged.connect(self._tell)
        self.cancel.clicked.connect(self.shut)
        self.begin.clicked.connect(self._on_begin)

    @Slot(object)
    def ask(self, mailboxes: Sequence[Mailbox]) -> None:
        choice = self._presenter.choice
        self.filter.clear()
        self.rows.show_mailboxes(mailboxes, choice.mailboxes)
        self.days.setValue(choice.days)
        self._tell()
        self.open(self.filter)

    @Slot(str)
    def _on_filter(self, wanted: str) -> None:
        self.rows.narrow(wanted)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        chosen, count = len(self.rows.chosen), self.rows.count
        self.count.setText(f"{chosen:,} of {count:,} ticked" if chosen else f"all {count:,}")

    @Slot()
    def _on_begin(self) -> None:
        self.shut()
        self._presenter.choose(WatchChoice(self.rows.chosen, self.days.value()))
