"""What commands share that only look at a workspace, whoever has it open."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench.errors import BadInput
from workbench.settings import workspace_path

if TYPE_CHECKING:
    from workbench.store.workspace import Workspace


@contextmanager
def looked_at(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The workspace that the arguments name; ``BadInput`` where there is none."""
    from workbench.store.workspace import Workspace

    path = arguments.workspace or workspace_path(demo=arguments.demo)
    if not path.is_file():
        raise BadInput(f"There is no workspace at {path}")
    workspace = Workspace.look(path)
    try:
        yield workspace
    finally:
        workspace.close()
