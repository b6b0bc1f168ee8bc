"""The invariants of remediation, checked against what the simulated tenant itself logged.

The numbers are those of the protocol: I1 every end is told, I2 one effect for an action and a
message, I3 none without an intent, I4 nothing outside the manifest, I5 proven states are the
tenant's, I6 ``moved`` means ours, I7 undo brings everything home, I8 the log holds, I9 nothing is
sent while the gate is closed, I10 attempts are bounded.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.workbench.remediation.tenants.victim import DECOY_BOXES, GOOGLE, Life
from tests.workbench.simulation.server.tiny import BAIT
from workbench.connectors.google.labels import place_key
from workbench.remediation import anchors
from workbench.remediation.items import MAX_ATTEMPTS
from workbench.remediation.verification import verify
from workbench.store.database import connect
from workbench.store.workspace import Workspace

OPEN = ("pending", "intent")
UNPROVEN = ("review", "restored elsewhere")
OPENED, CLOSED = ("running", "resume"), ("paused", "halted", "awaiting approval")


@dataclass(frozen=True, slots=True)
class Effect:
    """``action`` is the one whose intent it fits, "" for none."""

    message: str
    action: str


class Controlled(Protocol):
    """A simulated tenant with its back door."""

    def control(self, do: str, **members: object) -> dict[str, Any]: ...


class Truth:
    """``first`` is where each copy lay before anything was done."""

    def __init__(
        self,
        tenant: Controlled,
        provider: str,
        internet_id: str = BAIT,
        decoys: Collection[str] = DECOY_BOXES,
    ) -> None:
        """``decoys`` are mailboxes whose copies nobody selected."""
        self._tenant = tenant
        self._internet_id = internet_id
        self._decoys = decoys
        self._google = provider == GOOGLE
        self.first = self.places()

    def places(self) -> dict[str, str]:
        """The place of every copy of the bait, by its id."""
        return {row["id"]: self._place(row) for row in self._rows()}

    def effects(self) -> list[dict[str, Any]]:
        """What any workbench has changed, oldest first."""
        name = "google-effects" if self._google else "effects"
        return [e for e in self._tenant.control(name)["effects"] if _changes(e)]

    @property
    def decoys(self) -> set[str]:
        return {row["id"] for row in self._rows() if row["mailbox"] in self._decoys}

    def violations(self, life: Life, *, finished: bool = True) -> list[str]:
        """Every breach, in words; ``finished`` is False where work was cut off."""
        path = Path(life.folder) / "case.workspace"
        with closing(connect(path, read_only=True)) as journal:
            journal.row_factory = sqlite3.Row
            effects = list(self._effects(journal))
            found = [*self._once(effects), *_gate(journal), *_bounds(journal)]
            found += [*_ours(journal, effects)]
            if finished:
                found += [*_ends(journal), *self._proven(journal), *self._home(journal, life)]
        return found + [f"I8: {problem}" for problem in _chain(path)]

    def told(self, life: Life) -> list[str]:
        """Breaches that one journal shows where it is not the only one about the tenant."""
        path = Path(life.folder) / "case.workspace"
        with closing(connect(path, read_only=True)) as journal:
            journal.row_factory = sqlite3.Row
            found = [*_gate(journal), *_bounds(journal), *_ends(journal), *self._proven(journal)]
        return found + [f"I8: {problem}" for problem in _chain(path)]

    def _rows(self) -> list[dict[str, Any]]:
        name = "google-messages" if self._google else "messages"
        return list(self._tenant.control(name, internet_id=self._internet_id)["messages"])

    def _place(self, row: Mapping[str, Any]) -> str:
        return place_key(row["labels"]) if self._google else str(row["folder"])

    def _effects(self, journal: sqlite3.Connection) -> Iterator[Effect]:
        intents = defaultdict(list)
        for body in (_body(row) for row in journal.execute("SELECT body FROM audit")):
            if body["event"] == "intent":
                intents[body["item"][1]].append(body)
        for effect in self.effects():
            fitting = [i for i in intents[effect["message"]] if self._fits(i, effect)]
            yield Effect(effect["message"], fitting[-1]["action"] if fitting else "")

    def _fits(self, intent: Mapping[str, Any], effect: Mapping[str, Any]) -> bool:
        if not self._google:
            return bool(intent["req"] == effect["client_request_id"])
        return bool(intent["payload"]["dst"] == place_key(effect["after"].split(",")))

    def _once(self, effects: list[Effect]) -> Iterator[str]:
        decoys = self.decoys
        for effect, count in Counter(effects).items():
            if not effect.action:
                yield f"I3: effect on {effect.message} without an intent"
            if count > 1:
                yield f"I2: {count} effects of one action on {effect.message}"
            if effect.message in decoys or effect.message not in self.first:
                yield f"I4: {effect.message} was touched"

    def _proven(self, journal: sqlite3.Connection) -> Iterator[str]:
        now = self.places()
        last = "SELECT id FROM action ORDER BY reverses IS NULL, id LIMIT 1"
        for row in journal.execute(f"SELECT * FROM item WHERE action = ({last})"):
            if row["state"] in ("done", "already") and now[row["key"]] != row["dst"]:
                yield f"I5: {row['key']} is {row['state']} and lies elsewhere"

    def _home(self, journal: sqlite3.Connection, life: Life) -> Iterator[str]:
        if not life.undo:
            return
        now, ends = self.places(), _undone(journal)
        for (key,) in journal.execute(
            "SELECT i.key FROM item i JOIN action a ON a.id = i.action "
            "WHERE i.moved = 1 AND a.reverses IS NULL"
        ):
            if now[key] != self.first[key] and ends.get(key) not in UNPROVEN:
                yield f"I7: {key} was not returned ({ends.get(key)})"


def _undone(journal: sqlite3.Connection) -> dict[str, str]:
    """How the last undo of each copy ended."""
    rows = journal.execute(
        "SELECT i.key, i.state FROM item i JOIN action a ON a.id = i.action "
        "WHERE a.reverses IS NOT NULL ORDER BY a.id"
    )
    return dict(rows.fetchall())


def _changes(effect: Mapping[str, Any]) -> bool:
    """Whether it is ours and touched a message: our folders come and go, and a move to where a
    copy lies already did nothing."""
    ours = effect["kind"] not in ("folder", "folder-removed") and effect["actor"] != "user"
    return bool(ours and effect["before"] != effect["after"])


def _body(row: sqlite3.Row) -> dict[str, Any]:
    return dict(json.loads(row["body"]))


def _ours(journal: sqlite3.Connection, effects: list[Effect]) -> Iterator[str]:
    """What an earlier action moved unseen is in its place already when the next one asks for the
    same; the tenant answers both alike."""
    by_us, unseen = set(effects), set()
    for row in journal.execute("SELECT action, key, state, moved FROM item ORDER BY action"):
        effect = Effect(row["key"], row["action"]) in by_us
        if row["state"] in ("review", *OPEN):
            unseen |= {row["key"]} if effect else set()
        elif effect != bool(row["moved"]) and row["key"] not in unseen:
            yield f"I6: {row['key']} is {row['state']}, moved={row['moved']}, effect={effect}"


def _gate(journal: sqlite3.Connection) -> Iterator[str]:
    is_open: set[str] = set()
    for row in journal.execute("SELECT body FROM audit ORDER BY seq"):
        body = _body(row)
        if body["event"] in OPENED:
            is_open.add(body["action"])
        elif body["event"] in CLOSED:
            is_open.discard(body["action"])
        elif body["event"] == "intent" and body["action"] not in is_open:
            yield f"I9: an intent of {body['action']} while its gate was closed"


def _bounds(journal: sqlite3.Connection) -> Iterator[str]:
    for row in journal.execute("SELECT key, attempts FROM item"):
        if row["attempts"] > MAX_ATTEMPTS + 1:
            yield f"I10: {row['attempts']} attempts at {row['key']}"


def _ends(journal: sqlite3.Connection) -> Iterator[str]:
    for row in journal.execute("SELECT key, state FROM item"):
        if row["state"] in OPEN:
            yield f"I1: {row['key']} was left {row['state']}"
    for row in journal.execute("SELECT id, state, finished FROM action"):
        if row["finished"] is None:
            yield f"I1: action {row['id']} was left {row['state']}"


def _chain(path: Path) -> tuple[str, ...]:
    workspace = Workspace.look(path)
    try:
        return workspace.run_blocking(verify, anchors.load(anchors.path_beside(path))).problems
    finally:
        workspace.close()
