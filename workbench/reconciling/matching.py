"""Matches records of a tenant with the journal, both ways.

A change by our application that no intent accounts for is the mark of a stolen token.  A change of
ours without a record is only "not in the export": providers deliver records hours late and promise
no completeness.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workbench.reconciling import google, microsoft
from workbench.reconciling.export import Bad, Record
from workbench.reconciling.ours import Intent, Ours
from workbench.reconciling.told import Kind, Named, Told

UNIT = timedelta(seconds=1)  # records of Exchange tell whole seconds
NAMED = 1_000  # alarms, damages and absences told one by one; more are only counted


@dataclass(frozen=True, slots=True)
class Finding:
    place: str
    moment: datetime | None
    operation: str
    mailbox: str
    message: str
    reason: str


@dataclass(slots=True)
class Reconciliation:
    """``records`` are all of the export; ``by_request`` and ``by_time`` count matched changes,
    the second without a request id that is ours; ``outside`` are changes of ours before or after
    the export's span."""

    records: int = 0
    ours: int = 0
    reads: int = 0
    by_request: int = 0
    by_time: int = 0
    alarms: list[Finding] = field(default_factory=list)
    alarm_count: int = 0
    missing: list[Finding] = field(default_factory=list)
    missing_count: int = 0
    outside: int = 0
    effects: int = 0  # changes of ours that the journal holds
    bad: list[Bad] = field(default_factory=list)
    bad_count: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def decided(self) -> bool:
        """Whether everything was read and at least something could be compared."""
        compared = self.by_request + self.by_time > 0 or not self.effects
        return not self.bad_count and not self.missing_count and self.records > 0 and compared


class Matching:
    def __init__(self, ours: Ours, apps: Iterable[str]) -> None:
        self._ours = ours
        self._apps = frozenset(app.casefold() for app in apps)
        self._known: set[str] = set()  # ids of records of ours: exports repeat them
        self.found = Reconciliation(effects=sum(i.moved for i in ours.intents))

    def take(self, piece: Record | Bad) -> None:
        if isinstance(piece, Bad):
            self._damaged(piece)
            return
        single = microsoft.told(piece.place, piece.values)
        events = (single,) if single else google.told(piece.place, piece.values)
        if not events:
            self._damaged(Bad(piece.place, "not a record of an audit log"))
        for event in events:
            self._event(event)

    def finish(self) -> Reconciliation:
        for intent in self._ours.intents:
            if intent.moved and not intent.seen:
                self._absent(intent)
        return self.found

    def _damaged(self, bad: Bad) -> None:
        self.found.bad_count += 1
        if len(self.found.bad) < NAMED:
            self.found.bad.append(bad)

    def _event(self, told: Told) -> None:
        self.found.records += 1
        self._span(told.moment)
        asked = any(self._ours.of_request(named.request) for named in told.messages)
        if not told.apps:
            self._nameless(told, asked=asked)
        elif (told.apps & self._apps or asked) and self._is_new(told):
            self.found.ours += 1
            self._own(told)

    def _span(self, moment: datetime | None) -> None:
        found = self.found
        if moment is not None:
            found.first = min(found.first or moment, moment)
            found.last = max(found.last or moment, moment)

    def _is_new(self, told: Told) -> bool:
        if not told.id:
            return True
        new = told.id not in self._known
        self._known.add(told.id)
        return new

    def _nameless(self, told: Told, *, asked: bool) -> None:
        """A record that names no application cannot accuse ours, but may bear us out."""
        if told.kind is Kind.READ or not told.worked:
            return
        for named in told.messages if asked else ():
            found = [i for i in self._ours.of_request(named.request) if not i.seen]
            for intent in [i for i in found if i.is_of(named, told.mailbox)][:1]:
                intent.seen = True

    def _own(self, told: Told) -> None:
        if told.kind is Kind.READ:
            self.found.reads += 1
        elif told.kind is Kind.FOREIGN:
            self._alarm(told, Named(), "this program never does that")
        elif told.kind is Kind.FOLDER:
            self._folder(told)
        elif told.kind is Kind.CALL:
            self._call(told)
        else:
            for named in told.messages:
                self._change(told, named)

    def _folder(self, told: Told) -> None:
        wanted = self._ours.folders.get(told.mailbox, [])
        if any(Intent("", "", "", "", "", w, moved=False).near(told.moment) for w in wanted):
            self.found.by_time += 1
        else:
            self._alarm(told, Named(), "no folder was wanted there at that time")

    def _call(self, told: Told) -> None:
        """All that can be said: we changed something in this mailbox at about that time."""
        near = [i for i in self._ours.of_mailbox(told.mailbox) if i.near(told.moment)]
        if not near:
            self._alarm(told, Named(), "the journal has no request for this mailbox at that time")
            return
        self.found.by_time += 1
        for intent in near:
            intent.seen = True

    def _change(self, told: Told, named: Named) -> None:
        asked = self._ours.of_request(named.request)
        found = [i for i in asked if i.is_of(named, told.mailbox)]
        reason = "the journal's request of that id is not about this message" if asked else ""
        if not asked:
            found = [i for i in self._candidates(told, named) if i.near(told.moment)]
            reason = self._why_not(told, named)
        unseen = [intent for intent in found if not intent.seen]
        if not found or (told.worked and not unseen):
            self._alarm(told, named, "changed more often than asked" if found else reason)
            return
        self.found.by_request += bool(asked)
        self.found.by_time += not asked
        if told.worked:
            unseen[0].seen = True

    def _candidates(self, told: Told, named: Named) -> list[Intent]:
        asked = self._ours.of_request(named.request)
        return asked or self._ours.of_message(named, told.mailbox)

    def _why_not(self, told: Told, named: Named) -> str:
        if self._ours.of_message(named, told.mailbox):
            return "the journal asked for this message, but at another time"
        return "the journal has no request for this message"

    def _alarm(self, told: Told, named: Named, reason: str) -> None:
        self.found.alarm_count += 1
        message = named.internet_id or named.key
        if len(self.found.alarms) < NAMED:
            self.found.alarms.append(
                Finding(*(told.place, told.moment, told.operation, told.mailbox, message, reason))
            )

    def _absent(self, intent: Intent) -> None:
        first, last = self.found.first, self.found.last
        if first is None or last is None or not first - UNIT <= intent.moment <= last + UNIT:
            self.found.outside += 1
            return
        self.found.missing_count += 1
        message = intent.internet_id or intent.key
        if len(self.found.missing) < NAMED:
            place = f"action {intent.action}"
            self.found.missing.append(
                Finding(*(place, intent.moment, "", intent.mailbox, message, "not in the export"))
            )
