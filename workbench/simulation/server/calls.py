"""One request to Graph and its answer, apart from HTTP: a part of a batch is the same thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

JSON_TYPE = (
    "application/json;odata.metadata=minimal;odata.streaming=true;"
    "IEEE754Compatible=false;charset=utf-8"
)
TYPE = "@odata.type"  # the vendor's clients write it into what they send


class GraphRefusal(Exception):
    """An answer other than success, raised by whoever finds the reason; never leaves the server."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


class Dropped(Exception):
    """The connection ends without an answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """``path`` holds the decoded segments behind the version; header names are lower case."""

    method: str
    version: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    origin: str  # https://127.0.0.1:port
    request_id: str
    target: str  # path and query as sent, for the log, rules and next links
    client_id: str = ""
    user: str = ""  # object id of who is signed in; "" for an application
    roles: frozenset[str] = frozenset()
    part: bool = False  # of a batch

    @property
    def client_request_id(self) -> str:
        return self.headers.get("client-request-id", "")

    @property
    def immutable(self) -> bool:
        """Asked for ids that survive a move."""
        return "immutableid" in self.headers.get("prefer", "").replace(" ", "").casefold()

    def document(self) -> dict[str, object]:
        """The body as a JSON object, less what it says of its own type."""
        try:
            value = json.loads(self.body or b"null")
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise GraphRefusal(400, "BadRequest", "Unable to read JSON request payload.")
        return {name: member for name, member in value.items() if name != TYPE}


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is a JSON object, raw bytes, or None for no content; ``spoiled`` on purpose."""

    status: int
    body: dict[str, object] | bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    spoiled: bool = False

    @property
    def ok(self) -> bool:
        return self.status < 400

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        return replace(self, headers={**headers, **self.headers})


def refused(call: Call, refusal: GraphRefusal) -> Answer:
    """The refusal in the shape of Graph's error resource."""
    inner = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": call.request_id,
        "client-request-id": call.client_request_id or call.request_id,
    }
    error = {"code": refusal.code, "message": refusal.message, "innerError": inner}
    return finished(call, Answer(refusal.status, {"error": error}, refusal.headers))


def finished(call: Call, answer: Answer) -> Answer:
    """The answer with the headers Graph sends with every one."""
    headers = {
        "request-id": call.request_id,
        "client-request-id": call.client_request_id or call.request_id,
    }
    if isinstance(answer.body, dict):
        headers["Content-Type"] = JSON_TYPE
    return answer.with_headers(headers)


def stamp(moment: datetime) -> str:
    """Edm.DateTimeOffset in UTC, to the second as mail has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
