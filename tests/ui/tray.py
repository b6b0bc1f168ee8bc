"""A desk whose answers lie ready, for presenters and views; what it hands out are real results."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.ui.proposed import ProposalTray
from tests.ui.searched import SearchTray
from ui.presenters.ports import Act
from ui.presenters.searching_port import Searches
from workbench.asking import SignIns
from workbench.changes import Changes
from workbench.errors import StoreError, WorkbenchError
from workbench.jobs import Progress, Report
from workbench.model.accounts import Account
from workbench.model.alike import Member
from workbench.model.anchors import SinkStanding
from workbench.model.containment import Act as AccountAct
from workbench.model.containment import ActKind, ActState, ActView
from workbench.model.health import Health
from workbench.model.live import LiveState, Watch, WatchChoice
from workbench.model.mail import MessageRef
from workbench.model.opened import FilesOpened, OpenMessage, Reexamined, Synchronised
from workbench.model.reexamination import Wish
from workbench.model.remediation import (
    ActionKind,
    ActionState,
    ActionView,
    Choice,
    ItemState,
    ItemView,
    Scope,
    ScopeRow,
    Tier,
)
from workbench.model.rows import Source
from workbench.model.tenant import Mailbox, Profile, Tenant
from workbench.model.thresholds import CUSTOMARY
from workbench.model.verdict import Disposition
from workbench.profiles.tenants import Tenants

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def opened(id: int, **changes: object) -> OpenMessage:
    """A message nobody could analyse, unless ``changes`` say otherwise."""
    bare = OpenMessage(id, Source.TENANT, f"Subject {id}", None, None, None, (), (), ())
    return replace(bare, **changes)  # type: ignore[arg-type]  # names checked by replace


def scope(id: int, copies: int = 2, tier: Tier = Tier.EXACT, per_box: int = 1) -> Scope:
    """``copies`` copies, ``per_box`` of them in each mailbox; weak ones are not ticked."""
    rows = tuple(
        ScopeRow(
            ref=MessageRef("contoso", f"user{n // per_box}", f"{id}-{n}"),
            mailbox_address=f"user{n // per_box}@contoso.example",
            fingerprint="",
            tier=tier,
            folder="inbox",
            folder_path="Inbox",
            is_read=bool(n % 2),
            version="1",
            selected=tier is not Tier.WEAK,
        )
        for n in range(copies)
    )
    return Scope("contoso", id, f"Subject {id}", rows, (), NOW)


def action(id: str = "a1", **changes: object) -> ActionView:
    done = ActionView(
        id=id,
        kind=ActionKind.QUARANTINE,
        state=ActionState.COMPLETED,
        subject="Subject 1",
        reason="phish",
        actor="ann",
        created=NOW,
        finished=NOW,
        counts=((ItemState.DONE, 2),),
        mailboxes=2,
        reverses="",
        reversed_by="",
        undoable=2,
    )
    return replace(done, **changes)  # type: ignore[arg-type]  # names checked by replace


def item(number: int, state: ItemState = ItemState.DONE) -> ItemView:
    ref = MessageRef("contoso", f"user{number}", str(number))
    return ItemView(f"user{number}@contoso.example", ref, state, "Inbox", False, True, "")


class AccountTray:
    """Accounts by address; every act is done at once and kept."""

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        self.acts = frozenset(ActKind)
        self.known: dict[str, Account] = {}
        self.done: list[ActView] = []

    async def account(self, address: str, report: Report) -> Account:
        await self._tray._pass(report, "account", address)
        return self.known[address]

    async def history(self, report: Report) -> tuple[ActView, ...]:
        return tuple(self.done)

    async def contain(
        self, act: AccountAct, typed: str, reason: str, passphrase: str, report: Report
    ) -> ActView:
        await self._tray._pass(report, "contain", act, typed, reason, passphrase)
        number = f"c-{len(self.done)}"
        view = ActView(number, act.kind, act.address, act.what, ActState.DONE, reason, "ann", NOW)
        self.done.insert(0, view)
        return view

    async def undo(self, id: str, typed: str, passphrase: str, report: Report) -> ActView:
        await self._tray._pass(report, "undo_act", id, typed, passphrase)
        return next(view for view in self.done if view.id == id)


class Tray:
    """``asked`` are the calls in order; a call named in ``hold`` waits until it is let go."""

    def __init__(self, messages: Mapping[int, OpenMessage] | None = None) -> None:
        self.changes = Changes()
        self.accounts = AccountTray(self)
        self.sign_ins = SignIns(self.changes)
        self.reader_path = Path("tray.workspace")
        self.read_only = ""
        self.isolation = "full"
        self.asks_dns = False
        self.live = LiveState()
        self.boxes: tuple[Mailbox, ...] = ()
        self.rights: frozenset[str] = frozenset()
        self.health = Health()
        self.needs_unlocking = False
        self.limits = CUSTOMARY
        self.writer_rights: frozenset[str] | None = None
        self.waiting: tuple[str, ...] = ()
        self.proposals = ProposalTray(self._pass)
        self.searches: Searches = SearchTray(self._pass)
        self.profiles: list[Profile] = []
        self.tenant: Tenant | None = None
        self.messages = dict(messages or {})
        self.scopes: dict[int, Scope] = {}
        self.reexamined: Reexamined | None = None
        self.journal: list[ActionView] = []
        self.sinks: tuple[SinkStanding, ...] = ()
        self.groups: dict[int, Sequence[Member]] = {}
        self.copies: dict[str, tuple[ItemView, ...]] = {}
        self.fails: dict[str, WorkbenchError] = {}
        self.steps: tuple[Progress, ...] = ()
        self.asked: list[tuple[object, ...]] = []
        self.cancelled: list[str] = []
        self.answered = threading.Event()  # set on the io thread when a call was let through
        self._held: set[str] = set()
        self._waiting: dict[str, list[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def hold(self, *names: str) -> None:
        """Before the call it is meant for."""
        self._held |= set(names)

    def let_go(self, name: str) -> None:
        self._held.discard(name)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._free, name)

    def opened_ids(self) -> list[object]:
        return [call[1] for call in self.asked if call[0] == "open"]

    def times(self, name: str) -> int:
        return sum(call[0] == name for call in self.asked)

    def _free(self, name: str) -> None:
        for event in self._waiting.pop(name, []):
            event.set()

    async def _pass(self, report: Report, name: str, *args: object) -> None:
        self._loop = asyncio.get_running_loop()
        self.asked.append((name, *args))
        for step in self.steps:
            report(step)
        try:
            if name in self._held:
                event = asyncio.Event()
                self._waiting.setdefault(name, []).append(event)
                await event.wait()
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise
        if name in self.fails:
            raise self.fails[name]
        self.answered.set()

    async def connect(self, profile: Profile, report: Report) -> Tenant:
        self.profiles.append(profile)
        await self._pass(report, "connect")
        self.tenant = Tenant(profile.tenant, profile.name, "Microsoft 365", ("contoso.example",))
        return self.tenant

    async def refresh(self, report: Report) -> Synchronised:
        await self._pass(report, "refresh")
        return Synchronised(12, 0, 0, 0, ())

    async def open_files(self, paths: Sequence[Path], report: Report) -> FilesOpened:
        await self._pass(report, "open_files")
        return FilesOpened((), ())

    async def allow_dns(self, allowed: bool, report: Report) -> bool:
        await self._pass(report, "allow_dns", allowed)
        self.asks_dns = allowed
        return allowed

    async def watch(self, on: bool, report: Report) -> LiveState:
        await self._pass(report, "watch", on)
        self.live = LiveState(Watch.WATCHING if on else Watch.OFF, mailboxes=3)
        return self.live

    @property
    def watched(self) -> WatchChoice:
        return WatchChoice()

    async def watch_these(self, choice: WatchChoice, report: Report) -> LiveState:
        await self._pass(report, "watch_these", choice)
        self.live = LiveState(Watch.WATCHING)
        return self.live

    async def mailboxes(self, report: Report) -> Sequence[Mailbox]:
        await self._pass(report, "mailboxes")
        return self.boxes

    async def decide(
        self, message_ids: Sequence[int], disposition: Disposition, report: Report
    ) -> object:
        await self._pass(report, "decide", tuple(message_ids), disposition)
        return None

    @property
    def campaigns(self) -> Tray:
        return self

    async def members(self, message_id: int, report: Report) -> Sequence[Member]:
        return self.groups.get(message_id, ())

    async def split(self, message_id: int, report: Report) -> None:
        await self._pass(report, "split", message_id)

    async def open(self, message_id: int, report: Report) -> OpenMessage:
        await self._pass(report, "open", message_id)
        return self.messages.get(message_id) or opened(message_id)

    async def examine_again(self, message_id: int, wish: Wish, report: Report) -> Reexamined:
        await self._pass(report, "examine_again", message_id, wish)
        return self.reexamined or Reexamined(self.messages.get(message_id))

    async def scope(self, message_id: int, report: Report) -> Scope:
        await self._pass(report, "scope", message_id)
        return self.scopes.get(message_id) or scope(message_id)

    async def scope_alike(self, message_id: int, report: Report) -> Scope:
        await self._pass(report, "scope_alike", message_id)
        found = self.scopes.get(message_id) or scope(message_id)
        others = (one.id for one in self.groups.get(message_id, ()) if one.id != message_id)
        return replace(found, alike=tuple(others))

    async def quarantine(
        self, scope: Scope, reason: str, confirmed_count: int | None, report: Report
    ) -> ActionView:
        """Cancelled, it stops politely and says how far it came, as the real desk does."""
        done = action(subject=scope.subject, reason=reason)
        return await self._carry(done, report, "quarantine", scope, reason, confirmed_count)

    async def act(
        self,
        scope: Scope,
        choice: Choice,
        reason: str,
        confirmed_count: int | None,
        report: Report,
    ) -> ActionView:
        done = action(subject=scope.subject, reason=reason, kind=choice.kind)
        return await self._carry(done, report, "act", scope, choice, reason, confirmed_count)

    async def request_approval(self, action_id: str, path: Path, report: Report) -> Path:
        await self._pass(report, "request_approval", action_id, path)
        return path

    async def approve(self, path: Path, report: Report) -> ActionView:
        return await self._carry(action(), report, "approve", path)

    async def undo(self, action_id: str, report: Report) -> ActionView:
        done = action("u1", kind=ActionKind.UNDO, reverses=action_id)
        return await self._carry(done, report, "undo", action_id)

    async def unlocked(self, passphrase: str, work: Act, report: Report) -> ActionView:
        await self._pass(report, "unlocked", passphrase)
        return await work(report)

    async def go_on(self, report: Report) -> ActionView:
        done = action(self.waiting[0])
        self.waiting = self.waiting[1:]
        return await self._carry(done, report, "go_on")

    async def _carry(self, done: ActionView, report: Report, *call: object) -> ActionView:
        try:
            await self._pass(report, str(call[0]), *call[1:])
        except asyncio.CancelledError:
            done = replace(done, state=ActionState.CANCELLED)
        self.journal.insert(0, done)
        return done

    async def actions(self, report: Report) -> Sequence[ActionView]:
        await self._pass(report, "actions")
        return tuple(self.journal)

    async def pause(self, report: Report) -> None:
        await self._pass(report, "pause")

    async def proceed(self, action_id: str, reason: str, report: Report) -> ActionView:
        return await self._carry(action(action_id), report, "proceed", action_id, reason)

    async def export_journal(self, path: Path, ids: Sequence[str], report: Report) -> int:
        await self._pass(report, "export_journal", path, tuple(ids))
        return len(ids)

    async def anchors(self, report: Report) -> Sequence[SinkStanding]:
        return self.sinks

    async def items(self, action_id: str, report: Report) -> Sequence[ItemView]:
        await self._pass(report, "items", action_id)
        return self.copies.get(action_id, ())

    async def rule_problems(self, report: Report) -> Sequence[str]:
        return ()

    def prepare_to_close(self) -> None:
        self.asked.append(("prepare_to_close",))

    async def close(self) -> None:
        self.asked.append(("close",))


def no_tenants() -> Tenants:
    return Tenants(Path("no.profiles"), Path("no.secrets"))


@dataclass(frozen=True, slots=True)
class Ready:
    """An opening that hands out this desk."""

    desk: Tray
    workspace: Path = Path("tray.workspace")
    profile: Profile | None = None
    tenants: Tenants = field(default_factory=no_tenants)
    files: Sequence[Path] = ()
    autostart: bool = False
    demo: bool = False
    entered: list[str] = field(default_factory=list)

    def enter_demo(self) -> None:
        self.entered.append("demo")

    async def open_desk(self) -> Tray:
        return self.desk

    async def start_demo(self) -> Profile:
        raise StoreError("There is no demo here")
