"""Messages and copies as connectors bring them."""

from __future__ import annotations

from datetime import timedelta

from tests.workbench.store.conftest import NOON, build_copy
from workbench.model.mail import MessageRef
from workbench.store import messages
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace


def test_copies_of_one_message_are_one_row(workspace: Workspace) -> None:
    page = [build_copy(1, name) for name in ("ann", "bob", "cem")]
    ids = workspace.run_blocking(messages.save, page)
    assert len(ids) == 1
    stored = workspace.run_blocking(messages.load, *ids)
    assert stored is not None
    assert [ref.mailbox for ref in stored.copies] == ["ann", "bob", "cem"]


def test_a_reused_message_id_is_another_message(workspace: Workspace) -> None:
    real = build_copy(1)
    forged = build_copy(1, "bob", subject="Payment changed")
    assert len(workspace.run_blocking(messages.save, [real, forged])) == 2
    found = workspace.run_blocking(messages.ids_of, "contoso", ["<1@sender.example>"])
    assert len(found) == 2


def test_seeing_a_copy_again_keeps_the_message_and_takes_the_news(workspace: Workspace) -> None:
    (first,) = workspace.run_blocking(messages.save, [build_copy(1, is_read=False)])
    (again,) = workspace.run_blocking(messages.save, [build_copy(1, folder="junk", version="v2")])
    assert again == first
    (copy,) = workspace.run_blocking(messages.copies, first)
    assert (copy.folder, copy.version, copy.is_read) == ("junk", "v2", True)
    reader = ListReader(workspace.path)
    assert not reader.rows([first])[0].is_unread
    reader.close()


def test_what_was_stored_comes_back(workspace: Workspace) -> None:
    before = build_copy(1, sent=NOON + timedelta(milliseconds=5), is_flagged=True)
    (id,) = workspace.run_blocking(messages.save, [before])
    (after,) = workspace.run_blocking(messages.copies, id)
    assert after.ref == before.ref
    assert (after.sent, after.received) == (before.sent, before.received)
    assert after.recipients == before.recipients


def test_a_copy_whose_content_changed_leaves_its_old_message(workspace: Workspace) -> None:
    (old,) = workspace.run_blocking(messages.save, [build_copy(1)])
    edited = build_copy(1, subject="Another subject")
    touched = workspace.run_blocking(messages.save, [edited])
    assert old in touched
    assert workspace.run_blocking(messages.copies, old) == ()


def test_many_messages_of_one_millisecond_all_have_a_place(workspace: Workspace) -> None:
    page = [build_copy(n, received=NOON) for n in range(3_000)]
    assert len(workspace.run_blocking(messages.save, page)) == 3_000


def test_hostile_text_is_stored(workspace: Workspace) -> None:
    hostile = build_copy(
        1, subject="a\ud800b\0c\u202e'; DROP TABLE message;--", internet_id="\udfff"
    )
    (id,) = workspace.run_blocking(messages.save, [hostile])
    stored = workspace.run_blocking(messages.load, id)
    assert stored is not None
    assert stored.subject == "a?b\0c\u202e'; DROP TABLE message;--"


def test_a_move_is_remembered(workspace: Workspace) -> None:
    (id,) = workspace.run_blocking(messages.save, [build_copy(1)])
    ref = MessageRef("contoso", "ann", "ann-1")
    workspace.run_blocking(messages.moved, ref, "quarantine", "v9")
    (copy,) = workspace.run_blocking(messages.copies, id)
    assert (copy.folder, copy.version) == ("quarantine", "v9")
