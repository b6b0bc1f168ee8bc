"""Issues and recognises access tokens: RS256 JWTs (RFC 7519) with the claims Entra gives apps."""

from __future__ import annotations

import base64
import functools
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from workbench.simulation.server.settings import Settings

AUDIENCE = "https://graph.microsoft.com"
KEY_NAME = "simulated-key-1"


@dataclass(frozen=True, slots=True)
class Registration:
    """An application known to the tenant, with the application roles it was granted."""

    client_id: str
    secret: str
    roles: frozenset[str]
    name: str


@dataclass(frozen=True, slots=True)
class Issued:
    """``expires`` is seconds since 1970."""

    client_id: str
    expires: float


class Tokens:
    """Knows each token it issued; a token it did not issue is worth nothing."""

    def __init__(self, tenant: str, settings: Settings) -> None:
        self._tenant = tenant
        self._settings = settings
        self._issued: dict[str, Issued] = {}

    @functools.cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def lifetime(self) -> int:
        """Seconds a token lives."""
        return self._settings.token_lifetime

    def issue(self, registration: Registration, issuer: str) -> str:
        now = datetime.now(UTC).timestamp()
        expires = now + self._settings.token_lifetime
        token = self._signed(self._claims(registration, issuer, int(now), int(expires)))
        self._issued[token] = Issued(registration.client_id, expires)
        return token

    def _claims(
        self, registration: Registration, issuer: str, now: int, expires: int
    ) -> dict[str, object]:
        tenant = self._settings.token_tenant or self._tenant
        roles = sorted(registration.roles.difference(self._settings.revoked))
        return {
            "aud": AUDIENCE, "iss": issuer, "iat": now, "nbf": now, "exp": expires,
            "appid": registration.client_id, "app_displayname": registration.name,
            "idtyp": "app", "oid": str(uuid.uuid5(uuid.UUID(self._tenant), registration.client_id)),
            "roles": roles, "tid": tenant, "uti": uuid.uuid4().hex, "ver": "1.0",
        }  # fmt: skip

    def _signed(self, claims: Mapping[str, object]) -> str:
        head = {"typ": "JWT", "alg": "RS256", "kid": KEY_NAME}
        text = f"{_encoded(head)}.{_encoded(claims)}"
        signature = self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{base64url(signature)}"

    def caller(self, token: str) -> str:
        """The client id of a valid token, else ""."""
        issued = self._issued.get(token)
        if issued is None or issued.expires <= datetime.now(UTC).timestamp():
            return ""
        return issued.client_id

    def forget(self, tokens: Iterable[str] | None = None) -> None:
        """These tokens, or all, count as expired from now on."""
        for token in list(self._issued if tokens is None else tokens):
            self._issued.pop(token, None)

    def public_keys(self) -> dict[str, object]:
        """RFC 7517 key set."""
        numbers = self._key.public_key().public_numbers()
        key = {
            "kty": "RSA", "use": "sig", "kid": KEY_NAME, "alg": "RS256",
            "n": base64url(numbers.n.to_bytes(256, "big")), "e": base64url(b"\x01\x00\x01"),
        }  # fmt: skip
        return {"keys": [key]}


def base64url(data: bytes) -> str:
    """RFC 7515 section 2: without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _encoded(value: Mapping[str, object]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())
