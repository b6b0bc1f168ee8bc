"""Proposals from what was added or concluded, each with its row of the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.sqlite import insert

from workbench.model.indicators import Indicator, Matched
from workbench.model.proposals import Origin, ProposalState
from workbench.model.remediation import Scope
from workbench.model.rows import Source
from workbench.remediation.audit import Author, Event
from workbench.remediation.ids import new_id
from workbench.remediation.looking import MOST
from workbench.store import campaigns, proposals
from workbench.store.chunks import chunks
from workbench.store.proposals import Draft
from workbench.store.tables import MESSAGE, SETTING

SWITCH = "proposals"  # of the workspace's settings
AT_ONCE = 10  # proposals from one event, each for at most ``MOST`` messages
_HELD = text(
    "SELECT 1 FROM proposal, json_each(proposal.messages) WHERE json_each.value = :message "
    "AND (proposal.state IN ('matched', 'waits for you') "
    "OR (proposal.state = 'dismissed' AND proposal.reason = :reason)) LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Cause:
    """``detail`` is an indicator's kind or a rule's name."""

    origin: Origin
    reason: str
    detail: str = ""


def listed_as_bad(indicator: Indicator) -> Cause:
    kind = indicator.kind.value
    return Cause(Origin.INDICATOR, f"{kind} {indicator.value} is listed as bad", kind)


def is_on(connection: Connection) -> bool:
    found = connection.execute(select(SETTING.c.value).where(SETTING.c.name == SWITCH))
    return found.scalar_one_or_none() == "on"


def switch(connection: Connection, author: Author, on: bool) -> None:
    """Holds until it is taken back."""
    statement = insert(SETTING).values(name=SWITCH, value="on" if on else "")
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": statement.excluded.value}
        )
    )
    author.append(connection, [Event("proposals", "", payload={"on": on})])


def propose(
    connection: Connection,
    author: Author,
    cause: Cause,
    matched: Iterable[Matched],
) -> int:
    """One proposal for each tenant and so many messages; none for a message that waits in one
    already, or was put aside for this very reason.  Gives how many were made."""
    by_tenant: dict[str, list[Matched]] = defaultdict(list)
    for one in matched:
        bound = {"message": one.message, "reason": cause.reason}
        if connection.execute(_HELD, bound).first() is None:
            by_tenant[one.tenant].append(one)
    parts = [part for found in by_tenant.values() for part in chunks(found, MOST)]
    for part in parts[:AT_ONCE]:
        _add(connection, author, _draft(cause, part))
    return min(len(parts), AT_ONCE)


def alike(connection: Connection, messages: Sequence[int]) -> tuple[Matched, ...]:
    """These messages and those of their campaigns that still lie in some mailbox."""
    ids = {one.id for id in messages for one in campaigns.members(connection, id)} | set(messages)
    found: list[Matched] = []
    for part in chunks(sorted(ids)):
        exposed = (MESSAGE.c.exposed > 0) & (MESSAGE.c.source == Source.TENANT.value)
        rows = connection.execute(select(MESSAGE).where(MESSAGE.c.id.in_(part) & exposed))
        found += [
            Matched(row.tenant, row.id, row.subject, f"“{row.subject}” from {row.sender_address}")
            for row in rows
        ]
    return tuple(found)


def freeze(connection: Connection, author: Author, id: str, scope: Scope) -> None:
    """The mailboxes were asked; where nothing is left to move it is settled, and says so."""
    hashed = proposals.freeze(connection, id, scope)
    told = {"proposal": id, "scope": hashed, "rows": len(scope.rows)}
    author.append(connection, [Event("proposal frozen", "", payload=told)])
    if not scope.selected:
        proposals.note(connection, id, "Every copy found is out of reach already, or is a variant")


def settle(
    connection: Connection, author: Author, id: str, state: ProposalState, became: str
) -> None:
    """Decided once: what was decided before stays."""
    if proposals.settle(connection, id, state, author.now(), became):
        told = {"proposal": id, "state": state.value}
        author.append(connection, [Event("proposal", became, payload=told)])


def _draft(cause: Cause, part: Sequence[Matched]) -> Draft:
    first, more = part[0], len(part) - 1
    title = f"{first.subject} and {more} more" if more else first.subject
    evidence = tuple(one.evidence for one in part)
    draft = Draft(first.tenant, cause.origin, title, cause.reason, evidence, detail=cause.detail)
    return replace(draft, messages=tuple(one.message for one in part))


def _add(connection: Connection, author: Author, draft: Draft) -> None:
    id = new_id()
    proposals.add(connection, id, draft, author.now())
    told = {"proposal": id, "origin": draft.origin.value, "messages": list(draft.messages)}
    author.append(connection, [Event("proposed", "", payload=told)])
