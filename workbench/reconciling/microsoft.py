"""Records of the unified audit log of Microsoft 365: mailbox auditing of Exchange.

Names as in the schema of the Management Activity API: a single ``Item``, ``AffectedItems`` of a
group, and ``Folders`` with ``FolderItems`` where accesses are gathered.
"""

from __future__ import annotations

from typing import Any

from workbench.reconciling.told import Kind, Named, Told, bare_id, moment_of, plain_key, rows, word

READS = frozenset(
    [
        "mailitemsaccessed",
        "folderbind",
        "messagebind",
        "attachmentaccess",
        "searchqueryinitiatedexchange",
    ]
)
MOVES = frozenset(["move", "movetodeleteditems", "softdelete", "update"])
FOLDERS = frozenset(["create", "movetodeleteditems", "softdelete", "harddelete"])
ANSWERED_ELSEWHERE = frozenset(("azureactivedirectory", "securitycompliancecenter"))  # workloads


def told(place: str, values: dict[str, Any]) -> Told | None:
    """None for what is no such record."""
    operation = word(values, "Operation")
    moment = moment_of(values.get("CreationTime"))
    if not operation or moment is None:
        return None
    messages = _messages(values)
    names = [bool(named.key or named.internet_id) for named in messages]
    return Told(
        place=place,
        id=word(values, "Id"),
        moment=moment,
        apps=_apps(values),
        operation=operation,
        kind=_kind(operation.casefold(), word(values, "Workload").casefold(), names=any(names)),
        mailbox=word(values, "MailboxOwnerUPN").casefold(),
        messages=messages,
        worked=word(values, "ResultStatus").casefold() not in ("failed", "failure"),
    )


def _apps(values: dict[str, Any]) -> frozenset[str]:
    names = ("AppId", "ClientAppId", "ApplicationId", "ClientApplicationId")
    found = [word(values, name) for name in names]
    found += [word(values.get("AppAccessContext"), name) for name in names]
    return frozenset(app.casefold() for app in found if app)


def _kind(operation: str, workload: str, *, names: bool) -> Kind:
    """``names`` whether the record names messages: what names none is about a folder."""
    if operation in READS or workload in ANSWERED_ELSEWHERE:
        return Kind.READ
    if operation in FOLDERS and not names:
        return Kind.FOLDER
    return Kind.MOVE if operation in MOVES else Kind.FOREIGN


def _messages(values: dict[str, Any]) -> tuple[Named, ...]:
    found = [*rows(values, "AffectedItems")]
    found += [item for folder in rows(values, "Folders") for item in rows(folder, "FolderItems")]
    item = values.get("Item")
    found += [item] if isinstance(item, dict) else []
    request = word(values, "ClientRequestId")
    return tuple(_named(item, request) for item in found) or (Named(request),)


def _named(item: dict[str, Any], request: str) -> Named:
    return Named(
        (word(item, "ClientRequestId") or request).casefold(),
        plain_key(word(item, "ImmutableId")),
        bare_id(word(item, "InternetMessageId")),
    )
