"""Files from disk on the same desk as the tenant's mail: read once, analysed, listed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from workbench.changes import Change, Changes
from workbench.errors import WorkbenchError
from workbench.files import Listed, files_below, is_folder, read_file
from workbench.jobs import Progress, Report
from workbench.model.opened import FilesOpened
from workbench.reading import MessageReader
from workbench.store.workspace import Workspace

FILES = 2_000  # files of one drop; a folder with more is opened in parts


class OfflineFiles:
    def __init__(self, workspace: Workspace, reader: MessageReader, changes: Changes) -> None:
        self._workspace = workspace
        self._reader = reader
        self._changes = changes

    async def open(self, paths: Sequence[Path], report: Report) -> FilesOpened:
        """Each file becomes a message of its own; folders give the files below them."""
        files, problems = await asyncio.to_thread(_listed, paths)
        ids: list[int] = []
        for done, file in enumerate(files):
            report(Progress(done, len(files), file.name))
            try:
                ids.append(await self._take(file))
            except WorkbenchError as error:
                problems.append(str(error))
        report(Progress(len(files), len(files)))
        return FilesOpened(tuple(ids), tuple(problems))

    async def _take(self, path: Path) -> int:
        from workbench.store import blobs, messages, offline

        raw = await asyncio.to_thread(read_file, path)
        now = datetime.now(UTC)
        sha256 = hashlib.sha256(raw.data).hexdigest()
        file = offline.OfflineFile(path.absolute(), sha256, len(raw.data), now)
        id = await self._workspace.run(offline.add, file)
        await self._workspace.run(blobs.put, self._workspace.vault, raw, now)
        await self._workspace.run(messages.set_raw, id, sha256)
        self._changes.tell(Change(messages=frozenset({id}), lists=True))
        await self._reader.open(id, lambda _: None)
        return id


def _listed(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    files: list[Path] = []
    problems: list[str] = []
    for path in paths:
        found = list(files_below(path)) if is_folder(path) else [Listed(path)]
        problems += [one.problem for one in found if one.problem]
        below = [one.path for one in found if not one.problem]
        files += below[:FILES]
        if len(below) > FILES:
            problems.append(f"{path} holds {len(below):,} files; the first {FILES:,} are taken")
    return files, problems
