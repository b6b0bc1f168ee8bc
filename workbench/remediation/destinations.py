"""Where items shall lie: a folder of their mailbox that was chosen, or the one they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.connectors.bulk import quarantine_folders
from workbench.connectors.port import Connector
from workbench.connectors.tags import is_tag
from workbench.errors import (
    ConnectorError,
    Gone,
    PermissionMissing,
    SignInNeeded,
    Throttled,
    Untrusted,
)
from workbench.model.mail import Folder
from workbench.model.remediation import ActionKind, ItemState
from workbench.remediation.choices import KNOWN, QUARANTINE, path_in
from workbench.remediation.items import Item, Judgement, Step, wait

INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Found:
    """The item with its destination, or what becomes of it without one."""

    item: Item
    trouble: Judgement | None = None


class Destinations:
    """Asks each mailbox once in an action, unless it is told to forget.  ``SignInNeeded`` and
    ``Untrusted`` go through: they concern the whole action."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._quarantines: dict[str, Folder] = {}
        self._known_folders: dict[tuple[str, str], Folder] = {}
        self._folders: dict[str, tuple[Folder, ...]] = {}

    def knows(self, item: Item) -> bool:
        """Whether ``find`` will not have to make a folder."""
        return item.target != QUARANTINE or item.ref.mailbox in self._quarantines

    async def prepare(self, items: Sequence[Item]) -> None:
        """Finds or makes our own folder for all of them at a time, as far as that goes well."""
        boxes = {i.ref.mailbox for i in items if i.target == QUARANTINE and not self.knows(i)}
        try:
            self._quarantines.update(await quarantine_folders(self._connector, sorted(boxes)))
        except (SignInNeeded, Untrusted):  # a user who said no is not asked for each mailbox again
            raise
        except ConnectorError:
            return  # asking for one mailbox will tell

    async def find(self, item: Item) -> Found:
        if is_tag(item.target):
            return Found(replace(item, dst=item.target))
        try:
            if item.kind is ActionKind.UNDO:
                return self._origin(item, await self.folders(item.ref.mailbox))
            return await self._wanted(item)
        except Throttled as error:
            trouble = wait(item, "throttled", delay=error.retry_after, counted=False)
        except PermissionMissing as error:
            trouble = Judgement(item, Step.SETTLE, _without_access(item), str(error))
        except Gone as error:
            note = f"the mailbox, or its folder, is gone: {error}"
            trouble = Judgement(item, Step.SETTLE, ItemState.GONE, note)
        return Found(item, trouble)

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        if mailbox not in self._folders:
            self._folders[mailbox] = await self._connector.folders(mailbox)
        return self._folders[mailbox]

    async def path(self, mailbox: str, folder: str) -> str:
        """For people; "" when the folder cannot be named now."""
        try:
            folders = await self.folders(mailbox)
        except ConnectorError:
            return ""
        place = self._connector.place(folder, folders)
        return place.path if place else ""

    async def still_there(self, item: Item) -> bool:
        """Asks anew whether the destination exists."""
        self.forget(item.ref.mailbox)
        if is_tag(item.dst) or (item.kind is not ActionKind.UNDO and item.target in KNOWN):
            return True  # the provider's own: nobody can remove it
        folders = await self.folders(item.ref.mailbox)
        return self._connector.place(item.dst, folders) is not None

    def forget(self, mailbox: str) -> None:
        self._folders.pop(mailbox, None)
        self._quarantines.pop(mailbox, None)

    async def _wanted(self, item: Item) -> Found:
        """Where an action that is no undo wants its copies."""
        mailbox = item.ref.mailbox
        if item.target == QUARANTINE:
            return Found(replace(item, dst=(await self._quarantine(mailbox)).key))
        if item.target in KNOWN:
            return Found(replace(item, dst=(await self._known(mailbox, item.target)).key))
        path = path_in(item.target)
        for folder in await self.folders(mailbox):
            if folder.path == path:
                return Found(replace(item, dst=folder.key))
        note = f"the mailbox has no folder {path}"
        return Found(item, Judgement(item, Step.SETTLE, ItemState.SKIPPED, note))

    async def _known(self, mailbox: str, name: str) -> Folder:
        if (mailbox, name) not in self._known_folders:
            found = await self._connector.known_folder(mailbox, name)
            self._known_folders[mailbox, name] = found
        return self._known_folders[mailbox, name]

    async def _quarantine(self, mailbox: str) -> Folder:
        if mailbox not in self._quarantines:
            self._quarantines[mailbox] = await self._connector.quarantine_folder(mailbox)
        return self._quarantines[mailbox]

    def _origin(self, item: Item, folders: tuple[Folder, ...]) -> Found:
        """The original folder, else one of the same path, else the Inbox."""
        if (place := self._connector.place(item.target, folders)) is not None:
            return Found(replace(item, dst=place.key, elsewhere=False))
        return _in_its_stead(item, folders)


def _in_its_stead(item: Item, folders: tuple[Folder, ...]) -> Found:
    for folder in folders:
        if item.target_path and folder.path == item.target_path:
            return Found(replace(item, dst=folder.key, elsewhere=False))
    for folder in folders:
        if folder.known == INBOX:
            return Found(replace(item, dst=folder.key, elsewhere=True))
    note = "neither the original folder nor an Inbox was found"
    return Found(item, Judgement(item, Step.SETTLE, ItemState.REVIEW, note))


def _without_access(item: Item) -> ItemState:
    return ItemState.DENIED if item.state is ItemState.PENDING else ItemState.REVIEW
