"""A user signs in to Gmail: browser, renewal, more rights when needed, and refusals in words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of
from workbench.connectors.google.own import OwnGmail
from workbench.connectors.port import Move, Query, Reply
from workbench.errors import BadInput, ConnectorError, PermissionMissing, SignInNeeded, Untrusted
from workbench.model.signing import SignInStage, SignInStep
from workbench.model.tenant import GoogleProfile, Power

READ, MODIFY = (f"https://www.googleapis.com/auth/gmail.{n}" for n in ("readonly", "modify"))
Act = Callable[[OwnGmail], Awaitable[None]]


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


class Kept:
    """Tokens between two starts."""

    def __init__(self) -> None:
        self.text = ""

    def read(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        self.text = text


class Browser:
    """Opens the page and goes where it is sent, as a browser does by itself."""

    def __init__(self, tenant: SimulatedTenant) -> None:
        self.tenant = tenant
        self.asked: list[str] = []  # for which scopes

    async def open(self, address: str) -> None:
        await asyncio.to_thread(self._open, address)

    def _open(self, address: str) -> None:
        query = parse_qs(urlsplit(address).query)
        self.asked.append(query["scope"][0])
        assert query["code_challenge_method"] == ["S256"]
        target, _, answer = self.tenant.send("GET", address).headers["location"].partition("?")
        assert self.tenant.send("POST", f"{target}/", b"state=x").status == 400
        assert self.tenant.send("GET", f"{target}/?state=another&code=stray").status == 200
        assert self.tenant.send("GET", f"{target}/?{answer}").status == 200


def user_of(tenant: SimulatedTenant, **changes: object) -> GoogleProfile:
    known = {"sign_in": "interactive", "key": tenant.facts["google"]["client"]}
    return google_profile_of(tenant.facts, **(known | changes))


def run(profile: GoogleProfile, browser: Browser, act: Act) -> None:
    async def whole() -> None:
        connector = OwnGmail(profile, browser.open)
        try:
            await connector.connect()
            await act(connector)
        finally:
            await connector.close()

    asyncio.run(whole())


async def nothing(connector: OwnGmail) -> None:
    """Connecting is all."""


def test_the_own_mailbox_is_read_and_no_other(tenant: SimulatedTenant) -> None:
    profile, browser = user_of(tenant), Browser(tenant)

    async def reads(connector: OwnGmail) -> None:
        assert [b.address for page in [p async for p in connector.mailboxes()] for b in page] == [
            profile.admin
        ]
        assert not connector.powers & (Power.SEARCH_ALL | Power.REPORTS | Power.ALERTS)
        pages = [page async for page in connector.find(Query(subject="e"))]
        copies = [copy for page in pages for copy in page.copies]
        assert {copy.mailbox_address for copy in copies} <= {profile.admin}
        assert copies
        raw = await connector.fetch(copies[0].ref)
        assert raw.data
        other = next(m for m in tenant.messages() if m["mailbox"] != profile.admin)
        query = Query(internet_id=other["internet_id"], mailboxes=(other["mailbox"],))
        gaps = [gap async for page in connector.find(query) for gap in page.unreached]
        assert gaps

    run(profile, browser, reads)
    assert browser.asked == [READ]


def test_the_right_to_change_is_asked_for_at_the_first_change(tenant: SimulatedTenant) -> None:
    browser = Browser(tenant)

    async def moves(connector: OwnGmail) -> None:
        pages = [page async for page in connector.find(Query(subject="e"))]
        copy = next(copy for page in pages for copy in page.copies)
        assert connector.rights == {"gmail.readonly"}
        folder = await connector.quarantine_folder(copy.ref.mailbox)
        (reply,) = await connector.move([Move(copy.ref, folder.key, copy.version, "r1")])
        assert reply.reply is Reply.OK
        assert connector.rights == {"gmail.readonly", "gmail.modify"}

    run(user_of(tenant), browser, moves)
    assert browser.asked == [READ, f"{READ} {MODIFY}"]


def test_what_is_kept_needs_no_browser_until_it_is_revoked(tenant: SimulatedTenant) -> None:
    kept, browser = Kept(), Browser(tenant)
    profile = replace(user_of(tenant), tokens=kept)
    run(profile, browser, nothing)
    assert "refresh_token" in kept.text
    tenant.control("expire-tokens")
    run(profile, browser, nothing)
    assert browser.asked == [READ]
    kept.text = json.dumps({**json.loads(kept.text), "refresh_token": "revoked", "token": None})
    run(profile, browser, nothing)
    assert browser.asked == [READ, READ]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"token_uri": "https://elsewhere.example"}'])
def test_what_is_kept_and_useless_counts_as_nothing(tenant: SimulatedTenant, text: str) -> None:
    kept, browser = Kept(), Browser(tenant)
    kept.text = text
    run(replace(user_of(tenant), tokens=kept), browser, nothing)
    assert browser.asked == [READ]


def test_refusals_are_told_in_words(tenant: SimulatedTenant) -> None:
    browser = Browser(tenant)
    tenant.set(user_answer="declined")
    shown: list[SignInStep] = []
    with pytest.raises(SignInNeeded, match="declined"):
        run(user_of(tenant, show=shown.append), browser, nothing)
    assert [step.stage for step in shown] == [SignInStage.WAITING, SignInStage.DECLINED]
    assert shown[0].code == ""
    admin = user_of(tenant).admin
    boxes = {m["mailbox"] for m in tenant.control("google-messages")["messages"]}
    tenant.set(user_answer="agreed", user=min(boxes - {admin}))
    with pytest.raises(Untrusted, match="Somebody else"):
        run(user_of(tenant), browser, nothing)


def test_less_than_was_asked_for_is_named(tenant: SimulatedTenant) -> None:
    tenant.set(revoked=["gmail.readonly"])
    with pytest.raises((PermissionMissing, SignInNeeded)):
        run(user_of(tenant), Browser(tenant), nothing)


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"installed": {"client_id": "x", "auth_uri": "https://a.example"}}, Untrusted),
        ({"web": {}}, BadInput),
        ({"type": "service_account"}, BadInput),
        ([], BadInput),
    ],
)
def test_a_client_file_that_is_none_is_refused(
    tenant: SimulatedTenant, tmp_path: Path, members: object, told: type[ConnectorError]
) -> None:
    path = tmp_path / "client.json"
    path.write_text(json.dumps(members))
    browser = Browser(tenant)
    with pytest.raises(told):
        run(user_of(tenant, key=str(path)), browser, nothing)
    assert browser.asked == []
