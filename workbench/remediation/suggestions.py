"""Proposals as the audit log hears of them: each is told with the row it changes."""

from __future__ import annotations

from sqlalchemy import Connection

from workbench.model.proposals import ProposalState
from workbench.remediation.audit import Author, Event
from workbench.store import proposals


def settle(
    connection: Connection, author: Author, id: str, state: ProposalState, became: str
) -> None:
    """Decided once: what was decided before stays."""
    if proposals.settle(connection, id, state, author.now(), became):
        told = {"proposal": id, "state": state.value}
        author.append(connection, [Event("proposal", became, payload=told)])
