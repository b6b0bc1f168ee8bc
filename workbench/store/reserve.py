"""Space kept on the disk of the workspace, given back when the disk is full, so that what is under
way can still be written down."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.errors import StoreError

SIZE = 8 << 20  # bytes: some 2,000 pages, more than the batches under way and their log need
_BLOCK = bytes(1 << 16)


class Reserve:
    """A file beside the workspace that holds nothing."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace.with_name(workspace.name + ".reserve")

    def prepare(self) -> None:
        """Blocks.  ``StoreError`` where the disk has no such space left; then nothing is kept."""
        try:
            if self.path.exists() and self.path.stat().st_blocks * 512 >= SIZE:
                return
            _fill(self.path)
        except OSError as error:
            self.release()
            raise StoreError(
                f"The disk with the workspace has less than {SIZE >> 20} MB left "
                f"({error.strerror}): free some space first"
            ) from error

    def release(self) -> bool:
        """Whether there was something to give back."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True


def _fill(path: Path) -> None:
    """Really taken, not only promised: a file with holes would give nothing back."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, SIZE)
            return
        for _ in range(SIZE // len(_BLOCK)):
            os.write(descriptor, _BLOCK)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
