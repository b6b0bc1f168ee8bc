"""Users sign in to Microsoft 365: browser, device code, renewal, claims, and refusals in words."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of
from workbench.connectors.browser import open_code_page, open_sign_in
from workbench.connectors.delegated import DelegatedSignIn, _code_page
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Query
from workbench.connectors.transport import Transport
from workbench.errors import BadInput, SignInDeclined, SignInNeeded, Untrusted
from workbench.model.signing import SignInStage, SignInStep
from workbench.model.tenant import Power, TenantProfile

ME = "/v1.0/me?$select=id,displayName,mail,userPrincipalName"


def user_profile(tenant: SimulatedTenant, sign_in: str) -> TenantProfile:
    made = profile_of(tenant.facts)
    return replace(made, client_id=tenant.facts["public_client_id"], secret="", sign_in=sign_in)


class Browser:
    """Opens the page, and posts the form on it as a browser does by itself."""

    def __init__(self, tenant: SimulatedTenant) -> None:
        self.tenant = tenant
        self.opened: list[str] = []

    async def open(self, address: str) -> None:
        await asyncio.to_thread(self._open, address)

    def _open(self, address: str) -> None:
        self.opened.append(address)
        page = self.tenant.send("GET", address).data.decode()
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
        target = re.findall(r'action="([^"]*)"', page)[0]
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert self.tenant.send("GET", f"{target}/?code=x&state=y").status == 400
        stray = urlencode({"code": "stray", "state": "another"}).encode()
        assert self.tenant.send("POST", f"{target}/", stray, kind).status == 200
        body = urlencode({name: html.unescape(value) for name, value in fields.items()})
        assert self.tenant.send("POST", f"{target}/", body.encode(), kind).status == 200


def run(
    tenant: SimulatedTenant,
    sign_in: str,
    act: Callable[[DelegatedSignIn, Transport], Awaitable[None]],
    shown: list[SignInStep] | None = None,
) -> tuple[list[SignInStep], Browser]:
    shown = [] if shown is None else shown
    browser = Browser(tenant)
    profile = user_profile(tenant, sign_in)

    async def whole() -> None:
        source = DelegatedSignIn(profile, shown.append, browser.open)
        transport = Transport(profile.graph, source, profile.certificate_authority)
        try:
            await act(source, transport)
        finally:
            await transport.close()
            source.close()

    asyncio.run(whole())
    return shown, browser


async def read_own(source: DelegatedSignIn, transport: Transport) -> None:
    own = (await transport.request("GET", ME)).json
    mail = await transport.request("GET", "/v1.0/me/messages?$top=1&$select=id")
    assert mail.status == 200
    people = (await transport.request("GET", f"/v1.0/users/{own['id']}/messages?$top=1")).status
    assert people == 200
    assert source.roles == {"User.Read", "Mail.Read"}


def test_the_browser_signs_a_user_in(simulated_tenant: SimulatedTenant) -> None:
    _, browser = run(simulated_tenant, "interactive", read_own)
    (address,) = browser.opened
    assert "code_challenge_method=S256" in address
    assert "response_mode=form_post" in address


def test_a_code_signs_a_user_in_once_it_is_typed(simulated_tenant: SimulatedTenant) -> None:
    simulated_tenant.set(device_interval=0)
    shown, browser = run(simulated_tenant, "device", read_own)
    assert browser.opened == []
    assert shown[0].code in shown[0].told
    assert "left" in shown[0].told
    assert shown[0].stage is SignInStage.WAITING
    assert shown[-1] == SignInStep(stage=SignInStage.SIGNED_IN)


def test_another_mailbox_is_out_of_reach(simulated_tenant: SimulatedTenant) -> None:
    other = simulated_tenant.world.people[3].key

    async def act(source: DelegatedSignIn, transport: Transport) -> None:
        assert (await transport.request("GET", f"/v1.0/users/{other}/messages")).status == 403

    run(simulated_tenant, "interactive", act)


def test_writing_is_asked_for_by_itself(simulated_tenant: SimulatedTenant) -> None:
    async def act(source: DelegatedSignIn, transport: Transport) -> None:
        await source.token()
        assert "Mail.ReadWrite" not in source.roles
        await source.step_up()
        assert "Mail.ReadWrite" in source.roles

    _, browser = run(simulated_tenant, "interactive", act)
    assert len(browser.opened) == 2


def test_an_expired_token_is_renewed_silently(simulated_tenant: SimulatedTenant) -> None:
    async def act(source: DelegatedSignIn, transport: Transport) -> None:
        await source.token()
        simulated_tenant.control("expire-tokens")
        assert (await transport.request("GET", ME)).status == 200

    _, browser = run(simulated_tenant, "interactive", act)
    assert len(browser.opened) == 1


def test_a_claims_challenge_is_answered_silently(simulated_tenant: SimulatedTenant) -> None:
    async def act(source: DelegatedSignIn, transport: Transport) -> None:
        await source.token()
        simulated_tenant.control("revoke-sessions")
        assert (await transport.request("GET", ME)).status == 200

    _, browser = run(simulated_tenant, "interactive", act)
    assert len(browser.opened) == 1


@pytest.mark.parametrize(
    ("sign_in", "answer", "words", "stage"),
    [
        ("interactive", "declined", "declined", SignInStage.DECLINED),
        ("device", "declined", "declined", SignInStage.DECLINED),
        ("device", "expired", "has expired", SignInStage.EXPIRED),
    ],
)
def test_a_refusal_is_said_in_words(
    simulated_tenant: SimulatedTenant, sign_in: str, answer: str, words: str, stage: SignInStage
) -> None:
    simulated_tenant.set(user_answer=answer, device_interval=0)
    shown: list[SignInStep] = []
    with pytest.raises(SignInNeeded, match=words):
        run(simulated_tenant, sign_in, read_own, shown)
    assert shown[-1].stage is stage
    assert words in shown[-1].problem
    assert shown[-1].told == ""


@pytest.mark.parametrize("sign_in", ["interactive", "device"])
def test_a_sign_in_is_given_up_without_its_caller(
    simulated_tenant: SimulatedTenant, sign_in: str
) -> None:
    """A change to mailboxes that asked for it goes on, and says what it could not do."""
    simulated_tenant.set(user_answer="pending")
    stages: list[SignInStage] = []

    async def nobody(address: str) -> None:
        """The page is opened, and nobody goes on with it."""

    async def whole() -> None:
        def show(step: SignInStep) -> None:
            stages.append(step.stage)
            task = asyncio.current_task()
            if step.stage is SignInStage.WAITING and task is not None:
                asyncio.get_running_loop().call_soon(task.cancel)

        source = DelegatedSignIn(user_profile(simulated_tenant, sign_in), show, nobody)
        try:
            with pytest.raises(SignInDeclined, match="given up"):
                await source.token()
        finally:
            source.close()

    asyncio.run(whole())
    assert stages == [SignInStage.WAITING, SignInStage.DECLINED]


def test_a_token_of_another_tenant_is_refused(simulated_tenant: SimulatedTenant) -> None:
    simulated_tenant.set(token_tenant="11111111-2222-3333-4444-555555555555")
    with pytest.raises(Untrusted, match="another tenant"):
        run(simulated_tenant, "interactive", read_own)


def test_the_connector_reads_the_own_mailbox_and_asks_before_the_first_change(
    simulated_tenant: SimulatedTenant,
) -> None:
    browser = Browser(simulated_tenant)

    async def whole() -> None:
        profile = user_profile(simulated_tenant, "interactive")
        connector = GraphConnector(profile, open_address=browser.open)
        try:
            await connector.connect()
            pages = [page async for page in connector.mailboxes()]
            ((own,),) = pages
            assert Power.SEARCH_ALL not in connector.powers
            found = [page async for page in connector.find(Query())]
            assert {copy.ref.mailbox for page in found for copy in page.copies} == {own.key}
            assert "Mail.ReadWrite" not in connector.rights
            assert (await connector.quarantine_folder(own.key)).key
            assert "Mail.ReadWrite" in connector.rights
        finally:
            await connector.close()

    asyncio.run(whole())
    assert len(browser.opened) == 2


def test_only_the_pinned_authority_is_opened() -> None:
    authority = "https://login.microsoftonline.com/x"
    for address in (
        "https://login.microsoftonline.com.evil.example/x",
        "https://microsoft.com.evil.example/devicelogin",
        "https://evil.example/",
    ):
        for opening in (open_sign_in, open_code_page):
            with pytest.raises(Untrusted):
                asyncio.run(opening(address, authority))
    with pytest.raises(Untrusted):
        asyncio.run(open_sign_in("https://microsoft.com/devicelogin", authority))
    with pytest.raises((Untrusted, BadInput)):
        asyncio.run(open_code_page("file:///etc/passwd", authority))
    with pytest.raises(Untrusted, match="TLS"):
        asyncio.run(open_sign_in("http://localhost/x", "http://localhost"))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://microsoft.com/devicelogin", "https://microsoft.com/devicelogin"),
        ("https://login.test:8443/x", "https://login.test:8443/x"),
        ("https://microsoft.com.evil.example/devicelogin", ""),
        ("http://microsoft.com/devicelogin", ""),
        ("https://evil.example/", ""),
        ("javascript:x", ""),
        ("", ""),
    ],
)
def test_a_code_is_typed_nowhere_else(given: str, shown: str) -> None:
    own = "https://login.test:8443/common/oauth2/deviceauth"
    assert _code_page(given, "https://login.test:8443/tenant") == (shown or own)
