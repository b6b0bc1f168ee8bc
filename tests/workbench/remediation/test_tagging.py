"""A tag is an action like the others: journaled, proven, taken off exactly, and never a move."""

from __future__ import annotations

import asyncio

from tests.workbench.remediation.bench import Bench
from workbench.connectors.tags import TAG, tag_off, tag_on
from workbench.jobs import unheard
from workbench.model.remediation import ActionKind, ActionView, Choice, ItemState
from workbench.remediation import consequence

CHOICE = Choice(ActionKind.TAG)
KEYS = (("ann", "ann-1"), ("bob", "bob-1"), ("cem", "cem-1"))


async def tagged(bench: Bench) -> ActionView:
    return await bench.engine.act(await bench.scope(), CHOICE, "watch", 0, unheard)


def places(bench: Bench) -> list[tuple[str, tuple[str, ...]]]:
    return [(bench.tenant.copies[key].folder, bench.tenant.copies[key].tags) for key in KEYS]


def test_tagged_where_they_lie_and_back_exactly(bench: Bench) -> None:
    before = places(bench)

    async def act() -> None:
        view = await tagged(bench)
        assert view.counts == ((ItemState.DONE, 3),)
        assert view.sweeps == ()
        assert places(bench) == [(folder, (TAG,)) for folder, _ in before]
        undone = await bench.undo(view)
        assert undone.counts == ((ItemState.DONE, 3),)
        assert (await bench.engine.verify()).holds

    asyncio.run(act())
    assert places(bench) == before
    assert not bench.tenant.effects  # of moves


def test_what_was_tagged_before_is_not_ours_to_take_off(bench: Bench) -> None:
    async def act() -> ActionView:
        await tagged(bench)
        again = await tagged(bench)
        assert again.counts == ((ItemState.ALREADY, 3),)
        return again

    assert asyncio.run(act()).undoable == 0


def test_a_tag_and_a_move_are_undone_in_any_order(bench: Bench) -> None:
    before = places(bench)

    async def act() -> None:
        tag = await tagged(bench)
        moved = await bench.quarantine()
        assert (await bench.undo(tag)).counts == ((ItemState.DONE, 3),)
        assert (await bench.undo(moved)).counts == ((ItemState.DONE, 3),)

    asyncio.run(act())
    assert places(bench) == before


def test_the_store_does_not_take_a_tag_for_a_place(bench: Bench) -> None:
    async def act() -> None:
        await tagged(bench)
        rows = (await bench.scope()).rows
        assert not {row.folder for row in rows} & {tag_on(), tag_off()}

    asyncio.run(act())


def test_the_sentence_says_that_nothing_moves(bench: Bench) -> None:
    told = consequence.sentence(asyncio.run(bench.scope()), CHOICE)
    assert told.startswith("Tags 3 messages in 3 mailboxes; nothing moves")
