"""The Microsoft identity platform as far as applications and users sign in here.

Shapes: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509

from workbench.simulation.server.assertions import AssertionRefused, verify_assertion
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.delegated import GRANTS, GrantRefused, UserSignIn
from workbench.simulation.server.tokens import AUDIENCE, Registration, Tokens

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPES = frozenset({f"{AUDIENCE}/.default", "00000003-0000-0000-c000-000000000000/.default"})
PRIVATE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


class SignInRefused(Exception):
    """``error`` is of RFC 6749 section 5.2, ``code`` the number behind AADSTS."""

    def __init__(self, status: int, error: str, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.code = code


@dataclass(frozen=True, slots=True)
class Identity:
    """``names`` are what the tenant may be called in a path: its id and its domains."""

    tenant: str
    names: frozenset[str]
    registrations: Mapping[str, Registration]  # by client id
    certificate: x509.Certificate
    tokens: Tokens
    users: UserSignIn

    def answer(
        self,
        method: str,
        path: tuple[str, ...],
        form: Mapping[str, str],
        origin: str,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answers everything that is not Graph."""
        try:
            return self._answer(method, path, form, origin, query)
        except SignInRefused as refusal:
            return _refused(refusal)

    def _answer(
        self,
        method: str,
        path: tuple[str, ...],
        form: Mapping[str, str],
        origin: str,
        query: Mapping[str, str] | None,
    ) -> Answer:
        if path == ("common", "discovery", "instance"):
            return self._instances(origin)
        if path[0].casefold() not in self.names:
            message = f"Tenant '{path[0]}' not found."
            raise SignInRefused(400, "invalid_request", 90002, message)
        match (method, *path[1:]):
            case ("GET", "v2.0", ".well-known", "openid-configuration"):
                return self._configuration(origin)
            case ("GET", "discovery", "v2.0", "keys"):
                return Answer(200, self.tokens.public_keys())
            case ("POST", "oauth2", "v2.0", "token"):
                return self._token(form, origin)
            case ("GET", "oauth2", "v2.0", "authorize"):
                return self._by_user(lambda: self.users.authorize(query or {}))
            case ("POST", "oauth2", "v2.0", "devicecode"):
                return self._by_user(lambda: self.users.devicecode(form, origin))
        raise SignInRefused(404, "invalid_request", 90020, "No such endpoint.")

    def _instances(self, origin: str) -> Answer:
        host = origin.partition("://")[2]
        names = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
        discovery = f"{origin}/{self.tenant}/v2.0/.well-known/openid-configuration"
        return Answer(
            200,
            {"tenant_discovery_endpoint": discovery, "api-version": "1.1", "metadata": [names]},
        )

    def _configuration(self, origin: str) -> Answer:
        base = f"{origin}/{self.tenant}"
        return Answer(200, {
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "tid", "ver"],
            "tenant_region_scope": None,
            "cloud_instance_name": origin.partition("://")[2],
        })  # fmt: skip

    def _token(self, form: Mapping[str, str], origin: str) -> Answer:
        grant = form.get("grant_type", "")
        if grant in GRANTS:
            issuer = f"{origin}/{self.tenant}/"
            return self._by_user(lambda: Answer(200, self.users.token(form, issuer), PRIVATE))
        if grant != "client_credentials":
            code = 70003 if grant else 900144
            error = "unsupported_grant_type" if grant else "invalid_request"
            raise SignInRefused(400, error, code, "This grant is not simulated.")
        registration = self._registration(form, origin)
        # Here Graph lives at this origin, as in a national cloud it lives at another name.
        if not set(form.get("scope", "").split()) & (SCOPES | {f"{origin}/.default"}):
            raise SignInRefused(400, "invalid_scope", 1002012, "The scope is not '/.default'.")
        token = self.tokens.issue(registration, f"{origin}/{self.tenant}/", form.get("claims", ""))
        lifetime = self.tokens.lifetime
        body: dict[str, object] = {
            "token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime,
            "access_token": token,
        }  # fmt: skip
        return Answer(200, body, PRIVATE)

    def _by_user(self, act: Callable[[], Answer]) -> Answer:
        try:
            return act()
        except GrantRefused as refusal:
            raise SignInRefused(400, refusal.error, refusal.code, str(refusal)) from refusal

    def _registration(self, form: Mapping[str, str], origin: str) -> Registration:
        client_id = form.get("client_id", "")
        registration = self.registrations.get(client_id.casefold())
        if registration is None:
            message = f"Application with identifier '{client_id}' was not found in the directory."
            raise SignInRefused(400, "unauthorized_client", 700016, message)
        if form.get("client_assertion_type") == ASSERTION_TYPE:
            self._check_assertion(form.get("client_assertion", ""), registration, origin)
        elif not form.get("client_secret"):
            message = "The request body must contain 'client_assertion' or 'client_secret'."
            raise SignInRefused(401, "invalid_client", 7000218, message)
        elif not hmac.compare_digest(form["client_secret"].encode(), registration.secret.encode()):
            raise SignInRefused(401, "invalid_client", 7000215, "Invalid client secret provided.")
        return registration

    def _check_assertion(self, assertion: str, registration: Registration, origin: str) -> None:
        audiences = frozenset(
            f"{origin}/{name}/{tail}"
            for name in self.names
            for tail in ("oauth2/v2.0/token", "v2.0")
        )
        try:
            verify_assertion(assertion, self.certificate, registration.client_id, audiences)
        except AssertionRefused as refusal:
            raise SignInRefused(401, "invalid_client", 700027, str(refusal)) from refusal


def _refused(refusal: SignInRefused) -> Answer:
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    description = (
        f"AADSTS{refusal.code}: {refusal} Trace ID: {trace} "
        f"Correlation ID: {correlation} Timestamp: {stamp}"
    )
    body: dict[str, object] = {
        "error": refusal.error, "error_description": description, "error_codes": [refusal.code],
        "timestamp": stamp, "trace_id": trace, "correlation_id": correlation,
    }  # fmt: skip
    return Answer(refusal.status, body, PRIVATE)
