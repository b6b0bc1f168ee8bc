"""The bar below a message: counts it can answer for, and no button where nothing can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import Read, copied, on_screen
from tests.ui.tray import Tray, opened, scope
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import ReadingPresenter
from ui.presenters.remedy import RemedyPresenter, Stage
from ui.theme import Theme
from ui.views.reading.remedy_bar import RemedyBar
from ui.widgets.chip import Chip
from workbench.model.remediation import Tier
from workbench.model.rows import Source


@pytest.fixture
def bar(
    theme: Theme, reading: ReadingPresenter, remedy: RemedyPresenter, qtbot: QtBot
) -> RemedyBar:
    made = RemedyBar(theme, reading, remedy)
    reading.changed.connect(made.draw)
    on_screen(made, qtbot, 830, 70) if reading.state.id >= 0 else qtbot.addWidget(made)
    return made


def chips(bar: RemedyBar) -> list[str]:
    layout = bar._chips
    found = [layout.itemAt(n) for n in range(layout.count())]
    widgets = [item.widget() for item in found if item is not None]
    return [chip.text for chip in widgets if isinstance(chip, Chip)]


def test_it_counts_what_is_known(
    connected: ConnectionPresenter, bar: RemedyBar, read: Read
) -> None:
    read(copied(3))
    assert bar.text == "3 copies in 3 mailboxes\n"
    assert chips(bar) == ["1 read", "2 unread", "as of the last refresh"]
    assert bar.quarantine.accessibleName() == "Quarantine 3 copies (shows first)"


def test_it_counts_what_was_answered(
    connected: ConnectionPresenter, bar: RemedyBar, read: Read, tray: Tray, qtbot: QtBot
) -> None:
    rows = (*scope(1, 4, per_box=2).rows, *scope(1, 1, Tier.WEAK).rows)
    tray.scopes[1] = replace(scope(1), rows=rows, unreached=(("a@b", "offline"),))
    read(copied(3))
    bar._reading.find_copies()
    qtbot.waitUntil(lambda: bar._reading.state.scope is not None)
    assert bar.text == "5 copies in 2 mailboxes\n"
    assert chips(bar) == ["2 read", "2 unread", "1 weak", "1 mailbox not asked"]
    assert bar.quarantine.accessibleName() == "Quarantine 4 copies (shows first)"


def test_without_a_tenant_it_says_what_is_missing(bar: RemedyBar, read: Read) -> None:
    read(copied(3))
    assert bar.text == "3 copies in 3 mailboxes\nConnect a tenant to act on copies"
    assert bar.quarantine.isHidden()
    assert bar.preview.isHidden()


def test_a_file_from_disk_cannot_be_acted_on(
    connected: ConnectionPresenter, bar: RemedyBar, read: Read
) -> None:
    read(opened(1, source=Source.FILE))
    assert "Opened from a file" in bar.text
    assert bar.quarantine.isHidden()


@pytest.mark.parametrize("name", ["preview", "quarantine"])
def test_both_buttons_only_show_what_would_happen(
    connected: ConnectionPresenter,
    bar: RemedyBar,
    remedy: RemedyPresenter,
    read: Read,
    tray: Tray,
    qtbot: QtBot,
    name: str,
) -> None:
    read(copied(3))
    getattr(bar, name).click()
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    assert remedy.state.message_id == 1
    assert tray.times("quarantine") == 0


def test_a_hidden_run_can_be_shown_again(
    connected: ConnectionPresenter,
    bar: RemedyBar,
    remedy: RemedyPresenter,
    read: Read,
    tray: Tray,
    qtbot: QtBot,
) -> None:
    read(copied(2))
    tray.hold("quarantine")
    remedy.preview(1)
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.PREVIEW)
    remedy.confirm("phish", None)
    assert not bar.quarantine.isEnabled()
    remedy.hide()
    assert bar.text.startswith("Quarantining 2 copies")
    tray.let_go("quarantine")
    qtbot.waitUntil(lambda: remedy.state.stage is Stage.DONE)
    assert bar.text.startswith("The action has ended")
    bar.reveal.click()
    assert not remedy.state.hidden
    assert bar.text.startswith("2 copies in 2 mailboxes")
