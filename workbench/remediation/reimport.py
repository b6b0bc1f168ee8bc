"""Undoes what Gmail has deleted for good: the kept copy is put in again, as a new message."""

from __future__ import annotations

from dataclasses import replace

from workbench.connectors.keeping import Keeping, keeping_of
from workbench.connectors.port import Connector, Query, Reply
from workbench.errors import ConnectorError, StoreError
from workbench.model.mail import Copy, MessageRef
from workbench.model.remediation import ActionKind, ItemState
from workbench.remediation import keepsakes
from workbench.remediation.audit import Author
from workbench.remediation.items import Judgement
from workbench.remediation.journal import Action
from workbench.remediation.keepsakes import Keepsake
from workbench.store.identity import identity
from workbench.store.workspace import Workspace

NO_COPY = "Gmail has deleted it for good and no copy was kept: this cannot be undone"
BACK = "put back as a new message from the copy kept here, since Gmail had deleted the old one"


class Reimport:
    """For one undo; ``settled`` gives None where it has nothing to say."""

    def __init__(
        self, workspace: Workspace, connector: Connector, author: Author, action: Action
    ) -> None:
        self._workspace = workspace
        self._connector = connector
        self._author = author
        self._action = action

    async def settled(self, judgement: Judgement) -> Judgement | None:
        keeping = keeping_of(self._connector)
        if judgement.item.kind is not ActionKind.UNDO or keeping is None:
            return None
        kept = await self._workspace.run(keepsakes.of, judgement.item.ref)
        if kept is None:
            return replace(judgement, note=NO_COPY)
        try:
            return await self._brought_back(keeping, kept, judgement)
        except (ConnectorError, StoreError) as error:
            return replace(judgement, note=f"this cannot be undone from the copy kept: {error}")

    async def _brought_back(
        self, keeping: Keeping, kept: Keepsake, judgement: Judgement
    ) -> Judgement:
        if kept.asked:
            return await self._found(judgement)
        item, run = judgement.item, self._workspace.run
        raw = await run(keepsakes.source, self._workspace.vault, kept.sha256)
        await run(keepsakes.ask, self._author, self._action.id, kept)
        key = await keeping.put_in(item.ref.mailbox, raw.data, item.dst, kept.signs)
        (seen,) = await self._connector.look([replace(item.ref, key=key)])
        if seen.reply is Reply.OK and seen.copy is not None and seen.copy.folder == item.dst:
            return replace(judgement, state=ItemState.RESTORED_ELSEWHERE, note=f"{BACK}: {key}")
        note = f"put in again as {key}, but not seen in its place yet"
        return replace(judgement, state=ItemState.REVIEW, note=note)

    async def _found(self, judgement: Judgement) -> Judgement:
        """The program ended in the middle: it is never put in twice, but looked for."""
        item = judgement.item
        query = Query(internet_id=self._action.internet_id, mailboxes=(item.ref.mailbox,))
        async for page in self._connector.find(query):
            for copy in page.copies:
                if _is_again(copy, item.ref, item.fingerprint) and copy.folder == item.dst:
                    note = f"{BACK}: {copy.ref.key}"
                    return replace(judgement, state=ItemState.RESTORED_ELSEWHERE, note=note)
        note = "it was about to be put in again when the program ended: look in the mailbox"
        return replace(judgement, state=ItemState.REVIEW, note=note)


def _is_again(copy: Copy, ref: MessageRef, fingerprint: str) -> bool:
    return copy.ref.key != ref.key and identity(copy) == fingerprint
