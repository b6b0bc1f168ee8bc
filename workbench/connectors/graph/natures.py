"""What each Microsoft mailbox is: its ``userPurpose``, else whether there is one at all.

https://learn.microsoft.com/graph/api/resources/mailboxsettings
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from workbench.connectors.graph.calls import GraphCalls, Part, PartAnswer
from workbench.connectors.graph.shapes import required, text
from workbench.errors import PermissionMissing
from workbench.model.natures import MailboxKind, Nature
from workbench.model.tenant import Mailbox

SETTINGS = ("MailboxSettings.Read", "MailboxSettings.ReadWrite")
GROUPS = "/v1.0/groups?$select=id,displayName,mail,groupTypes&$top=999"
GROUPS_RIGHT = "GroupMember.Read.All"
UNIFIED = "Unified"  # the type of a group with a mailbox of its own
KINDS = {
    "user": MailboxKind.PERSON,
    "linked": MailboxKind.PERSON,
    "shared": MailboxKind.SHARED,
    "room": MailboxKind.ROOM,
    "equipment": MailboxKind.EQUIPMENT,
    "others": MailboxKind.OTHER,
}
NOT_READ = "conversations of a group lie outside of people's mailboxes, and are not read"
NO_MAILBOX = "on-premises, without a licence, or deleted a while ago"


class GraphNatures:
    def __init__(self, calls: GraphCalls, rights: Callable[[], frozenset[str]]) -> None:
        self._calls = calls
        self._rights = rights

    @property
    def tells_kinds(self) -> bool:
        return bool(self._rights().intersection(SETTINGS))

    async def of(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        """Without the right to settings only a look at the inbox is left, which tells no kind."""
        tail = "mailboxSettings?$select=userPurpose" if self.tells_kinds else _INBOX
        parts = [Part("GET", f"/users/{quote(box.key, safe='')}/{tail}") for box in boxes]
        answers = await self._calls.batch(parts)
        return tuple(_nature(box, one) for box, one in zip(boxes, answers, strict=True))

    async def groups(self) -> tuple[Nature, ...]:
        if not self._rights() & {GROUPS_RIGHT, "Group.Read.All", "Directory.Read.All"}:
            raise PermissionMissing(GROUPS_RIGHT, "groups with a mailbox cannot be named")
        found: list[Nature] = []
        async for rows in self._calls.pages(GROUPS, GROUPS_RIGHT):
            found += [
                Nature(required(row, "id"), text(row, "mail"), MailboxKind.GROUP, NOT_READ)
                for row in rows
                if UNIFIED in (row.get("groupTypes") or ()) and text(row, "mail")
            ]
        return tuple(found)


_INBOX = "mailFolders/inbox?$select=id"


def _nature(box: Mailbox, answer: PartAnswer) -> Nature:
    if answer.status == 404 and "MailboxNotEnabledForRESTAPI" in answer.detail:
        return Nature(box.key, box.address, MailboxKind.ELSEWHERE, NO_MAILBOX)
    if answer.status != 200 or not isinstance(answer.body, dict):
        return Nature(box.key, box.address, MailboxKind.UNKNOWN, answer.detail)
    purpose = text(answer.body, "userPurpose")
    if not purpose:
        note = f"missing right: {SETTINGS[0]}"
        return Nature(box.key, box.address, MailboxKind.UNKNOWN, note)
    return Nature(box.key, box.address, KINDS.get(purpose, MailboxKind.OTHER))
