"""Proves the audit log: its chain, its anchors outside, and its agreement with the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from workbench.model.remediation import ItemState
from workbench.remediation import approved, audit, manifest
from workbench.remediation.anchors import Anchor
from workbench.remediation.audit import Entry
from workbench.remediation.tables import ACTION, ANCHOR, ITEM

_Key = tuple[str, str, str]  # action, mailbox, message


@dataclass(frozen=True, slots=True)
class Verification:
    """``first_bad`` is the first row of the log that does not hold, 0 when the chain does;
    ``anchored`` the last row proven by an anchor outside, 0 when nothing is."""

    rows: int
    first_bad: int
    anchored: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


class _Told:
    """What the log says became of actions and items."""

    def __init__(self) -> None:
        self.manifests: dict[str, str] = {}
        self.approvals: dict[str, dict[str, Any]] = {}
        self.intents: dict[_Key, dict[str, Any]] = {}
        self.settled: dict[_Key, dict[str, Any]] = {}

    def take(self, body: dict[str, Any]) -> None:
        payload = body.get("payload") or {}
        if body.get("event") == "plan":
            self.manifests[body["action"]] = payload.get("manifest", "")
        elif body.get("event") == "approved":
            self.approvals[body["action"]] = payload
        elif body.get("item") and body["event"] in ("intent", "item"):
            mailbox, key = body["item"]
            table = self.intents if body["event"] == "intent" else self.settled
            table[body["action"], mailbox, key] = {**payload, "req": body.get("req") or ""}


def verify(connection: Connection, outside: Sequence[Anchor] = ()) -> Verification:
    """Reads the whole log once; ``outside`` are the anchors kept elsewhere."""
    told, hashes = _Told(), {0: audit.START}
    prev, first_bad = audit.START, 0
    for entry in _rows(connection):
        if not first_bad and not _holds(entry, len(hashes), prev):
            first_bad = entry.seq
        hashes[len(hashes)] = entry.hash
        prev = entry.hash
        if not first_bad:
            told.take(_parsed(entry))
    problems = list(_against_anchors(connection, hashes, outside))
    if first_bad:
        problems.insert(0, f"row {first_bad} of the log was changed, added or removed")
    else:
        problems += _against_journal(connection, told)
    reached = [a.seq for a in outside if hashes.get(a.seq) == a.hash]
    return Verification(len(hashes) - 1, first_bad, max(reached, default=0), tuple(problems))


def _rows(connection: Connection) -> Iterator[Entry]:
    after = -1
    while page := audit.entries(connection, after):
        yield from page
        after = page[-1].seq


def _holds(entry: Entry, seq: int, prev: str) -> bool:
    own = audit.digest(entry.seq, entry.prev, entry.body)
    body = _parsed(entry)
    return (
        entry.seq == seq
        and entry.prev == prev
        and entry.hash == own
        and (body.get("seq"), body.get("prev")) == (seq, prev)
    )


def _parsed(entry: Entry) -> dict[str, Any]:
    try:
        return entry.parsed()
    except ValueError:
        return {}


def _against_anchors(
    connection: Connection, hashes: dict[int, str], outside: Sequence[Anchor]
) -> Iterator[str]:
    for anchor in outside:
        if hashes.get(anchor.seq) != anchor.hash:
            yield f"the anchor of row {anchor.seq} does not match the log"
    present = {(anchor.seq, anchor.hash) for anchor in outside}
    for row in connection.execute(select(ANCHOR.c.seq, ANCHOR.c.hash)):
        if (row.seq, row.hash) not in present:
            yield f"the anchor of row {row.seq} is missing outside the workspace"


def _against_journal(connection: Connection, told: _Told) -> Iterator[str]:
    seen: set[str] = set()
    for action in connection.execute(select(ACTION)):
        seen.add(action.id)
        present = manifest.hash_journal(connection, action.id, action.kind, action.tenant)
        if not present == action.manifest_hash == told.manifests.get(action.id):
            yield f"the rows of action {action.id} are not those that were planned"
    for missing in told.manifests.keys() - seen:
        yield f"action {missing} is missing from the journal"
    yield from approved.problems(connection, told.approvals)
    yield from _items(connection, told)


def _items(connection: Connection, told: _Told) -> Iterator[str]:
    for item in connection.execute(select(ITEM)):
        key = (item.action, item.mailbox, item.key)
        settled, intent = told.settled.get(key), told.intents.get(key)
        where = f"item {item.key} of action {item.action}"
        if item.state in (ItemState.PENDING.value, ItemState.INTENT.value):
            if settled is not None:
                yield f"{where} was settled according to the log"
        elif settled is None:
            yield f"{where} has no end in the log"
        elif _end(item) != {name: settled.get(name) for name in _end(item)}:
            yield f"{where} ended otherwise according to the log"
        if item.request and (intent is None or intent["req"] != item.request):
            yield f"{where} has no intent in the log"


def _end(item: Any) -> dict[str, Any]:
    return {
        "state": item.state,
        "moved": item.moved,
        "src": item.src_folder,
        "dst": item.dst,
    }
