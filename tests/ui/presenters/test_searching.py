"""A search as the page meets it: streamed, paused, stopped, partial, remembered."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.ui.searched import SearchTray, hit
from tests.ui.tray import Tray
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.searching import STOPPED, Phase, SearchPresenter
from workbench.errors import StoreError
from workbench.model.found import Step
from workbench.model.tenant import TenantProfile
from workbench.searching.said import NAMES, Said

PROFILE = TenantProfile("contoso", "", "", "", "", "")
PAY = Said(subject="pay")


@pytest.fixture
def searches(tray: Tray) -> SearchTray:
    assert isinstance(tray.searches, SearchTray)
    return tray.searches


@pytest.fixture
def search(connection: ConnectionPresenter, settings: QSettings, qtbot: QtBot) -> SearchPresenter:
    made = SearchPresenter(connection, connection.activity, settings)
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: made.state.phase is Phase.EMPTY)
    return made


def ended(search: SearchPresenter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: search.state.phase is Phase.ENDED)


def test_answers_come_as_rows_and_are_counted(
    search: SearchPresenter, searches: SearchTray, qtbot: QtBot
) -> None:
    searches.steps = [Step((hit(1), hit(2)), done=2, total=3), Step((hit(3),), done=3, total=3)]
    search.search(PAY)
    ended(search, qtbot)
    assert search.rows.rowCount() == search.state.copies == 3
    assert (search.state.done, search.state.total) == (3, 3)
    assert not search.state.is_partial


def test_what_could_not_be_answered_is_kept_and_makes_it_partial(
    search: SearchPresenter, searches: SearchTray, qtbot: QtBot
) -> None:
    silent = ("ann@contoso.example", "no answer")
    searches.steps = [Step(unreached=(silent,), cut=("bob@contoso.example",), done=3, total=3)]
    search.search(PAY)
    ended(search, qtbot)
    assert search.state.unreached == (silent,)
    assert search.state.cut == ("bob@contoso.example",)
    assert search.state.is_partial


def test_a_tenant_that_falls_silent_leaves_what_was_found(
    search: SearchPresenter, searches: SearchTray, qtbot: QtBot
) -> None:
    searches.steps, searches.ends = [Step((hit(1),), done=1, total=3)], "The network is down"
    search.search(PAY)
    ended(search, qtbot)
    assert search.state.ended == "The network is down"
    assert search.rows.rowCount() == 1
    assert search.state.is_partial


def test_stopping_keeps_what_was_found(
    search: SearchPresenter, searches: SearchTray, tray: Tray, qtbot: QtBot
) -> None:
    searches.steps = [Step((hit(1),), done=1, total=3)]
    tray.hold("search")
    search.search(PAY)
    qtbot.waitUntil(lambda: search.state.copies == 1)
    search.stop()
    ended(search, qtbot)
    assert search.state.ended == STOPPED
    assert search.state.copies == 1


def test_a_paused_search_takes_no_further_answer(
    search: SearchPresenter, searches: SearchTray, qtbot: QtBot
) -> None:
    searches.steps = [Step((hit(1),), done=1, total=1)]
    search.search(PAY)
    search.flip_pause()
    told = [search.state.paused]
    search.flip_pause()
    ended(search, qtbot)
    assert [*told, search.state.paused] == [True, False]
    assert search.state.copies == 1


def test_the_answers_of_a_search_that_was_left_are_for_nobody(
    search: SearchPresenter, searches: SearchTray, tray: Tray, qtbot: QtBot
) -> None:
    searches.steps = [Step((hit(1),), done=1, total=1)]
    tray.hold("search")
    search.search(PAY)
    qtbot.waitUntil(lambda: tray.times("search") == 1)
    tray.let_go("search")
    searches.steps = [Step((hit(2),), done=1, total=1)]
    search.search(Said(subject="other"))
    ended(search, qtbot)
    assert search.state.said.subject == "other"
    assert search.rows.index(0, 0).data() == "user2@contoso.example"
    assert search.rows.rowCount() == 1


def test_what_cannot_be_looked_for_asks_nobody(search: SearchPresenter, tray: Tray) -> None:
    search.search(Said())
    assert "Say what to look for" in search.state.problem
    assert search.state.phase is Phase.EMPTY
    assert not tray.times("search")


def test_a_result_is_taken_into_the_workspace_with_its_like(
    search: SearchPresenter, searches: SearchTray, tray: Tray, qtbot: QtBot
) -> None:
    searches.steps = [Step((hit(1), hit(2)), done=1, total=1)]
    search.search(PAY)
    ended(search, qtbot)
    with qtbot.waitSignal(search.opened) as opened:
        search.open(1)
    assert opened.args == [7]
    assert tray.asked[-1] == ("keep", (hit(2).copy, hit(1).copy))
    with qtbot.waitSignal(search.chosen) as chosen:
        search.open(0, act=True)
    assert chosen.args == [7]


def test_a_result_that_cannot_be_kept_opens_nothing(
    search: SearchPresenter, searches: SearchTray, tray: Tray, qtbot: QtBot
) -> None:
    searches.steps = [Step((hit(1),), done=1, total=1)]
    search.search(PAY)
    ended(search, qtbot)
    tray.fails["keep"] = StoreError("The disk is gone")
    with qtbot.waitSignal(search._activity.failed), qtbot.assertNotEmitted(search.opened):
        search.open(0)


def test_ten_searches_are_remembered_newest_first_until_cleared(
    search: SearchPresenter, qtbot: QtBot
) -> None:
    for number in range(12):
        search.search(Said(subject=f"pay {number}"))
    search.search(Said(subject="pay 11"))
    subjects = [said.subject for said in search.state.recent]
    assert subjects == [f"pay {number}" for number in range(11, 1, -1)]
    search.clear_recent()
    assert search.state.recent == ()
    ended(search, qtbot)


def test_another_tenant_begins_anew(
    search: SearchPresenter,
    searches: SearchTray,
    connection: ConnectionPresenter,
    qtbot: QtBot,
) -> None:
    searches.steps = [Step((hit(1),), done=1, total=1)]
    search.search(PAY)
    ended(search, qtbot)
    connection.connect_tenant(TenantProfile("fabrikam", "", "", "", "", ""))
    qtbot.waitUntil(lambda: search.state.phase is Phase.EMPTY)
    assert search.rows.rowCount() == 0
    assert search.state.recent == ()


def test_settings_that_nobody_wrote_are_no_searches(
    search: SearchPresenter, settings: QSettings
) -> None:
    settings.setValue("searches/contoso", json.dumps([{name: name for name in NAMES[:-1]}]))
    (older,) = search._recent.of("contoso")
    assert (older.url, older.mailboxes) == ("url", "")
    for text in ("", "{", "[1]", "[[]]", '[{"sender": 1}]', "7"):
        settings.setValue("searches/contoso", text)
        assert search._recent.of("contoso") == ()
