"""The tenants that are remembered: listing, adding, forgetting, connecting one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.ports import Tenants
from workbench.connectors.ladder import BOTH, READER, REMEDIATOR, USER, Standing, compared
from workbench.model.health import Health
from workbench.model.tenant import Profile
from workbench.profiles.saved import Saved

NOT_YET = "The remediator's rights are known once it was unlocked for an action"


@dataclass(frozen=True, slots=True)
class TenantsState:
    """``problem`` is why the last wish was not carried out, ``keeping`` the key store to offer."""

    saved: tuple[Saved, ...] = ()
    keeping: str = ""
    problem: str = ""


class TenantsPresenter(QObject):
    changed = Signal(object)  # TenantsState
    added = Signal()
    connecting = Signal()

    def __init__(
        self,
        connection: ConnectionPresenter,
        activity: Activity,
        tenants: Tenants,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._activity = activity
        self._tenants = tenants
        self.state = TenantsState()

    def load(self) -> None:
        self._run("Reading the remembered tenants", Job(self._tenants.all))
        job = Job(self._tenants.keeping)
        job.succeeded.connect(self._on_keeping)
        job.failed.connect(self._on_failed)
        self._activity.run("Looking for the key store", job)

    def add(self, saved: Saved) -> None:
        job = Job(self._tenants.add, saved)
        self._connect(job)
        job.succeeded.connect(self._on_added)  # after the list shows it
        self._activity.run(f"Remembering {saved.name}", job)

    def remove(self, name: str) -> None:
        self._run(f"Forgetting {name}", Job(self._tenants.remove, name))

    def connect_tenant(
        self, name: str, secret: str = "", passphrase: str = "", *, keep: bool = False
    ) -> None:
        """The secret goes to the sign-in, and to the key store with ``keep``; the window keeps it
        nowhere."""
        job = Job(self._tenants.profile, name, secret, passphrase)
        if keep and secret:
            job = Job(self._tenants.kept, name, secret)
        job.succeeded.connect(self._on_profile)
        job.failed.connect(self._on_failed)
        self._activity.run(f"Preparing {name}", job)

    def health(self) -> Health | None:
        """Of the connected tenant; None where none is."""
        desk = self._connection.desk
        return desk.health if desk is not None and desk.tenant is not None else None

    def rights(self) -> tuple[Standing, ...]:
        """Of the connected tenant; nothing where none is."""
        desk = self._connection.desk
        tenant = desk.tenant if desk is not None else None
        if desk is None or tenant is None:
            return ()
        if not desk.needs_unlocking:
            role = USER if self._connection.by_user else BOTH
            sharing = self._connection.sharing
            return tuple(compared(tenant.provider, desk.rights, role, sharing=sharing))
        reader = tuple(compared(tenant.provider, desk.rights, READER))
        if desk.writer_rights is None:
            return (*reader, Standing("advice", "", NOT_YET))
        return (*reader, *compared(tenant.provider, desk.writer_rights, REMEDIATOR))

    def _run(self, title: str, job: Job) -> None:
        self._connect(job)
        self._activity.run(title, job)

    def _connect(self, job: Job) -> None:
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_saved(self, saved: tuple[Saved, ...]) -> None:
        self._show(saved=saved, problem="")

    @Slot(object)
    def _on_keeping(self, keeping: str) -> None:
        self._show(keeping=keeping)

    @Slot(object)
    def _on_added(self, saved: tuple[Saved, ...]) -> None:
        self.added.emit()

    @Slot(object)
    def _on_profile(self, profile: Profile) -> None:
        self._show(problem="")
        self._connection.connect_tenant(profile)
        self.connecting.emit()

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        self._show(problem=problem)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type] # members, by name
        self.changed.emit(self.state)
