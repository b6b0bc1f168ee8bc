"""A user signs in to the simulated tenant from the window: by a code, by the browser, or not."""

from __future__ import annotations

import stat
import webbrowser
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.tenant import SimulatedTenant
from tests.ui.tray import Ready, Tray, action
from tests.workbench.connectors.google.test_installed import user_of
from tests.workbench.connectors.test_delegated import user_profile
from ui.app import Application
from ui.presenters.connection import Link
from ui.theme import Theme
from workbench.app import connector_of
from workbench.changes import Change
from workbench.connectors.port import Connector
from workbench.jobs import Progress, Report
from workbench.model.remediation import ActionState, ActionView
from workbench.model.signing import SignInStage, SignInStep
from workbench.model.tenant import Profile, Tenant

# Python's own way to start a browser in the background does not wait for its end.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
PATIENCE = 20_000  # milliseconds on a busy machine
CODE = SignInStep("https://a.example/code", "ABCD1234", 900)
EXPIRED = SignInStep(stage=SignInStage.EXPIRED, problem="The code has expired")


class Signed(Tray):
    """A desk that really signs in, and tells about it as the program's does."""

    connector: Connector | None = None
    becomes: ActionView | None = None  # what an action that goes on comes to ...
    asking: tuple[SignInStep, ...] = ()  # ... after this

    async def proceed(self, action_id: str, reason: str, report: Report) -> ActionView:
        for step in self.asking:
            report(Progress(0, 0, step.told, sign_in=step))
        done = await super().proceed(action_id, reason, report)
        return self.becomes or done

    async def connect(self, profile: Profile, report: Report) -> Tenant:
        connector = connector_of(self.sign_ins.aware(profile, report))
        try:
            self.tenant = await connector.connect()
        except BaseException:
            await connector.close()
            raise
        self.connector = connector
        return self.tenant

    async def close(self) -> None:
        if self.connector is not None:
            await self.connector.close()


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.set(user_answer="pending", device_interval=1)
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture
def desk() -> Signed:
    return Signed()


@pytest.fixture
def window(
    tenant: SimulatedTenant, qtbot: QtBot, qapp: QApplication, theme: Theme, settings: QSettings,
    desk: Signed,
) -> Iterator[Application]:  # fmt: skip
    made = Application(qapp, Ready(desk), settings)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.window.show()
    with qtbot.waitSignal(made.connection.ready):
        made.connection.start()
    yield made
    made.window.close()
    assert made.left == []


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's browser writes the address it is given into this file, and stays open a while:
    one that is gone at once counts as none."""
    program, told = tmp_path / "browser", tmp_path / "opened"
    write = f'printf "%s" "$1" > "{told}.part"; mv "{told}.part" "{told}"'
    program.write_text(f"#!/bin/sh\n{write}\nexec sleep 3\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # else found once for the whole process
    monkeypatch.setenv("BROWSER", f"{program} %s &")
    return told


@pytest.fixture
def no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setenv("BROWSER", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def ask(window: Application, tenant: SimulatedTenant, qtbot: QtBot, way: str = "device") -> None:
    profile = replace(user_profile(tenant, way), name="Contoso")
    with qtbot.waitSignal(window.signing.asked, timeout=PATIENCE):
        window.connection.connect_tenant(profile)


def code_of(window: Application) -> str:
    step = window.signing.state.step
    return step.code if step is not None else ""


def test_a_code_is_shown_copied_and_typed_elsewhere(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot
) -> None:
    ask(window, tenant, qtbot)
    panel, code = window.signing_panel, code_of(window)
    assert panel.isVisible()
    assert panel.code.text() == code
    assert len(code) == 8
    assert panel.code.accessibleName() == "Code " + " ".join(code)
    assert panel.address.text().endswith("/common/oauth2/deviceauth")
    assert panel.purpose.text() == "Connecting Contoso"
    assert "left" in panel.left.text()
    assert panel.copy_code.hasFocus()
    QTest.keyClick(panel.copy_code, Qt.Key.Key_Space)
    assert QApplication.clipboard().text() == code
    assert panel.copy_code.text().strip() == "Copied"
    panel.copy_address.click()
    assert QApplication.clipboard().text() == panel.address.text()
    tenant.set(user_answer="agreed")
    qtbot.waitUntil(lambda: not panel.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.connection.state.link is Link.CONNECTED, timeout=PATIENCE)
    assert not panel.isVisible()


def test_the_time_left_counts_down_by_itself(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot
) -> None:
    tenant.set(device_interval=600)  # nothing more is heard of the service
    ask(window, tenant, qtbot)
    first = window.signing.state.left
    assert 800 < first <= 900
    qtbot.waitUntil(lambda: window.signing.state.left < first, timeout=PATIENCE)
    left = window.signing.state.left
    assert f"{left // 60}:{left % 60:02} left" in window.signing_panel.left.text()


def test_esc_ends_the_connecting_and_nothing_else_does(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot
) -> None:
    ask(window, tenant, qtbot)
    panel = window.signing_panel
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=panel.rect().topLeft())
    assert panel.isVisible()
    with qtbot.waitSignal(window.activity.stopped, timeout=PATIENCE):
        QTest.keyClick(panel.copy_code, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: window.connection.state.link is Link.OFFLINE, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.activity.busy, timeout=PATIENCE)
    assert not panel.isVisible()
    assert window.window.commands.actions["open"].isEnabled()


@pytest.mark.parametrize(("answer", "head"), [("expired", "over"), ("declined", "declined")])
def test_another_code_is_asked_for_when_the_first_is_worth_nothing(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot, answer: str, head: str
) -> None:
    ask(window, tenant, qtbot)
    panel, code = window.signing_panel, code_of(window)
    tenant.set(user_answer=answer)
    qtbot.waitUntil(panel.renew.isVisible, timeout=PATIENCE)
    assert head in panel.head.text()
    assert panel.problem.text() == window.connection.state.problem
    assert panel.renew.text() == "New code"
    assert panel.renew.hasFocus()
    assert not panel.code.isVisible()
    tenant.set(user_answer="pending")
    with qtbot.waitSignal(window.signing.asked, timeout=PATIENCE):
        panel.renew.click()
    assert panel.copy_code.hasFocus()
    assert code_of(window) not in ("", code)
    tenant.set(user_answer="agreed")
    qtbot.waitUntil(lambda: window.connection.state.link is Link.CONNECTED, timeout=PATIENCE)
    assert not panel.isVisible()


def test_what_ended_is_put_away(window: Application, tenant: SimulatedTenant, qtbot: QtBot) -> None:
    ask(window, tenant, qtbot)
    tenant.set(user_answer="declined")
    panel = window.signing_panel
    qtbot.waitUntil(panel.renew.isVisible, timeout=PATIENCE)
    assert panel.cancel.text() == "Close"
    panel.cancel.click()
    assert not panel.isVisible()
    assert window.connection.state.link is Link.BROKEN


def test_the_page_is_opened_in_the_browser(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot, opened: Path
) -> None:
    ask(window, tenant, qtbot)
    window.signing_panel.open_page.click()
    qtbot.waitUntil(opened.exists, timeout=PATIENCE)
    assert opened.read_text() == window.signing_panel.address.text()


def test_without_a_browser_it_says_so_and_goes_on_waiting(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot, no_browser: None
) -> None:
    ask(window, tenant, qtbot)
    panel = window.signing_panel
    panel.open_page.click()
    qtbot.waitUntil(panel.problem.isVisible, timeout=PATIENCE)
    assert "opens no browser" in panel.problem.text()
    tenant.set(user_answer="agreed")
    qtbot.waitUntil(lambda: window.connection.state.link is Link.CONNECTED, timeout=PATIENCE)


def test_the_browser_has_its_turn_and_is_opened_again(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot, opened: Path
) -> None:
    ask(window, tenant, qtbot, "interactive")
    panel = window.signing_panel
    assert panel.head.text() == "Go on in the browser"
    assert not panel.code.isVisible()
    assert not panel.copy_code.isVisible()
    assert panel.open_page.hasFocus()
    qtbot.waitUntil(opened.exists, timeout=PATIENCE)
    first = opened.read_text()
    opened.unlink()
    panel.open_page.click()
    qtbot.waitUntil(opened.exists, timeout=PATIENCE)
    assert opened.read_text() == first
    panel.cancel.click()
    qtbot.waitUntil(lambda: window.connection.state.link is Link.OFFLINE, timeout=PATIENCE)


def test_google_asks_in_the_browser_too(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot, opened: Path
) -> None:
    with qtbot.waitSignal(window.signing.asked, timeout=PATIENCE):
        window.connection.connect_tenant(user_of(tenant, name="Fabrikam"))
    assert window.signing_panel.purpose.text() == "Connecting Fabrikam"
    qtbot.waitUntil(opened.exists, timeout=PATIENCE)
    tenant.set(user_answer="agreed")
    sent_to = tenant.send("GET", opened.read_text()).headers["location"]
    target, _, answer = sent_to.partition("?")
    assert tenant.send("GET", f"{target}/?{answer}").status == 200
    qtbot.waitUntil(lambda: window.connection.state.link is Link.CONNECTED, timeout=PATIENCE)
    assert not window.signing_panel.isVisible()


def test_an_action_paused_by_an_expired_code_goes_on_from_the_panel(
    window: Application, qtbot: QtBot, desk: Signed
) -> None:
    desk.tenant = Tenant("t", "Contoso", "Microsoft 365", ())
    paused = action("a1", state=ActionState.PAUSED, note=f"Sign in again: {EXPIRED.problem}")
    desk.asking, desk.becomes = (CODE, EXPIRED), paused
    panel = window.signing_panel
    window.remedy.go_on(paused)
    qtbot.waitUntil(panel.renew.isVisible, timeout=PATIENCE)
    assert panel.renew.text() == "New code"
    assert panel.renew.hasFocus()
    assert "goes on once you have signed in" in panel.told.text()
    desk.asking = (CODE, SignInStep(stage=SignInStage.SIGNED_IN))
    desk.becomes = action("a1")
    panel.renew.click()
    qtbot.waitUntil(lambda: desk.times("proceed") == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not panel.isVisible(), timeout=PATIENCE)


def test_a_sign_in_of_work_in_the_background_leaves_the_keyboard_to_who_types(
    window: Application, qtbot: QtBot, desk: Signed
) -> None:
    panel, line = window.signing_panel, typing_into(window, qtbot)
    with qtbot.waitSignal(window.signing.asked):
        desk.changes.tell(Change(sign_in=CODE))
    assert panel.isVisible()
    assert line.hasFocus()
    QTest.keyClicks(line, "phish")
    assert line.text() == "phish"
    desk.changes.tell(Change(sign_in=EXPIRED))
    qtbot.waitUntil(lambda: "over" in panel.head.text())
    assert line.hasFocus()
    line.clearFocus()
    window.window.setFocus()
    assert panel.cancel.hasFocus()
    panel.cancel.click()
    assert not panel.isVisible()
    assert line.hasFocus()


def test_a_sign_in_that_comes_and_goes_disturbs_nobody_who_types(
    window: Application, qtbot: QtBot, desk: Signed
) -> None:
    panel, line = window.signing_panel, typing_into(window, qtbot)
    with qtbot.waitSignal(window.signing.asked):
        desk.changes.tell(Change(sign_in=CODE))
    desk.changes.tell(Change(sign_in=SignInStep(stage=SignInStage.SIGNED_IN)))
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert line.hasFocus()
    window.window.setFocus()
    assert not panel.cancel.hasFocus()


def test_who_clicks_beside_the_panel_types_no_more(
    window: Application, qtbot: QtBot, desk: Signed
) -> None:
    panel = window.signing_panel
    typing_into(window, qtbot)
    with qtbot.waitSignal(window.signing.asked):
        desk.changes.tell(Change(sign_in=CODE))
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=panel.rect().topLeft())
    assert panel.isVisible()
    assert panel.copy_code.hasFocus()


def test_without_a_field_the_panel_has_the_keyboard_at_once(
    window: Application, qtbot: QtBot, desk: Signed
) -> None:
    with qtbot.waitSignal(window.signing.asked):
        desk.changes.tell(Change(sign_in=CODE))
    assert window.signing_panel.copy_code.hasFocus()


def typing_into(window: Application, qtbot: QtBot) -> QLineEdit:
    """A field of the window that somebody writes in."""
    line = QLineEdit(window.window)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    return line


def test_all_of_it_is_spoken_and_reached_by_tab(
    window: Application, tenant: SimulatedTenant, qtbot: QtBot
) -> None:
    ask(window, tenant, qtbot)
    panel = window.signing_panel
    buttons = [one for one in panel.findChildren(QPushButton) if one.isVisible()]
    assert all(one.accessibleName() for one in buttons)
    met = set()
    for _ in buttons:
        met.add(QApplication.focusWidget())
        panel.focusNextPrevChild(True)
    assert met == set(buttons)
