"""What a scope says of the mailboxes of its copies, and which of those addressed nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from workbench.connectors.port import Connector
from workbench.connectors.sparing import safeguards_of, spared_of
from workbench.model.archives import named as first_of
from workbench.model.natures import MailboxKind, Nature, badges
from workbench.model.remediation import Scope, ScopeRow
from workbench.model.safeguards import UNTOLD, Safeguards
from workbench.remediation import protecting
from workbench.remediation.reasons import PROTECTED
from workbench.store import messages, natures
from workbench.store.workspace import Workspace


async def described(
    scope: Scope, connector: Connector, workspace: Workspace, message_id: int
) -> Scope:
    """The same scope with a word on each special mailbox; groups and accounts out of reach that
    the message is addressed to are named as not asked, other accounts out of reach as a gap: a
    list may have led there."""
    safeguards = safeguards_of(connector)
    boxes = {(row.ref.mailbox, row.mailbox_address) for row in scope.rows}
    await protecting.learn(workspace, connector, safeguards, boxes)
    known = await workspace.run(natures.load, connector.tenant.id)
    copies = await workspace.run(messages.copies, message_id)
    to = {address.casefold() for copy in copies for address in copy.recipients}
    whole = left_alone(told(scope, known, to), spared_of(connector))
    return guarded(whole, safeguards, {one.key: one for one in known})


def guarded(scope: Scope, safeguards: Safeguards, known: Mapping[str, Nature]) -> Scope:
    """With a mark on each copy in a mailbox that the profile protects, or may protect: those of
    which nobody told what they are become a gap as well.  ``known`` by the mailbox's key."""
    kinds = {key: one.kind.value for key, one in known.items()}
    rows = tuple(_protected(r, safeguards, kinds.get(r.ref.mailbox, "")) for r in scope.rows)
    gaps = (*scope.gaps, *_untold(rows, known))
    return replace(scope, rows=rows, gaps=gaps)


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
    if not (why := safeguards.why(row.mailbox_address, kind)):
        return row
    mark = why if why == UNTOLD else PROTECTED
    return replace(row, mailbox_marks=(mark, *row.mailbox_marks))


def _untold(rows: Iterable[ScopeRow], known: Mapping[str, Nature]) -> tuple[str, ...]:
    found = {row.mailbox_address: row.ref.mailbox for row in rows if UNTOLD in row.mailbox_marks}
    if not found:
        return ()
    what = "what 1 mailbox is" if len(found) == 1 else f"what {len(found):,} mailboxes are"
    notes = (known[key].note for key in found.values() if key in known)
    why = next(filter(None, notes), "the tenant did not tell")
    return (f"{what} ({why}): {first_of(sorted(found))}",)


def _noted(row: ScopeRow, nature: Nature | None) -> ScopeRow:
    """Neither people's own mailboxes nor what is not known needs a word on each row."""
    if nature is None:
        return row
    if nature.kind is MailboxKind.UNKNOWN:
        nature = replace(nature, kind=MailboxKind.PERSON)
    return replace(row, mailbox_marks=badges(nature, ""))


def _nobody(known: Iterable[Nature], named: AbstractSet[str]) -> tuple[str, ...]:
    """Groups, and shared mailboxes that refused, are named by each connector."""
    accounts = [
        f"{one.address} ({one.kind.value})"
        for one in known
        if not one.is_reached
        and one.kind not in (MailboxKind.GROUP, MailboxKind.REFUSED)
        and one.address.casefold() not in named
    ]
    if not accounts:
        return ()
    return (f"mail of users that cannot be asked: {first_of(accounts)}",)


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
