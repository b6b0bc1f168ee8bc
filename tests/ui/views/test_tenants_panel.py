"""The panel of tenants, typed into as an analyst does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray
from tests.workbench.profiles.stores import MemoryStore
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.tenants import TenantsPresenter
from ui.theme import Theme
from ui.views import tenant_form
from ui.views.tenants_panel import TenantsPanel
from workbench.model.health import Health
from workbench.model.tenant import GoogleProfile, Tenant, TenantProfile
from workbench.profiles import saved
from workbench.profiles.keystore import KeyStore
from workbench.profiles.tenants import Tenants

GUID = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
CANARY = "c4n4ry-s3cret"


@pytest.fixture
def presenter(connection: ConnectionPresenter, tmp_path: Path) -> TenantsPresenter:
    tenants = Tenants(tmp_path / "profiles.json", tmp_path / "secrets.json")
    return TenantsPresenter(connection, connection.activity, tenants)


@pytest.fixture
def panel(theme: Theme, presenter: TenantsPresenter, qtbot: QtBot) -> TenantsPanel:
    home = QWidget()
    home.resize(1_200, 900)
    qtbot.addWidget(home)
    made = TenantsPanel(theme, presenter, home)
    home.show()
    with qtbot.waitSignal(presenter.changed):
        made.show_tenants()
    return made


def write(line: QLineEdit, text: str) -> None:
    line.clear()
    QTest.keyClicks(line, text)


def remember_contoso(panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot) -> None:
    form = panel.form
    for line, text in ((form.name, "Contoso"), (form.tenant, GUID), (form.client, GUID)):
        write(line, text)
    with qtbot.waitSignal(presenter.added):
        form.add.click()


def test_without_tenants_it_says_what_to_do(panel: TenantsPanel) -> None:
    assert panel.isVisible()
    assert panel.buttons == {}
    assert panel.form.name.hasFocus()


def test_a_tenant_is_described_and_remembered(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot
) -> None:
    remember_contoso(panel, presenter, qtbot)
    assert set(panel.buttons) == {"connect Contoso", "rights Contoso", "forget Contoso"}
    told = panel.guarded["Contoso"].text()
    assert told.startswith("protected: shared mailboxes · nobody may approve")
    assert "number typed above 25 copies or 10 mailboxes" in told
    assert panel.form.name.text() == ""
    assert not panel.form.isVisible()
    panel.more.click()
    assert panel.form.name.hasFocus()
    with qtbot.waitSignal(presenter.changed):
        panel.buttons["forget Contoso"].click()
    assert panel.buttons == {}


def test_every_way_of_signing_in_can_be_chosen() -> None:
    assert tuple(tenant_form.SIGN_INS) == saved.SIGN_INS
    assert tuple(tenant_form.GOOGLE_SIGN_INS) == saved.GOOGLE_SIGN_INS


def test_shared_mailboxes_go_with_a_user_who_signs_in(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot, tray: Tray
) -> None:
    form = panel.form
    assert not form.shared.isVisible()
    form.sign_in.choose("interactive")
    assert not form.certificate.isVisible()
    assert not form.remediator.isVisible()
    assert "your own mailbox and the shared ones" in form.note.text()
    write(form.shared, "phish@x.example, info@x.example")
    for line, text in ((form.name, "Contoso"), (form.tenant, GUID), (form.client, GUID)):
        write(line, text)
    with qtbot.waitSignal(presenter.added):
        form.add.click()
    assert (form.shared.text(), form.sign_in.value) == ("", "application")
    with qtbot.waitSignal(presenter.connecting):
        panel.buttons["connect Contoso"].click()
    qtbot.waitUntil(lambda: tray.times("connect") == 1)
    (profile,) = tray.profiles
    assert profile.shared_mailboxes == ("phish@x.example", "info@x.example")
    tray.tenant = Tenant("t", "Contoso", "Microsoft 365", ())
    tray.rights = frozenset({"User.Read", "Mail.Read"})
    panel.show_tenants()
    rows = panel.rights.table.rows
    assert "Mail.Read.Shared" in {rows.index(n, 0).data() for n in range(rows.rowCount())}


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot
) -> None:
    write(panel.form.name, "Contoso")
    write(panel.form.tenant, "not an id")
    with qtbot.waitSignal(presenter.changed, check_params_cb=lambda s: bool(s.problem)):
        panel.form.add.click()
    assert "tenant id" in panel.problem.text()
    assert panel.form.tenant.text() == "not an id"
    write(panel.form.pilot, "/no/such/file")
    panel.form.add.click()
    assert "pilot's list cannot be read" in panel.problem.text()


def test_a_secret_is_typed_used_and_gone(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot, tray: Tray
) -> None:
    remember_contoso(panel, presenter, qtbot)
    panel.buttons["connect Contoso"].click()
    assert panel.secret.isVisible()
    assert panel.secret.echoMode() is QLineEdit.EchoMode.Password
    write(panel.secret, CANARY)
    with qtbot.waitSignal(presenter.connecting):
        QTest.keyClick(panel.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tray.times("connect") == 1)
    (profile,) = tray.profiles
    assert isinstance(profile, TenantProfile)
    assert profile.secret == CANARY
    assert panel.secret.text() == ""
    assert not panel.isVisible()
    assert CANARY not in repr(presenter.state)


def test_a_wrong_passphrase_is_said_and_the_panel_stays(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot
) -> None:
    remember_contoso(panel, presenter, qtbot)
    panel.buttons["connect Contoso"].click()
    with qtbot.waitSignal(presenter.changed, check_params_cb=lambda s: bool(s.problem)):
        panel.use.click()
    assert "needs its client secret" in panel.problem.text()
    assert panel.isVisible()


def test_google_is_connected_by_its_key_file(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot, tray: Tray, tmp_path: Path
) -> None:
    pilot = tmp_path / "pilot.txt"
    pilot.write_text("a@x.example\n")
    form = panel.form
    form.google.click()
    assert not form.tenant.isVisible()
    for line, text in (
        (form.name, "Fabrikam"), (form.domain, "x.example"), (form.admin, "admin@x.example"),
        (form.key, "/keys/f.json"), (form.pilot, str(pilot)),
    ):  # fmt: skip
        write(line, text)
    with qtbot.waitSignal(presenter.added):
        QTest.keyClick(form.key, Qt.Key.Key_Return)
    with qtbot.waitSignal(presenter.connecting):
        panel.buttons["connect Fabrikam"].click()
    qtbot.waitUntil(lambda: tray.times("connect") == 1)
    (profile,) = tray.profiles
    assert isinstance(profile, GoogleProfile)
    assert profile.fence == ("a@x.example",)


def test_rights_of_the_connected_tenant_are_compared(panel: TenantsPanel, tray: Tray) -> None:
    assert not panel.rights.isVisible()
    tray.tenant = Tenant("t", "Contoso", "Microsoft 365", ())
    tray.rights = frozenset({"Mail.Read", "Mail.Send"})
    panel.show_tenants()
    rows = panel.rights.table.rows
    shown = {
        str(rows.index(n, 0).data()): str(rows.index(n, 1).data()) for n in range(rows.rowCount())
    }
    assert shown["Mail.Read"] == "yes"
    assert shown["Mail.ReadWrite"] == "missing"
    assert shown["Mail.Send"] == "more than needed"


def test_a_secret_is_kept_in_the_key_store_on_wish(
    theme: Theme, connection: ConnectionPresenter, tmp_path: Path, qtbot: QtBot
) -> None:
    backend = MemoryStore()
    tenants = Tenants(tmp_path / "p.json", tmp_path / "s.json", lambda: KeyStore(backend))
    presenter = TenantsPresenter(connection, connection.activity, tenants)
    home = QWidget()
    qtbot.addWidget(home)
    panel = TenantsPanel(theme, presenter, home)
    home.show()
    with qtbot.waitSignal(presenter.changed, check_params_cb=lambda s: bool(s.keeping)):
        panel.show_tenants()
    remember_contoso(panel, presenter, qtbot)
    panel.buttons["connect Contoso"].click()
    assert "MemoryStore" in panel.keep.text()
    panel.keep.setChecked(True)
    write(panel.secret, CANARY)
    with qtbot.waitSignal(presenter.connecting):
        panel.use.click()
    assert list(backend.held.values()) == [CANARY]


def test_without_a_key_store_that_is_said(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot
) -> None:
    remember_contoso(panel, presenter, qtbot)
    panel.buttons["connect Contoso"].click()
    assert not panel.keep.isVisible()
    assert "no key store" in panel.keeping_note.text()


def test_what_to_grant_is_shown_before_anybody_signs_in(
    panel: TenantsPanel, presenter: TenantsPresenter, qtbot: QtBot, tray: Tray
) -> None:
    form = panel.form
    write(form.remediator, GUID.replace("6", "7", 1))
    write(form.pilot_group, GUID)
    remember_contoso(panel, presenter, qtbot)
    (saved,) = presenter.state.saved
    assert saved.fence_group == GUID
    panel.buttons["rights Contoso"].click()
    assert panel.consent.isVisible()
    shown = panel.consent.rungs.table.rows
    rows = [[shown.cell(n, at).text for at in range(3)] for n in range(shown.rowCount())]
    assert ["remediator", "Mail.ReadWrite", "Quarantine and undo"] in rows
    panel.consent.copy.click()
    assert GUID in QApplication.clipboard().text()
    assert tray.asked == []


def test_the_health_of_the_connected_tenant_is_shown(
    panel: TenantsPanel, tray: Tray, qtbot: QtBot, presenter: TenantsPresenter
) -> None:
    assert not panel.health.isVisible()
    tray.tenant = Tenant("t", "Contoso", "Microsoft 365", ("contoso.example",))
    tray.health = Health(unreached=(("a@contoso.example", "403 ErrorAccessDenied"),))
    with qtbot.waitSignal(presenter.changed):
        panel.show_tenants()
    assert panel.health.isVisible()
    assert panel.isAncestorOf(panel.health)
    assert panel.health.table.rows.cell(3, 0).text == "a@contoso.example"


def test_report_and_excluded_mailboxes_and_answers_are_remembered(panel: TenantsPanel) -> None:
    write(panel.form.name, "Contoso")
    write(panel.form.reports, "report@contoso.example; phish@contoso.example")
    write(panel.form.excluded, "secops@contoso.example")
    panel.form.write_back.setChecked(True)
    for google in (False, True):
        panel.form.choose(google=google)
        saved = panel.form.saved()
        assert saved.report_mailboxes == ("report@contoso.example", "phish@contoso.example")
        assert (saved.excluded, saved.write_back) == (("secops@contoso.example",), True)
        assert saved.profile().spared == {*saved.report_mailboxes, *saved.excluded}
    panel.form.empty()
    assert not panel.form.write_back.isChecked()
