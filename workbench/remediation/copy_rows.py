"""Makes a row of a scope of each copy found: its tier, whether it is chosen, and why."""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.model.mail import Copy, Folder
from workbench.model.remediation import ScopeRow, Tier
from workbench.remediation.consequence import ANSWERED, OWN, PASSED_ON
from workbench.remediation.variants import Kind
from workbench.store.identity import identity

OTHER_CONTENT = "same Message-ID, other content"
OTHER_TEXT = "same Message-ID and sender, but the text begins otherwise"
NOT_NAMED = "not named in To: Cc, blind copy, a list or a rule"
FEWEST, LETTERS, ALIKE = 5, 4, 0.15  # words, letters of a word, share of words in common
_WORD = re.compile(r"\w+")
_DELETED = "deleteditems"
_SENT = "sentitems"
_KEPT = "All Mail"  # where Gmail shows what lies in no other place, sent mail for one
_RECOVERABLE = ("recoverableitemsdeletions", "recoverableitemspurges", "recoverableitemsroot")
_WHY = {
    Kind.CAMPAIGN: ("another Message-ID, same sender and subject", Tier.LIKELY),
    Kind.PASSED_ON: (PASSED_ON, Tier.WEAK),
    Kind.ANSWER: (ANSWERED, Tier.WEAK),
}


def begins_otherwise(preview: str, known: str) -> bool:
    """Whether two beginnings of a text have next to nothing in common.  Whoever reuses a whole
    head writes another body below it; banners and greetings that differ leave most words alike.
    A provider shows at most 255 characters; what is short tells nothing."""
    one, other = _words(preview), _words(known)
    shorter = min(len(one), len(other))
    return shorter >= FEWEST and len(one & other) < ALIKE * shorter


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if len(word) >= LETTERS)


def row_of(
    copy: Copy,
    folder: Folder | None,
    quarantines: dict[str, str],
    *,
    exact: bool,
    known_text: str = "",
) -> ScopeRow:
    """Chosen where the content is the same, it is out of nobody's reach yet, and no sender's own
    copy: whose account was used may need it as evidence, and has read it anyway."""
    quarantined = copy.folder == quarantines.get(copy.ref.mailbox)
    known = folder.known if folder else ""
    own, other = _is_own(copy, folder), exact and begins_otherwise(copy.preview, known_text)
    return ScopeRow(
        ref=copy.ref,
        mailbox_address=copy.mailbox_address,
        fingerprint=identity(copy),
        tier=Tier.WEAK if not exact else Tier.LIKELY if other else Tier.EXACT,
        folder=copy.folder,
        folder_path=folder.path if folder else "",
        is_read=copy.is_read,
        version=copy.version,
        note=_note(known, exact=exact, quarantined=quarantined, own=own, other=other),
        is_flagged=copy.is_flagged,
        internet_id=copy.internet_id,
        marks=() if own or _is_named(copy) else (NOT_NAMED,),
        selected=exact and not (quarantined or own or other) and known not in _RECOVERABLE,
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


def _note(known: str, *, exact: bool, quarantined: bool, own: bool, other: bool) -> str:
    notes = [OTHER_TEXT] if other else []
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
