"""What a scope says of the mailboxes of its copies, and which of those addressed nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from workbench.connectors.port import Connector
from workbench.connectors.sparing import safeguards_of, spared_of
from workbench.model.natures import MailboxKind, Nature, badges
from workbench.model.remediation import Scope, ScopeRow
from workbench.model.safeguards import Safeguards
from workbench.remediation.consequence import PROTECTED
from workbench.store import messages, natures
from workbench.store.workspace import Workspace

NAMED = 10  # accounts of one gap; the list of mailboxes shows all


async def described(
    scope: Scope, connector: Connector, workspace: Workspace, message_id: int
) -> Scope:
    """The same scope with a word on each special mailbox; groups and accounts out of reach that
    the message is addressed to are named as not asked, other accounts out of reach as a gap: a
    list may have led there."""
    known = await workspace.run(natures.load, connector.tenant.id)
    copies = await workspace.run(messages.copies, message_id)
    to = {address.casefold() for copy in copies for address in copy.recipients}
    whole = left_alone(told(scope, known, to), spared_of(connector))
    kinds = {one.key: one.kind.value for one in known}
    return guarded(whole, safeguards_of(connector), kinds)


def guarded(scope: Scope, safeguards: Safeguards, kinds: Mapping[str, str]) -> Scope:
    """With a mark on each copy in a mailbox that the profile protects; ``kinds`` by its key."""
    return replace(
        scope,
        rows=tuple(_protected(r, safeguards, kinds.get(r.ref.mailbox, "")) for r in scope.rows),
    )


def left_alone(scope: Scope, spared: AbstractSet[str]) -> Scope:
    """Without the copies in mailboxes that the profile excludes; those are named."""
    inside = tuple(row for row in scope.rows if row.mailbox_address.casefold() not in spared)
    found = {row.mailbox_address for row in scope.rows} - {row.mailbox_address for row in inside}
    return replace(scope, rows=inside, excluded=tuple(sorted(found)))


def told(scope: Scope, known: Sequence[Nature], to: AbstractSet[str]) -> Scope:
    """``to`` holds the folded addresses the message is addressed to."""
    by_key = {one.key: one for one in known}
    rows = tuple(_noted(row, by_key.get(row.ref.mailbox)) for row in scope.rows)
    unreached = (*scope.unreached, *_beyond(known, to, scope))
    gaps = (*scope.gaps, *_nobody(known, {address.casefold() for address, _ in unreached}))
    return replace(scope, rows=rows, unreached=unreached, gaps=gaps)


def _protected(row: ScopeRow, safeguards: Safeguards, kind: str) -> ScopeRow:
    if not safeguards.protects(row.mailbox_address, kind):
        return row
    return replace(row, mailbox_marks=(PROTECTED, *row.mailbox_marks))


def _noted(row: ScopeRow, nature: Nature | None) -> ScopeRow:
    """Neither people's own mailboxes nor what is not known needs a word on each row."""
    if nature is None:
        return row
    if nature.kind is MailboxKind.UNKNOWN:
        nature = replace(nature, kind=MailboxKind.PERSON)
    return replace(row, mailbox_marks=badges(nature, ""))


def _nobody(known: Iterable[Nature], named: AbstractSet[str]) -> tuple[str, ...]:
    """Groups are named by each connector."""
    accounts = [
        f"{one.address} ({one.kind.value})"
        for one in known
        if not one.is_reached
        and one.kind is not MailboxKind.GROUP
        and one.address.casefold() not in named
    ]
    if not accounts:
        return ()
    more = len(accounts) - NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    return (f"mail of users that cannot be asked: {', '.join(accounts[:NAMED])}{rest}",)


def _beyond(
    known: Iterable[Nature], to: AbstractSet[str], scope: Scope
) -> tuple[tuple[str, str], ...]:
    named = {address.casefold() for address, _ in scope.unreached}
    return tuple(
        (one.address, f"{one.kind.value}: {one.note}")
        for one in known
        if not one.is_reached
        and one.address.casefold() in to
        and one.address.casefold() not in named
    )
