"""A folder of message files as a tenant: one mailbox for each folder that holds some, read only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from workbench.connectors.asked import fits
from workbench.connectors.port import Move, MoveReply, Page, Query, Reply, Sighting, by_key
from workbench.errors import BadInput, Gone, PermissionMissing
from workbench.files import message_files, read_file
from workbench.model.mail import (
    Alert,
    Copy,
    Folder,
    MessageRef,
    RawMessage,
    UserReport,
)
from workbench.model.tenant import Mailbox, Power, Tenant

PAGE = 200  # copies a page


class FolderConnector:
    """Nothing is parsed here: names and times are the file system's, Message-IDs stay unknown."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tenant = Tenant(str(root), root.name or str(root), "Folder", ())

    @property
    def tenant(self) -> Tenant:
        return self._tenant

    @property
    def powers(self) -> Power:
        return Power.READ

    @property
    def rights(self) -> frozenset[str]:
        return frozenset()

    async def connect(self) -> Tenant:
        if not await asyncio.to_thread(self._root.is_dir):
            raise BadInput(f"Not a folder: {self._root}")
        return self._tenant

    async def close(self) -> None:
        return

    async def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        folders = await asyncio.to_thread(lambda: sorted({f.parent for f in self._files()}))
        yield tuple(self._mailbox(folder) for folder in folders)

    async def find(self, query: Query) -> AsyncIterator[Page]:
        """What stands inside the files cannot be searched for: nothing is found, not everything."""
        async for mailboxes in self.mailboxes():
            wanted = [m for m in mailboxes if not query.mailboxes or m.key in query.mailboxes]
            for done, mailbox in enumerate(wanted, start=1):
                copies = await asyncio.to_thread(self._copies, mailbox, query)
                for start in range(0, len(copies) or 1, PAGE):
                    page = tuple(copies[start : start + PAGE])
                    yield Page(page, (), done, len(wanted))

    async def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]:
        none: tuple[tuple[UserReport, ...], ...] = ()
        for page in none:
            yield page

    async def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]:
        none: tuple[tuple[Alert, ...], ...] = ()
        for page in none:
            yield page

    async def fetch(self, ref: MessageRef) -> RawMessage:
        return await asyncio.to_thread(read_file, self._path(ref))

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        return (Folder(mailbox, mailbox, Path(mailbox).name, mailbox),)

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        return by_key(key, folders)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        raise PermissionMissing("changes", "files on disk are evidence and stay as they are")

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        raise Gone(f"files on disk have no folder {name}")

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        return tuple(await asyncio.gather(*(asyncio.to_thread(self._look, ref) for ref in refs)))

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        return tuple(MoveReply(m.ref, Reply.DENIED, detail="read only") for m in moves)

    def _files(self) -> Iterator[Path]:
        return message_files(self._root)

    def _mailbox(self, folder: Path) -> Mailbox:
        key = folder.relative_to(self._root).as_posix()
        return Mailbox(key, key, folder.name)

    def _copies(self, mailbox: Mailbox, query: Query) -> list[Copy]:
        if query.internet_id or query.sender or query.text:
            return []
        here = (f for f in self._files() if self._mailbox(f.parent).key == mailbox.key)
        copies = (self._copy(file, mailbox) for file in here)
        kept = (copy for copy in copies if fits(query, copy))
        return sorted(kept, key=lambda copy: copy.received, reverse=True)

    def _copy(self, file: Path, mailbox: Mailbox) -> Copy:
        facts = file.stat()
        modified = datetime.fromtimestamp(facts.st_mtime, UTC)
        key = file.relative_to(self._root).as_posix()
        ref = MessageRef(self._tenant.id, mailbox.key, key)
        return Copy(
            ref, mailbox.address, "", "", "", file.name, modified, None, mailbox.key, True, False
        )

    def _path(self, ref: MessageRef) -> Path:
        """Keys come back from storage: one that leads out of the folder is refused."""
        path = (self._root / ref.key).resolve()
        if not path.is_relative_to(self._root.resolve()):
            raise BadInput("A file outside the folder was asked for")
        return path

    def _look(self, ref: MessageRef) -> Sighting:
        path = self._path(ref)
        if not path.is_file():
            return Sighting(ref, Reply.GONE)
        return Sighting(ref, Reply.OK, self._copy(path, self._mailbox(path.parent)))
