"""Signs in to Microsoft 365 as an application, by secret or by certificate."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from workbench.connectors.origin import Origin
from workbench.connectors.session import open_session
from workbench.errors import BadInput, SignInNeeded, Unexpected, Unreachable, Untrusted
from workbench.model.tenant import TenantProfile

LONGEST = 500  # characters of a service's own words
SKEW = 120.0  # seconds our clock may be off before that is worth a word
SECONDS = 30.0  # patience with the identity service for one request
# What the sign-in libraries raise on answers of another shape than they expect.
MISREAD = (ValueError, RuntimeError, TypeError, KeyError, AttributeError, OverflowError)


class ApplicationSignIn:
    """Tokens for one application.  MSAL blocks, so it runs in a thread; one sign-in at a time."""

    def __init__(
        self, profile: TenantProfile, scope: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._profile = profile
        self._scope = scope
        self._lock = asyncio.Lock()
        self._application: Any = None
        self._session = Session(profile, clock)
        self.roles: frozenset[str] = frozenset()
        self.issued: datetime | None = None

    async def token(self, *, fresh: bool = False) -> str:
        """A bearer token; ``fresh`` drops the cached one, after a 401 say."""
        async with self._lock:
            if fresh:
                self.close()
            return await asyncio.to_thread(self._session.guarded, self._acquire)

    async def answer(self, claims: str) -> str:
        """A new token with the claims of a challenge; the cached one is passed over."""
        async with self._lock:
            return await asyncio.to_thread(self._session.guarded, self._acquire, claims)

    def close(self) -> None:
        """Forgets tokens and ends connections; the next call signs in anew."""
        self._application = None
        self._session.close()

    def _acquire(self, claims: str = "") -> str:
        import msal  # 0.25 s of CPU: only once somebody connects

        self._application = self._application or msal.ConfidentialClientApplication(
            self._profile.client_id,
            authority=self._profile.authority,
            client_credential=_credential(self._profile),
            client_capabilities=["cp1"],  # we understand a claims challenge
            instance_discovery=False,
            http_client=self._session.opened(),
        )
        answer = self._application.acquire_token_for_client(
            [self._scope], claims_challenge=claims or None
        )
        token, found = accepted(answer, self._profile.tenant)
        self.roles = frozenset(str(role) for role in found.get("roles", ()))
        self.issued = issued_at(found)
        return token


class Session:
    """The identity service over HTTP as MSAL wants it, and what goes wrong there in words."""

    def __init__(self, profile: TenantProfile, clock: Callable[[], float] = time.time) -> None:
        self._profile = profile
        self._clock = clock
        self._session: Any = None
        self._bounded: _Bounded | None = None

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def guarded(self, call: Callable[..., Any], *arguments: Any) -> Any:
        import requests
        from msal.exceptions import MsalError

        # On an answer that it cannot read MSAL logs the answer, tokens and all.
        logging.getLogger("msal").setLevel(logging.CRITICAL + 1)
        try:
            return call(*arguments)
        except SignInNeeded as error:
            raise SignInNeeded(f"{error}{self._off()}") from error
        except requests.exceptions.ProxyError as error:
            raise Unreachable(f"The proxy does not reach the sign-in service: {error}") from error
        except requests.exceptions.SSLError as error:
            raise Untrusted(f"The sign-in service's certificate is not trusted: {error}") from error
        except requests.exceptions.RequestException as error:
            raise Unreachable(f"The sign-in service does not answer: {error}") from error
        except (*MISREAD, MsalError) as error:  # metadata, credentials or answers it cannot use
            words = str(error).encode("utf-8", "replace").decode()[:LONGEST]
            raise SignInNeeded(f"Sign-in failed: {words or type(error).__name__}") from error

    def _off(self) -> str:
        """Assertions and tokens of another time are refused without a word about the clock."""
        off = self._bounded.off if self._bounded is not None else 0.0
        if abs(off) <= SKEW:
            return ""
        way = "ahead of" if off > 0 else "behind"
        return f" (this computer's clock is {abs(off) / 60:.0f} min {way} the service's)"

    def opened(self) -> _Bounded:
        origin = Origin.of(self._profile.authority)
        if self._session is None:
            self._session = open_session(origin, self._profile.certificate_authority)
        self._bounded = _Bounded(self._session, origin, self._clock)
        return self._bounded


class _Bounded:
    """A requests session as MSAL wants it, with a time limit, without redirects, and for the
    pinned origin alone: MSAL sends the proof of who we are wherever the metadata says."""

    def __init__(self, session: Any, origin: Origin, clock: Callable[[], float]) -> None:
        self._session = session
        self._origin = origin
        self._clock = clock
        self.off = 0.0  # seconds that our clock is ahead of the service's

    def get(self, url: str, **options: Any) -> Any:
        return self._asked(self._session.get, url, options)

    def post(self, url: str, **options: Any) -> Any:
        return self._asked(self._session.post, url, options)

    def _asked(self, ask: Callable[..., Any], url: str, options: dict[str, Any]) -> Any:
        self._origin.require(url)
        return self._timed(ask(url, timeout=SECONDS, allow_redirects=False, **options))

    def _timed(self, answer: Any) -> Any:
        """By the Date header (RFC 9110, section 6.6.1)."""
        with suppress(TypeError, ValueError):
            told = parsedate_to_datetime(answer.headers.get("Date"))
            self.off = self._clock() - told.timestamp()
        return answer

    def close(self) -> None:
        self._session.close()


def accepted(answer: dict[str, Any], tenant: str) -> tuple[str, dict[str, Any]]:
    """The token and its claims; ``Untrusted`` where it is for another tenant."""
    if "access_token" not in answer:
        raise refused(answer)
    token = sendable(answer["access_token"])
    claims = _claims(token)
    if claims.get("tid", tenant) != tenant:
        raise Untrusted("The token is for another tenant than the profile names")
    return token, claims


def sendable(token: object) -> str:
    """``Unexpected`` for what cannot stand in a header (RFC 6750, section 2.1)."""
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise Unexpected("The sign-in service gave a token that is none")
    return token


def refused(answer: dict[str, Any]) -> SignInNeeded:
    text = str(answer.get("error_description") or answer.get("error") or "no reason given")
    return SignInNeeded(f"Sign-in was refused: {''.join(text.splitlines()[:1])[:LONGEST]}")


def _credential(profile: TenantProfile) -> str | dict[str, str]:
    if profile.secret:
        return profile.secret
    if not profile.certificate:
        raise SignInNeeded("The profile holds neither a secret nor a certificate")
    try:
        pem = Path(profile.certificate).read_text("ascii")
    except (OSError, ValueError) as error:
        raise BadInput(f"The client certificate cannot be read: {error}") from error
    members = {"private_key": pem, "public_certificate": pem}
    return members | ({"passphrase": profile.passphrase} if profile.passphrase else {})


def issued_at(claims: dict[str, Any]) -> datetime | None:
    """By the service's clock (RFC 7519 section 4.1.6)."""
    moment = claims.get("iat")
    try:
        return datetime.fromtimestamp(moment, UTC) if isinstance(moment, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None


def _claims(token: str) -> dict[str, Any]:
    """Claims of a JWT, unverified: for early refusal and for what to show, not for trust."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
