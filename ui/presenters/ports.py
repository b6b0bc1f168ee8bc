"""What the window asks of the workbench behind it, given by the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from workbench.changes import Changes
from workbench.jobs import Report
from workbench.model.tenant import Tenant, TenantProfile
from workbench.model.verdict import Disposition


class FilesOpened(Protocol):
    """``problems`` are texts fit to be shown, one for each file that could not be used."""

    @property
    def ids(self) -> Sequence[int]: ...

    @property
    def problems(self) -> Sequence[Any]: ...


class Desk(Protocol):
    """Every coroutine runs on the io loop and tells ``report`` how far it is."""

    @property
    def changes(self) -> Changes: ...

    @property
    def reader_path(self) -> Path: ...

    @property
    def isolation(self) -> str: ...

    @property
    def tenant(self) -> Tenant | None: ...

    async def connect(self, profile: TenantProfile, report: Report) -> Tenant: ...

    async def refresh(self, report: Report) -> object: ...

    async def open_files(self, paths: Sequence[Path], report: Report) -> FilesOpened: ...

    async def decide(
        self, message_ids: Sequence[int], disposition: Disposition, report: Report
    ) -> object: ...

    async def actions(self, report: Report) -> Sequence[object]: ...

    async def close(self) -> None: ...


class Opening(Protocol):
    """A workspace to open, with what to do in it first; its coroutines run on the io loop."""

    @property
    def workspace(self) -> Path:
        """The workspace file, which need not exist yet."""

    @property
    def files(self) -> Sequence[Path]:
        """Files to open as soon as the window is there."""

    def demo(self) -> Opening | None:
        """The opening of the demo workspace; None where it cannot be offered."""

    async def open_desk(self) -> Desk: ...

    async def find_tenant(self, report: Report) -> TenantProfile | None:
        """The tenant to connect at once, if any; the demo starts its simulated one here."""
