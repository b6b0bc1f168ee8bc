"""Issues and recognises access tokens: RS256 JWTs (RFC 7519) with the claims Entra gives apps."""

from __future__ import annotations

import base64
import functools
import json
import uuid
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from workbench.simulation.server.settings import Settings
from workbench.simulation.world import Person

AUDIENCE = "https://graph.microsoft.com"
HANDED_OUT = 10_000  # tokens that are remembered even when they are worth nothing any more
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
    user: str = ""  # object id; "" where an application speaks for itself
    scopes: frozenset[str] = frozenset()
    capable: bool = False  # the client declared cp1: it understands a claims challenge
    answered: bool = False  # the token was asked for with the claims of a challenge


class Tokens:
    """Knows each token it issued; a token it did not issue is worth nothing."""

    def __init__(self, tenant: str, settings: Settings) -> None:
        self._tenant = tenant
        self._settings = settings
        self._issued: dict[str, Issued] = {}
        self.demanding = False  # since sessions were revoked
        self.handed_out: deque[str] = deque(maxlen=HANDED_OUT)  # of every kind, oldest first

    @functools.cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def lifetime(self) -> int:
        """Seconds a token lives."""
        return self._settings.token_lifetime

    def issue(self, registration: Registration, issuer: str, claims: str = "") -> str:
        """``claims`` is the parameter of that name (OpenID Connect Core 1.0, section 5.5)."""
        now = datetime.now(UTC).timestamp()
        expires = now + self._settings.token_lifetime
        token = self._signed(self._claims(registration, issuer, int(now), int(expires)))
        capable, answered = _asked(claims)
        self._issued[token] = Issued(
            registration.client_id, expires, capable=capable, answered=answered
        )
        return token

    def delegated(
        self, client_id: str, person: Person, scopes: frozenset[str], issuer: str, claims: str
    ) -> str:
        """A token of a user: ``scp`` in the place of ``roles``."""
        now = datetime.now(UTC).timestamp()
        expires = now + self._settings.token_lifetime
        token = self._signed({
            "aud": AUDIENCE, "iss": issuer, "iat": int(now), "nbf": int(now), "exp": int(expires),
            "appid": client_id, "idtyp": "user", "oid": person.key, "name": person.name,
            "upn": person.address, "scp": " ".join(sorted(scopes)),
            "tid": self._settings.token_tenant or self._tenant, "uti": uuid.uuid4().hex,
            "ver": "1.0",
        })  # fmt: skip
        capable, answered = _asked(claims)
        self._issued[token] = Issued(client_id, expires, person.key, scopes, capable, answered)
        return token

    def identity(self, client_id: str, person: Person, issuer: str, nonce: str) -> str:
        """The ID token (OpenID Connect Core 1.0, section 2)."""
        now = int(datetime.now(UTC).timestamp())
        return self._signed({
            "aud": client_id, "iss": f"{issuer}v2.0", "iat": now, "nbf": now, "exp": now + 3600,
            "oid": person.key, "sub": person.key, "name": person.name, "nonce": nonce,
            "preferred_username": person.address, "ver": "2.0",
            "tid": self._settings.token_tenant or self._tenant,
        })  # fmt: skip

    def client_info(self, person: Person) -> str:
        """Whose account it is, as MSAL keeps it apart from others."""
        return _encoded({"uid": person.key, "utid": self._tenant})

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
        self.handed_out.append(f"{text}.{base64url(signature)}")
        return self.handed_out[-1]

    def caller(self, token: str) -> str:
        """The client id of a valid token, else ""."""
        issued = self.found(token)
        return issued.client_id if issued is not None else ""

    def found(self, token: str) -> Issued | None:
        """What is known of a token that has not expired."""
        issued = self._issued.get(token)
        if issued is None or issued.expires <= datetime.now(UTC).timestamp():
            return None
        return issued

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


def _asked(claims: str) -> tuple[bool, bool]:
    """Whether cp1 is declared, and whether a challenge is answered by asking for ``nbf``."""
    try:
        wanted = json.loads(claims or "{}")["access_token"]
        values = wanted.get("xms_cc", {}).get("values", ())
        return "cp1" in values, "nbf" in wanted
    except (ValueError, KeyError, TypeError, AttributeError):
        return False, False


def base64url(data: bytes) -> str:
    """RFC 7515 section 2: without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _encoded(value: Mapping[str, object]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())
