"""Signs in to Microsoft 365 as an application, by secret or by certificate."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

from workbench.connectors.origin import Origin
from workbench.errors import BadInput, SignInNeeded, Unreachable, Untrusted
from workbench.model.tenant import TenantProfile

SECONDS = 30.0  # patience with the identity service for one request


class ApplicationSignIn:
    """Tokens for one application.  MSAL blocks, so it runs in a thread; one sign-in at a time."""

    def __init__(self, profile: TenantProfile, scope: str) -> None:
        self._profile = profile
        self._scope = scope
        self._lock = asyncio.Lock()
        self._application: Any = None
        self._session: Any = None
        self.roles: frozenset[str] = frozenset()

    async def token(self, *, fresh: bool = False) -> str:
        """A bearer token; ``fresh`` drops the cached one, after a 401 say."""
        async with self._lock:
            if fresh:
                self.close()
            return await asyncio.to_thread(self._acquire)

    def close(self) -> None:
        """Forgets tokens and ends connections; the next call signs in anew."""
        self._application = None
        if self._session is not None:
            self._session.close()
            self._session = None

    def _acquire(self) -> str:
        import msal  # 0.25 s of CPU: only once somebody connects
        import requests

        try:
            self._application = self._application or self._build(msal, requests)
            answer = self._application.acquire_token_for_client([self._scope])
        except requests.exceptions.SSLError as error:
            raise Untrusted(f"The sign-in service's certificate is not trusted: {error}") from error
        except requests.exceptions.RequestException as error:
            raise Unreachable(f"The sign-in service does not answer: {error}") from error
        except ValueError as error:  # MSAL on metadata or credentials it cannot use
            raise SignInNeeded(f"Sign-in failed: {error}") from error
        return self._accept(answer)

    def _build(self, msal: Any, requests: Any) -> Any:
        origin = Origin.of(self._profile.authority)
        if origin.scheme != "https":
            raise Untrusted("The sign-in service must be reached over TLS")
        if self._profile.certificate_authority and not origin.loopback:
            raise Untrusted("A private certificate authority is accepted for this machine only")
        session = self._session = requests.Session()
        session.verify = self._profile.certificate_authority or True
        session.trust_env = not origin.loopback  # a proxy is no business of loopback traffic
        return msal.ConfidentialClientApplication(
            self._profile.client_id,
            authority=self._profile.authority,
            client_credential=_credential(self._profile),
            instance_discovery=False,
            http_client=_Bounded(session),
        )

    def _accept(self, answer: dict[str, Any]) -> str:
        if "access_token" not in answer:
            text = str(answer.get("error_description") or answer.get("error") or "no reason given")
            raise SignInNeeded(f"Sign-in was refused: {text.splitlines()[0]}")
        token = str(answer["access_token"])
        claims = _claims(token)
        if claims.get("tid", self._profile.tenant) != self._profile.tenant:
            raise Untrusted("The token is for another tenant than the profile names")
        self.roles = frozenset(str(role) for role in claims.get("roles", ()))
        return token


class _Bounded:
    """A requests session as MSAL wants it, with a time limit and without redirects."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def get(self, url: str, **options: Any) -> Any:
        return self._session.get(url, timeout=SECONDS, allow_redirects=False, **options)

    def post(self, url: str, **options: Any) -> Any:
        return self._session.post(url, timeout=SECONDS, allow_redirects=False, **options)

    def close(self) -> None:
        self._session.close()


def _credential(profile: TenantProfile) -> str | dict[str, str]:
    if profile.secret:
        return profile.secret
    if not profile.certificate:
        raise SignInNeeded("The profile holds neither a secret nor a certificate")
    try:
        pem = Path(profile.certificate).read_text("ascii")
    except (OSError, ValueError) as error:
        raise BadInput(f"The client certificate cannot be read: {error}") from error
    return {"private_key": pem, "public_certificate": pem}


def _claims(token: str) -> dict[str, Any]:
    """Claims of a JWT, unverified: for early refusal and for what to show, not for trust."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}
