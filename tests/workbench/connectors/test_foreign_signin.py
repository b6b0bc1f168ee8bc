"""The proof of who we are goes to the pinned sign-in service alone, whatever its answers say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from tests.between import Answered, Asked, Between
from tests.spoiling import REDIRECTS, Spoil, between, in_json, redirect
from tests.tenant import SimulatedTenant
from workbench.connectors.delegated import DelegatedSignIn
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.signin import ApplicationSignIn
from workbench.errors import BadInput, SignInNeeded, Unexpected, Untrusted
from workbench.model.tenant import GoogleProfile, TenantProfile

SCOPE: Final = "https://graph.microsoft.com/.default"
TOLD: Final = (SignInNeeded, Untrusted, Unexpected)
FEW: Final = 18  # one variant in so many where all take the same way
METADATA: Final = "openid-configuration"
SignIn = Callable[[Between, dict[str, Any]], Awaitable[object]]


async def by_secret(door: Between, facts: dict[str, Any]) -> None:
    await ApplicationSignIn(door.profile(), SCOPE).token()


async def by_certificate(door: Between, facts: dict[str, Any]) -> None:
    profile = door.profile(secret="", certificate=facts["client_certificate"])
    await ApplicationSignIn(profile, SCOPE).token()


async def by_code(door: Between, facts: dict[str, Any]) -> None:
    await _as_user(door.profile(client_id=facts["public_client_id"], sign_in="device"))


async def by_browser(door: Between, facts: dict[str, Any]) -> None:
    await _as_user(door.profile(client_id=facts["public_client_id"], sign_in="interactive"))


async def _as_user(profile: TenantProfile) -> None:
    signin = DelegatedSignIn(profile, lambda code: None, _never)
    try:
        await signin.token()
    finally:
        signin.close()


async def _never(address: str) -> None:
    raise AssertionError(f"a browser would be opened: {address}")


def metadata(name: str) -> Spoil:
    def edit(body: Any, link: str) -> None:
        body[name] = link

    return in_json(edit)


SIGN_INS: Final[dict[str, tuple[SignIn, str, Spoil]]] = {
    "secret": (by_secret, METADATA, metadata("token_endpoint")),
    "certificate": (by_certificate, METADATA, metadata("token_endpoint")),
    "device": (by_code, METADATA, metadata("device_authorization_endpoint")),
    "device token": (by_code, METADATA, metadata("token_endpoint")),
    "browser": (by_browser, METADATA, metadata("authorization_endpoint")),
    "metadata moved": (by_secret, METADATA, redirect(302)),
    **{f"token {status}": (by_secret, "/token", redirect(status)) for status in REDIRECTS},
    "code moved": (by_code, "/devicecode", redirect(307)),
}


@pytest.mark.parametrize("case", SIGN_INS)
def test_no_proof_of_who_we_are_goes_elsewhere(tenant: SimulatedTenant, case: str) -> None:
    """MSAL would believe the metadata, and post secret, assertion or code where it says."""
    tenant.set(device_interval=0)
    sign_in, wanted, spoil = SIGN_INS[case]
    every = 1 if case in ("secret", "browser") else FEW

    async def question() -> None:
        async with between(tenant) as (door, stranger):
            for link in stranger.variants(door.port, "x/oauth2/v2.0/token", every):
                if f"{link}/".startswith(f"{door.origin}/") and wanted is METADATA:
                    continue  # our own authority: nobody else hears of it
                door.change = _only(wanted, spoil, link)
                with pytest.raises(TOLD):
                    await sign_in(door, tenant.facts)
                assert not stranger.heard, link

    asyncio.run(question())


def _only(wanted: str, spoil: Spoil, link: str) -> Callable[[Asked, Answered], Answered]:
    def change(asked: Asked, answered: Answered) -> Answered:
        answered = answered.with_header("Set-Cookie", "canary=1; Path=/")
        return spoil(answered, link) if wanted in asked.path else answered

    return change


async def _no_wait(seconds: float) -> None:
    """Throttling is waited out at once."""


@pytest.mark.parametrize("status", REDIRECTS)
def test_no_assertion_follows_googles_token_service(tenant: SimulatedTenant, status: int) -> None:
    async def question() -> None:
        async with between(tenant) as (door, stranger):
            for link in stranger.variants(door.port, "token", FEW):
                door.change = _only("token", redirect(status), link)
                await _refused(door.google_profile())

    asyncio.run(question())


def test_a_key_file_names_no_other_token_service(tenant: SimulatedTenant) -> None:
    async def question() -> None:
        async with between(tenant) as (door, stranger):
            profile = door.google_profile()
            for link in stranger.variants(door.port, "token"):
                key = json.loads(profile.key_text) | {"token_uri": link}
                await _refused(replace(profile, key_text=json.dumps(key)))

    asyncio.run(question())


async def _refused(profile: GoogleProfile) -> None:
    connector = GoogleConnector(profile, _no_wait)
    with pytest.raises((*TOLD, BadInput)):
        await connector.connect()
    await connector.close()
