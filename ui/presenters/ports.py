"""What the window asks of the workbench behind it, given by the command line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol

from ui.presenters.searching_port import Searches
from ui.presenters.signing_port import SignIns
from workbench.changes import Changes
from workbench.jobs import Report
from workbench.model.accounts import Account
from workbench.model.alike import Member
from workbench.model.anchors import SinkStanding
from workbench.model.containment import Act as AccountAct
from workbench.model.containment import ActKind, ActView
from workbench.model.health import Health
from workbench.model.indicators import Indicator
from workbench.model.live import LiveState, WatchChoice
from workbench.model.opened import FilesOpened, OpenMessage, Reexamined, Synchronised
from workbench.model.policies import Policy
from workbench.model.proposals import Proposal
from workbench.model.reexamination import Wish
from workbench.model.remediation import ActionView, Choice, ItemView, Scope
from workbench.model.tenant import Mailbox, Profile, Tenant
from workbench.model.thresholds import Thresholds
from workbench.model.verdict import Disposition
from workbench.profiles.saved import Saved
from workbench.suggesting import Outcome

Act = Callable[[Report], Coroutine[Any, Any, ActionView]]


class Campaigns(Protocol):
    """Messages alike, as one."""

    async def decide(
        self, message_ids: Sequence[int], disposition: Disposition, report: Report
    ) -> object: ...

    async def members(self, message_id: int, report: Report) -> Sequence[Member]: ...

    async def split(self, message_id: int, report: Report) -> object: ...


class Proposals(Protocol):
    """What is proposed without anybody having asked."""

    async def all(self, report: Report) -> Sequence[Proposal]: ...

    async def scope(self, id: str, report: Report) -> Scope: ...

    async def dismiss(self, id: str, report: Report) -> object: ...

    async def acted(self, id: str, action: str, report: Report) -> object:
        """What it led to."""

    async def policies(self, report: Report) -> Sequence[Policy]:
        """Those armed now."""

    async def disarm(self, report: Report) -> int:
        """Every policy; returns how many were armed."""

    async def is_on(self, report: Report) -> bool:
        """Whether old mail is compared with what is added or concluded."""

    async def switch(self, on: bool, report: Report) -> bool: ...

    async def add_indicator(self, text: str, note: str, report: Report) -> Outcome: ...

    async def remove_indicator(self, text: str, report: Report) -> bool:
        """Whether it was listed."""

    async def indicators(self, report: Report) -> Sequence[Indicator]: ...

    async def stop_looking(self, action: str, report: Report) -> object:
        """No more looks after an action."""


class Accounts(Protocol):
    """Evidence about accounts, and acts on them."""

    @property
    def acts(self) -> frozenset[ActKind]:
        """What the connected provider has a call for."""

    async def account(self, address: str, report: Report) -> Account: ...

    async def history(self, report: Report) -> tuple[ActView, ...]: ...

    async def contain(
        self, act: AccountAct, typed: str, reason: str, passphrase: str, report: Report
    ) -> ActView: ...

    async def undo(self, id: str, typed: str, passphrase: str, report: Report) -> ActView: ...


class Desk(Protocol):
    """Every coroutine runs on the io loop and tells ``report`` how far it is."""

    @property
    def changes(self) -> Changes: ...

    @property
    def sign_ins(self) -> SignIns: ...

    @property
    def reader_path(self) -> Path: ...

    @property
    def read_only(self) -> str:
        """Why nothing can be changed here, "" when it can."""

    @property
    def isolation(self) -> str: ...

    @property
    def tenant(self) -> Tenant | None: ...

    @property
    def rights(self) -> frozenset[str]:
        """What the connected tenant granted, by the provider's own names."""

    @property
    def health(self) -> Health: ...

    @property
    def asks_dns(self) -> bool: ...

    async def allow_dns(self, allowed: bool, report: Report) -> bool:
        """Returns whether DNS is asked from now on."""

    async def connect(self, profile: Profile, report: Report) -> Tenant: ...

    async def refresh(self, report: Report) -> Synchronised: ...

    @property
    def live(self) -> LiveState:
        """How the watch for new mail stands."""

    async def watch(self, on: bool, report: Report) -> LiveState:
        """Begin it for what was chosen, or pause it."""

    @property
    def watched(self) -> WatchChoice: ...

    async def watch_these(self, choice: WatchChoice, report: Report) -> LiveState:
        """Begin it anew for these."""

    async def mailboxes(self, report: Report) -> Sequence[Mailbox]: ...

    async def pause(self, report: Report) -> object:
        """Stops the action that runs after what is under way."""

    async def proceed(self, action_id: str, reason: str, report: Report) -> ActionView:
        """Lets a paused or halted action go on; the halted one for a reason alone."""

    async def export_journal(self, path: Path, ids: Sequence[str], report: Report) -> int:
        """Writes these actions with their copies; gives their number."""

    async def anchors(self, report: Report) -> Sequence[SinkStanding]:
        """How far the audit log is anchored outside."""

    async def open_files(self, paths: Sequence[Path], report: Report) -> FilesOpened: ...

    async def decide(
        self, message_ids: Sequence[int], disposition: Disposition, report: Report
    ) -> object: ...

    @property
    def campaigns(self) -> Campaigns: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def searches(self) -> Searches: ...

    async def rule_problems(self, report: Report) -> Sequence[str]: ...

    async def open(self, message_id: int, report: Report) -> OpenMessage: ...

    async def examine_again(self, message_id: int, wish: Wish, report: Report) -> Reexamined: ...

    async def scope(self, message_id: int, report: Report) -> Scope: ...

    async def scope_alike(self, message_id: int, report: Report) -> Scope:
        """As ``scope``, of all messages that are one row with this one."""

    async def quarantine(
        self, scope: Scope, reason: str, confirmed_count: int | None, report: Report
    ) -> ActionView: ...

    async def act(
        self,
        scope: Scope,
        choice: Choice,
        reason: str,
        confirmed_count: int | None,
        report: Report,
    ) -> ActionView:
        """As ``quarantine``, to another place."""

    async def request_approval(self, action_id: str, path: Path, report: Report) -> Path:
        """Writes the file to hand to a second person."""

    async def approve(self, path: Path, report: Report) -> ActionView:
        """Takes the second person's answer in and does what it approves."""

    async def undo(self, action_id: str, report: Report) -> ActionView: ...

    @property
    def needs_unlocking(self) -> bool:
        """Whether another identity writes, which each action has to unlock."""

    @property
    def limits(self) -> Thresholds:
        """From which numbers on the connected profile demands more than a click."""

    @property
    def writer_rights(self) -> frozenset[str] | None:
        """What was granted to the identity that writes; None while nobody knows."""

    @property
    def waiting(self) -> tuple[str, ...]:
        """Unfinished actions that wait for being unlocked."""

    async def unlocked(self, passphrase: str, work: Act, report: Report) -> ActionView:
        """Carries out one action with the remediator unlocked for it alone."""

    async def go_on(self, report: Report) -> ActionView:
        """Takes up the oldest action that waits."""

    async def actions(self, report: Report) -> Sequence[ActionView]: ...

    async def items(self, action_id: str, report: Report) -> Sequence[ItemView]: ...

    def prepare_to_close(self) -> None:
        """From now on a cancelled action is left to be gone on with at the next start."""

    async def close(self) -> None: ...


class Tenants(Protocol):
    """Tenants that are remembered; secrets go in and never come out."""

    async def all(self, report: Report) -> tuple[Saved, ...]: ...

    async def add(self, saved: Saved, report: Report) -> tuple[Saved, ...]: ...

    async def remove(self, name: str, report: Report) -> tuple[Saved, ...]: ...

    async def profile(self, name: str, secret: str, passphrase: str, report: Report) -> Profile: ...

    async def keeping(self, report: Report) -> str:
        """The key store that secrets can be kept in, as people call it; "" where there is none."""

    async def kept(self, name: str, secret: str, report: Report) -> Profile:
        """Keeps the secret there first."""


class Opening(Protocol):
    """A workspace to open, with what to do in it first; its coroutines run on the io loop."""

    @property
    def workspace(self) -> Path:
        """The workspace file, which need not exist yet."""

    @property
    def profile(self) -> Profile | None:
        """The tenant to connect as soon as the desk is open."""

    @property
    def tenants(self) -> Tenants: ...

    @property
    def files(self) -> Sequence[Path]:
        """Files to open as soon as the desk is open."""

    @property
    def autostart(self) -> bool:
        """Whether to connect the simulated tenant as soon as the desk is open."""

    @property
    def demo(self) -> bool:
        """Whether the demo can be offered."""

    def enter_demo(self) -> None:
        """The next desk is the demo's, in a workspace of its own."""

    async def open_desk(self) -> Desk: ...

    async def start_demo(self) -> Profile:
        """Start the simulated tenant; its profile connects to it."""
