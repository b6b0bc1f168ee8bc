"""Puts the doubtful behaviours to one test mailbox, signed in as the profile says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager

from workbench.connectors.attempt import TokenSource
from workbench.connectors.google.signin import Delegation
from workbench.connectors.signin import ApplicationSignIn
from workbench.connectors.transport import Transport
from workbench.connectors.wire import Response
from workbench.errors import BadInput, PermissionMissing
from workbench.model.tenant import GoogleProfile, Profile, TenantProfile
from workbench.probing.finding import Ask, Finding
from workbench.probing.google import GoogleProbe
from workbench.probing.microsoft import MicrosoftProbe

NAME = "workbench-probe"  # so that nobody takes for a fault what is asked wrongly on purpose


async def probe(profile: Profile, mailbox: str) -> list[Finding]:
    """Raises ``ConnectorError`` where the mailbox is out of reach, or outside the pilot."""
    within = {address.casefold() for address in profile.fence}
    if profile.is_fenced and mailbox.casefold() not in within:
        group = "'s list; members of a group are not looked up for this"
        told = f"{mailbox} is outside the pilot{group if profile.fence_group else ''}"
        raise PermissionMissing("access", told)
    if profile.by_user:
        raise BadInput("A profile that signs in as an application is needed for this")
    async with _asking(profile, mailbox) as ask:
        google = isinstance(profile, GoogleProfile)
        asked = GoogleProbe(ask, mailbox) if google else MicrosoftProbe(ask, mailbox)
        async with aclosing(asked.findings()) as findings:  # type: ignore[type-var]
            return [finding async for finding in findings]


@asynccontextmanager
async def _asking(profile: Profile, mailbox: str) -> AsyncIterator[Ask]:
    signed_in, tokens, base = _signed_in(profile, mailbox)
    transport = Transport(base, tokens, profile.certificate_authority)

    async def ask(
        method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        named = {"User-Agent": NAME, **(headers or {})}
        return await transport.request(method, path, body=body, headers=named)

    try:
        yield ask
    finally:
        await transport.close()
        signed_in.close()


def _signed_in(
    profile: Profile, mailbox: str
) -> tuple[ApplicationSignIn | Delegation, TokenSource, str]:
    if isinstance(profile, TenantProfile):
        application = ApplicationSignIn(profile, f"{profile.resource}/.default")
        return application, application, profile.graph
    delegation = Delegation(profile)
    return delegation, delegation.source(mailbox, "gmail.modify"), profile.gmail
