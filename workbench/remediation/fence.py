"""What the pilot's fence has to do with an action: recorded in its audit, counted in its scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.connectors.fenced import FencedConnector
from workbench.connectors.port import Connector
from workbench.jobs import Report
from workbench.model.alike import Member
from workbench.model.remediation import Scope
from workbench.remediation.audit import Event, text_hash
from workbench.remediation.deeds import with_deeds
from workbench.remediation.invitations import with_meetings
from workbench.remediation.natures import described
from workbench.remediation.scope import find_scope
from workbench.store import campaigns, messages
from workbench.store.workspace import Workspace


def fence_event(connector: Connector, action: str) -> Event:
    """Which mailboxes were inside when the action was entered, by number, group and hash."""
    if not isinstance(connector, FencedConnector):
        return Event("fence", action, payload={"mailboxes": "all"})
    return Event(
        "fence",
        action,
        payload={
            "mailboxes": len(connector.fence),
            "group": connector.group,
            "hash": text_hash("\n".join(connector.fence)),
        },
    )


async def fenced_scope(
    connector: Connector, workspace: Workspace, message_id: int, report: Report,
    alike: Sequence[Member] = (),
) -> Scope:  # fmt: skip
    """Every copy inside the fence with what its owner did, and whom else of ours the message is
    addressed to."""
    scope = await copies_inside(connector, workspace, message_id, report, alike)
    return await with_deeds(scope, connector, workspace)


async def copies_inside(
    connector: Connector, workspace: Workspace, message_id: int, report: Report,
    alike: Sequence[Member] = (),
) -> Scope:  # fmt: skip
    """As ``fenced_scope``, without asking what people did: the provider's log is slow."""
    scope = await find_scope(connector, workspace, message_id, report, alike)
    scope = await described(scope, connector, workspace, message_id)
    scope = await with_meetings(scope, connector)
    named: set[str] = set()
    for id in (message_id, *scope.alike):
        named.update(await named_outside(connector, workspace, id))
    return replace(scope, outside=tuple(sorted(named)))


async def alike_scope(
    connector: Connector, workspace: Workspace, message_id: int, report: Report
) -> Scope:
    """Of a message and of all that are one row with it in the queues."""
    members = await workspace.run(campaigns.members, message_id)
    return await fenced_scope(connector, workspace, message_id, report, members)


async def named_outside(
    connector: Connector, workspace: Workspace, message_id: int
) -> tuple[str, ...]:
    """Addresses of our own domains that the message is addressed to and the pilot leaves out.

    From what copies inside name, since nothing outside may be searched: a list counts as one, and
    who got a blind copy is not known.
    """
    if not isinstance(connector, FencedConnector):
        return ()
    domains = {domain.casefold() for domain in connector.tenant.domains}
    known = await workspace.run(messages.copies, message_id)
    named = {address.casefold() for copy in known for address in copy.recipients}
    ours = {address for address in named if address.rpartition("@")[2] in domains}
    return tuple(sorted(address for address in ours if not connector.admits(address)))
