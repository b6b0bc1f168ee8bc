"""Signs in to Google as a service account that speaks for one mailbox at a time.

Google delegates a whole domain or nothing (domain-wide delegation), so the fence around the
mailboxes is ours to hold: no token is asked for anybody outside it.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from workbench.connectors.attempt import TokenSource
from workbench.connectors.origin import Origin
from workbench.connectors.session import open_session
from workbench.connectors.signin import MISREAD, sendable
from workbench.errors import BadInput, PermissionMissing, SignInNeeded, Unreachable, Untrusted
from workbench.model.tenant import GoogleProfile

PREFIX = "https://www.googleapis.com/auth/"
KEY_BYTES = 1 << 16
OF_A_MAILBOX = ("gmail.", "calendar.")  # scopes that open what is one user's own
SECONDS = 30.0  # patience with the token service for one request
_Key = tuple[str, str]  # subject, scope


class GoogleTokens(Protocol):
    """Who may be spoken for, and with which tokens."""

    issued: datetime | None  # the newest token, by our clock

    @property
    def within(self) -> tuple[str, ...]: ...

    def source(self, subject: str, scope: str) -> TokenSource: ...

    async def token(self, subject: str, scope: str, *, fresh: bool) -> str: ...

    def admits(self, address: str) -> bool: ...

    def admit(self, members: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class Delegation:
    """Tokens for each mailbox and scope.  google-auth blocks, so it runs in threads."""

    def __init__(self, profile: GoogleProfile, instead: Mapping[str, str] | None = None) -> None:
        """``instead`` names, for scopes that are wanted, wider ones to be asked for."""
        self.issued: datetime | None = None  # the newest token, by our clock
        self._profile = profile
        self._instead = dict(instead or {})
        self._within = frozenset(address.casefold() for address in profile.fence)
        self._credentials: dict[_Key, Any] = {}
        self._locks: dict[_Key, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._signer: Any = None
        self._session: Any = None

    def source(self, subject: str, scope: str) -> TokenSource:
        """Tokens of ``scope`` (its short name, ``gmail.readonly``) for the mailbox or admin."""
        return Source(self, subject.casefold(), self._instead.get(scope, scope))

    def admits(self, address: str) -> bool:
        """Whether a mailbox lies within the fence; without a fence all do.  While it is not yet
        known who is in the pilot's group, only the list is inside."""
        return not self._profile.is_fenced or address.casefold() in self._within

    def admit(self, members: Sequence[str]) -> None:
        """Who is in the pilot's group, beside the list."""
        self._within = frozenset(address.casefold() for address in (*self._profile.fence, *members))

    @property
    def within(self) -> tuple[str, ...]:
        return tuple(sorted(self._within))

    def close(self) -> None:
        """Forgets tokens and the key, and ends connections."""
        self._credentials.clear()
        self._signer = None
        if self._session is not None:
            self._session.close()
            self._session = None

    async def token(self, subject: str, scope: str, *, fresh: bool) -> str:
        """``PermissionMissing`` for a scope that was not delegated, or beyond the fence."""
        if subject != self._profile.admin.casefold() or scope.startswith(OF_A_MAILBOX):
            self._require_within(subject)
        async with self._locks[subject, scope]:
            return await asyncio.to_thread(self._acquire, subject, scope, fresh)

    def _require_within(self, subject: str) -> None:
        if not self.admits(subject):
            raise PermissionMissing("access", f"{subject} is outside the pilot")

    def _acquire(self, subject: str, scope: str, fresh: bool) -> str:
        import google.auth.exceptions
        from google.auth.transport.requests import Request

        try:
            found = self._credentials.get((subject, scope))
            if found is None:
                found = self._account().with_subject(subject).with_scopes([PREFIX + scope])
                self._credentials[subject, scope] = found
            if fresh or not found.valid:
                found.refresh(Bounded(Request(self._opened())))
                self.issued = datetime.now(UTC)
        except google.auth.exceptions.TransportError as error:
            raise unreached(error) from error
        except google.auth.exceptions.RefreshError as error:
            self._credentials.pop((subject, scope), None)
            raise _refusal(error, subject, scope) from error
        except MISREAD as error:
            self._credentials.pop((subject, scope), None)
            raise SignInNeeded(f"Google's answer to the sign-in is unreadable: {error}") from error
        return sendable(found.token)

    def _account(self) -> Any:
        if self._signer is None:
            from google.oauth2 import service_account

            members = self._members()
            if members.get("token_uri") != self._profile.token_uri:
                raise Untrusted("The key file names another token service than the profile")
            try:
                make: Any = service_account.Credentials.from_service_account_info
                self._signer = make(members)
            except ValueError as error:
                raise BadInput(f"The key file is no service account's: {error}") from error
        return self._signer

    def _members(self) -> dict[str, Any]:
        if self._profile.key_text:
            return _key_members(self._profile.key_text)
        return key_file(Path(self._profile.key))

    def _opened(self) -> Any:
        if self._session is None:
            origin = Origin.of(self._profile.token_uri)
            self._session = open_session(origin, self._profile.certificate_authority)
        return self._session


class Source:
    """Tokens of one subject and scope, out of all that ``tokens`` can get."""

    def __init__(self, tokens: GoogleTokens, subject: str, scope: str) -> None:
        self._tokens, self._subject, self._scope = tokens, subject, scope

    async def token(self, *, fresh: bool = False) -> str:
        return await self._tokens.token(self._subject, self._scope, fresh=fresh)


class Bounded:
    """google-auth's request with a time limit and without redirects."""

    def __init__(self, request: Any) -> None:
        self._request = request

    def __call__(self, url: str, **options: Any) -> Any:
        return self._request(url, **{**options, "timeout": SECONDS, "allow_redirects": False})


def key_file(path: Path) -> dict[str, Any]:
    """Its members; ``BadInput`` where it holds no JSON object of a sensible size."""
    try:
        if path.stat().st_size > KEY_BYTES:
            raise BadInput("The key file is too large to be one")
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(f"The key file cannot be read: {error}") from error
    return _key_members(text)


def _key_members(text: str) -> dict[str, Any]:
    try:
        members = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The key file cannot be read: {error}") from error
    if not isinstance(members, dict):
        raise BadInput("The key file holds no service account")
    return members


def unreached(error: Exception) -> Unreachable | Untrusted:
    """Why the token service was not reached, in words."""
    words = str(error)
    if "SSL" in words or "certificate" in words.casefold():
        return Untrusted(f"The token service's certificate is not trusted: {words}")
    return Unreachable(f"The token service does not answer: {words}")


def _refusal(error: Any, subject: str, scope: str) -> PermissionMissing | SignInNeeded:
    """RFC 6749 section 5.2 codes, as Google uses them."""
    words = str(error.args[0]) if error.args else str(error)
    if "unauthorized_client" in words:
        return PermissionMissing(
            PREFIX + scope, "delegate it to the service account in the Admin console"
        )
    if "invalid_grant" in words and "email" in words.casefold():
        return PermissionMissing("access", f"Google knows no account {subject}")
    return SignInNeeded(f"Google refused the sign-in: {words}")
