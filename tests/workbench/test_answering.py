"""Needs that the workspace can answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.workbench.store.conftest import build_copy
from workbench.answering import SENDER_HISTORY, answers_for
from workbench.store import messages
from workbench.store.workspace import Workspace


def test_the_history_of_a_sender_is_counted_in_days_of_mail(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "a.workspace")
    now = datetime.now(UTC)
    for number, days in ((1, 9), (2, 4), (3, 1)):
        moment = now - timedelta(days=days, hours=1)
        copy = build_copy(number, sender_address="Ann@sender.example", received=moment)
        ids = workspace.run_blocking(messages.save, [copy])
    answers = asyncio.run(answers_for(workspace, min(ids)))
    workspace.close()
    assert answers == {(SENDER_HISTORY, "ann@sender.example"): "2 earlier in 9 days"}


def test_what_is_not_known_is_not_answered(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "a.workspace")
    assert asyncio.run(answers_for(workspace, 1)) == {}
    workspace.close()
