"""The panel on an account: what deserves a look, what is not known, and acts that contain it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ui.fonts import Weight
from ui.models.accounts import EVIDENCE, HISTORY, Row, allowed, evidence_rows, history_rows
from ui.models.table import TableRows
from ui.naming import named
from ui.plain import line
from ui.presenters.account import AccountPresenter, AccountState
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.account_confirm import AccountConfirm
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.flow import FlowLayout
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.overlay import Overlay
from ui.widgets.table_section import TableSection
from workbench.model.accounts import Account
from workbench.model.containment import Act
from workbench.report.account import summary

WIDTH = 1_180  # pixels
ROWS = 12  # of evidence before the table scrolls
NOT_YET = "Press Enter in the address to ask the tenant about it."


class AccountPanel(Overlay):
    def __init__(self, theme: Theme, presenter: AccountPresenter, parent: QWidget) -> None:
        self._theme = theme
        self._presenter = presenter
        self._rows: list[Row] = []
        self._drawn: tuple[object, ...] = ()
        self.buttons: list[Button] = []
        self.who = named(QComboBox(), "account.who", "Whose account")
        self.who.setEditable(True)
        self.who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.ask = named(Button(theme, "Read again", "", "refresh"), "account.ask")
        self.shut_button = named(
            Button(theme, "", "quiet", "close", "Close (Esc)"), "account.close"
        )
        self.told = WrappingLabel("", 13)
        self.table = DataTable(
            theme, TableRows(EVIDENCE), (150, 250, 130, 300), "Evidence about the account"
        )
        self.full = WrappingLabel("", 12, "second")
        self.confirm = AccountConfirm(theme)
        self.history = TableSection(theme, "Acts on this account", HISTORY, (130, 260, 220))
        self.undo = named(Button(theme, "Put back…", "", "undo"), "account.undo")
        self._acts = FlowLayout()
        super().__init__(parent, self._laid_out(), WIDTH, "Account")
        self._wire()
        self.draw(presenter.state)

    def show_accounts(self, addresses: Sequence[str]) -> None:
        """The first one is asked about at once."""
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItems([line(address) for address in addresses])
        self.who.blockSignals(False)
        self.confirm.put_away()
        self.open(self.table if addresses else self.who)
        self._presenter.show_account(addresses[0] if addresses else "")

    @Slot(object)
    def draw(self, state: AccountState) -> None:
        self.told.setText(_told(state))
        self.told.set_tone(Tone.MALICIOUS.value if state.problem else "")
        self.ask.setEnabled(not state.busy)
        if self._drawn != (state.account, state.can):
            self._drawn = (state.account, state.can)
            self._rows = evidence_rows(state.account) if state.account else []
            self.table.rows.fill([cells for cells, _, _ in self._rows])
            self.table.fit_rows(ROWS)
            self.table.setVisible(bool(self._rows))
            if self._rows:
                self.table.choose(0)
        self.history.fill(history_rows(state.acts))
        self.undo.setVisible(any(act.undoable for act in state.acts))
        self._offer()
        self.confirm.draw(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the question away first, then the panel."""
        if event.key() == Qt.Key.Key_Escape and not self.confirm.isHidden():
            self.confirm.put_away()
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _laid_out(self) -> QVBoxLayout:
        head = row(
            PlainLabel("Account", 17, Weight.BOLD), self.who, self.ask, None, self.shut_button
        )
        head.setStretch(1, 1)
        return column(
            head, self.told, self.table, self.full, _framed(self._acts), self.confirm, self.history,
            row(None, self.undo), margins=(18, 14, 14, 16), spacing=10,
        )  # fmt: skip

    def _wire(self) -> None:
        self._presenter.changed.connect(self.draw)
        self.who.activated.connect(self._on_ask)
        self.ask.clicked.connect(self._on_ask)
        self.shut_button.clicked.connect(self.shut)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.undo.clicked.connect(self._on_undo)
        self.confirm.confirmed.connect(self._presenter.contain)
        self.confirm.undone.connect(self._presenter.undo)
        self._presenter.acted.connect(self.confirm.put_away)

    def _offer(self) -> None:
        """A button for each act that fits the account and the chosen row."""
        self._acts.clear()
        self.buttons = []
        self.full.setText(self._chosen_in_full())
        account = self._presenter.state.account
        for act in self._possible(account) if account else []:
            button = named(
                Button(self._theme, f"{act.kind.value.capitalize()}…"),
                f"account.{act.kind.name.lower()}",
            )
            button.setEnabled(not self._presenter.state.acting)
            button.clicked.connect(lambda _=False, act=act: self._ask(act))
            self._acts.addWidget(button)
            self.buttons.append(button)

    def _chosen_in_full(self) -> str:
        """What the table has no room for."""
        here = self.table.currentIndex().row()
        if not 0 <= here < len(self._rows):
            return ""
        cells = self._rows[here][0]
        return " · ".join(cell.text for cell in (cells[1], *cells[3:]) if cell.text)

    def _possible(self, account: Account) -> list[Act]:
        here = self.table.currentIndex().row()
        part, found = self._rows[here][1:] if 0 <= here < len(self._rows) else (None, None)
        return allowed(account, part, found, self._presenter.state.can)

    def _ask(self, act: Act) -> None:
        self.confirm.ask(act, needs_unlocking=self._presenter.state.needs_unlocking)

    @Slot()
    def _on_ask(self) -> None:
        self.confirm.put_away()
        self._presenter.show_account(self.who.currentText())

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, current: QModelIndex, before: QModelIndex) -> None:
        self._offer()

    @Slot()
    def _on_undo(self) -> None:
        """The newest act that can be put back."""
        state = self._presenter.state
        found = next((act for act in state.acts if act.undoable), None)
        if found is not None:
            self.confirm.ask_back(found, needs_unlocking=state.needs_unlocking)


def _told(state: AccountState) -> str:
    if state.problem:
        return state.problem
    if state.busy:
        return f"Asking the tenant about {state.address}…"
    if (account := state.account) is None:
        return NOT_YET
    word = {True: "enabled", False: "disabled", None: "enabled or not is not known"}
    return f"{account.name or account.address}: {word[account.enabled]}. {summary(account)}."


def _framed(layout: FlowLayout) -> QWidget:
    frame = QWidget()
    frame.setLayout(layout)
    return frame
