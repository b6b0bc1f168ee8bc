"""Answers of DNS that lie in the workspace, so that they speak without a network as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.resolving.asking import Told
from workbench.resolving.resolver import as_kept
from workbench.store.workspace import Workspace


class WorkspaceMemory:
    """A workspace that can only be read recalls, and keeps nothing new."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def recall(self, keys: Sequence[str]) -> Mapping[str, Told]:
        from workbench.store import dns_answers

        found = await self._workspace.run(dns_answers.load, tuple(keys))
        return {row.key: as_kept(Told(row.answer, row.seconds)) for row in found}

    async def keep(self, told: Mapping[str, Told]) -> None:
        if self._workspace.read_only:
            return
        from workbench.store import dns_answers
        from workbench.store.dns_answers import Kept

        rows = tuple(Kept(key, each.answer, each.seconds) for key, each in told.items())
        await self._workspace.run(dns_answers.save, rows)
