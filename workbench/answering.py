"""Answers what units need to know and cannot know inside their box, from the workspace."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.store.workspace import Workspace

Answers = dict[tuple[str, str], str]
SENDER_HISTORY = "sender-history"  # the Need's kind, keyed by the address in lower case


async def answers_for(workspace: Workspace, id: int) -> Answers:
    """By kind and key of the Need.  Sender history: "N earlier in D days", of mail seen here."""
    from workbench.store import senders

    history = await workspace.run(senders.before, id)
    if history is None:
        return {}
    days = max(1, (datetime.now(UTC) - history.since).days)
    key = (SENDER_HISTORY, history.address.casefold())
    return {key: f"{history.earlier} earlier in {days} days"}
