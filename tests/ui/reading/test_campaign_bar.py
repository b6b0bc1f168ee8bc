"""The line that says which of several alike is on display."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.reading import ReadingPresenter
from ui.theme import Theme
from ui.views.reading.campaign_bar import CampaignBar
from workbench.model.alike import Member

WHEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def member(id: int) -> Member:
    return Member(id, f"Subject {id}", "a@lure.example", WHEN, "same links", True)


@pytest.fixture
def bar(theme: Theme, tray: Tray, campaign: CampaignPresenter, qtbot: QtBot) -> CampaignBar:
    three = [member(3), member(2), member(1)]
    tray.groups = dict.fromkeys((1, 2, 3), three)
    made = CampaignBar(theme, campaign)
    qtbot.addWidget(made)
    return made


def open_message(
    reading: ReadingPresenter, campaign: CampaignPresenter, qtbot: QtBot, id: int
) -> None:
    reading.show_message(id)
    qtbot.waitUntil(lambda: not reading.state.busy and campaign.state.id == id)


def test_the_place_and_the_reason_are_told(
    bar: CampaignBar, reading: ReadingPresenter, campaign: CampaignPresenter, qtbot: QtBot
) -> None:
    open_message(reading, campaign, qtbot, 2)
    qtbot.waitUntil(lambda: not bar.isHidden())
    assert bar.words.text() == "2 of 3 alike: same links"
    assert "Subject 1 (same links)" in bar.words.toolTip()


def test_the_keys_lead_through_and_stop_at_the_ends(
    bar: CampaignBar, reading: ReadingPresenter, campaign: CampaignPresenter, qtbot: QtBot
) -> None:
    open_message(reading, campaign, qtbot, 2)
    qtbot.waitUntil(lambda: campaign.state.place == 1)
    campaign.step(1)
    assert reading.state.id == 1
    campaign.step(1)
    assert reading.state.id == 1
    assert not bar.onward.isEnabled()


def test_a_message_alone_has_no_line(
    bar: CampaignBar, reading: ReadingPresenter, campaign: CampaignPresenter, qtbot: QtBot
) -> None:
    open_message(reading, campaign, qtbot, 9)
    assert bar.isHidden()


def test_one_can_be_taken_out(
    bar: CampaignBar, reading: ReadingPresenter, campaign: CampaignPresenter, tray: Tray,
    qtbot: QtBot,
) -> None:  # fmt: skip
    open_message(reading, campaign, qtbot, 2)
    qtbot.waitUntil(lambda: campaign.state.place == 1)
    bar.out.click()
    qtbot.waitUntil(lambda: not campaign.state.members)
    assert ("split", 2) in tray.asked


def test_all_of_them_can_be_removed_at_once(
    bar: CampaignBar, reading: ReadingPresenter, campaign: CampaignPresenter, qtbot: QtBot
) -> None:
    open_message(reading, campaign, qtbot, 2)
    qtbot.waitUntil(lambda: not bar.isHidden())
    assert bar.whole.text() == "Quarantine all 3…"
    with qtbot.waitSignal(bar.quarantine_asked):
        bar.whole.click()
