"""Which of Google's users and groups no search reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.connectors.google.calls import GoogleCalls
from workbench.connectors.google.shapes import text
from workbench.model.natures import MailboxKind, Nature
from workbench.model.tenant import Mailbox

GROUPS = "admin.directory.group.readonly"
PATH = "/admin/directory/v1/groups"
NOT_READ = "what members got lies in their mailboxes; the group's own archive is not read"
NO_ANSWER = "Gmail answers nobody in this user's name"


class GoogleNatures:
    """Google has no shared mailboxes or rooms with mail: whoever has Gmail is a user."""

    def __init__(self, directory: GoogleCalls, admin: str) -> None:
        self._directory = directory
        self._admin = admin
        self._left_out: dict[str, Nature] = {}

    def note(self, row: Mapping[str, Any]) -> None:
        """A user of the directory who has no mailbox that can be asked."""
        address = text(row, "primaryEmail")
        kind = MailboxKind.ELSEWHERE
        if row.get("archived") is True:
            kind = MailboxKind.ARCHIVED
        elif row.get("suspended") is True:
            kind = MailboxKind.SUSPENDED
        self._left_out[address] = Nature(address, address, kind, NO_ANSWER)

    def of(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        return tuple(Nature(box.key, box.address, MailboxKind.PERSON) for box in boxes)

    async def beyond(self) -> tuple[Nature, ...]:
        """Users first: they are known even where groups may not be listed."""
        query = [("customer", "my_customer"), ("maxResults", "200")]
        found = list(self._left_out.values())
        async for rows in self._directory.pages(PATH, query, "groups", self._admin, GROUPS):
            found += [
                Nature(address, address, MailboxKind.GROUP, NOT_READ)
                for row in rows
                if (address := text(row, "email"))
            ]
        return tuple(found)

    @property
    def left_out(self) -> tuple[Nature, ...]:
        return tuple(self._left_out.values())
