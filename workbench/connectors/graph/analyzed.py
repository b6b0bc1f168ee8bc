"""Defender's list of analysed mail, asked by the service's own id of a message.

https://learn.microsoft.com/graph/api/security-collaborationroot-list-analyzedemails documents a
filter by that id and the recipient, by nothing else; it needs Defender for Office 365 Plan 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from workbench.connectors.graph.shapes import moment, text
from workbench.model.deliveries import Delivery

ANALYZED = "SecurityAnalyzedMessage.Read.All"
KEPT = timedelta(days=30)  # in Defender's explorer (mdo-data-retention)
LIST = "/v1.0/security/collaboration/analyzedEmails"
NONE = datetime.fromtimestamp(0, UTC)


def analyzed_url(network_id: str, begin: datetime, end: datetime) -> str:
    quoted = network_id.replace("'", "''")
    named = {
        "startTime": _stamp(begin), "endTime": _stamp(end),
        "$filter": f"networkMessageId eq '{quoted}'",
    }  # fmt: skip
    return f"{LIST}?{urlencode(named)}"


def analyzed(row: Mapping[str, Any]) -> Delivery:
    """The latest place, where the service knows of one, before that of the first delivery."""
    first, latest = _inner(row, "originalDelivery"), _inner(row, "latestDelivery")
    row = dict(row)
    return Delivery(
        text(row, "internetMessageId"), text(row, "networkMessageId"),
        text(row, "recipientEmailAddress"), text(_inner(row, "senderDetail"), "fromAddress"),
        text(row, "subject"), moment(row, "loggedDateTime") or NONE,
        text(latest, "action") or text(first, "action"),
        text(latest, "location") or text(first, "location"),
    )  # fmt: skip


def _inner(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
