"""Report mailboxes of both providers: wrappers, and the originals in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from analyzers.model.fidelity import Fidelity
from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, DOMAIN
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.port import Connector, Query
from workbench.connectors.reporting import Original, Reporting, Wrapper, is_message, reporting_of
from workbench.errors import PermissionMissing

INFO, OWNER = f"info@{DOMAIN}", f"anna@{DOMAIN}"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Ask = Callable[[Connector, Callable[[Reporting], Coroutine[Any, Any, Any]]], Any]


@pytest.fixture(params=["graph", "google"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connector(provider: str, request: pytest.FixtureRequest) -> Connector:
    name = {"graph": "connect", "google": "connect_google"}[provider]
    made: Connector = request.getfixturevalue(name)(report_mailboxes=(INFO,))
    return made


@pytest.fixture
def wrap(tenant: SimulatedTenant, provider: str) -> Callable[..., None]:
    """Anna forwards the bait to the report mailbox."""

    def forward(how: str, words: str = "Odd.") -> None:
        if provider == "graph":
            tenant.user("wrap", mailbox=ANNA, message=BAIT, to=INFO, how=how, words=words)
            return
        (row,) = tenant.control("google-messages", mailbox=OWNER, internet_id=BAIT)["messages"]
        tenant.control(
            "google-wrap", mailbox=OWNER, message=row["id"], to=INFO, how=how, words=words
        )

    return forward


def ask(connector: Connector, question: Callable[[Reporting], Coroutine[Any, Any, Any]]) -> Any:
    async def session() -> Any:
        try:
            await connector.connect()
            return await question(reporting_of(connector)[INFO])
        finally:
            await connector.close()

    return asyncio.run(session())


async def newest(mailbox: Reporting) -> Wrapper:
    pages = [page async for page in mailbox.wrappers(LONG_AGO)]
    return max((w for page in pages for w in page), key=lambda w: w.received)


async def taken_out(mailbox: Reporting) -> tuple[Wrapper, tuple[Original, ...]]:
    wrapper = await newest(mailbox)
    return wrapper, await mailbox.originals(wrapper.ref)


@pytest.mark.parametrize("how", ["item", "eml"])
def test_the_original_is_taken_out(
    connector: Connector, wrap: Callable[..., None], how: str
) -> None:
    wrap(how, "Who is this?")
    wrapper, (original,) = ask(connector, taken_out)
    assert (wrapper.reporter, wrapper.words, wrapper.mailbox) == (OWNER, "Who is this?", INFO)
    assert wrapper.subject.startswith("3|")
    assert original.raw is not None
    assert f"Message-ID: {BAIT}".encode() in original.raw.data
    exchange = how == "item" and type(connector).__name__ == "GraphConnector"
    assert original.raw.fidelity is (Fidelity.RESERIALISED if exchange else Fidelity.UNKNOWN)


def test_outlooks_own_format_is_a_reproduction(
    connector: Connector, wrap: Callable[..., None]
) -> None:
    wrap("msg")
    _, (original,) = ask(connector, taken_out)
    assert original.raw is not None
    assert original.raw.fidelity is Fidelity.REPRODUCTION
    assert original.raw.data.startswith(bytes.fromhex("d0cf11e0"))


def test_a_forward_inline_has_no_original(connector: Connector, wrap: Callable[..., None]) -> None:
    wrap("inline")
    wrapper, originals = ask(connector, taken_out)
    assert originals == ()
    assert wrapper.subject.startswith("FW:")


def test_the_wrapper_can_be_read_whole(connector: Connector, wrap: Callable[..., None]) -> None:
    async def question(mailbox: Reporting) -> bytes:
        return (await mailbox.fetch((await newest(mailbox)).ref)).data

    wrap("inline")
    assert b"Original Message" in ask(connector, question)


def test_nothing_older_than_asked_comes(connector: Connector, wrap: Callable[..., None]) -> None:
    async def question(mailbox: Reporting) -> list[Wrapper]:
        later = datetime(2100, 1, 1, tzinfo=UTC)
        return [w async for page in mailbox.wrappers(later) for w in page]

    wrap("item")
    assert ask(connector, question) == []


def test_a_report_mailbox_outside_of_the_fence_is_not_read(connector: Connector) -> None:
    async def question(mailbox: Reporting) -> None:
        with pytest.raises(PermissionMissing, match="outside the pilot"):
            await newest(mailbox)

    ask(FencedConnector(connector, [OWNER]), question)


def test_a_report_mailbox_inside_is_read(connector: Connector, wrap: Callable[..., None]) -> None:
    wrap("item")
    assert ask(FencedConnector(connector, [INFO.upper()]), newest).reporter == OWNER


def test_without_one_in_the_profile_there_is_none(
    connect: Callable[..., Connector], connect_google: Callable[..., Connector]
) -> None:
    async def question(connector: Connector) -> int:
        try:
            await connector.connect()
            return len([page async for page in connector.find(Query(internet_id=BAIT))])
        finally:
            await connector.close()

    for made in (connect(), connect_google()):
        assert asyncio.run(question(made))
        assert reporting_of(made) == {}


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("a.EML", "application/octet-stream", True),
        ("a.msg", "", True),
        ("", "Message/RFC822", True),
        ("a.pdf", "application/pdf", False),
    ],
)
def test_what_claims_to_be_a_message(name: str, kind: str, told: bool) -> None:
    assert is_message(name, kind) is told
