"""Confirms one act on an account: what it does, the address typed once more, the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit

from ui.models.accounts import consequence
from ui.naming import named
from ui.presenters.account import AccountState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.label import WrappingLabel
from ui.widgets.secret_line import SecretLine
from workbench.model.containment import Act, ActView

LETTERS = 320  # of an address (RFC 5321, section 4.5.3.1)
REASON = 200  # characters


class AccountConfirm(QFrame):
    """Hidden while nothing is asked."""

    confirmed = Signal(object, str, str, str)  # Act, address typed, reason, passphrase
    undone = Signal(str, str, str)  # id of the act, address typed, passphrase

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._act: Act | None = None
        self._back: ActView | None = None
        self.told = WrappingLabel("", 13)
        self.problem = WrappingLabel("", 13)
        self.problem.set_tone(Tone.MALICIOUS.value)
        self.typed = named(QLineEdit(), "account.typed", "Type the account's address to confirm")
        self.typed.setMaxLength(LETTERS)
        self.reason = named(QLineEdit(), "account.reason", "Reason")
        self.reason.setPlaceholderText("Reason")
        self.reason.setMaxLength(REASON)
        self.passphrase = SecretLine("account.passphrase", "Passphrase of the remediator")
        self.leave = named(Button(theme, "Leave it"), "account.leave")
        self.do = named(Button(theme, "Do it", "danger"), "account.do")
        line = row(self.typed, self.reason, self.passphrase, self.leave, self.do)
        line.setStretch(0, 2)
        line.setStretch(1, 1)
        line.setStretch(2, 1)
        self.setLayout(column(self.told, framed(line), self.problem, spacing=6))
        self.typed.textChanged.connect(self._on_typed)
        self.leave.clicked.connect(self.put_away)
        self.do.clicked.connect(self._on_do)
        for field in (self.typed, self.reason, self.passphrase):
            field.returnPressed.connect(self._on_do)
        self.hide()

    def ask(self, act: Act, *, needs_unlocking: bool) -> None:
        self._act, self._back = act, None
        self._show(consequence(act), act.address, needs_unlocking)

    def ask_back(self, view: ActView, *, needs_unlocking: bool) -> None:
        self._act, self._back = None, view
        named_ = f" ({view.what})" if view.what else ""
        told = f"Puts back: {view.kind.value}{named_} of {view.created:%Y-%m-%d %H:%M} UTC."
        self._show(told, view.address, needs_unlocking)

    def draw(self, state: AccountState) -> None:
        """A problem stays beside what was typed, so that it can be tried again in place."""
        self.problem.setText(state.act_problem)
        self.problem.setVisible(bool(state.act_problem))
        self.do.set_label("Under way…" if state.acting else "Do it")
        self._enable(acting=state.acting)

    @Slot()
    def put_away(self) -> None:
        self._act = self._back = None
        self.typed.clear()
        self.passphrase.clear()
        self.hide()

    def _show(self, told: str, address: str, needs_unlocking: bool) -> None:
        self.told.setText(told)
        self.typed.clear()
        self.typed.setPlaceholderText(f"Type {address} to confirm")
        self.passphrase.setVisible(needs_unlocking)
        self.reason.setVisible(self._act is not None)
        self.show()
        self._enable()
        self.typed.setFocus()

    @property
    def _address(self) -> str:
        wanted = self._act or self._back
        return wanted.address if wanted is not None else ""

    def _enable(self, *, acting: bool = False) -> None:
        typed = self.typed.text().strip().casefold()
        self.do.setEnabled(bool(typed) and typed == self._address.casefold() and not acting)

    @Slot()
    def _on_typed(self) -> None:
        self._enable()

    @Slot()
    def _on_do(self) -> None:
        if not self.do.isEnabled():
            return
        typed, passphrase = self.typed.text(), self.passphrase.taken()
        if self._act is not None:
            self.confirmed.emit(self._act, typed, self.reason.text(), passphrase)
        elif self._back is not None:
            self.undone.emit(self._back.id, typed, passphrase)
