"""The journal against the log, both ways: what one tells, the other has to tell alike."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from workbench.model.remediation import ActionState, ItemState
from workbench.remediation import approved, manifest
from workbench.remediation.audit import canonical, text_hash
from workbench.remediation.meeting_proof import ToldMeetings, problems
from workbench.remediation.tables import ACTION, ITEM, REQUEST

_Key = tuple[str, str, str]  # action, mailbox, message
_STATES = frozenset(state.value for state in ActionState)
_OPEN = (ItemState.PENDING.value, ItemState.INTENT.value)


class Told:
    """What the log says became of actions, requests and items."""

    def __init__(self) -> None:
        self.approvals: dict[str, dict[str, Any]] = {}
        self.plans: dict[str, dict[str, Any]] = {}
        self.states: dict[str, str] = {}
        self.cancelled: set[str] = set()
        self.intents: dict[_Key, dict[str, Any]] = {}
        self.settled: dict[_Key, dict[str, Any]] = {}
        self.meetings = ToldMeetings()
        self.requests: defaultdict[tuple[str, str], list[list[str]]] = defaultdict(list)

    def take(self, body: dict[str, Any]) -> None:
        payload, action, event = body.get("payload") or {}, body["action"], body.get("event")
        if event == "plan":
            self.plans[action] = {**payload, "actor": body["actor"], "tool": body["tool"]}
        elif event == "approved":
            self.approvals[action] = payload
        elif event in _STATES or event == "resume":
            self.states[action] = ActionState.RUNNING.value if event == "resume" else str(event)
        elif event == "cancel wanted":
            self.cancelled.add(action)
        elif event in ("intent", "item") and body.get("item"):
            self._item(body, payload)
        else:
            self.meetings.take(body, payload)

    def _item(self, body: dict[str, Any], payload: dict[str, Any]) -> None:
        mailbox, key = body["item"]
        request = body.get("req") or ""
        table = self.intents if body["event"] == "intent" else self.settled
        table[body["action"], mailbox, key] = {**payload, "req": request}
        if body["event"] == "intent":
            self.requests[body["action"], request].append([mailbox, key, payload.get("dst", "")])


def disagreements(connection: Connection, told: Told) -> Iterator[str]:
    seen: set[str] = set()
    for action in connection.execute(select(ACTION)):
        seen.add(action.id)
        yield from _action(connection, action, told)
    for missing in told.plans.keys() - seen:
        yield f"action {missing} is missing from the journal"
    yield from approved.problems(connection, told.approvals)
    yield from _items(connection, told)
    yield from _requests(connection, told)
    yield from problems(connection, told.meetings)


def _action(connection: Connection, action: Any, told: Told) -> Iterator[str]:
    plan = told.plans.get(action.id)
    if plan is None:
        yield f"action {action.id} was never planned according to the log"
        return
    present = manifest.hash_journal(connection, action.id, action.kind, action.tenant)
    if not present == action.manifest_hash == plan.get("manifest"):
        yield f"the rows of action {action.id} are not those that were planned"
    if _head(action) != {name: plan.get(name) for name in _head(action)}:
        yield f"action {action.id} was planned otherwise according to the log"
    details = manifest.hash_details(connection, action)
    if "details" in plan and plan["details"] != details:  # logs of older versions have none
        yield f"details of action {action.id} are not those that were planned"
    if plan.get("approvers", action.approvers) != action.approvers:
        yield f"the approvers of action {action.id} are not those it was asked of"
    if action.state != told.states.get(action.id):
        yield f"action {action.id} is {action.state}, but not according to the log"
    if action.cancelling != int(action.id in told.cancelled):
        yield f"whether action {action.id} was to be cancelled differs from the log"


def _head(action: Any) -> dict[str, Any]:
    return {
        "kind": action.kind,
        "reason": action.reason,
        "actor": action.created_by,
        "tool": action.tool_version,
    }


def _items(connection: Connection, told: Told) -> Iterator[str]:
    seen: set[_Key] = set()
    for item in connection.execute(select(ITEM)):
        key = (item.action, item.mailbox, item.key)
        seen.add(key)
        yield from _item(item, told.settled.get(key), told.intents.get(key))
    for missing in (told.settled.keys() | told.intents.keys()) - seen:
        yield f"item {missing[2]} of action {missing[0]} is missing from the journal"


def _item(
    item: Any, settled: dict[str, Any] | None, intent: dict[str, Any] | None
) -> Iterator[str]:
    where = f"item {item.key} of action {item.action}"
    if item.state in _OPEN:
        if settled is not None:
            yield f"{where} was settled according to the log"
    elif settled is None:
        yield f"{where} has no end in the log"
    elif any(settled.get(name, value) != value for name, value in _end(item).items()):
        yield f"{where} ended otherwise according to the log"
    if (intent["req"] if intent else "") != item.request:
        yield f"{where} has no intent in the log" if item.request else f"{where} lost its intent"
    if intent and canonical(intent.get("superseded", [])) != _plain(item.superseded):
        yield f"{where} was seen in other versions according to the log"


def _end(item: Any) -> dict[str, Any]:
    return {
        "state": item.state,
        "moved": item.moved,
        "src": item.src_folder,
        "dst": item.dst,
        "path": text_hash(item.src_path),
        "req": item.request,
    }


def _plain(text: str) -> str:
    try:
        return canonical(json.loads(text))
    except ValueError:
        return text


def _requests(connection: Connection, told: Told) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for row in connection.execute(select(REQUEST)):
        seen.add((row.action, row.request))
        batch = told.requests.get((row.action, row.request), [])
        if len(batch) != row.items or text_hash(canonical(batch)) != row.batch_hash:
            yield f"request {row.request} is another one according to the log"
    for _, request in told.requests.keys() - seen:
        yield f"request {request} is missing from the journal"
