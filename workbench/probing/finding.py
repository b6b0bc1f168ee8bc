"""What one question put to a real mailbox showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from workbench.connectors.wire import Response

SUBJECT = "Email Security Workbench: probe, may be deleted"


@dataclass(frozen=True, slots=True)
class Finding:
    """``behaviour`` by its name in the table; ``agrees`` is None where it could not be asked."""

    behaviour: str
    agrees: bool | None
    seen: str


class Ask(Protocol):
    """One request of the test mailbox's provider, whatever its status."""

    async def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response: ...


def code_of(response: Response) -> str:
    """Status and error code, as "404 ErrorItemNotFound"."""
    error = response.json.get("error") if response.status >= 400 else None
    code = error.get("code", "") if isinstance(error, dict) else ""
    return f"{response.status} {code}".strip()


def refused(behaviour: str, response: Response, wanted: str) -> Finding:
    """``wanted`` is how the answer's status and code have to begin."""
    seen = code_of(response)
    return Finding(behaviour, seen.startswith(wanted), seen)


def member(response: Response, name: str) -> Any:
    return response.json.get(name)
