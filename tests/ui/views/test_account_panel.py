"""The account's panel: what deserves a look first, and no act without the address typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tray import NOW, Tray, opened
from tests.workbench.store.conftest import build_copy
from ui.app import Application
from ui.presenters.account import AccountPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.theme import Theme
from ui.views.account_panel import AccountPanel
from workbench.errors import BadInput, Unreachable
from workbench.model.accounts import Account, Evidence, Line, Part, Standing
from workbench.model.containment import ActKind
from workbench.model.tenant import Tenant

ANN = "ann@contoso.example"
RULE = Line(".", "moves to RSS Feeds", "r1", NOW, ("hides mail in RSS Feeds",))
ACCOUNT = Account(
    "contoso", "k", ANN, "Ann", True,
    (
        Evidence(Part.RULES, Standing.READ, (Line("Newsletters", key="r0"), RULE)),
        Evidence(Part.SIGN_INS, Standing.MISSING_RIGHT, (), "AuditLog.Read.All"),
    ),
    NOW, NOW,
)  # fmt: skip


@pytest.fixture
def presenter(connection: ConnectionPresenter, tray: Tray) -> AccountPresenter:
    tray.accounts.known[ANN] = ACCOUNT
    return AccountPresenter(connection, connection.activity)


@pytest.fixture
def panel(theme: Theme, presenter: AccountPresenter, qtbot: QtBot) -> AccountPanel:
    home = QWidget()
    home.resize(1_300, 800)
    qtbot.addWidget(home)
    made = AccountPanel(theme, presenter, home)
    home.show()
    return made


def shown(panel: AccountPanel, presenter: AccountPresenter, qtbot: QtBot) -> None:
    panel.show_accounts([ANN])
    qtbot.waitUntil(lambda: presenter.state.account is not None)


def column(panel: AccountPanel, number: int) -> list[str]:
    rows = panel.table.rows
    return [rows.cell(row, number).text for row in range(rows.rowCount())]


def button(panel: AccountPanel, kind: ActKind) -> None:
    names = {one.objectName(): one for one in panel.buttons}
    names[f"account.{kind.name.lower()}"].click()


def test_what_deserves_a_look_comes_first_and_the_unknown_is_a_row(
    panel: AccountPanel, presenter: AccountPresenter, qtbot: QtBot
) -> None:
    shown(panel, presenter, qtbot)
    assert column(panel, 1) == [".", "not known", "Newsletters"]
    assert column(panel, 3)[1] == "not readable: missing right AuditLog.Read.All"
    assert "1 thing deserves a look; not known: sign-ins" in panel.told.text()


def test_an_act_waits_for_the_address(
    panel: AccountPanel, presenter: AccountPresenter, tray: Tray, qtbot: QtBot
) -> None:
    shown(panel, presenter, qtbot)
    button(panel, ActKind.RULE_OFF)
    confirm = panel.confirm
    assert confirm.typed.hasFocus() or not panel.isActiveWindow()
    assert "can be put back" in confirm.told.text()
    QTest.keyClicks(confirm.typed, "ann@")
    QTest.keyClick(confirm.typed, Qt.Key.Key_Return)
    assert not confirm.do.isEnabled()
    assert tray.times("contain") == 0
    QTest.keyClicks(confirm.typed, "contoso.example")
    with qtbot.waitSignal(presenter.acted):
        QTest.keyClick(confirm.typed, Qt.Key.Key_Return)
    ((_, act, typed, reason, passphrase),) = [c for c in tray.asked if c[0] == "contain"]
    assert (act.kind, act.key, typed, reason, passphrase) == (  # type: ignore[attr-defined]
        ActKind.RULE_OFF, "r1", ANN, "", "",
    )  # fmt: skip
    assert confirm.isHidden()
    qtbot.waitUntil(lambda: bool(presenter.state.acts))
    assert panel.history.isVisible()
    panel.undo.click()
    assert confirm.told.text().startswith("Puts back: switch a rule off (.)")


def test_a_wrong_passphrase_is_tried_again_in_place(
    panel: AccountPanel, presenter: AccountPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.needs_unlocking = True
    tray.fails["contain"] = BadInput("The passphrase does not open it")
    shown(panel, presenter, qtbot)
    button(panel, ActKind.DISABLE)
    QTest.keyClicks(panel.confirm.typed, ANN)
    QTest.keyClicks(panel.confirm.passphrase, "wrong")
    panel.confirm.do.click()
    qtbot.waitUntil(lambda: bool(presenter.state.act_problem))
    assert panel.confirm.problem.text() == "The passphrase does not open it"
    assert (panel.confirm.typed.text(), panel.confirm.passphrase.text()) == (ANN, "")
    assert panel.confirm.do.isEnabled()


def test_escape_takes_the_question_away_and_then_the_panel(
    panel: AccountPanel, presenter: AccountPresenter, qtbot: QtBot
) -> None:
    shown(panel, presenter, qtbot)
    button(panel, ActKind.SESSIONS)
    assert "cannot be taken back" in panel.confirm.told.text()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert (panel.confirm.isHidden(), panel.isHidden()) == (True, False)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_a_tenant_that_does_not_answer_is_said(
    panel: AccountPanel, presenter: AccountPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.fails["account"] = Unreachable("The service is down")
    panel.show_accounts([ANN])
    qtbot.waitUntil(lambda: bool(presenter.state.problem))
    assert panel.told.text() == "The service is down"
    assert (panel.table.isVisible(), panel.buttons) == (False, [])


def test_only_what_the_provider_has_a_call_for_is_offered(
    panel: AccountPanel, presenter: AccountPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.accounts.acts = frozenset({ActKind.SESSIONS})
    shown(panel, presenter, qtbot)
    assert [one.objectName() for one in panel.buttons] == ["account.sessions"]


def test_it_opens_over_the_window_on_who_got_the_message(
    triage: Application, tray: Tray, qtbot: QtBot
) -> None:
    tray.accounts.known[ANN] = ACCOUNT
    tray.tenant = Tenant("contoso", "Contoso", "Microsoft 365", ("contoso.example",))
    copy = build_copy(1, "ann", mailbox_address=ANN)
    tray.messages = {id: opened(id, copies=(copy,)) for id in range(1, 12)}
    triage.connection.desk = tray
    triage.reading.again()
    qtbot.waitUntil(lambda: triage.reading.state.message is not None)
    triage.window.account_asked.emit()
    panel = triage.account_panel
    assert panel.isVisible()
    qtbot.waitUntil(lambda: triage.account.state.account is not None)
    assert panel.who.currentText() == ANN
    QTest.keyClick(panel.table, Qt.Key.Key_Escape)
    assert not panel.isVisible()
