"""Where a message lies in Gmail: the set of its labels that are places, as one key.

Gmail has no folders.  A message is in all places its labels name, and in none it is only in All
Mail.  The key of a place is its labels, sorted and joined by "+": what a move sets and what an
undo brings back, exactly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from workbench.connectors.google.calls import MODIFY, READ, GoogleCalls, mailbox_path, rows_of
from workbench.connectors.google.errors import error_of
from workbench.connectors.tags import TAG
from workbench.errors import Gone, Unexpected
from workbench.model.mail import Folder

QUARANTINE = "Email Security Workbench Quarantine"
ALL_MAIL = "-"  # key of no place at all
# What a label says besides a place: signs, tabs of the Inbox, and what Gmail alone may set.
NO_PLACE = frozenset({"UNREAD", "STARRED", "IMPORTANT", "SENT", "DRAFT", "CHAT"})
SYSTEM = {
    "INBOX": ("Inbox", "inbox"),
    "SPAM": ("Spam", "junkemail"),
    "TRASH": ("Bin", "deleteditems"),
}


def is_place(label: str) -> bool:
    return label not in NO_PLACE and not label.startswith("CATEGORY_") and "_STAR" not in label


def place_key(labels: Iterable[str]) -> str:
    return "+".join(sorted(filter(is_place, labels))) or ALL_MAIL


def labels_of(key: str) -> frozenset[str]:
    return frozenset() if key == ALL_MAIL else frozenset(key.split("+"))


def place_of(key: str, folders: Sequence[Folder]) -> Folder | None:
    """The place of several labels, once all of them are there."""
    single = {folder.key: folder for folder in folders}
    if key in single:
        return single[key]
    parts = [single.get(label) for label in sorted(labels_of(key))]
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts):
        return None
    path = " + ".join(folder.path for folder in found)
    hidden = any(folder.hidden for folder in found)
    known = next((f.known for f in found if f.known in ("deleteditems", "junkemail")), "")
    return Folder(found[0].mailbox, key, path, path, known or _inbox(found), hidden)


def _inbox(found: Sequence[Folder]) -> str:
    return next((folder.known for folder in found if folder.known), "")


class GmailLabels:
    """Our own label is remembered for each mailbox for the life of the connection."""

    def __init__(self, calls: GoogleCalls) -> None:
        self._calls = calls
        self._quarantine: dict[str, Folder] = {}
        self._named: dict[str, dict[str, str]] = {}  # by mailbox: id of each label to its name

    async def all(self, mailbox: str) -> tuple[Folder, ...]:
        """Each label that is a place, and All Mail."""
        rows = await self._rows(mailbox)
        places = [folder for row in rows if (folder := _folder(mailbox, row)) is not None]
        return (*places, Folder(mailbox, ALL_MAIL, "All Mail", "All Mail"))

    async def quarantine(self, mailbox: str) -> Folder:
        """Our hidden label together with the Bin, which searches and All Mail leave out; the label
        says whose doing it was.  Made on first use; made twice at once, the second finds it."""
        if mailbox not in self._quarantine:
            body = {"labelListVisibility": "labelHide", "messageListVisibility": "hide"}
            label = await self._find(mailbox, QUARANTINE)
            label = label or await self._make(mailbox, QUARANTINE, body)
            label = label or await self._find(mailbox, QUARANTINE)
            if not label:
                raise Unexpected("The quarantine label exists but is not listed")
            key = place_key((label, "TRASH"))
            self._quarantine[mailbox] = Folder(
                mailbox, key, QUARANTINE, QUARANTINE, "", hidden=True
            )
        return self._quarantine[mailbox]

    async def quarantines(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        """All at a time; what goes wrong is left out."""
        asked = (self.quarantine(mailbox) for mailbox in mailboxes)
        found = await asyncio.gather(*asked, return_exceptions=True)
        pairs = zip(mailboxes, found, strict=True)
        return {mailbox: one for mailbox, one in pairs if isinstance(one, Folder)}

    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        """Our label, where no message carries it, in the Bin or elsewhere."""
        label = next(iter(ours)) if len(ours := labels_of(folder) - {"TRASH"}) == 1 else ""
        if not label or await self._find(mailbox, QUARANTINE) != label:
            return "it is not the label we made"
        base = mailbox_path(mailbox)
        query = [("labelIds", label), ("includeSpamTrash", "true"), ("maxResults", "1")]
        found = await self._calls.get(f"{base}/messages", query, mailbox, READ)
        if rows_of(found, "messages"):
            return "something still carries it"
        self._quarantine.pop(mailbox, None)
        response = await self._calls.send("DELETE", f"{base}/labels/{label}", mailbox, MODIFY)
        if response.status not in (200, 204, 404):
            raise error_of(response.status, response.body, MODIFY)
        return "it is still shown" if await self._find(mailbox, QUARANTINE) else ""

    async def tags(self, mailbox: str, labels: Iterable[str]) -> frozenset[str]:
        """Which of these labels are our tag.  Asks only where one is not known yet."""
        wanted = [label for label in labels if is_place(label) and label not in SYSTEM]
        if any(label not in self._named.get(mailbox, {}) for label in wanted):
            rows = await self._rows(mailbox)
            self._named[mailbox] = {str(row.get("id")): str(row.get("name")) for row in rows}
        named = self._named.get(mailbox, {})
        return frozenset(label for label in wanted if named.get(label) == TAG)

    async def tag(self, mailbox: str, *, make: bool) -> str:
        """Id of the label that is our tag, "" where it is not there and is not to be made."""
        body = {"labelListVisibility": "labelShow", "messageListVisibility": "show"}
        found = await self._find(mailbox, TAG)
        if found or not make:
            return found
        return await self._make(mailbox, TAG, body) or await self._find(mailbox, TAG)

    def known(self, mailbox: str, name: str) -> Folder:
        """Spam or the Bin; Gmail has no place that is kept from the user."""
        for key, (shown, known) in SYSTEM.items():
            if known == name:
                return Folder(mailbox, key, shown, shown, known)
        raise Gone(f"Gmail has no place like {name}")

    async def _rows(self, mailbox: str) -> list[dict[str, Any]]:
        path = f"{mailbox_path(mailbox)}/labels"
        return rows_of(await self._calls.get(path, (), mailbox, READ), "labels")

    async def _find(self, mailbox: str, name: str) -> str:
        rows = await self._rows(mailbox)
        return next((_id(row) for row in rows if row.get("name") == name), "")

    async def _make(self, mailbox: str, name: str, shown: dict[str, str]) -> str:
        """ "" where it was made by somebody else meanwhile."""
        body = {"name": name, **shown}
        path = f"{mailbox_path(mailbox)}/labels"
        response = await self._calls.post(path, body, mailbox, MODIFY)
        if response.status == 409:
            return ""
        if response.status != 200:
            raise error_of(response.status, response.body, MODIFY)
        return _id(response.json)


def _id(row: dict[str, Any]) -> str:
    found = row.get("id")
    if not isinstance(found, str) or not found:
        raise Unexpected("The tenant left out the id of a label")
    return found


def _folder(mailbox: str, row: dict[str, Any]) -> Folder | None:
    key, name = row.get("id"), row.get("name")
    if not isinstance(key, str) or not isinstance(name, str) or not is_place(key):
        return None
    shown, known = SYSTEM.get(key, (name, ""))
    return Folder(mailbox, key, shown, shown, known, row.get("labelListVisibility") == "labelHide")
