"""Users sign in at the simulated Google with a desktop application: code with PKCE, renewal.

https://developers.google.com/identity/protocols/oauth2/native-app
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from workbench.simulation.google.assertion import AssertionRefused
from workbench.simulation.google.mailstore import GoogleState
from workbench.simulation.server.calls import Answer
from workbench.simulation.server.settings import Settings

AUTH_PATH = ("o", "oauth2", "auth")
GRANTS = ("authorization_code", "refresh_token")
PREFIX = "https://www.googleapis.com/auth/"
OFFERED = frozenset({"gmail.readonly", "gmail.modify"})  # on the application's consent screen
Issue = Callable[[str, frozenset[str]], Answer]


@dataclass(frozen=True, slots=True)
class Agreed:
    user: str
    scopes: frozenset[str]
    challenge: str = ""
    redirect: str = ""


class InstalledApplication:
    """One user at a time sits at the browser: ``Settings.user``, else whom the hint names."""

    def __init__(self, state: GoogleState, settings: Settings) -> None:
        self.client_id = f"{secrets.randbelow(10**12)}-desk.apps.googleusercontent.example"
        self.client_secret = secrets.token_urlsafe(24)
        self._state = state
        self._settings = settings
        self._codes: dict[str, Agreed] = {}
        self._refresh: dict[str, Agreed] = {}

    def write_client(self, path: Path, origin: str, token_uri: str) -> None:
        """The client file as the cloud console hands it out."""
        path.touch(0o600)
        path.write_text(json.dumps({"installed": {
            "client_id": self.client_id, "client_secret": self.client_secret,
            "auth_uri": f"{origin}/{'/'.join(AUTH_PATH)}", "token_uri": token_uri,
            "redirect_uris": ["http://localhost"],
        }}))  # fmt: skip

    def revoke(self) -> None:
        """Refresh tokens are worth nothing from now on."""
        self._refresh.clear()

    def authorize(self, query: Mapping[str, str]) -> Answer:
        """Sends the browser back to the loopback address at once, the answer in the query."""
        redirect = query.get("redirect_uri", "")
        if urlsplit(redirect).hostname not in ("localhost", "127.0.0.1"):
            return _page(400, "Error 400: redirect_uri_mismatch")
        if query.get("client_id") != self.client_id or query.get("response_type") != "code":
            return _page(401, "Error 401: invalid_client")
        fields = {"state": query.get("state", "")}
        if self._settings.user_answer == "declined":
            fields["error"] = "access_denied"
        else:
            code = secrets.token_urlsafe(32)
            self._codes[code] = self._agreed(query)
            fields |= {"code": code, "scope": query.get("scope", "")}
        return Answer(302, None, {"Location": f"{redirect}?{urlencode(fields)}"})

    def token(self, form: Mapping[str, str], issue: Issue) -> Answer:
        """``AssertionRefused`` where the grant is none."""
        by_code = form["grant_type"] == "authorization_code"
        agreed = (
            self._by_code(form) if by_code else self._refresh.get(form.get("refresh_token", ""))
        )
        if agreed is None:
            raise AssertionRefused("Token has been expired or revoked.")
        scopes = agreed.scopes - set(self._settings.revoked)
        answer = issue(agreed.user, scopes)
        if by_code and isinstance(answer.body, dict):
            token = secrets.token_urlsafe(64)
            self._refresh[token] = agreed
            answer.body["refresh_token"] = token
        if isinstance(answer.body, dict) and answer.status == 200:
            answer.body["scope"] = " ".join(sorted(PREFIX + scope for scope in scopes))
        return answer

    def _agreed(self, query: Mapping[str, str]) -> Agreed:
        wanted = frozenset(query.get("scope", "").replace(PREFIX, "").split())
        user = self._settings.user or query.get("login_hint", "")
        known = user.casefold() if user.casefold() in self._state.people else ""
        return Agreed(
            known or next(iter(self._state.people)), wanted & OFFERED,
            query.get("code_challenge", ""), query.get("redirect_uri", ""),
        )  # fmt: skip

    def _by_code(self, form: Mapping[str, str]) -> Agreed:
        agreed = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if agreed is None or shown != agreed.challenge:
            raise AssertionRefused("Malformed auth code or code verifier.")
        if form.get("redirect_uri") != agreed.redirect:
            raise AssertionRefused("redirect_uri does not match.")
        return agreed


def _page(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), {"Content-Type": "text/plain"})
