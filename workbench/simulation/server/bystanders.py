"""What users do at the very moment a request comes in, for the message that it names."""

from __future__ import annotations

import json
from contextlib import suppress

from workbench.simulation.server.calls import Call
from workbench.simulation.server.people import People, Unknown
from workbench.simulation.server.site import Site

ACTS = frozenset({"user-moves", "user-deletes", "id-changes", "folder-deleted"})


def act(site: Site, kind: str, call: Call) -> None:
    """Nothing, where the request names no message that is there."""
    match call.path:
        case ("users", user, "messages", message, *_):
            with suppress(Unknown):
                _acted(People(site), kind, user, message, call)
        case _:
            return


def _acted(people: People, kind: str, user: str, message: str, call: Call) -> None:
    match kind:
        case "user-moves":
            people.move(user, message, "drafts")
        case "user-deletes":
            people.delete(user, message)
        case "id-changes":
            people.reimport(user, message)
        case "folder-deleted":
            people.delete_folder(user, _destination(call))


def _destination(call: Call) -> str:
    try:
        body = json.loads(call.body or b"{}")
    except (ValueError, RecursionError):
        return ""
    return str(body.get("destinationId", "")) if isinstance(body, dict) else ""
