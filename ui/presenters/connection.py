"""The workbench behind the window: opening it, connecting a tenant, refreshing, opening files."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.models.messages import local_now
from ui.presenters.activity import Activity
from ui.presenters.ports import Desk, Opening
from workbench.changes import Change
from workbench.jobs import Report
from workbench.model.live import LiveState, WatchChoice
from workbench.model.opened import FilesOpened, Synchronised
from workbench.model.tenant import Profile, Tenant
from workbench.model.verdict import Disposition

NOT_WATCHED = LiveState()


class Link(enum.Enum):
    OPENING = enum.auto()
    OFFLINE = enum.auto()
    CONNECTING = enum.auto()
    CONNECTED = enum.auto()
    BROKEN = enum.auto()  # of the tenant, or of the workspace while there is no desk


@dataclass(frozen=True, slots=True)
class ConnectionState:
    link: Link = Link.OPENING
    tenant: str = ""
    provider: str = ""
    isolation: str = ""
    read_only: str = ""  # why nothing can be changed
    refreshed: datetime | None = None
    problem: str = ""
    demo: bool = False  # whether the demo can be offered
    dns: bool = False  # whether DNS is asked for keys and policies of senders
    live: LiveState = NOT_WATCHED  # how the watch for new mail stands


class ConnectionPresenter(QObject):
    """``desk`` is None until ``ready``; panes that need it listen to ``ready``."""

    changed = Signal(object)  # ConnectionState
    ready = Signal(object)  # Desk
    altered = Signal(object)  # workbench.changes.Change
    files_opened = Signal(object)  # FilesOpened
    rules_left_out = Signal(object)  # a text for each rule file that cannot be used
    unreached = Signal(object)  # (mailbox address, reason) of each mailbox that is not read
    decided = Signal(object, str)  # message ids, disposition
    dns_allowed = Signal(bool)  # by the analyst, or no longer
    connected = Signal()  # a tenant, just now
    watch_wanted = Signal(bool)  # by the analyst, or no longer

    def __init__(
        self,
        activity: Activity,
        opening: Opening,
        clock: Callable[[], datetime] = local_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.activity = activity
        self.desk: Desk | None = None
        self._left: Desk | None = None  # to be closed before the next one opens
        self.state = ConnectionState(demo=opening.demo)
        self._opening = opening
        self._clock = clock
        self._profile: Profile | None = None
        self.altered.connect(self._on_altered)

    @property
    def by_user(self) -> bool:
        """Whether a user signs in."""
        return self._profile is not None and self._profile.by_user

    @property
    def sharing(self) -> bool:
        """Whether the profile names mailboxes that are shared with who signs in."""
        return self._profile is not None and bool(self._profile.shared_mailboxes)

    def start(self) -> None:
        """Called after the first paint: only now is anything beyond Qt loaded."""
        job = Job(self._open_desk)
        job.succeeded.connect(self._on_desk)
        job.failed.connect(self._on_link_failed)
        self.activity.run("Opening the workspace", job)

    def open_demo(self) -> None:
        """Leave this workspace for the demo's."""
        self._left, self.desk = self.desk, None
        self._opening.enter_demo()
        self._show(link=Link.OPENING, demo=False, problem="")
        self.start()

    def connect_tenant(self, profile: Profile) -> None:
        if self.desk is None:
            return
        self._profile = profile
        job = Job(self.desk.connect, profile)
        job.succeeded.connect(self._on_connected)
        job.failed.connect(self._on_link_failed)
        job.cancelled.connect(self._on_link_cancelled)
        self._run(f"Connecting {profile.name or profile.tenant}", job)
        self._show(link=Link.CONNECTING, problem="")

    def refresh(self) -> None:
        """Ask the tenant again; where the connection broke, connect again."""
        if self.desk is None:
            return
        if self.desk.tenant is None:
            if self._profile is not None:
                self.connect_tenant(self._profile)
            return
        job = Job(self.desk.refresh)
        job.succeeded.connect(self._on_synchronised)
        job.failed.connect(self._on_link_failed)
        self._run("Asking the tenant for new mail and reports", job)

    def try_again(self) -> None:
        """After a failure: open the workspace again, or connect the tenant again."""
        if self.desk is None:
            self._show(link=Link.OPENING, problem="")
            self.start()
        elif self._profile is None and self._opening.autostart:
            self._start_demo()
        else:
            self.refresh()

    def open_files(self, paths: Sequence[Path]) -> None:
        if self.desk is None or not paths:
            return
        job = Job(self.desk.open_files, tuple(paths))
        job.succeeded.connect(self._on_files)
        self._run(f"Opening {paths[0].name}" if len(paths) == 1 else "Opening files", job)

    def decide(
        self, message_ids: Sequence[int], disposition: Disposition, alike: bool = False
    ) -> None:
        """With ``alike`` for all that is one row with them."""
        if self.desk is None or not message_ids:
            return
        ids = tuple(message_ids)
        job = Job((self.desk.campaigns if alike else self.desk).decide, ids, disposition)
        self._run(f"Closing as {disposition.value}", job)
        self.decided.emit(ids, disposition.value)

    def allow_dns(self, allowed: bool) -> None:
        """What is opened from now on asks DNS, or no longer does."""
        if self.desk is None:
            return
        job = Job(self.desk.allow_dns, allowed)
        job.succeeded.connect(self._on_dns)
        self._run("Allowing DNS" if allowed else "Keeping DNS out", job)

    def watch(self, on: bool) -> None:
        """Look for new mail by ourselves, or pause."""
        if self.desk is None or self.desk.tenant is None:
            return
        job = Job(self.desk.watch, on)
        job.succeeded.connect(self._on_live)
        self._run("Watching for new mail" if on else "Pausing the watch for new mail", job)
        self.watch_wanted.emit(on)

    def watch_these(self, choice: WatchChoice) -> None:
        """Look for new mail by another choice."""
        if self.desk is None or self.desk.tenant is None:
            return
        job = Job(self.desk.watch_these, choice)
        job.succeeded.connect(self._on_live)
        self._run("Watching for new mail", job)
        self.watch_wanted.emit(True)

    def prepare_to_close(self) -> None:
        if self.desk is not None:
            self.desk.prepare_to_close()

    async def close_desk(self, report: Report) -> None:
        """On the io loop, as the last thing on it."""
        if self.desk is not None:
            await self.desk.close()

    async def _open_desk(self, report: Report) -> Desk:
        if self._left is not None:
            await self._left.close()
            self._left = None
        return await self._opening.open_desk()

    async def _demo_profile(self, report: Report) -> Profile:
        return await self._opening.start_demo()

    def _start_demo(self) -> None:
        job = Job(self._demo_profile)
        job.succeeded.connect(self._on_demo)
        job.failed.connect(self._on_link_failed)
        job.cancelled.connect(self._on_link_cancelled)
        self._run("Starting the simulated tenant", job)
        self._show(link=Link.CONNECTING, problem="")

    def _run(self, title: str, job: Job) -> None:
        self.activity.run(title, job)

    @Slot(object)
    def _on_desk(self, desk: Desk) -> None:
        self.desk = desk
        desk.changes.listen(self.altered.emit)  # from any thread; the signal is queued
        told = {"isolation": desk.isolation, "read_only": desk.read_only, "dns": desk.asks_dns}
        self._show(link=Link.OFFLINE, **told)
        self.ready.emit(desk)
        job = Job(desk.rule_problems)
        job.succeeded.connect(self._on_rules)
        self.activity.run("Trying the rules", job)
        self.open_files(self._opening.files)
        if self._opening.profile is not None:
            self.connect_tenant(self._opening.profile)
        elif self._opening.autostart:
            self._start_demo()

    @Slot(object)
    def _on_rules(self, problems: Sequence[str]) -> None:
        if problems:
            self.rules_left_out.emit(problems)

    @Slot(object)
    def _on_dns(self, asked: bool) -> None:
        self._show(dns=asked)
        self.dns_allowed.emit(asked)

    @Slot(object)
    def _on_altered(self, change: Change) -> None:
        if change.live and self.desk is not None:
            self._on_live(self.desk.live)

    @Slot(object)
    def _on_live(self, live: LiveState) -> None:
        if live != self.state.live:
            self._show(live=live)

    @Slot(object)
    def _on_demo(self, profile: Profile) -> None:
        self.connect_tenant(profile)

    @Slot(object)
    def _on_connected(self, tenant: Tenant) -> None:
        self._show(link=Link.CONNECTED, tenant=tenant.name, provider=tenant.provider)
        self._on_refreshed()
        self._tell_unread()
        self.connected.emit()

    @Slot(object)
    def _on_synchronised(self, brought: Synchronised) -> None:
        self._on_refreshed()
        self._tell_unread()

    def _tell_unread(self) -> None:
        unread = self.desk.health.unread if self.desk is not None else ()
        if unread:
            self.unreached.emit(unread)

    def _on_refreshed(self) -> None:
        self._show(link=Link.CONNECTED, refreshed=self._clock(), problem="")
        self.altered.emit(Change(lists=True))

    @Slot(object)
    def _on_files(self, opened: FilesOpened) -> None:
        self.altered.emit(Change(lists=True))
        self.files_opened.emit(opened)

    @Slot(str)
    def _on_link_failed(self, problem: str) -> None:
        self._show(link=Link.BROKEN, problem=problem)

    @Slot()
    def _on_link_cancelled(self) -> None:
        self._show(link=Link.OFFLINE)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names checked by replace
        self.changed.emit(self.state)
