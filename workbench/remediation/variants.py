"""Other messages that may be the same mail: one campaign's, and what users passed on of it."""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta

from workbench.connectors.asked import fits
from workbench.connectors.port import Connector, Query
from workbench.connectors.threads import SentThreads
from workbench.errors import ConnectorError
from workbench.model.mail import Copy

AROUND = timedelta(days=3)  # before and after: a campaign is sent within hours, seldom days
FOLLOWED = 20  # messages passed on that are looked for in every mailbox; more are a gap
DEPTH = 3  # times a message passed on may be passed on again
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|vs)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
_FORWARD = re.compile(r"^\s*(?:fwd?|wg|tr|rv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4,}")  # of invoices, cases, orders; shorter ones tell issues apart


class Kind(enum.Enum):
    """What a message is to the one that was asked for."""

    CAMPAIGN = enum.auto()
    PASSED_ON = enum.auto()
    ANSWER = enum.auto()


@dataclass(slots=True)
class Thread:
    """What one copy's owner did in its thread; None is unknown."""

    replied: bool | None = None
    forwarded: bool | None = None


@dataclass(slots=True)
class Variants:
    """``campaign``, ``passed_on`` and ``answers`` are copies by reference; ``gaps`` are
    sentences."""

    campaign: dict[tuple[str, str], Copy] = field(default_factory=dict)
    passed_on: dict[tuple[str, str], Copy] = field(default_factory=dict)
    answers: dict[tuple[str, str], Copy] = field(default_factory=dict)
    threads: dict[tuple[str, str], Thread] = field(default_factory=dict)
    unreached: dict[str, str] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)

    def kind(self, key: tuple[str, str]) -> Kind:
        """The surest of what is known."""
        if key in self.campaign:
            return Kind.CAMPAIGN
        return Kind.ANSWER if key in self.answers else Kind.PASSED_ON


def core_of(subject: str) -> str:
    """Without marks of answers and forwards, and with every long number alike: campaigns count."""
    return _NUMBER.sub("#", " ".join(_PREFIX.sub("", subject).casefold().split()))


def mark_of(copy: Copy) -> str:
    """What copies of one campaign share though each has a Message-ID of its own: the sender, the
    subject's core, whether anything is attached."""
    fields = (copy.sender_address.casefold(), core_of(copy.subject), str(copy.has_attachments))
    return hashlib.sha256("\0".join(fields).encode("utf-8", "replace")).hexdigest()


async def find_campaign(
    connector: Connector, copies: Sequence[Copy], boxes: tuple[str, ...], found: Variants
) -> None:
    """Copies with another Message-ID and the mark of one of ``copies``."""
    marks = {mark_of(copy) for copy in copies}
    ids = {copy.internet_id for copy in copies}
    first = min(copies, key=lambda copy: copy.received)
    query = Query(
        sender=_sender_of(copies), since=first.received - AROUND, mailboxes=boxes,
        until=max(copy.received for copy in copies) + AROUND, recoverable=True,
    )  # fmt: skip
    if "@" not in first.sender_address or not core_of(first.subject):
        return
    async for copy in _searched(connector, query, found):
        if copy.internet_id not in ids and mark_of(copy) in marks:
            found.campaign[copy.ref.mailbox, copy.ref.key] = copy


def _sender_of(copies: Sequence[Copy]) -> str:
    """One address, or what several have in common: their domain, where it is one."""
    addresses = {copy.sender_address.casefold() for copy in copies}
    domains = {address.rpartition("@")[2] for address in addresses}
    if len(addresses) == 1 or len(domains) > 1:
        return copies[0].sender_address
    return f"@{min(domains)}"


async def find_forwards(
    connector: Connector, copies: Sequence[Copy], boxes: tuple[str, ...], own: frozenset[str],
    found: Variants,
) -> None:  # fmt: skip
    """Forwards by their subject, from the addresses ``own``: also where their sender's mailbox
    does not answer, or keeps nothing of what was sent."""
    first = min(copies, key=lambda copy: copy.received)
    core = core_of(first.subject)
    bare = _PREFIX.sub("", first.subject).strip()
    if not core:
        return
    query = Query(subject=bare, since=first.received, mailboxes=boxes)
    async for copy in _searched(connector, query, found):
        is_forward = _FORWARD.match(copy.subject) and core_of(copy.subject) == core
        if is_forward and copy.sender_address.casefold() in own:
            found.passed_on[copy.ref.mailbox, copy.ref.key] = copy


async def follow(
    connector: Connector, copies: Sequence[Copy], boxes: tuple[str, ...], found: Variants
) -> None:
    """What owners of copies answered and passed on, and where that went, several times over."""
    if not isinstance(connector, SentThreads):
        found.gaps.append("whether it was answered or passed on cannot be asked here")
        return
    done: set[str] = set()
    for _ in range(DEPTH):
        sent = await _passed_on(connector, copies, found)
        fresh = {copy.internet_id: copy for copy in sent if copy.internet_id not in done | {""}}
        for internet_id in list(fresh)[: max(0, FOLLOWED - len(done))]:
            query = Query(internet_id=internet_id, mailboxes=boxes, recoverable=True)
            async for copy in _searched(connector, query, found):
                found.passed_on[copy.ref.mailbox, copy.ref.key] = copy
        if len(done) + len(fresh) > FOLLOWED:
            found.gaps.append(f"it was passed on more than {FOLLOWED} times; not all were followed")
        done |= set(fresh)
        copies = [copy for copy in found.passed_on.values() if copy.internet_id in fresh]
        if not copies:
            return


async def _passed_on(connector: SentThreads, copies: Sequence[Copy], found: Variants) -> list[Copy]:
    """Sent mail of each copy's thread that went to somebody else than the copy's sender."""
    asked = [copy for copy in copies if copy.conversation]
    try:
        answers = await connector.sent_in([(c.ref.mailbox, c.conversation) for c in asked])
    except ConnectorError as error:
        found.gaps.append(f"whether it was answered or passed on is not known: {error}")
        return []
    sent: list[Copy] = []
    for copy, answer in zip(asked, answers, strict=True):
        later = None if answer is None else [o for o in answer if _is_after(o, copy)]
        for own in later or ():
            if _is_reply(own, copy):
                found.answers[own.ref.mailbox, own.ref.key] = own
        on = None if later is None else [o for o in later if not _is_reply(o, copy)]
        found.threads[copy.ref.mailbox, copy.ref.key] = Thread(
            None if later is None or on is None else len(later) > len(on),
            None if on is None else bool(on),
        )
        sent += on or ()
    return sent


def _is_after(sent: Copy, copy: Copy) -> bool:
    return sent.ref.key != copy.ref.key and sent.received >= copy.received


def _is_reply(sent: Copy, copy: Copy) -> bool:
    return copy.sender_address.casefold() in _folded(sent.recipients)


def _folded(addresses: Iterable[str]) -> set[str]:
    return {address.casefold() for address in addresses}


async def _searched(connector: Connector, query: Query, found: Variants) -> AsyncIterator[Copy]:
    async with aclosing(connector.find(query)) as pages:  # type: ignore[type-var] # as the fence's
        async for page in pages:
            found.unreached.update(page.unreached)
            for copy in page.copies:
                if fits(query, copy):
                    yield copy
