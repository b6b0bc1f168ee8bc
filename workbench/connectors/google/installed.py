"""Signs in to Google as one user, by the system's browser: what an installed application does.

Such a user reaches their own mailbox and no other.  Tokens stay in memory and are gone with the
program, unless the profile keeps them sealed.
https://developers.google.com/identity/protocols/oauth2/native-app
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workbench.connectors.attempt import TokenSource
from workbench.connectors.delegated import PATIENCE
from workbench.connectors.google.calls import MODIFY, READ
from workbench.connectors.google.signin import PREFIX, SECONDS, Bounded, Source, key_file, unreached
from workbench.connectors.loopback import Loopback
from workbench.connectors.origin import Origin
from workbench.connectors.session import open_session
from workbench.connectors.signin import MISREAD, sendable
from workbench.connectors.usersignin import asked
from workbench.errors import (
    BadInput,
    PermissionMissing,
    SignInDeclined,
    SignInExpired,
    SignInNeeded,
    Untrusted,
)
from workbench.model.signing import SignInStep
from workbench.model.tenant import GoogleProfile

OpenAddress = Callable[[str], Awaitable[object]]
DECLINED: Final = "The sign-in was declined"
_OWN: Final = "who signs in as a user reaches their own mailbox only"


class InstalledSignIn:
    """One user's tokens for ``READ``, and from ``step_up`` on for ``MODIFY`` as well.  The library
    blocks, so it runs in a thread; one sign-in at a time."""

    def __init__(self, profile: GoogleProfile, open_address: OpenAddress) -> None:
        self.issued: datetime | None = None
        self.granted: frozenset[str] = frozenset()  # scopes by their short names
        self._profile = profile
        self._open = open_address
        self._lock = asyncio.Lock()
        self._credentials: Any = None
        self._session: Any = None

    def source(self, subject: str, scope: str) -> TokenSource:
        """As ``Delegation.source``; scopes that no user of an own mailbox has are refused."""
        return Source(self, subject.casefold(), scope)

    def admits(self, address: str) -> bool:
        return address.casefold() == self._profile.admin.casefold()

    def admit(self, members: Sequence[str]) -> None:
        """A group makes nobody else's mailbox readable."""

    @property
    def within(self) -> tuple[str, ...]:
        return (self._profile.admin.casefold(),)

    async def step_up(self) -> None:
        """Asks for the right to change mail as well."""
        async with self._lock:
            if MODIFY not in self.granted:
                await self._asked((READ, MODIFY))

    def close(self) -> None:
        self._credentials = None
        if self._session is not None:
            self._session.close()
            self._session = None

    async def token(self, subject: str, scope: str, *, fresh: bool) -> str:
        """Renewed silently where that is possible, else the user is asked."""
        if not self.admits(subject):
            raise PermissionMissing("access", _OWN)
        if scope not in (READ, MODIFY):
            raise PermissionMissing(PREFIX + scope, _OWN)
        async with self._lock:
            found = await asyncio.to_thread(self._silent, fresh)
            if not found or scope not in (*self.granted, READ):
                found = await self._asked((READ, MODIFY) if scope == MODIFY else (READ,))
            return found

    async def _asked(self, scopes: tuple[str, ...]) -> str:
        return await asked(self._by_browser(scopes), self._show)

    def _show(self, step: SignInStep) -> None:
        if self._profile.show is not None:
            self._profile.show(step)

    async def _by_browser(self, scopes: tuple[str, ...]) -> str:
        async with Loopback(by_query=True) as loopback:
            flow = await asyncio.to_thread(self._flow, scopes, loopback.address)
            address, state = flow.authorization_url(
                access_type="offline", login_hint=self._profile.admin, prompt="consent"
            )
            Origin.of(self._profile.auth_uri).require(address)
            self._show(SignInStep(address, "", int(PATIENCE)))
            await self._open(address)
            try:
                answer = await asyncio.wait_for(loopback.answer(state), PATIENCE)
            except TimeoutError:
                raise SignInExpired("Nobody signed in within five minutes") from None
        if not answer.get("code"):
            raise SignInDeclined(DECLINED)
        return await asyncio.to_thread(self._redeemed, flow, answer["code"], scopes)

    def _flow(self, scopes: tuple[str, ...], redirect: str) -> Any:
        from google_auth_oauthlib.flow import Flow

        logging.getLogger("requests_oauthlib").setLevel(logging.WARNING)  # it would log tokens

        make: Any = Flow.from_client_config
        try:
            flow = make(
                {"installed": self._client()}, [PREFIX + scope for scope in scopes],
                redirect_uri=redirect, autogenerate_code_verifier=True,
            )  # fmt: skip
        except ValueError as error:
            raise BadInput(f"The client file is none of a desktop application: {error}") from error
        ours = self._opened()
        flow.oauth2session.verify = ours.verify
        flow.oauth2session.trust_env = ours.trust_env
        flow.oauth2session.get_redirect_target = ours.get_redirect_target
        flow.oauth2session.hooks["response"] += ours.hooks["response"]
        flow.oauth2session.cookies.set_policy(ours.cookies.get_policy())
        return flow

    def _client(self) -> dict[str, Any]:
        """What the cloud console hands out for a desktop application."""
        members = key_file(Path(self._profile.key)).get("installed")
        if not isinstance(members, dict):
            raise BadInput("The client file holds no desktop application (installed)")
        expected = (self._profile.auth_uri, self._profile.token_uri)
        if (members.get("auth_uri"), members.get("token_uri")) != expected:
            raise Untrusted("The client file names another sign-in service than the profile")
        return members

    def _redeemed(self, flow: Any, code: str, scopes: tuple[str, ...]) -> str:
        import requests
        from oauthlib.oauth2.rfc6749.errors import OAuth2Error

        try:
            flow.fetch_token(code=code, timeout=SECONDS, include_client_id=True)
            self._take(flow.credentials)
        except requests.exceptions.RequestException as error:
            raise unreached(error) from error
        except Warning as error:  # the library's way to say that less was granted
            raise PermissionMissing(PREFIX + scopes[-1], "it was not ticked in the browser") from (
                error
            )
        except OAuth2Error as error:
            raise SignInNeeded(f"Google refused the sign-in: {error.description}") from error
        except MISREAD as error:
            raise SignInNeeded(f"Google's answer to the sign-in is unreadable: {error}") from error
        return sendable(self._credentials.token)

    def _take(self, credentials: Any) -> None:
        self._credentials = credentials
        self.granted = frozenset(
            scope.removeprefix(PREFIX) for scope in credentials.scopes or () if scope
        )
        self.issued = datetime.now(UTC)
        if self._profile.tokens is not None:
            self._profile.tokens.write(credentials.to_json())

    def _silent(self, fresh: bool) -> str:
        """ "" where the user has to be asked."""
        import google.auth.exceptions
        from google.auth.transport.requests import Request

        self._credentials = self._credentials or self._kept()
        if self._credentials is None:
            return ""
        try:
            if fresh or not self._credentials.valid:
                self._credentials.refresh(Bounded(Request(self._opened())))
                self._take(self._credentials)
        except google.auth.exceptions.TransportError as error:
            raise unreached(error) from error
        except (google.auth.exceptions.RefreshError, *MISREAD):
            self._credentials = None
            return ""
        return sendable(self._credentials.token)

    def _kept(self) -> Any:
        """What an earlier start left, if it is of this client, user and service."""
        from google.oauth2.credentials import Credentials

        kept = self._profile.tokens.read() if self._profile.tokens is not None else ""
        try:
            members = json.loads(kept) if kept else {}
            if members.get("token_uri") != self._profile.token_uri:
                return None
            names = ("refresh_token", "token_uri", "client_id", "client_secret", "scopes")
            make: Any = Credentials
            found = make(None, **{name: members[name] for name in names})
            self.granted = frozenset(scope.removeprefix(PREFIX) for scope in found.scopes)
        except MISREAD:
            return None
        return found

    def _opened(self) -> Any:
        if self._session is None:
            origin = Origin.of(self._profile.token_uri)
            self._session = open_session(origin, self._profile.certificate_authority)
        return self._session
