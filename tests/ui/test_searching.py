"""The search page on the simulated tenant, reached over TLS: found, silent, unreachable, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.tenant import SimulatedTenant
from tests.ui.tray import Ready, Tray
from tests.workbench.commands.test_remediate import spread
from tests.workbench.desks import profile_of
from ui.jobs import JobRunner
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.searching import Phase, SearchPresenter
from ui.theme import Theme
from ui.views.search_page import SearchPage
from workbench.app import connector_of
from workbench.connectors.port import Connector
from workbench.jobs import Report
from workbench.model.tenant import Profile, Tenant
from workbench.searching.desk import SearchDesk
from workbench.searching.said import Said
from workbench.store import messages
from workbench.store.workspace import Workspace

PATIENCE = 30_000  # milliseconds on a busy machine


class Connected(Tray):
    """A desk that really signs in and searches, and keeps what is found in a real workspace."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.connector: Connector | None = None
        self.searches = SearchDesk(workspace, self.changes, lambda: self.connector)

    async def connect(self, profile: Profile, report: Report) -> Tenant:
        connector = connector_of(profile)
        self.tenant = await connector.connect()
        self.connector = connector
        return self.tenant

    async def close(self) -> None:
        if self.connector is not None:
            await self.connector.close()


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.open(tmp_path / "case.workspace")
    yield made
    made.close()


@pytest.fixture
def search(
    tenant: SimulatedTenant, kept: Workspace, settings: QSettings, qapp: object, qtbot: QtBot
) -> Iterator[SearchPresenter]:
    runner = JobRunner()
    connection = ConnectionPresenter(Activity(runner), Ready(Connected(kept)))
    made = SearchPresenter(connection, connection.activity, settings)
    with qtbot.waitSignal(connection.ready):
        connection.start()
    connection.connect_tenant(profile_of(tenant.facts))
    qtbot.waitUntil(lambda: made.state.phase is Phase.EMPTY, timeout=PATIENCE)
    yield made
    assert runner.shut_down(connection.close_desk) == []


@pytest.fixture
def page(theme: Theme, search: SearchPresenter, qtbot: QtBot) -> SearchPage:
    made = SearchPage(theme, search)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def ask(page: SearchPage, search: SearchPresenter, said: Said, qtbot: QtBot) -> None:
    page.form.fill(said)
    page.form.go.click()
    qtbot.waitUntil(lambda: search.state.phase is Phase.ENDED, timeout=PATIENCE)


def test_every_copy_is_found_and_its_message_kept(
    tenant: SimulatedTenant,
    page: SearchPage,
    search: SearchPresenter,
    kept: Workspace,
    qtbot: QtBot,
) -> None:
    id = spread(tenant)
    ask(page, search, Said(internet_id=id), qtbot)
    there = tenant.messages(internet_id=id)
    assert search.state.copies == len(there)
    assert not search.state.is_partial
    assert "Not searched: online archives" in page.gaps.text()
    with qtbot.waitSignal(search.opened, timeout=PATIENCE) as opened:
        search.open(0)
    (message_id,) = opened.args or [0]
    stored = kept.run_blocking(messages.load, message_id)
    assert stored is not None
    assert stored.internet_id == id
    assert len(stored.copies) == len(there)


def test_only_the_mailboxes_that_are_named_are_asked(
    tenant: SimulatedTenant, page: SearchPage, search: SearchPresenter, qtbot: QtBot
) -> None:
    id = spread(tenant)
    there = sorted(copy["address"] for copy in tenant.messages(internet_id=id))
    two = (there[0], there[-1])
    ask(page, search, Said(internet_id=id, mailboxes=", ".join(two).upper()), qtbot)
    assert search.state.total == 2
    found = {search.rows.index(row, 0).data() for row in range(search.rows.rowCount())}
    assert found == set(two)
    ask(page, search, Said(internet_id=id, mailboxes="nobody@x.example"), qtbot)
    assert page.notice.text == (
        "No mailbox was asked\nNo mailbox that may be read is called nobody@x.example"
    )


def test_mailboxes_that_do_not_answer_are_named_row_by_row(
    tenant: SimulatedTenant, page: SearchPage, search: SearchPresenter, qtbot: QtBot
) -> None:
    tenant.faults({"fault": "drop-before", "path": "/messages"})
    ask(page, search, Said(internet_id="<one@x.example>"), qtbot)
    assert search.state.is_partial
    assert len(search.state.unreached) == search.rows.rowCount() == search.state.total == 12
    assert page.table.rows.index(11, 1).data() == "could not be asked"
    assert page.progress.words.text() == "Asked 0 of 12 mailboxes · 0 copies"
    assert "12 mailboxes could not be asked" in page.gaps.text()


def test_a_right_that_is_missing_is_told_in_words(
    tenant: SimulatedTenant, page: SearchPage, search: SearchPresenter, qtbot: QtBot
) -> None:
    tenant.faults({"fault": "status", "status": 403, "path": "users"})
    ask(page, search, Said(sender="x.example"), qtbot)
    assert page.notice.text.startswith("No mailbox was asked\n")
    assert "granted" in page.notice.text
