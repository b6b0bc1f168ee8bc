"""Finding every copy of a message."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.workbench.remediation.bench import Bench, open_bench
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.errors import BadInput
from workbench.jobs import unheard
from workbench.model.mail import Copy, Folder
from workbench.model.remediation import ActionView, ItemState, Scope, ScopeRow, Tier
from workbench.remediation import consequence
from workbench.remediation import scope as scoping
from workbench.remediation.copy_rows import NOT_NAMED
from workbench.remediation.fence import alike_scope
from workbench.remediation.scope import find_scope
from workbench.store import tenants


def _rows(bench: Bench) -> dict[str, ScopeRow]:
    return {row.ref.key: row for row in asyncio.run(bench.scope()).rows}


def test_every_copy_is_found_with_where_it_lies(bench: Bench) -> None:
    rows = _rows(bench)
    assert {key: row.folder_path for key, row in rows.items()} == {
        "ann-1": "Inbox",
        "bob-1": "Inbox/Invoices",
        "cem-1": "Junk Email",
    }
    assert all(row.tier is Tier.EXACT and row.selected for row in rows.values())


def test_a_reused_message_id_is_weak_and_not_selected(bench: Bench) -> None:
    bench.tenant.deliver(1, "ann", key="decoy", subject="Minutes of the board")

    async def scope() -> dict[str, ScopeRow]:
        await bench.message()
        (stored,) = [c for c in bench.tenant.copies.values() if c.ref.key == "ann-1"]
        found = await bench.workspace.run(_id_of_copy, stored)
        result = await find_scope(bench.tenant, bench.workspace, found, unheard)
        return {row.ref.key: row for row in result.rows}

    rows = asyncio.run(scope())
    assert (rows["decoy"].tier, rows["decoy"].selected) == (Tier.WEAK, False)
    assert "other content" in rows["decoy"].note
    assert rows["ann-1"].selected


def _id_of_copy(connection: object, copy: Copy) -> int:
    from sqlalchemy import Connection, select

    from workbench.store.tables import COPY

    assert isinstance(connection, Connection)
    statement = select(COPY.c.message).where(COPY.c.key == copy.ref.key)
    return int(connection.execute(statement).scalar_one())


def test_all_four_fates_of_a_message_are_told_apart(bench: Bench) -> None:
    bench.tenant.deliver(1, "ann", "invoices", key="by-a-rule")
    bench.tenant.deliver(1, "ann", "deleted", key="deleted")
    bench.tenant.deliver(1, "ann", "recoverable", key="for-good")
    rows = _rows(bench)
    assert rows["by-a-rule"].folder_path == "Inbox/Invoices"
    assert (rows["deleted"].note, rows["deleted"].selected) == ("deleted by the user", True)
    assert "recoverable" in rows["for-good"].note
    assert not rows["for-good"].selected


def test_copies_in_our_quarantine_are_marked(bench: Bench) -> None:
    asyncio.run(bench.quarantine())
    rows = _rows(bench)
    assert {row.note for row in rows.values()} == {"already in quarantine"}
    assert not any(row.selected for row in rows.values())


def test_mailboxes_that_could_not_be_asked_are_named(bench: Bench) -> None:
    bench.tenant.denied.add("bob")

    async def unreached() -> tuple[tuple[str, str], ...]:
        boxes = [box async for page in bench.tenant.mailboxes() for box in page]
        await bench.workspace.run(tenants.save_mailboxes, "contoso", boxes)
        return (await bench.scope()).unreached

    assert asyncio.run(unreached()) == (("bob@contoso.example", "access denied"),)


def test_a_missed_mailbox_makes_the_action_incomplete(bench: Bench) -> None:
    bench.tenant.denied.add("bob")
    view = asyncio.run(bench.quarantine())
    assert view.state == "completed with exceptions"
    assert "one mailbox could not be asked" in view.note


def test_without_a_message_id_only_known_copies_count_and_nothing_is_searched(
    bench: Bench,
) -> None:
    key = ("ann", "ann-1")
    bench.tenant.copies[key] = replace(bench.tenant.copies[key], internet_id="")
    bench.tenant.deliver(7, "dan")

    async def scope() -> list[str]:
        await bench.message()
        found = await bench.workspace.run(_id_of_copy, bench.tenant.copies[key])
        result = await find_scope(bench.tenant, bench.workspace, found, unheard)
        return [row.ref.key for row in result.rows]

    assert asyncio.run(scope()) == ["ann-1"]


def test_nothing_new_is_touched_when_the_tenant_changes_after_the_freeze(bench: Bench) -> None:
    async def act() -> None:
        scope = await bench.scope()
        bench.tenant.deliver(1, "dan")
        await bench.engine.quarantine(scope, "", 0, unheard)

    asyncio.run(act())
    assert bench.tenant.folder_of(("dan", "dan-1")) == "dan-inbox"


def test_an_unknown_message_is_bad_input(bench: Bench) -> None:
    with pytest.raises(BadInput, match="not in the connected tenant"):
        asyncio.run(find_scope(bench.tenant, bench.workspace, 999, unheard))


def test_messages_alike_are_one_scope_with_one_sentence(bench: Bench) -> None:
    for number, box in ((21, "ann"), (22, "bob"), (22, "cem")):
        bench.tenant.deliver(number, box, subject="Invoice 1")

    async def scope() -> Scope:
        first = await bench.message()
        return await alike_scope(bench.tenant, bench.workspace, first, unheard)

    found = asyncio.run(scope())
    assert {row.ref.key for row in found.selected} == {
        "ann-1", "bob-1", "cem-1", "ann-21", "bob-22", "cem-22",
    }  # fmt: skip
    assert len(found.alike) == 2
    marked = {row.ref.key for row in found.rows if row.marks}
    assert marked == {"ann-21", "bob-22", "cem-22"}
    assert {row.internet_id for row in found.rows if row.marks} == {
        "<21@sender.example>", "<22@sender.example>",
    }  # fmt: skip
    told = consequence.sentence(found)
    assert told.startswith("Moves 6 copies of 3 messages alike in 3 mailboxes to a hidden folder")


def test_all_copies_of_messages_alike_go_by_one_action_and_come_back(bench: Bench) -> None:
    bench.tenant.deliver(21, "dan", subject="Invoice 1")
    bench.tenant.deliver(31, "dan", subject="Invoice 2")

    async def act() -> ActionView:
        first = await bench.message()
        scope = await alike_scope(bench.tenant, bench.workspace, first, unheard)
        view = await bench.engine.quarantine(scope, "phish", 0, unheard)
        assert bench.tenant.folder_of(("dan", "dan-21")) == "dan-quarantine"
        return await bench.undo(view)

    assert asyncio.run(act()).counts == ((ItemState.DONE, 4),)
    assert bench.tenant.folder_of(("dan", "dan-21")) == "dan-inbox"
    assert bench.tenant.folder_of(("dan", "dan-31")) == "dan-inbox"


def test_more_messages_alike_than_are_asked_for_are_a_gap(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoping, "MOST", 2)
    bench.tenant.deliver(21, "ann", subject="Invoice 1")
    bench.tenant.deliver(22, "ann", subject="Invoice 1")

    async def scope() -> Scope:
        first = await bench.message()
        return await alike_scope(bench.tenant, bench.workspace, first, unheard)

    found = asyncio.run(scope())
    assert any(gap.startswith("1 more messages alike") for gap in found.gaps)


class _Threads(MemoryTenant):
    """Tells of Sent Items, too."""

    async def sent_in(self, threads: Sequence[tuple[str, str]]) -> tuple[tuple[Copy, ...], ...]:
        sent = [copy for copy in self.copies.values() if copy.folder.endswith("-sent")]
        return tuple(
            tuple(c for c in sent if (c.ref.mailbox, c.conversation) == thread)
            for thread in threads
        )


def test_what_the_sender_and_recipients_sent_is_offered_with_its_reason(tmp_path: Path) -> None:
    tenant = _Threads()
    tenant.deliver(1, "ann")
    for box in ("ann", "eve"):
        folder = Folder(box, f"{box}-sent", "Sent Items", "Sent Items", "sentitems")
        tenant.boxes.setdefault(box, {})[folder.key] = folder
    own = tenant.deliver(1, "eve", "sent", key="own")
    tenant.copies["eve", "own"] = replace(own, recipients=("ann@contoso.example",))
    for number, to in ((8, "payroll@sender.example"), (9, "cem@contoso.example")):
        sent = tenant.deliver(number, "ann", "sent", key=f"sent-{number}", subject="Re: Invoice 1")
        late = sent.received + timedelta(hours=1)
        who = "ann@contoso.example"
        sent = replace(sent, sender_address=who, recipients=(to,), received=late)
        tenant.copies["ann", f"sent-{number}"] = sent
    tenant.copies = {key: replace(c, conversation="t") for key, c in tenant.copies.items()}
    bench = open_bench(tmp_path, tenant)
    rows = {key: (row.tier, row.selected, row.note) for key, row in _rows(bench).items()}
    bench.workspace.close()
    assert rows == {
        "ann-1": (Tier.EXACT, True, ""),
        "own": (Tier.EXACT, False, "the sender's own copy"),
        "sent-8": (Tier.WEAK, False, "an answer to it by somebody who got it"),
        "sent-9": (Tier.WEAK, False, "passed on by somebody who got it"),
    }


def test_who_is_not_named_in_to_is_marked(bench: Bench) -> None:
    key, to = ("ann", "ann-1"), ("all@contoso.example",)
    bench.tenant.copies[key] = replace(bench.tenant.copies[key], recipients=to)
    assert {row.ref.key for row in _rows(bench).values() if NOT_NAMED in row.marks} == {"ann-1"}
