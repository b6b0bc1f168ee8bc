"""One request to a Google API and the shapes of its answers, apart from HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.simulation.server.calls import Answer

JSON_TYPE = "application/json; charset=UTF-8"
STATES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}
REASONS = {
    400: "badRequest",
    401: "authError",
    403: "insufficientPermissions",
    404: "notFound",
    409: "duplicate",
    412: "conditionNotMet",
    429: "rateLimitExceeded",
    503: "backendError",
}


class GoogleRefusal(Exception):
    """An answer other than success; ``reason`` stands in ``errors[].reason``."""

    def __init__(self, status: int, message: str, reason: str = "", domain: str = "global") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reason = reason or REASONS.get(status, "backendError")
        self.domain = domain


@dataclass(frozen=True, slots=True)
class GoogleCall:
    """``query`` keeps repeated parameters; header names are lower case."""

    method: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    origin: str
    target: str
    subject: str = ""  # address the token speaks for
    scopes: frozenset[str] = frozenset()
    part: bool = False

    def first(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.query if key == name), default)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    def number(self, name: str, default: int, most: int) -> int:
        """A page size; what is above the most is cut to it, as the services do."""
        text = self.first(name, str(default))
        if not text.isdecimal() or int(text) < 1:
            raise GoogleRefusal(400, f"Invalid value at '{name}'", "invalidArgument")
        return min(int(text), most)

    def offset(self) -> int:
        """What a page token of ours stands for."""
        token = self.first("pageToken", "0")
        if not token.isdecimal():
            raise GoogleRefusal(400, "Invalid pageToken", "invalidArgument")
        return int(token)

    def document(self) -> dict[str, Any]:
        try:
            value = json.loads(self.body or b"{}")
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise GoogleRefusal(400, "Invalid JSON payload received.", "parseError")
        return value


def refused(refusal: GoogleRefusal) -> Answer:
    """The error object of the Google APIs, with its older list of reasons."""
    row = {"message": refusal.message, "domain": refusal.domain, "reason": refusal.reason}
    error: dict[str, object] = {
        "code": refusal.status,
        "message": refusal.message,
        "errors": [row],
        "status": STATES.get(refusal.status, "UNKNOWN"),
    }
    headers = {"Content-Type": JSON_TYPE}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/"'
    return Answer(refusal.status, {"error": error}, headers)


def found(body: Mapping[str, object]) -> Answer:
    return Answer(200, dict(body), {"Content-Type": JSON_TYPE})


NOTHING = Answer(204)


def paged(name: str, rows: list[Any], start: int, size: int) -> dict[str, object]:
    """One page; a list that would be empty is left out altogether, as is the last token."""
    page: dict[str, object] = {name: rows[start : start + size]} if rows[start:] else {}
    if start + size < len(rows):
        page["nextPageToken"] = str(start + size)
    return page
