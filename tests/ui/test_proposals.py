"""The proposals page: what waits is told, opened as it was frozen, acted on or put aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.proposed import proposal
from tests.ui.tray import Tray, action, scope
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.proposals import ProposalsPresenter
from ui.presenters.proposed import ProposingRemedy
from ui.presenters.remedy import Stage
from ui.theme import Theme
from ui.views.proposals import ProposalsPage
from ui.views.statusbar import StatusBar
from workbench.changes import Change
from workbench.errors import StoreError
from workbench.model.policies import Policy
from workbench.model.proposals import Origin, Proposal, ProposalState
from workbench.model.remediation import ActionState, Choice


@pytest.fixture
def proposals(tray: Tray, connection: ConnectionPresenter) -> ProposalsPresenter:
    matched = proposal(
        "p2", state=ProposalState.MATCHED, origin=Origin.INDICATOR, action="", rows=0, copies=0
    )
    tray.proposals.listed = [proposal(), matched]
    tray.proposals.scopes = {"p1": scope(1)}
    return ProposalsPresenter(connection, connection.activity)


@pytest.fixture
def remedy(connection: ConnectionPresenter) -> ProposingRemedy:
    return ProposingRemedy(connection, connection.activity)


@pytest.fixture
def page(
    theme: Theme, proposals: ProposalsPresenter, remedy: ProposingRemedy, qtbot: QtBot
) -> ProposalsPage:
    made = ProposalsPage(theme, proposals, remedy)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    proposals.load()
    qtbot.waitUntil(lambda: bool(proposals.state.listed))
    return made


def test_each_is_told_once(
    proposals: ProposalsPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    told: list[Proposal] = []
    proposals.arrived.connect(told.append)
    proposals.load()
    qtbot.waitUntil(lambda: len(told) == 2)
    connection.altered.emit(Change(proposals=True))
    qtbot.waitUntil(lambda: not proposals.state.busy)
    assert [one.id for one in told] == ["p1", "p2"]


def test_one_that_waits_opens_in_the_preview_and_is_noted_when_done(
    page: ProposalsPage, remedy: ProposingRemedy, tray: Tray, qtbot: QtBot
) -> None:
    assert page.preview.isEnabled()
    assert "arrived since" in page.facts.text()
    with qtbot.waitSignal(remedy.suggested) as suggested:
        page.preview.click()
    assert suggested.args == ["Second look after a1"]
    assert remedy.state.stage is Stage.PREVIEW
    assert remedy.state.scope is not None
    assert remedy.proposal == proposal()
    assert remedy.state.message_id == 1
    remedy.confirm("Second look after a1", None)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    qtbot.waitUntil(lambda: ("acted", "p1", "a1") in tray.asked)


def test_what_waits_for_a_second_person_has_led_to_nothing_yet(
    page: ProposalsPage, remedy: ProposingRemedy, tray: Tray, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(remedy.suggested):
        page.preview.click()
    remedy.settled.emit(action(state=ActionState.AWAITING_APPROVAL))
    remedy.settled.emit(action("a2"))
    qtbot.waitUntil(lambda: ("acted", "p1", "a2") in tray.asked)
    assert ("acted", "p1", "a1") not in tray.asked


def test_one_that_is_only_matched_cannot_be_opened_but_put_aside(
    page: ProposalsPage, tray: Tray, qtbot: QtBot
) -> None:
    page.table.selectRow(1)
    assert not page.preview.isEnabled()
    assert not page.journal.isVisible()
    assert "once a tenant is connected" in page.facts.text()
    page.dismiss.click()
    qtbot.waitUntil(lambda: ("dismiss", "p2") in tray.asked)


def test_the_action_it_follows_is_shown(page: ProposalsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.action_asked) as asked:
        page.journal.click()
    assert asked.args == ["a1"]


def test_why_there_is_nothing_stands_in_the_place_of_the_table(
    page: ProposalsPage, proposals: ProposalsPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.proposals.listed = []
    proposals.load()
    qtbot.waitUntil(lambda: not proposals.state.listed)
    assert "Nothing is proposed" in page.notice.text
    tray.fails["proposals"] = StoreError("The disk is gone")
    proposals.load()
    qtbot.waitUntil(lambda: bool(proposals.state.problem))
    assert "The disk is gone" in page.notice.text


def test_variants_alone_are_counted_as_not_ticked(page: ProposalsPage) -> None:
    from ui.models.proposals import arrival

    assert "none ticked" in arrival(replace(proposal(), copies=0, rows=1))


def test_an_indicator_is_listed_from_the_page(
    page: ProposalsPage, tray: Tray, qtbot: QtBot
) -> None:
    page.indicator.setText("hxxps://evil[.]example/login")
    page.add.click()
    qtbot.waitUntil(lambda: "evil.example listed: in 1 stored message" in page.told.text())
    assert "2 not analysed" in page.told.text()
    page.indicator.setText("co.uk")
    page.add.click()
    qtbot.waitUntil(lambda: "everybody registers" in page.told.text())
    page.indicator.setText("evil.example")
    page.remove.click()
    qtbot.waitUntil(lambda: "not on the list" in page.told.text())


def test_the_switch_is_kept_by_the_desk(
    proposals: ProposalsPresenter, tray: Tray, qtbot: QtBot
) -> None:
    proposals.flip()
    qtbot.waitUntil(lambda: proposals.state.is_on)
    proposals.flip()
    qtbot.waitUntil(lambda: not proposals.state.is_on)
    assert ("switch proposals", False) in tray.asked


def test_armed_policies_stand_in_the_status_line_and_are_disarmed_at_once(
    theme: Theme,
    proposals: ProposalsPresenter,
    connection: ConnectionPresenter,
    tray: Tray,
    qtbot: QtBot,
) -> None:
    day = datetime(2026, 3, 5, tzinfo=UTC)
    night = Policy(
        "night", "contoso", ("late",), 70, Choice(), (), 10, 50, day, day, "ann@desk.example"
    )
    tray.proposals.armed = [night]
    bar = StatusBar(theme, connection, connection.activity)
    qtbot.addWidget(bar)
    proposals.changed.connect(bar.draw_proposing)
    connection.altered.emit(Change(proposals=True))
    qtbot.waitUntil(lambda: bar.proposes.text() == "Armed: night until 2026-03-05")
    proposals.disarm()
    qtbot.waitUntil(lambda: ("disarm",) in tray.asked)
    connection.altered.emit(Change(proposals=True))
    qtbot.waitUntil(lambda: not bar.proposes.text())
