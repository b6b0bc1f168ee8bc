"""What the workspace knows of a sender."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.workbench.store.conftest import NOON, build_copy
from workbench.store import messages, offline, senders
from workbench.store.workspace import Workspace

SAME = {"sender_address": "Ann@Sender.example"}


def test_only_earlier_messages_of_the_same_address_count(workspace: Workspace) -> None:
    copies = [
        build_copy(1, sender_address="ann@sender.example"),
        build_copy(2, **SAME),
        build_copy(2, mailbox="ben", **SAME),
        build_copy(3, **SAME),
        build_copy(4),
        build_copy(5, **SAME),
    ]
    for copy in copies:
        workspace.run_blocking(messages.save, [copy])
    third = workspace.run_blocking(messages.ids_of, "contoso", ["<3@sender.example>"])
    history = workspace.run_blocking(senders.before, min(third))
    assert history is not None
    assert history.earlier == 2
    assert history.since == build_copy(1).received


def test_a_first_message_has_none_before_it(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    history = workspace.run_blocking(senders.before, id)
    assert history is not None
    assert history.earlier == 0


def test_a_file_has_no_history(workspace: Workspace) -> None:
    file = offline.OfflineFile(Path("/a.eml"), "0" * 64, 1, datetime.now(UTC))
    id = workspace.run_blocking(offline.add, file)
    assert workspace.run_blocking(senders.before, id) is None


def test_a_sender_without_an_address_has_no_history(workspace: Workspace) -> None:
    copy = build_copy(1, sender_address="", received=NOON)
    (id,) = workspace.run_blocking(messages.save, [copy])
    assert workspace.run_blocking(senders.before, id) is None
