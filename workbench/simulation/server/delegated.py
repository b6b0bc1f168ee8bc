"""Users sign in at the simulated service: authorization code with PKCE, device code, renewal.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code.
"""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from workbench.simulation.server.calls import Answer
from workbench.simulation.server.settings import Settings
from workbench.simulation.server.state import State
from workbench.simulation.server.tokens import Tokens
from workbench.simulation.world import Person

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
GRANTS = ("authorization_code", "refresh_token", DEVICE_GRANT)
OPEN_ID = frozenset({"openid", "profile", "email", "offline_access"})
CONSENTED = frozenset({
    "User.Read", "User.ReadBasic.All", "Mail.Read", "Mail.ReadWrite", "Mail.Read.Shared",
    "Mail.ReadWrite.Shared",
})  # fmt: skip
CODE_SECONDS = 900  # a device code lives, by the page above
INTERVAL = 5  # seconds between two questions for it, by the page above


class GrantRefused(Exception):
    """``error`` is of RFC 6749 or RFC 8628, ``code`` the number behind AADSTS."""

    def __init__(self, error: str, code: int, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.code = code


@dataclass(frozen=True, slots=True)
class Granted:
    """What a user agreed to; ``challenge`` and ``redirect`` are the code flow's."""

    client_id: str
    user: str
    scopes: frozenset[str]
    nonce: str = ""
    challenge: str = ""
    redirect: str = ""


class UserSignIn:
    """One user at a time sits at the browser: ``Settings.user``, else the first of the company."""

    def __init__(self, client_id: str, state: State, tokens: Tokens, settings: Settings) -> None:
        self.client_id = client_id
        self._state = state
        self._tokens = tokens
        self._settings = settings
        self._codes: dict[str, Granted] = {}
        self._devices: dict[str, tuple[Granted, float]] = {}
        self._refresh: dict[str, Granted] = {}

    def revoke(self) -> None:
        """Refresh tokens are worth nothing from now on."""
        self._refresh.clear()

    def authorize(self, query: Mapping[str, str]) -> Answer:
        """The page that posts the answer to the redirect address at once (form_post)."""
        redirect = query.get("redirect_uri", "")
        if urlsplit(redirect).hostname not in ("localhost", "127.0.0.1"):
            raise GrantRefused("invalid_request", 50011, "The redirect URI does not match.")
        if query.get("response_mode") != "form_post" or query.get("response_type") != "code":
            raise GrantRefused("invalid_request", 900144, "Only code by form_post is simulated.")
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            raise GrantRefused("invalid_request", 50148, "A code_challenge (S256) is required.")
        fields = {"state": query.get("state", "")}
        if self._settings.user_answer == "declined":
            fields |= {"error": "access_denied", "error_description": "The user said no."}
        else:
            code = secrets.token_urlsafe(32)
            self._codes[code] = self._agreed(query)
            fields["code"] = code
        return _form(redirect, fields)

    def devicecode(self, form: Mapping[str, str], origin: str) -> Answer:
        device, shown = secrets.token_urlsafe(32), secrets.token_hex(4).upper()
        self._devices[device] = (self._agreed(form), time.monotonic() + CODE_SECONDS)
        address = f"{origin}/common/oauth2/deviceauth"
        return Answer(200, {
            "user_code": shown, "device_code": device, "verification_uri": address,
            "expires_in": CODE_SECONDS, "interval": self._settings.device_interval,
            "message": f"To sign in, open {address} and enter the code {shown}.",
        })  # fmt: skip

    def token(self, form: Mapping[str, str], issuer: str) -> dict[str, object]:
        match form["grant_type"]:
            case "authorization_code":
                granted = self._by_code(form)
            case "refresh_token":
                granted = self._by_refresh(form)
            case _:
                granted = self._by_device(form)
        if granted.client_id != form.get("client_id"):
            raise GrantRefused("invalid_grant", 700005, "The grant is another application's.")
        return self._issued(granted, form, issuer)

    def _agreed(self, asked: Mapping[str, str]) -> Granted:
        if asked.get("client_id") != self.client_id:
            raise GrantRefused("unauthorized_client", 700016, "The application was not found.")
        return Granted(
            self.client_id, self._user(asked.get("login_hint", "")).key,
            _scopes(asked.get("scope", "")), asked.get("nonce", ""),
            asked.get("code_challenge", ""), asked.get("redirect_uri", ""),
        )  # fmt: skip

    def _user(self, hint: str) -> Person:
        person = self._state.person(self._settings.user or hint)
        return person or next(iter(self._state.people.values()))

    def _by_code(self, form: Mapping[str, str]) -> Granted:
        granted = self._codes.pop(form.get("code", ""), None)
        if granted is None:
            raise GrantRefused("invalid_grant", 70008, "The code is unknown, used or expired.")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != granted.challenge:
            raise GrantRefused("invalid_grant", 501481, "The code_verifier does not match.")
        if form.get("redirect_uri") != granted.redirect:
            raise GrantRefused("invalid_grant", 500112, "The reply address does not match.")
        return granted

    def _by_device(self, form: Mapping[str, str]) -> Granted:
        granted, ends = self._devices.get(form.get("device_code", ""), (None, 0.0))
        answers = {
            "pending": ("authorization_pending", 70016),
            "slow": ("slow_down", 70016),
            "declined": ("authorization_declined", 70017),
        }
        if granted is None or ends < time.monotonic() or self._settings.user_answer == "expired":
            raise GrantRefused("expired_token", 70020, "The device code has expired.")
        if self._settings.user_answer in answers:
            raise GrantRefused(*answers[self._settings.user_answer], "Not signed in.")
        del self._devices[form["device_code"]]
        return granted

    def _by_refresh(self, form: Mapping[str, str]) -> Granted:
        granted = self._refresh.get(form.get("refresh_token", ""))
        if granted is None:
            raise GrantRefused("invalid_grant", 50173, "The grant was revoked.")
        wanted = _scopes(form.get("scope", "")) - OPEN_ID
        if not wanted <= granted.scopes:
            raise GrantRefused("invalid_grant", 65001, "The user has not consented to this.")
        return granted

    def _issued(self, granted: Granted, form: Mapping[str, str], issuer: str) -> dict[str, object]:
        """Every answer brings another refresh token; the one before stays valid."""
        person = self._state.people[granted.user]
        scopes = (granted.scopes - OPEN_ID).difference(self._settings.revoked)
        if not scopes <= CONSENTED:
            raise GrantRefused("invalid_grant", 65001, "An administrator has to consent to this.")
        refresh = secrets.token_urlsafe(64)
        self._refresh[refresh] = granted
        self._tokens.handed_out.append(refresh)
        claims = form.get("claims", "")
        return {
            "token_type": "Bearer", "scope": " ".join(sorted(scopes)),
            "expires_in": self._tokens.lifetime, "ext_expires_in": self._tokens.lifetime,
            "access_token": self._tokens.delegated(
                granted.client_id, person, scopes, issuer, claims
            ),
            "refresh_token": refresh,
            "id_token": self._tokens.identity(granted.client_id, person, issuer, granted.nonce),
            "client_info": self._tokens.client_info(person),
        }  # fmt: skip


def _scopes(text: str) -> frozenset[str]:
    """Short names: a scope may be written with the resource in front."""
    return frozenset(scope.rpartition("/")[2] for scope in text.split())


def _form(target: str, fields: Mapping[str, str]) -> Answer:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}"/>'
        for name, value in fields.items()
    )
    page = (
        '<html><head><title>Working...</title></head><body onload="document.forms[0].submit()">'
        f'<form method="POST" action="{html.escape(target)}">{inputs}'
        "<noscript><button>Continue</button></noscript></form></body></html>"
    )
    headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return Answer(200, page.encode(), headers)
