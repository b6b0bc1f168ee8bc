"""Anchors as drafts in a mailbox of the simulated tenant, of both providers."""

from __future__ import annotations

import asyncio

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.anchoring.draft import DraftSink
from workbench.anchoring.note import Note
from workbench.app import connector_of
from workbench.connectors.port import Query
from workbench.errors import PermissionMissing
from workbench.model.tenant import Profile


def _leave(profile: Profile, mailbox: str, note: Note) -> list[str]:
    """Leaves the note; gives the subjects of what the mailbox then holds of that subject."""

    async def story() -> list[str]:
        connector = connector_of(profile)
        try:
            await connector.connect()
            receipt = await DraftSink(f"draft:{mailbox}", mailbox).send(note, connector)
            assert len(receipt) > len("draft ")
            found = [page async for page in connector.find(Query(subject="Audit anchor"))]
            copies = [copy for page in found for copy in page.copies]
            assert all(copy.mailbox_address == mailbox for copy in copies)
            return [copy.subject for copy in copies]
        finally:
            await connector.close()

    return asyncio.run(story())


def _mailbox(tenant: SimulatedTenant, number: int = 0) -> str:
    return tenant.world.people[number].address


@pytest.mark.parametrize("google", [False, True], ids=["microsoft", "google"])
def test_a_note_lies_in_the_mailbox(
    simulated_tenant: SimulatedTenant, note: Note, google: bool
) -> None:
    make = google_profile_of if google else profile_of
    mailbox = _mailbox(simulated_tenant)
    found = _leave(make(simulated_tenant.facts), mailbox, note)
    assert found == ["Audit anchor 17 of case.workspace"]


def test_a_mailbox_outside_the_pilot_gets_none(
    simulated_tenant: SimulatedTenant, note: Note
) -> None:
    inside, outside = (_mailbox(simulated_tenant, number) for number in (0, 1))
    profile = profile_of(simulated_tenant.facts, fence=(inside,))
    assert len(_leave(profile, inside, note)) == 1
    with pytest.raises(PermissionMissing, match="outside the pilot"):
        _leave(profile, outside, note)


def test_who_may_write_no_draft_says_so(note: Note, tenant: MemoryTenant) -> None:
    with pytest.raises(PermissionMissing, match="drafts"):
        asyncio.run(DraftSink("draft:a@b.example", "a@b.example").send(note, tenant))
