"""From what became of an action to the page that keeps it."""

from __future__ import annotations

import pytest

from tests.ui.tray import action
from ui.app import Application
from ui.presenters.navigation import ACTIONS
from ui.presenters.remedy import Stage
from ui.views.journal import JournalPage


@pytest.mark.parametrize("id", ["a9", ""])
def test_the_journal_opens_at_the_action(application: Application, id: str) -> None:
    stage = Stage.DONE if id else Stage.FAILED
    application.remedy._show(stage=stage, action=action(id) if id else None)
    panel = application.remedy_panel
    assert panel.isVisible()
    panel.result.journal.click()
    assert not panel.isVisible()
    assert application.navigation.current.key == ACTIONS
    assert isinstance(application.window.stack.currentWidget(), JournalPage)
    assert application.journal.state.chosen == id
