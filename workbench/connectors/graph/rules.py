"""Exchange's message rules as lines an analyst can read.

https://learn.microsoft.com/graph/api/resources/messagerule
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workbench.connectors.graph.shapes import required, text
from workbench.connectors.suspicion import RuleFacts, rule_reasons
from workbench.model.accounts import Line

SENDING = ("forwardTo", "forwardAsAttachmentTo", "redirectTo")
LOOKING = (
    "subjectContains", "bodyContains", "bodyOrSubjectContains", "senderContains",
    "recipientContains", "headerContains",
)  # fmt: skip


def rule_line(row: Mapping[str, Any], folders: Mapping[str, str], domains: Iterable[str]) -> Line:
    """``folders`` are the paths of the mailbox's folders by id."""
    facts = facts_of(row, folders)
    enabled = row.get("isEnabled") is not False
    read_only = ("cannot be changed from outside of Outlook",) * (row.get("isReadOnly") is True)
    return Line(
        facts.name or "(without a name)",
        "; ".join((*_does(facts), *_when(row), *read_only, *([] if enabled else ["switched off"]))),
        required(dict(row), "id"),
        reasons=rule_reasons(facts, domains),
        active=enabled,
    )


def facts_of(row: Mapping[str, Any], folders: Mapping[str, str]) -> RuleFacts:
    actions = _inner(row, "actions")
    folder = text(actions, "moveToFolder")
    return RuleFacts(
        name=text(dict(row), "displayName"),
        forwards=tuple(a for member in SENDING for a in _addresses(actions.get(member))),
        deletes=actions.get("delete") is True or actions.get("permanentDelete") is True,
        moves_to=folders.get(folder, folder),
        marks_read=actions.get("markAsRead") is True,
        skips_inbox=bool(folder),
        words=tuple(word for _, words in _conditions(row) for word in words),
    )


def _does(facts: RuleFacts) -> list[str]:
    found = [f"forwards to {address}" for address in facts.forwards]
    found += ["deletes"] * facts.deletes
    found += [f"moves to {facts.moves_to}"] if facts.moves_to else []
    return found + ["marks as read"] * facts.marks_read


def _when(row: Mapping[str, Any]) -> list[str]:
    told = [f"{member}: {', '.join(words)}" for member, words in _conditions(row)]
    return [f"when {' and '.join(told)}"] if told else ["for every message"]


def _conditions(row: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    conditions = _inner(row, "conditions")
    found = [(member, _words(conditions.get(member))) for member in LOOKING]
    found += [
        (m, tuple(_addresses(conditions.get(m)))) for m in ("fromAddresses", "sentToAddresses")
    ]
    return [(member, words) for member, words in found if words]


def _words(value: Any) -> tuple[str, ...]:
    return tuple(w[:200] for w in value if isinstance(w, str)) if isinstance(value, list) else ()


def _addresses(rows: Any) -> list[str]:
    if not isinstance(rows, list):
        return []
    found = (text(_inner(row, "emailAddress"), "address") for row in rows if isinstance(row, dict))
    return [address for address in found if address]


def _inner(row: Mapping[str, Any], member: str) -> dict[str, Any]:
    value = row.get(member)
    return value if isinstance(value, dict) else {}
