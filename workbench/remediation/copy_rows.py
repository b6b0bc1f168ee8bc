"""Makes a row of a scope of each copy found: its tier, whether it is chosen, and why."""

from __future__ import annotations

from dataclasses import replace

from workbench.model.mail import Copy, Folder
from workbench.model.remediation import ScopeRow, Tier
from workbench.remediation.consequence import ANSWERED, OWN, PASSED_ON
from workbench.remediation.variants import Kind
from workbench.store.identity import identity

OTHER_CONTENT = "same Message-ID, other content"
NOT_NAMED = "not named in To: Cc, blind copy, a list or a rule"
_DELETED = "deleteditems"
_SENT = "sentitems"
_KEPT = "All Mail"  # where Gmail shows what lies in no other place, sent mail for one
_RECOVERABLE = ("recoverableitemsdeletions", "recoverableitemspurges", "recoverableitemsroot")
_WHY = {
    Kind.CAMPAIGN: ("another Message-ID, same sender and subject", Tier.LIKELY),
    Kind.PASSED_ON: (PASSED_ON, Tier.WEAK),
    Kind.ANSWER: (ANSWERED, Tier.WEAK),
}


def row_of(
    copy: Copy, folder: Folder | None, quarantines: dict[str, str], *, exact: bool
) -> ScopeRow:
    """Chosen where the content is the same, it is out of nobody's reach yet, and no sender's own
    copy: whose account was used may need it as evidence, and has read it anyway."""
    quarantined = copy.folder == quarantines.get(copy.ref.mailbox)
    known = folder.known if folder else ""
    own = _is_own(copy, folder)
    return ScopeRow(
        ref=copy.ref,
        mailbox_address=copy.mailbox_address,
        fingerprint=identity(copy),
        tier=Tier.EXACT if exact else Tier.WEAK,
        folder=copy.folder,
        folder_path=folder.path if folder else "",
        is_read=copy.is_read,
        version=copy.version,
        note=_note(known, exact=exact, quarantined=quarantined, own=own),
        is_flagged=copy.is_flagged,
        internet_id=copy.internet_id,
        marks=() if own or _is_named(copy) else (NOT_NAMED,),
        selected=exact and not quarantined and not own and known not in _RECOVERABLE,
    )


def related(row: ScopeRow, kind: Kind) -> ScopeRow:
    """Of a copy that is not the message itself: offered, never chosen beforehand."""
    why, tier = _WHY[kind]
    rest = [note for note in row.note.split("; ") if note not in ("", OTHER_CONTENT, OWN)]
    return replace(row, tier=tier, selected=False, note="; ".join((why, *rest)), marks=())


def _is_own(copy: Copy, folder: Folder | None) -> bool:
    """By the place: the address of a sender is forged easily, a place in Sent Items is not."""
    if folder is None:
        return False
    same = copy.sender_address.casefold() == copy.mailbox_address.casefold()
    return folder.known == _SENT or (same and not folder.known and folder.path == _KEPT)


def _is_named(copy: Copy) -> bool:
    """Also where nobody knows; what is known of recipients is To alone."""
    named = {address.casefold() for address in copy.recipients}
    return not named or copy.mailbox_address.casefold() in named


def _note(known: str, *, exact: bool, quarantined: bool, own: bool) -> str:
    notes = []
    if not exact:
        notes.append(OTHER_CONTENT)
    if own:
        notes.append(OWN)
    if quarantined:
        notes.append("already in quarantine")
    if known == _DELETED and not quarantined:  # our place in Gmail is in the Bin
        notes.append("deleted by the user")
    if known in _RECOVERABLE:
        notes.append("deleted for good by the user, recoverable by an administrator")
    return "; ".join(notes)
