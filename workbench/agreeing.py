"""A message is known by the copy that was read here: another copy of the same head, whose text
came first, may have another body, and an action takes what looks like the one it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.heading import preview_of
from workbench.model.rows import Source

if TYPE_CHECKING:
    from analyzers.model.analysis import Analysis
    from workbench.store.messages import Stored
    from workbench.store.workspace import Workspace


async def agree(workspace: Workspace, stored: Stored, analysis: Analysis) -> None:
    """Puts the beginning of what was read in the place of one that has next to nothing of it."""
    from workbench.remediation.copy_rows import begins_otherwise
    from workbench.store import entries

    read = preview_of(analysis)
    if stored.source is Source.TENANT and begins_otherwise(stored.preview, read):
        await workspace.run(entries.begin_with, stored.id, read)
