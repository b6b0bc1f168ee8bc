"""Files opened from disk."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.workbench.store.conftest import NOON
from workbench.model.rows import Sort, Source, View
from workbench.store import offline
from workbench.store.filtering import parse
from workbench.store.offline import Heading, OfflineFile
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace

FILE = OfflineFile(Path("/evidence/lure.eml"), "ab" * 32, 900, NOON)
HEADING = Heading(
    "<1@x>", "Bank", "bank@bank.example", "Verify now", "Click", ("ann@a",), NOON, True
)


def _find(workspace: Workspace, line: str) -> list[str]:
    with closing(ListReader(workspace.path)) as reader:
        batches = reader.ids(View.OFFLINE, parse(line), Sort())
        return [row.subject for part in batches for row in reader.rows(part)]


def test_the_same_bytes_are_one_message(workspace: Workspace) -> None:
    first = workspace.run_blocking(offline.add, FILE)
    moved = OfflineFile(Path("/elsewhere/copy.eml"), FILE.sha256, 900, NOON)
    assert workspace.run_blocking(offline.add, moved) == first
    assert _find(workspace, "") == ["lure.eml"]


def test_the_headers_replace_the_files_name_in_list_and_search(workspace: Workspace) -> None:
    id = workspace.run_blocking(offline.add, FILE)
    assert _find(workspace, "lure") == ["lure.eml"]
    workspace.run_blocking(offline.describe, id, HEADING)
    assert _find(workspace, "lure") == []
    assert _find(workspace, "verify from:bank") == ["Verify now"]
    with closing(ListReader(workspace.path)) as reader:
        row = reader.rows([id])[0]
    assert (row.source, row.has_attachments) == (Source.FILE, True)
    assert workspace.run_blocking(offline.path_of, id) == FILE.path
