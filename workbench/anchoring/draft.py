"""Notes as drafts in a mailbox of the tenant that serves for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.anchoring.note import Note
from workbench.connectors.drafting import drafting_of
from workbench.errors import PermissionMissing

if TYPE_CHECKING:
    from workbench.connectors.port import Connector


@dataclass(frozen=True, slots=True)
class DraftSink:
    """Where a second identity writes, drafts are left only while an action has it unlocked."""

    name: str
    mailbox: str

    async def send(self, note: Note, connector: Connector) -> str:
        drafting = drafting_of(connector)
        if drafting is None:
            raise PermissionMissing("writing drafts", "to who is signed in now")
        subject = f"Audit anchor {note.seq} of {note.workspace}"
        return f"draft {await drafting.draft(self.mailbox, subject, note.text)}"
