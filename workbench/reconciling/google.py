"""Records of Google's Reports API: calls by a client (``token``) and what befell mail (``gmail``).

The first name client, method and mailbox, but no message.  The second name a message but no client,
so that they neither accuse nor bear out.
"""

from __future__ import annotations

from typing import Any

from workbench.reconciling.told import Kind, Named, Told, bare_id, moment_of, rows, word

READS = frozenset(["get", "list", "getprofile", "watch", "stop", "search", "verify"])
CALLS = frozenset(["modify", "batchmodify", "trash", "untrash", "import", "insert"])
GRANTS = frozenset(("authorize", "revoke", "request"))  # of the application, not in a mailbox


def told(place: str, values: dict[str, Any]) -> tuple[Told, ...]:
    """One for each event; none for what is no such record."""
    head = values.get("id")
    if not isinstance(head, dict) or moment_of(head.get("time")) is None:
        return ()
    events = rows(values, "events")
    return tuple(_event(f"{place}, event {n}", n, values, e) for n, e in enumerate(events, 1))


def _event(place: str, number: int, values: dict[str, Any], event: dict[str, Any]) -> Told:
    head = values["id"]
    facts = _facts(event)
    app = facts.get("client_id", "").casefold()
    method = facts.get("method_name", "") or word(event, "name")
    message = bare_id(facts.get("rfc2822_message_id", ""))
    return Told(
        place=place,
        id=f"{word(head, 'time')} {word(head, 'uniqueQualifier')} {number}",
        moment=moment_of(head.get("time")),
        apps=frozenset({app} if app else ()),
        operation=method,
        kind=_kind(method.casefold(), facts.get("api_name", "").casefold()),
        mailbox=word(values.get("actor"), "email").casefold(),
        messages=(Named(internet_id=message),),
    )


def _kind(method: str, api: str) -> Kind:
    last = method.rpartition(".")[2]
    if last in READS or last in GRANTS or api not in ("", "gmail"):
        return Kind.READ
    if ".labels." in method and last in ("create", "patch", "update"):
        return Kind.FOLDER
    return Kind.CALL if last in CALLS else Kind.FOREIGN


def _facts(event: dict[str, Any]) -> dict[str, str]:
    """Parameters by name, those of nested messages too; two levels are documented."""
    found: dict[str, str] = {}
    level = rows(event, "parameters")
    for _ in range(3):
        below: list[dict[str, Any]] = []
        for parameter in level:
            found.setdefault(word(parameter, "name"), word(parameter, "value"))
            below += rows(parameter.get("messageValue"), "parameter")
        level = below
    return found
