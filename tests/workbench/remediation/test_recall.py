"""Scope recall on labelled campaigns: every reachable copy, no foreign one, each gap named."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of
from tests.workbench.simulation.server.tiny import DOMAIN, TENANT, write
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Query
from workbench.jobs import unheard
from workbench.model.remediation import Scope
from workbench.remediation.scope import find_scope
from workbench.simulation.world import Letter, Origin, Person, SimFolder, SimMessage, World
from workbench.store import messages, tenants
from workbench.store.workspace import Workspace

MAILBOXES = 24
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
KNOWN = ("inbox", "junkemail", "archive", "deleteditems", "sentitems", "recoverableitemsdeletions")
WHERE = ("inbox", "inbox", "inbox", "junkemail", "archive", "deleteditems",
         "recoverableitemsdeletions", "own")  # fmt: skip
DECOYS = 2  # of each campaign: the same subject from elsewhere, and other mail of its sender


@dataclass(slots=True)
class Campaign:
    """``copies`` are those of the campaign, forwards included; ``held`` lie in no mailbox."""

    name: str
    start: str = ""  # Message-ID the analyst begins with
    copies: set[tuple[str, str]] = field(default_factory=set)  # mailbox key, Message-ID
    held: list[dict[str, str]] = field(default_factory=list)


class Builder:
    """Campaigns of every kind in one tenant; the same each time."""

    def __init__(self, campaigns: int) -> None:
        self.random = random.Random(campaigns)
        self.people = tuple(
            Person(
                f"00000000-0000-4000-8000-{n:012}", f"user{n}@{DOMAIN}", f"User {n}", "", "",
                "shared" if n % 8 == 0 else "user",
            )
            for n in range(MAILBOXES)
        )  # fmt: skip
        self.letters: dict[str, Letter] = {}
        self.messages: list[SimMessage] = []
        self.campaigns = [self._campaign(number) for number in range(campaigns)]

    def world(self) -> World:
        folders = [
            SimFolder(f"{p.key}/{known}", p.key, known, "", known)
            for p in self.people
            for known in KNOWN
        ]
        folders += [SimFolder(f"{p.key}/own", p.key, "Own", f"{p.key}/inbox") for p in self.people]
        ordered = tuple(sorted(self.messages, key=lambda m: m.received))
        return World(
            1, TENANT, "Recall", (DOMAIN,), NOW, self.people, tuple(folders), ordered, (), (),
            self.letters, {}, {}, write,
        )  # fmt: skip

    def _campaign(self, number: int) -> Campaign:
        """Of three kinds in turn: one Message-ID for all, one for each, one through a list."""
        made = Campaign(f"c{number}")
        sender, subject = (
            f"eve{number}@lure{number}.example",
            f"Your invoice {10_000 + number} is due",
        )
        chosen = self.random.sample(self.people, self.random.randint(2, 8))
        sent = NOW - timedelta(hours=self.random.randint(30, 300))
        to = (f"list{number}@{DOMAIN}",) if number % 3 == 2 else tuple(p.address for p in chosen)
        shared = self._letter(made.name, sender, to, subject, sent)
        for n, person in enumerate(chosen):
            letter = shared
            if number % 3 == 1 and n:
                told = f"Your invoice {20_000 + 100 * number + n} is due"
                late = sent + timedelta(seconds=7 * n)
                letter = self._letter(f"{made.name}-{n}", sender, (person.address,), told, late)
            place = self.random.choice(WHERE) if n else "inbox"
            self._deliver(made, person, letter, place)
        made.start = shared.internet_id
        if number % 2 == 0:
            self._forward(made, chosen[0], shared)
        if number % 5 == 0:
            made.held.append(_held(shared, self.people[number % MAILBOXES].address))
        self._decoys(number, sender, subject, sent)
        return made

    def _forward(self, made: Campaign, who: Person, letter: Letter) -> None:
        to = self.random.choice([p for p in self.people if p is not who])
        sent = letter.sent + timedelta(hours=3)
        on = self._letter(
            f"{made.name}-fw", who.address, (to.address,), f"FW: {letter.subject}", sent, letter
        )
        self._deliver(made, who, on, "sentitems")
        self._deliver(made, to, on, "inbox")

    def _decoys(self, number: int, sender: str, subject: str, sent: datetime) -> None:
        at = sent + timedelta(minutes=5)
        other = self._letter(f"d{number}", sender, (), "Minutes of the board", at)
        posed = self._letter(f"p{number}", f"news@own{number}.example", (), subject, at)
        for letter in (other, posed):
            self._deliver(Campaign("decoy"), self.random.choice(self.people), letter, "inbox")

    def _letter(
        self, key: str, sender: str, to: tuple[str, ...], subject: str, sent: datetime,
        answered: Letter | None = None,
    ) -> Letter:  # fmt: skip
        made = Letter(
            key, f"<{key}@{sender.partition('@')[2]}>", sender, "Eve", to, (), subject, sent,
            "plain", "script", Origin("server"), {},
            references=(answered.internet_id,) if answered else (),
        )  # fmt: skip
        self.letters[key] = made
        return made

    def _deliver(self, made: Campaign, person: Person, letter: Letter, place: str) -> None:
        self.messages.append(SimMessage(
            f"{person.key}/{letter.key}/{place}", person.key, f"{person.key}/{place}",
            letter.internet_id, letter.sender, letter.sender_name, letter.to, (), letter.subject,
            letter.sent + timedelta(seconds=5), letter.sent, False, False, False, "A preview",
            letter.key,
        ))  # fmt: skip
        made.copies.add((person.key, letter.internet_id))


def _held(letter: Letter, recipient: str) -> dict[str, str]:
    return {
        "NetworkMessageId": f"n-{letter.key}", "InternetMessageId": letter.internet_id,
        "RecipientEmailAddress": recipient, "SenderFromAddress": letter.sender,
        "Subject": letter.subject, "Timestamp": letter.sent.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "DeliveryAction": "Blocked", "DeliveryLocation": "Quarantine",
        "LatestDeliveryAction": "", "LatestDeliveryLocation": "",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    wanted: int
    reached: int
    foreign: int
    unnamed: int  # copies in mailboxes that do not answer, and these are not named
    held: int
    held_wanted: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the tenant itself says: mailbox and Message-ID of each copy, addresses by mailbox."""

    copies: dict[str, tuple[str, str]]
    addresses: dict[str, str]


Serve = Callable[[int], tuple[Builder, SimulatedTenant]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[SimulatedTenant] = []

    def make(campaigns: int) -> tuple[Builder, SimulatedTenant]:
        builder = Builder(campaigns)
        running.append(SimulatedTenant(builder.world()))
        held = [row for campaign in builder.campaigns for row in campaign.held]
        closed = [builder.people[MAILBOXES - 1].key, builder.people[MAILBOXES - 2].key]
        running[0].set(held=held, denied=closed)
        return builder, running[0]

    yield make
    for tenant in running:
        tenant.close()


async def measured(builder: Builder, tenant: SimulatedTenant, path: Path) -> Measured:
    workspace = Workspace.open(path)
    connector = GraphConnector(profile_of(tenant.facts))
    try:
        await connector.connect()
        boxes = [box async for page in connector.mailboxes() for box in page]
        await workspace.run(tenants.save_mailboxes, TENANT, boxes)
        told = Told(
            {row["id"]: (row["mailbox"], row["internet_id"]) for row in tenant.messages()},
            {person.key: person.address for person in builder.people},
        )
        total = Measured(0, 0, 0, 0, 0, 0)
        closed = {builder.people[n].key for n in (MAILBOXES - 1, MAILBOXES - 2)}
        for campaign in builder.campaigns:
            total = _added(total, await _one(connector, workspace, told, campaign, closed))
        return total
    finally:
        await connector.close()
        workspace.close()


async def _one(
    connector: GraphConnector, workspace: Workspace, told: Told, campaign: Campaign,
    closed: set[str],
) -> Measured:  # fmt: skip
    pages = connector.find(Query(internet_id=campaign.start))
    copies = [copy async for page in pages for copy in page.copies]
    ids = await workspace.run(messages.save, copies)
    if not ids:  # the analyst cannot begin with what lies only where nobody answers
        return Measured(0, 0, 0, 0, 0, 0)
    scope = await find_scope(connector, workspace, next(iter(ids)), unheard)
    return _judged(scope, campaign, closed, told)


def _judged(scope: Scope, campaign: Campaign, closed: set[str], told: Told) -> Measured:
    found = {told.copies[row.ref.key] for row in scope.rows}
    reachable = {copy for copy in campaign.copies if copy[0] not in closed}
    named = {address for address, _ in scope.unreached}
    away = {told.addresses[mailbox] for mailbox, _ in campaign.copies if mailbox in closed}
    return Measured(
        len(reachable), len(found & reachable), len(found - campaign.copies), len(away - named),
        len(scope.held), len(campaign.held),
    )  # fmt: skip


def _added(one: Measured, other: Measured) -> Measured:
    return replace(
        one,
        **{n: getattr(one, n) + getattr(other, n) for n in Measured.__slots__},
    )


@pytest.mark.parametrize("campaigns", [6, pytest.param(200, marks=pytest.mark.long)])
def test_every_reachable_copy_is_found_and_nothing_else(
    serve: Serve, campaigns: int, tmp_path: Path
) -> None:
    builder, tenant = serve(campaigns)
    found = asyncio.run(measured(builder, tenant, tmp_path / "recall.workspace"))
    print(f"{campaigns} campaigns: {found}")
    assert found.wanted > campaigns
    assert found.reached >= 0.995 * found.wanted
    assert (found.foreign, found.unnamed) == (0, 0)
    assert found.held == found.held_wanted
