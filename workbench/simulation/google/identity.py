"""Google's token endpoint for service accounts with domain-wide delegation, and for users.

https://developers.google.com/identity/protocols/oauth2/service-account (HTTP/REST).
"""

from __future__ import annotations

import functools
import json
import secrets
import time
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from workbench.simulation.google.assertion import AssertionRefused, claims_of, issuer_of
from workbench.simulation.google.calls import JSON_TYPE, GoogleCall, GoogleRefusal
from workbench.simulation.google.installed import GRANTS, InstalledApplication
from workbench.simulation.google.mailstore import GoogleState
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.settings import Settings
from workbench.simulation.server.tokens import HANDED_OUT

PREFIX = "https://www.googleapis.com/auth/"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DELEGATED = frozenset({
    "gmail.readonly", "gmail.modify", "admin.directory.user.readonly",
    "admin.directory.group.member.readonly", "apps.alerts", "admin.directory.group.readonly",
    "admin.reports.audit.readonly", "calendar.events.readonly",
})  # fmt: skip
CONTAINING = frozenset({
    "gmail.settings.basic", "gmail.settings.sharing", "admin.directory.user",
    "admin.directory.user.security", "calendar.events",
})  # fmt: skip
# Scopes by the name of the account: one that does all, and two that share the work.
ACCOUNTS = {
    "workbench": DELEGATED | CONTAINING,
    "reader": DELEGATED - {"gmail.modify"},
    "remediator": frozenset({"gmail.modify"}) | CONTAINING,
}
TOKEN_PATH = ("token",)
# What google-auth names as its audience wherever the token is asked for (seen on the wire).
AUDIENCE = "https://oauth2.googleapis.com/token"
LONGEST = 3600  # seconds an assertion may be valid, by the page above


@dataclass(frozen=True, slots=True)
class Issued:
    subject: str
    scopes: frozenset[str]
    expires: float  # monotonic


class ServiceAccount:
    """One that may ask for tokens of ``delegated`` scopes in anybody's name."""

    def __init__(self, name: str, domain: str, tenant: str, delegated: frozenset[str]) -> None:
        self.delegated = delegated
        self.email = f"{name}@{domain.partition('.')[0]}.iam.gserviceaccount.example"
        self.client_id = str(uuid.uuid5(uuid.UUID(tenant), f"google {name}").int)[:21]

    @functools.cached_property
    def key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def write_key(self, path: Path, token_uri: str) -> None:
        """The key file as the cloud console hands it out."""
        form = serialization.PrivateFormat.PKCS8
        pem = self.key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        path.touch(0o600)
        path.write_text(json.dumps({
            "type": "service_account", "project_id": "simulated", "private_key_id": "simulated-1",
            "private_key": pem.decode(), "client_email": self.email, "client_id": self.client_id,
            "token_uri": token_uri,
        }))  # fmt: skip


class GoogleIdentity:
    """Three service accounts; ``Settings.revoked`` takes scopes away by their short names."""

    def __init__(self, state: GoogleState, settings: Settings) -> None:
        self._state = state
        self._settings = settings
        self._issued: dict[str, Issued] = {}
        self.handed_out: deque[str] = deque(maxlen=HANDED_OUT)
        self.subjects: set[str] = set()  # in whose names tokens were asked for
        self.installed = InstalledApplication(state, settings)
        domain, tenant = state.world.domains[0], state.world.tenant_id
        self.accounts = {
            name: ServiceAccount(name, domain, tenant, scopes) for name, scopes in ACCOUNTS.items()
        }

    def forget(self) -> None:
        """All tokens count as expired."""
        self._issued.clear()
        self.subjects.clear()

    def answer(self, form: Mapping[str, str], audience: str) -> Answer:
        if form.get("grant_type") in GRANTS:
            return self._for_user(form)
        if form.get("grant_type") != GRANT:
            return _refused(400, "unsupported_grant_type", "Invalid grant_type")
        try:
            account = self._account(form.get("assertion", ""))
            claims = claims_of(form.get("assertion", ""), account.key.public_key())
            return self._granted(account, claims, audience)
        except AssertionRefused as refusal:
            return _refused(400, "invalid_grant", str(refusal))

    def _for_user(self, form: Mapping[str, str]) -> Answer:
        ours = (self.installed.client_id, self.installed.client_secret)
        if (form.get("client_id"), form.get("client_secret")) != ours:
            return _refused(401, "invalid_client", "The OAuth client was not found.")
        try:
            return self.installed.token(form, self._issue)
        except AssertionRefused as refusal:
            return _refused(400, "invalid_grant", str(refusal))

    def _account(self, assertion: str) -> ServiceAccount:
        """Whom the assertion names as its issuer; the signature is tried against that one's key."""
        issuer = issuer_of(assertion)
        found = next((a for a in self.accounts.values() if a.email == issuer), None)
        if found is None:
            raise AssertionRefused("Invalid JWT: issuer or audience.")
        return found

    def _granted(
        self, account: ServiceAccount, claims: Mapping[str, object], audience: str
    ) -> Answer:
        now = time.time()
        issued, expires = _number(claims.get("iat")), _number(claims.get("exp"))
        if claims.get("aud") not in (audience, AUDIENCE):
            raise AssertionRefused("Invalid JWT: issuer or audience.")
        if not now - LONGEST <= issued <= now + 300 or not now < expires <= issued + LONGEST + 1:
            raise AssertionRefused(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
                "timeframe. Check your iat and exp values in the JWT claim."
            )
        wanted = frozenset(str(claims.get("scope", "")).replace(PREFIX, "").split())
        if not wanted or not wanted <= account.delegated.difference(self._settings.revoked):
            words = "Client is unauthorized to retrieve access tokens using this method, or client "
            words += "not authorized for any of the scopes requested."
            return _refused(401, "unauthorized_client", words)
        return self._issue(str(claims.get("sub", "")), wanted)

    def _issue(self, subject: str, scopes: frozenset[str]) -> Answer:
        self.subjects.add(subject.casefold())
        if subject.casefold() not in self._state.people:
            return _refused(400, "invalid_grant", "Invalid email or User ID")
        token = f"ya29.{secrets.token_urlsafe(48)}"
        self.handed_out.append(token)
        lifetime = self._settings.token_lifetime
        self._issued[token] = Issued(subject.casefold(), scopes, time.monotonic() + lifetime)
        body: dict[str, object] = {
            "access_token": token,
            "expires_in": lifetime,
            "token_type": "Bearer",
        }
        return Answer(200, body, {"Content-Type": JSON_TYPE})

    def caller(self, call: GoogleCall) -> Issued:
        """Whom the bearer token speaks for; 401 without a valid one."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        issued = self._issued.get(token.strip()) if scheme.casefold() == "bearer" else None
        if issued is None or issued.expires <= time.monotonic():
            raise GoogleRefusal(401, "Request had invalid authentication credentials.")
        return issued


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _refused(status: int, error: str, description: str) -> Answer:
    body: dict[str, object] = {"error": error, "error_description": description}
    return Answer(status, body, {"Content-Type": JSON_TYPE})
