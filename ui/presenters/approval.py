"""Asks a second person by a file, and takes their answer in by another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter


class ApprovalPresenter(QObject):
    told = Signal(str)  # what became of the request

    def __init__(
        self, connection: ConnectionPresenter, activity: Activity, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._activity = activity

    def save(self, action_id: str, path: Path) -> None:
        """Write the request; ``told`` says where, or why not."""
        desk = self._connection.desk
        if desk is None:
            self.told.emit("Connect the tenant first: the request is written by its profile")
            return
        job = Job(desk.request_approval, action_id, path)
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self.told)
        self._activity.run("Writing the request", job)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        practice = "--training " if self._connection.state.demo else ""
        who = "In the demo you play the approver" if practice else "The approver runs"
        self.told.emit(
            f"Written to {path}. {who}: workbench approval sign {practice}FILE; load what it "
            "writes here."
        )
