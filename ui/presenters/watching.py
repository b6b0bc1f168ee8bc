"""Which mailboxes are watched for new mail: listed when somebody asks, chosen, remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from workbench.model.live import DAYS, MOST_DAYS, WatchChoice
from workbench.model.tenant import Mailbox


class WatchingPresenter(QObject):
    """``choice`` is that of the tenant which is connected."""

    listed = Signal(object)  # mailboxes, in order

    def __init__(
        self,
        connection: ConnectionPresenter,
        activity: Activity,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._activity = activity
        self._settings = settings

    @property
    def choice(self) -> WatchChoice:
        return read(str(self._settings.value(self._key, "")))

    @property
    def _key(self) -> str:
        desk = self._connection.desk
        return f"watched/{desk.tenant.id}" if desk is not None and desk.tenant else "watched/"

    def ask(self) -> None:
        """List the mailboxes; ``listed`` follows."""
        desk = self._connection.desk
        if desk is None or desk.tenant is None:
            return
        job = Job(desk.mailboxes)
        job.succeeded.connect(self._on_listed)
        self._activity.run("Listing mailboxes", job)

    def choose(self, choice: WatchChoice) -> None:
        """Remembered for the tenant, and begun at once."""
        self._settings.setValue(self._key, written(choice))
        self._connection.watch_these(choice)

    @Slot(object)
    def _on_listed(self, mailboxes: Sequence[Mailbox]) -> None:
        self.listed.emit(mailboxes)


def written(choice: WatchChoice) -> str:
    return json.dumps({"mailboxes": choice.mailboxes, "days": choice.days})


def read(text: str) -> WatchChoice:
    """All mailboxes where it is nothing that we wrote."""
    try:
        known = json.loads(text)
        days, boxes = int(known["days"]), tuple(map(str, known["mailboxes"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return WatchChoice()
    return WatchChoice(boxes, days if 1 <= days <= MOST_DAYS else DAYS)
