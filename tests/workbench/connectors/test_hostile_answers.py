"""Whatever a service answers, the connectors say what is wrong, in words and in bounds."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from tests.between import Answered, Asked, Between
from tests.mutating import DAMAGES, HUGE, Damage, mutated
from tests.tenant import SimulatedTenant
from workbench.connectors import delegated, signin, wire
from workbench.connectors.delegated import DelegatedSignIn
from workbench.connectors.google import signin as google_signin
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector, Move, Query, Reply
from workbench.connectors.records import DeliveryRecords, Trail
from workbench.connectors.signin import ApplicationSignIn
from workbench.connectors.watching import Place, Watching
from workbench.errors import WorkbenchError
from workbench.model.mail import Copy
from workbench.model.review import Subject
from workbench.model.verdict import Disposition

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SCOPE: Final = "https://graph.microsoft.com/.default"
PROVIDERS = pytest.mark.parametrize("provider", ["graph", "google"])
BOUND: Final = 400 << 10  # KiB of memory that one answer may take beyond what was there


@dataclass(slots=True)
class Session:
    """What is known from a good day, to ask with on a bad one."""

    connector: Connector
    copies: list[Copy]
    place: str


async def find(day: Session) -> None:
    async for page in day.connector.find(Query(since=LONG_AGO)):
        assert all(copy.ref.key for copy in page.copies)


async def recoverable(day: Session) -> None:
    async for _ in day.connector.find(Query(subject="Letter", recoverable=True)):
        pass


async def mailboxes(day: Session) -> None:
    async for _ in day.connector.mailboxes():
        pass


async def folders(day: Session) -> None:
    await day.connector.folders(day.copies[0].ref.mailbox)


async def known(day: Session) -> None:
    await day.connector.known_folder(day.copies[0].ref.mailbox, "junkemail")


async def reports(day: Session) -> None:
    async for _ in day.connector.reports(LONG_AGO):
        pass


async def alerts(day: Session) -> None:
    async for _ in day.connector.alerts(LONG_AGO):
        pass


async def fetch(day: Session) -> None:
    await day.connector.fetch(day.copies[0].ref)


async def look(day: Session) -> None:
    """A sighting is of the very copy that was asked for, or none."""
    refs = [copy.ref for copy in day.copies]
    seen = await day.connector.look(refs)
    assert [sighting.ref for sighting in seen] == refs
    for sighting in seen:
        assert (sighting.copy is not None) == (sighting.reply is Reply.OK)
        assert sighting.copy is None or sighting.copy.ref == sighting.ref


async def move(day: Session) -> None:
    moves = [Move(copy.ref, day.place, "r", copy.version) for copy in day.copies[:2]]
    replies = await day.connector.move(moves)
    assert [reply.ref for reply in replies] == [move.ref for move in moves]


async def changes(day: Session) -> None:
    assert isinstance(day.connector, Watching)
    place = Place(day.copies[0].ref.mailbox, day.copies[0].folder)
    async for _ in day.connector.changes(place, "", LONG_AGO):
        pass


async def connect(day: Session) -> None:
    await day.connector.connect()


async def members(day: Session) -> None:
    await day.connector.members("pilot@aldermere.example")  # type: ignore[attr-defined]


async def records(day: Session) -> None:
    if isinstance(day.connector, DeliveryRecords):
        await day.connector.deliveries(Trail(internet_id="<x@y>", since=LONG_AGO))


async def wrappers(day: Session) -> None:
    reporting = day.connector.reporting["anna@aldermere.example"]  # type: ignore[attr-defined]
    async for page in reporting.wrappers(LONG_AGO):
        for wrapper in page[:1]:
            await reporting.originals(wrapper.ref)


async def review(day: Session) -> None:
    reviews = day.connector.reviews  # type: ignore[attr-defined]
    await reviews.write(Subject.ALERT, "alert-1", Disposition.PHISH)


ACTS: Final[tuple[Callable[[Session], Awaitable[None]], ...]] = (
    find, recoverable, mailboxes, folders, known, reports, alerts, fetch, look, move, changes,
    connect, members, records, wrappers, review,
)  # fmt: skip


async def _no_wait(seconds: float) -> None:
    """Throttling is waited out at once."""


def connector_of(door: Between, provider: str) -> GraphConnector | GoogleConnector:
    boxes = {"report_mailboxes": ("anna@aldermere.example",), "write_back": True}
    if provider == "google":
        return GoogleConnector(door.google_profile(**boxes), _no_wait)
    return GraphConnector(door.profile(**boxes), _no_wait)


async def begun(door: Between, provider: str) -> Session:
    connector = connector_of(door, provider)
    await connector.connect()
    pages = [page async for page in connector.find(Query(since=LONG_AGO))]
    copies = [copy for page in pages for copy in page.copies][:6]
    place = await connector.quarantine_folder(copies[0].ref.mailbox)
    return Session(connector, copies, place.key)


def damaging(damage: Damage, which: int) -> Callable[[Asked, Answered], Answered | bytes]:
    """The answer with this number is damaged; those of a sign-in have a test of their own."""
    count = 0

    def change(asked: Asked, answered: Answered) -> Answered | bytes:
        nonlocal count
        if "token" in asked.path:
            return answered
        count += 1
        return damage(answered) if count == which else answered

    return change


async def said(door: Between, day: Session, act: Any, damage: Damage, which: int) -> None:
    """Either it is done after all, or an error of ours says why not."""
    door.change = damaging(damage, which)
    try:
        await act(day)
    except WorkbenchError as error:
        str(error).encode()  # fit for files and databases


def run(tenant: SimulatedTenant, provider: str, cases: Any) -> None:
    async def question() -> None:
        async with Between(tenant) as door:
            day = await begun(door, provider)
            try:
                for act, damage, which in cases:
                    await said(door, day, act, damage, which)
            finally:
                await day.connector.close()

    asyncio.run(question())


@PROVIDERS
def test_each_damage_is_said(tenant: SimulatedTenant, provider: str) -> None:
    """All damages, each at other calls."""
    cases = [
        (ACTS[(number + 5 * turn) % len(ACTS)], damage, 1 + turn)
        for number, damage in enumerate(DAMAGES.values())
        for turn in range(2)
    ]
    run(tenant, provider, cases)


@PROVIDERS
def test_odd_values_are_said(tenant: SimulatedTenant, provider: str) -> None:
    run(tenant, provider, _by_die(range(80)))


@pytest.mark.long
@PROVIDERS
def test_the_full_tables_are_said(tenant: SimulatedTenant, provider: str) -> None:
    cases = [(act, d, which) for act in ACTS for d in DAMAGES.values() for which in (1, 2)]
    run(tenant, provider, [*cases, *_by_die(range(100, 1_600))])


def _by_die(seeds: range) -> list[Any]:
    return [(ACTS[seed % len(ACTS)], _mutation(seed), 1 + seed // len(ACTS) % 2) for seed in seeds]


def _mutation(seed: int) -> Damage:
    return lambda answered: mutated(answered, seed)


@PROVIDERS
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_answer_takes_no_huge_memory(
    tenant: SimulatedTenant, provider: str, name: str
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(tenant, provider, [(mailboxes, HUGE[name], 1)])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < BOUND


@PROVIDERS
def test_an_answer_that_stalls_is_given_up(
    tenant: SimulatedTenant, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.3)

    async def question() -> None:
        async with Between(tenant) as door:
            day = await begun(door, provider)
            door.stalls = True
            door.change = lambda asked, answered: _announced(answered)
            with pytest.raises(WorkbenchError, match="does not answer"):
                await mailboxes(day)
            await day.connector.close()

    asyncio.run(question())


def _announced(answered: Answered) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"


@pytest.mark.parametrize("how", ["secret", "device", "google"])
@pytest.mark.parametrize("which", [1, 2])
def test_damaged_sign_ins_are_said(
    tenant: SimulatedTenant, how: str, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.set(device_interval=0)
    monkeypatch.setattr(delegated, "INTERVAL", 0.0)
    monkeypatch.setattr(signin, "SECONDS", 0.3)
    monkeypatch.setattr(google_signin, "SECONDS", 0.3)
    damages = [*DAMAGES.values(), *(_mutation(seed) for seed in range(10))]
    damages += [*HUGE.values()] if (how, which) == ("secret", 2) else []
    damages = damages[which::5] if how == "google" else damages  # its library tries again, slowly

    async def question() -> None:
        async with Between(tenant) as door:
            for damage in damages:
                door.change = _nth(damage, which)
                await _signed_in(door, tenant, how)

    asyncio.run(question())


def _nth(damage: Damage, which: int) -> Callable[[Asked, Answered], Answered | bytes]:
    count = 0

    def change(asked: Asked, answered: Answered) -> Answered | bytes:
        nonlocal count
        count += 1
        return damage(answered) if count == which else answered

    return change


async def _signed_in(door: Between, tenant: SimulatedTenant, how: str) -> None:
    """Either a token after all, or an error of ours."""
    public = tenant.facts["public_client_id"]
    made: ApplicationSignIn | DelegatedSignIn | GoogleConnector
    if how == "google":
        made = GoogleConnector(door.google_profile(), _no_wait)
    elif how == "device":
        profile = door.profile(client_id=public, sign_in="device")
        made = DelegatedSignIn(profile, lambda code: None, _no_browser)
    else:
        made = ApplicationSignIn(door.profile(), SCOPE)
    try:
        await (made.connect() if isinstance(made, GoogleConnector) else made.token())
    except WorkbenchError as error:
        str(error).encode()
    finally:
        closing = made.close()
        if closing is not None:
            await closing


async def _no_browser(address: str) -> None:
    raise AssertionError(address)
