"""Analysis as the rest of the workbench sees it: a job in, a future of the analysis out."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, TypeVar

from analyzers.model.analysis import Analysis
from analyzers.model.fidelity import Fidelity
from analyzers.model.organisation import NOBODY, Organisation
from analyzers.scope import Again
from workbench.errors import BadInput, IsolationFailed
from workbench.isolation.link import Link
from workbench.isolation.protocol import Cancel, Finished, FromHost, Ready, RulesReady, Submit
from workbench.isolation.series import ORDERS
from workbench.isolation.settings import (
    ARTIFACT_BYTES,
    MESSAGE_BYTES,
    HostSettings,
    PackStanding,
    RuleProblem,
)

_MESSAGE_TYPES = frozenset({"message/rfc822", "application/vnd.ms-outlook"})
_MESSAGE_SUFFIXES = frozenset({".eml", ".msg"})
_START_SECONDS = 60.0  # how long a host may take to come up
_RULES_SECONDS = 600.0  # and to try large packs of rules
_RESTART_SECONDS = 60.0  # a host that dies twice within this time stays down
# Background jobs the host holds at most, and their bytes, which a single large one may exceed:
# enough to fill a shared box for each core while the next are filled.
_FLYING = 2 * ORDERS * (os.cpu_count() or 1)
_FLYING_BYTES = 64 << 20
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnalysisJob:
    """An artifact to analyse; name and declared type are what somebody claims.

    ``fidelity`` says how near the bytes are to what was received.  ``answers`` maps a Need's kind
    and key to the answer; ``background`` work waits for the rest and may share boxes.  Without
    ``views`` nothing is made that only a window shows.  With ``again`` only these parts of the tree
    are examined; ``raised`` holds hashes of artifacts that get raised limits.
    """

    data: bytes = field(repr=False)
    name: str
    declared_type: str = ""
    background: bool = False
    views: bool = True
    organisation: Organisation = NOBODY
    fidelity: Fidelity = Fidelity.UNKNOWN
    passwords: tuple[str, ...] = field(default=(), repr=False)
    answers: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    again: tuple[Again, ...] = ()
    raised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job under way.  Cancelling the future, or the ticket, kills its boxes."""

    future: Future[Analysis]

    def cancel(self) -> bool:
        """Whether there was still something to cancel."""
        return self.future.cancel()


@dataclass(slots=True)
class _Entry:
    message: Submit
    data: bytes
    size: int
    future: Future[Analysis]
    sent: bool = False


class AnalysisHost:
    """One host process and the jobs it has; every method may be called from any thread."""

    def __init__(self, settings: HostSettings) -> None:
        self._settings = settings
        self._lock = threading.RLock()
        self._entries: dict[int, _Entry] = {}
        self._held: deque[int] = deque()  # background jobs the host has not been given yet
        self._count = 0
        self._closed = False
        self._restarted = float("-inf")
        self._link = self._connect()

    @classmethod
    def start(cls, settings: HostSettings | None = None) -> AnalysisHost:
        """Start the host; call it before Qt, the database and sockets.  Does not wait for it."""
        if os.name != "posix":
            raise IsolationFailed("Analysis needs Linux or macOS: there are no boxes here yet")
        return cls(settings or HostSettings())

    @property
    def level(self) -> str:
        """ "full", "process", or "refused" where boxes lack a mandatory layer.  Waits for it."""
        return self._standing().level

    @property
    def layers(self) -> tuple[str, ...]:
        return self._standing().layers

    @property
    def units(self) -> tuple[tuple[str, int], ...]:
        """Name and version of every unit on duty."""
        return self._standing().units

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """Units that read answers, each with a kind of need."""
        return self._standing().asks

    @property
    def trouble(self) -> str:
        """Why the level is "refused", "" where it is not."""
        return self._standing().trouble

    @property
    def rule_problems(self) -> tuple[RuleProblem, ...]:
        """Rule files that are left out, once all have been tried.  Waits for it."""
        return _awaited(self._rules, _RULES_SECONDS).problems

    @property
    def rule_packs(self) -> tuple[PackStanding, ...]:
        """What of each pack is in use, once all have been tried.  Waits for it."""
        return _awaited(self._rules, _RULES_SECONDS).packs

    @property
    def rules(self) -> str:
        """The hash that Analysis.rules will carry.  Waits until the rules have been tried."""
        return _awaited(self._rules, _RULES_SECONDS).digest

    @property
    def pid(self) -> int:
        return self._link.pid

    def submit(self, job: AnalysisJob) -> Ticket:
        """Queue a job.  A host that has died is started once more, which is logged."""
        _check_size(job)
        future: Future[Analysis] = Future()
        with self._lock:
            self._revive()
            self._count += 1
            number = self._count
            self._entries[number] = _Entry(_message(number, job), job.data, len(job.data), future)
            if job.background:
                self._held.append(number)
                self._release()
            else:
                self._send(number)
        future.add_done_callback(lambda done: self._settled(number, done))
        return Ticket(future)

    def close(self) -> None:
        """End the host; jobs still under way fail.  Bounded to a few seconds."""
        with self._lock:
            self._closed = True
        self._link.close()
        self._fail("The analysis host was closed")

    def _connect(self) -> Link:
        self._death = ""
        self._ready: Future[Ready] = Future()
        self._rules: Future[RulesReady] = Future()
        return Link(self._settings, self._heard, self._lost)

    def _revive(self) -> None:
        """Start the host again if it is gone, unless it was only just started again."""
        if self._closed:
            raise IsolationFailed("The analysis host was closed")
        if not self._death:
            return
        if time.monotonic() - self._restarted < _RESTART_SECONDS:
            raise IsolationFailed(self._death)
        _log.warning("%s; it is started again", self._death)
        self._restarted = time.monotonic()
        self._link = self._connect()

    def _standing(self) -> Ready:
        return _awaited(self._ready, _START_SECONDS)

    def _send(self, number: int) -> None:
        entry = self._entries[number]
        entry.sent = True
        self._link.send(entry.message, (entry.data,))
        entry.data = b""

    def _release(self) -> None:
        """Give the host as much background work as it may hold."""
        sizes = [e.size for e in self._entries.values() if e.sent and e.message.background]
        flying, size = len(sizes), sum(sizes)
        while self._held and (not flying or (flying < _FLYING and size < _FLYING_BYTES)):
            entry = self._entries.get(self._held[0])
            number = self._held.popleft()
            if entry is not None:
                self._send(number)
                flying, size = flying + 1, size + entry.size

    def _settled(self, number: int, future: Future[Analysis]) -> None:
        """Forget a job that is over, and tell the host where it was cancelled."""
        with self._lock:
            entry = self._entries.pop(number, None)
            if future.cancelled():
                future.set_running_or_notify_cancel()
                if entry is not None and entry.sent:
                    self._link.send(Cancel(number))
            self._release()

    def _heard(self, message: FromHost) -> None:
        match message:
            case Ready():
                self._ready.set_result(message)
            case RulesReady():
                self._rules.set_result(message)
            case Finished(job, analysis):
                with self._lock:
                    entry = self._entries.get(job)
                if entry is not None and entry.future.set_running_or_notify_cancel():
                    entry.future.set_result(analysis)

    def _lost(self, words: str) -> None:
        with self._lock:
            self._death = f"The analysis host has ended ({words})"
        self._fail(self._death)

    def _fail(self, text: str) -> None:
        with self._lock:
            entries = list(self._entries.values())
            self._held.clear()
        unfinished: list[Future[Any]] = [self._ready, self._rules, *(e.future for e in entries)]
        for waiting in unfinished:
            if not waiting.done() and waiting.set_running_or_notify_cancel():
                waiting.set_exception(IsolationFailed(text))


def _awaited(future: Future[_T], seconds: float) -> _T:
    try:
        return future.result(seconds)
    except TimeoutError:
        raise IsolationFailed(f"The analysis host was not ready within {seconds:g} s") from None


def _check_size(job: AnalysisJob) -> None:
    suffix = PurePath(job.name).suffix.casefold()
    message = job.declared_type.casefold() in _MESSAGE_TYPES or suffix in _MESSAGE_SUFFIXES
    limit = MESSAGE_BYTES if message else ARTIFACT_BYTES
    if len(job.data) > limit:
        name, size = job.name or "The artifact", len(job.data) >> 20
        raise BadInput(f"{name} has {size} MiB; more than {limit >> 20} MiB are not analysed")


def _message(number: int, job: AnalysisJob) -> Submit:
    return Submit(
        number,
        job.name,
        job.declared_type,
        job.background,
        job.views,
        job.organisation,
        job.fidelity,
        job.passwords,
        tuple((kind, key, answer) for (kind, key), answer in job.answers.items()),
        job.again,
        job.raised,
    )
