"""Signs in to Microsoft 365 as a user: by the system's browser or by a code typed elsewhere.

Tokens stay in memory and are gone with the program, unless the profile keeps them sealed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

from workbench.connectors.browser import CODE_PAGES
from workbench.connectors.loopback import Loopback
from workbench.connectors.origin import DEFAULT_PORTS, Origin
from workbench.connectors.signin import Session, accepted, issued_at, refused
from workbench.connectors.usersignin import asked
from workbench.errors import BadInput, SignInDeclined, SignInExpired, SignInNeeded
from workbench.model.signing import ShowStep, SignInStep
from workbench.model.tenant import TenantProfile

READ: Final = ("User.Read", "Mail.Read")
WRITE: Final = ("Mail.ReadWrite",)
READ_SHARED: Final = ("Mail.Read.Shared",)  # of a profile that names shared mailboxes ...
WRITE_SHARED: Final = ("Mail.ReadWrite.Shared",)  # ... and to change mail there
INTERVAL: Final = 5.0  # seconds between two questions where the service names none (RFC 8628)
UNENDING: Final = 1e12  # seconds; no moment lies beyond
PATIENCE: Final = 300.0  # seconds a browser may take
_DECLINED: Final = (SignInDeclined, "The sign-in was declined")
_EXPIRED: Final = (SignInExpired, "The code has expired; sign in again for a new one")
_ENDS: Final[dict[str, tuple[type[SignInNeeded], str]]] = {
    "authorization_declined": _DECLINED,
    "access_denied": _DECLINED,
    "expired_token": _EXPIRED,
    "code_expired": _EXPIRED,
}
_PENDING: Final = {"authorization_pending", "slow_down"}


OpenAddress = Callable[[str], Awaitable[object]]


class DelegatedSignIn:
    """One user's tokens.  MSAL blocks, so it runs in a thread; one sign-in at a time."""

    def __init__(self, profile: TenantProfile, show: ShowStep, open_address: OpenAddress) -> None:
        self._profile = profile
        self._show = show
        self._open = open_address
        self._lock = asyncio.Lock()
        self._session = Session(profile)
        self._application: Any = None
        self._cache: Any = None
        self._scopes = reading(profile)
        self.roles: frozenset[str] = frozenset()
        self.issued: datetime | None = None

    async def token(self, *, fresh: bool = False) -> str:
        """Renewed silently where that is possible, else the user is asked."""
        return await self._token(force=fresh, claims="")

    async def answer(self, claims: str) -> str:
        return await self._token(force=False, claims=claims)

    async def require_writing(self) -> None:
        if not self.roles.issuperset(writing(self._profile)):
            await self.step_up()

    async def step_up(self) -> None:
        """Asks for the right to change mail as well."""
        async with self._lock:
            self._scopes = (*reading(self._profile), *writing(self._profile))
            await self._asked("")

    def close(self) -> None:
        self._application = None
        self._session.close()

    async def _token(self, *, force: bool, claims: str) -> str:
        async with self._lock:
            answer = await self._call(self._silent, force, claims)
            if answer and "access_token" in answer:
                return self._accept(answer)
            return await self._asked(claims)

    async def _asked(self, claims: str) -> str:
        ask = self._by_code if self._profile.sign_in == "device" else self._by_browser
        return await asked(ask(claims), self._show)

    async def _by_browser(self, claims: str) -> str:
        async with Loopback() as loopback:
            flow = await self._call(self._begun, loopback.address, claims)
            address = str(flow["auth_uri"])
            Origin.of(self._profile.authority).require(address)
            self._show(SignInStep(address, "", int(PATIENCE)))
            await self._open(address)
            try:
                answer = await asyncio.wait_for(loopback.answer(flow["state"]), PATIENCE)
            except TimeoutError:
                raise SignInExpired("Nobody signed in within five minutes") from None
        return self._accept(await self._call(self._redeemed, flow, answer))

    async def _by_code(self, claims: str) -> str:
        flow = await self._call(self._begun_code, claims)
        if "user_code" not in flow:
            raise refused(flow)
        while True:
            left = int(_number(flow.get("expires_at"), 0.0) - time.time())
            if left <= 0:
                raise SignInExpired(_EXPIRED[1])
            page = _code_page(str(flow.get("verification_uri", "")), self._profile.authority)
            self._show(SignInStep(page, str(flow["user_code"]), left))
            await asyncio.sleep(min(_number(flow.get("interval"), INTERVAL), float(left)))
            answer: dict[str, Any] = await self._call(self._polled, flow, claims)
            if answer.get("error") not in _PENDING:
                return self._accept(answer)

    def _silent(self, force: bool, claims: str) -> dict[str, Any] | None:
        accounts = self._application.get_accounts()
        if not accounts:
            return None
        found: dict[str, Any] | None = self._application.acquire_token_silent_with_error(
            list(self._scopes), accounts[0], force_refresh=force, claims_challenge=claims or None
        )
        return found

    def _begun(self, redirect: str, claims: str) -> dict[str, Any]:
        flow: dict[str, Any] = self._application.initiate_auth_code_flow(
            list(self._scopes), redirect_uri=redirect, response_mode="form_post",
            claims_challenge=claims or None,
        )  # fmt: skip
        return flow

    def _redeemed(self, flow: dict[str, Any], answer: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = self._application.acquire_token_by_auth_code_flow(flow, answer)
        return found

    def _begun_code(self, claims: str) -> dict[str, Any]:
        flow: dict[str, Any] = self._application.initiate_device_flow(
            list(self._scopes), claims_challenge=claims or None
        )
        return flow

    def _polled(self, flow: dict[str, Any], claims: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._application.acquire_token_by_device_flow(
            flow, claims_challenge=claims or None, exit_condition=lambda flow: True
        )
        return answer

    async def _call(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """In a thread, with what goes wrong on the way told in words."""
        return await asyncio.to_thread(self._session.guarded, self._ready, call, *arguments)

    def _ready(self, call: Callable[..., Any], *arguments: Any) -> Any:
        if self._application is None:
            import msal

            self._cache = msal.SerializableTokenCache()
            kept = self._profile.tokens.read() if self._profile.tokens is not None else ""
            if kept:
                self._cache.deserialize(kept)
            self._application = msal.PublicClientApplication(
                self._profile.client_id,
                authority=self._profile.authority,
                client_capabilities=["cp1"],
                instance_discovery=False,
                http_client=self._session.opened(),
                token_cache=self._cache,
            )
        try:
            return call(*arguments)
        finally:
            self._keep()

    def _keep(self) -> None:
        if self._profile.tokens is not None and self._cache.has_state_changed:
            self._profile.tokens.write(self._cache.serialize())

    def _accept(self, answer: dict[str, Any]) -> str:
        if end := _ENDS.get(str(answer.get("error"))):
            kind, words = end
            raise kind(words)
        token, claims = accepted(answer, self._profile.tenant)
        self.roles = frozenset(str(claims.get("scp", "")).split())
        self.issued = issued_at(claims)
        return token


def reading(profile: TenantProfile) -> tuple[str, ...]:
    """Scopes asked for at first: no more than the mailboxes in question need."""
    return (*READ, *READ_SHARED) if profile.shared_mailboxes else READ


def writing(profile: TenantProfile) -> tuple[str, ...]:
    """Scopes asked for at the first change."""
    return (*WRITE, *WRITE_SHARED) if profile.shared_mailboxes else WRITE


def _code_page(given: str, authority: str) -> str:
    """Where a code may be typed: Microsoft's short addresses, else the sign-in service's own page;
    no answer sends a user anywhere else."""
    own = Origin.of(authority)
    try:
        origin = Origin.of(given)
    except BadInput:
        origin = None
    if origin is not None and (origin == own or origin in CODE_PAGES):
        return given
    port = "" if own.port == DEFAULT_PORTS[own.scheme] else f":{own.port}"
    return f"{own.scheme}://{own.host}{port}/common/oauth2/deviceauth"


def _number(value: object, otherwise: float) -> float:
    """What a service calls a number, where it is a usable one."""
    usable = isinstance(value, int | float) and 0 <= value < UNENDING
    return float(value) if usable and isinstance(value, int | float) else otherwise
