"""Raw mail at rest."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from analyzers.model.fidelity import Fidelity
from tests.workbench.store.conftest import NOON
from workbench.errors import StoreError
from workbench.model.mail import RawMessage
from workbench.store import blobs
from workbench.store.database import connect
from workbench.store.workspace import Workspace

CANARY = b"X-Canary: never in clear on the disk\r\n"
RAW = RawMessage(CANARY * 200_000, Fidelity.RESERIALISED)  # two parts


def _put(workspace: Workspace, raw: RawMessage = RAW) -> str:
    return workspace.run_blocking(blobs.put, workspace.vault, raw, NOON)


def test_what_is_put_comes_back(workspace: Workspace) -> None:
    sha256 = _put(workspace)
    assert _put(workspace) == sha256
    assert workspace.run_blocking(blobs.get, workspace.vault, sha256) == RAW


def test_an_empty_message_comes_back(workspace: Workspace) -> None:
    empty = RawMessage(b"", Fidelity.ORIGINAL)
    sha256 = _put(workspace, empty)
    assert workspace.run_blocking(blobs.get, workspace.vault, sha256) == empty


def test_no_file_holds_the_mail_in_clear(workspace: Workspace, tmp_path: Path) -> None:
    _put(workspace)
    assert all(CANARY.strip() not in path.read_bytes() for path in tmp_path.iterdir())


def test_swapped_and_changed_parts_do_not_open(workspace: Workspace) -> None:
    sha256 = _put(workspace)
    with closing(connect(workspace.path)) as connection:
        connection.execute(
            "UPDATE blob_part SET sealed = (SELECT sealed FROM blob_part WHERE number = 1) "
            "WHERE number = 0"
        )
    with pytest.raises(StoreError, match="changed on disk"):
        workspace.run_blocking(blobs.get, workspace.vault, sha256)


def test_without_the_key_nothing_opens(workspace: Workspace) -> None:
    sha256 = _put(workspace)
    key = workspace.path.with_name(workspace.path.name + ".key")
    assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    workspace.close()
    again = Workspace.open(workspace.path)
    try:
        with pytest.raises(StoreError, match="missing"):
            again.run_blocking(blobs.get, again.vault, sha256)
    finally:
        again.close()


def test_dropped_mail_is_gone(workspace: Workspace) -> None:
    sha256 = _put(workspace)
    workspace.run_blocking(blobs.drop, sha256)
    with pytest.raises(StoreError, match="not kept"):
        workspace.run_blocking(blobs.get, workspace.vault, sha256)
