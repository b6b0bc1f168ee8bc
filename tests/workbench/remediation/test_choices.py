"""Every action a provider offers moves to its place, is proven there, and is taken back exactly."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.workbench.remediation.bench import Bench
from workbench.errors import BadInput, RemediationRefused
from workbench.jobs import unheard
from workbench.model.remediation import ActionKind, ActionState, ActionView, Choice, ItemState
from workbench.remediation.choices import (
    GOOGLE,
    MICROSOFT,
    offers,
    read_choice,
    require,
    target_of,
)

PLACES = {
    "strong": "recoverable",
    "junk": "junk",
    "deleted": "deleted",
    "folder:Inbox/Invoices": "invoices",
}
COPIES = 3  # of the message under attack: Inbox, a folder of the user, junk


def where(bench: Bench) -> dict[str, str]:
    return {key[1]: copy.folder.split("-")[1] for key, copy in bench.tenant.copies.items()}


async def act(bench: Bench, typed: str) -> ActionView:
    scope = await bench.scope()
    return await bench.engine.act(scope, read_choice(typed), "phish", 0, unheard)


@pytest.mark.parametrize("typed", PLACES)
def test_an_action_ends_in_its_place_and_is_taken_back(bench: Bench, typed: str) -> None:
    before = where(bench)

    async def there_and_back() -> None:
        done = await act(bench, typed)
        assert done.state is ActionState.COMPLETED
        counts = dict(done.counts)
        assert counts[ItemState.DONE] + counts.get(ItemState.ALREADY, 0) == COPIES
        now = where(bench)
        assert {now[key] for key in now if key.endswith("-1")} == {PLACES[typed]}
        assert now["ann-2"] == "inbox"
        assert done.undoable == counts[ItemState.DONE]
        back = await bench.undo(done)
        assert back.counts == ((ItemState.DONE, done.undoable),)

    asyncio.run(there_and_back())
    assert where(bench) == before


def test_a_mailbox_without_the_folder_is_skipped_and_named(bench: Bench) -> None:
    bench.tenant.remove_folder("cem", "cem-invoices")

    async def story() -> tuple[ActionView, dict[tuple[str, str], ItemState]]:
        done = await act(bench, "folder:Inbox/Invoices")
        return done, await bench.states(done)

    done, states = asyncio.run(story())
    assert done.state is ActionState.COMPLETED_WITH_EXCEPTIONS
    assert states["cem", "cem-1"] is ItemState.SKIPPED
    assert states["ann", "ann-1"] is ItemState.DONE


def test_a_mailbox_without_the_place_of_the_provider_is_told(bench: Bench) -> None:
    bench.tenant.remove_folder("cem", "cem-recoverable")

    async def story() -> dict[tuple[str, str], ItemState]:
        return await bench.states(await act(bench, "strong"))

    assert asyncio.run(story())["cem", "cem-1"] is ItemState.GONE
    assert where(bench)["cem-1"] == "junk"


def test_what_was_moved_meanwhile_by_the_user_is_left(bench: Bench) -> None:
    async def story() -> dict[tuple[str, str], ItemState]:
        done = await act(bench, "junk")
        bench.tenant.put(("ann", "ann-1"), "ann-invoices")
        return await bench.states(await bench.undo(done))

    states = asyncio.run(story())
    assert states["ann", "ann-1"] is ItemState.CHANGED
    assert where(bench)["ann-1"] == "invoices"


def test_an_undo_is_not_undone(bench: Bench) -> None:
    async def story() -> None:
        back = await bench.undo(await act(bench, "junk"))
        assert back.undoable == 0
        with pytest.raises(RemediationRefused, match="An undo is not undone"):
            await bench.undo(replace(back))

    asyncio.run(story())


def test_each_provider_offers_what_it_has_and_says_how_far_it_goes_back() -> None:
    kinds = {
        provider: [offer.kind for offer in offers(provider)] for provider in (GOOGLE, MICROSOFT)
    }
    assert set(kinds[MICROSOFT]) == set(ActionKind) - {ActionKind.UNDO}
    assert set(kinds[GOOGLE]) == set(kinds[MICROSOFT]) - {ActionKind.STRONG}
    assert kinds[GOOGLE][0] is kinds[MICROSOFT][0] is ActionKind.QUARANTINE
    assert all(offer.back for provider in kinds for offer in offers(provider))
    assert offers("Folder") == ()


@pytest.mark.parametrize(
    ("choice", "provider"),
    [
        (Choice(ActionKind.STRONG), GOOGLE),
        (Choice(), "Folder"),
        (Choice(ActionKind.UNDO), MICROSOFT),
        (Choice(ActionKind.FOLDER, "  "), MICROSOFT),
        (Choice(ActionKind.JUNK, "Inbox"), MICROSOFT),
    ],
)
def test_what_is_not_offered_is_refused(choice: Choice, provider: str) -> None:
    with pytest.raises(RemediationRefused):
        require(choice, provider)


def test_the_path_is_part_of_what_is_hashed() -> None:
    paths = {target_of(Choice(ActionKind.FOLDER, path)) for path in ("A", "B")}
    assert len(paths) == 2


@pytest.mark.parametrize(
    "typed", ["", "delete", "junk:Inbox", "folder", "folder:", "folder: ", "undo"]
)
def test_an_unknown_action_is_named_with_those_there_are(typed: str) -> None:
    with pytest.raises(BadInput, match="quarantine, strong, junk, deleted, folder:PATH"):
        read_choice(typed)
