"""What of a message could be blocked, and what blocking it does beyond stopping this mail."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzers.lib.domains import registrable_domain
from analyzers.lib.freemail import FREE_MAIL
from workbench.errors import BadInput
from workbench.remediation.blocking import Block, read_block, task

MOST = 60  # links offered; a mail with more is a newsletter or a trap for whoever reads them all
FORGED = "also stops honest mail of this address, which anybody can forge"
EVERYBODY = "stops all mail of this domain"

# Microsoft's description of the Tenant Allow/Block List; Google's help on blocked senders.
MICROSOFT = (
    "Exchange Online treats mail from a blocked sender or domain, and mail with a blocked link, as "
    "phishing of high confidence and quarantines it; people here cannot write to a blocked sender "
    "or domain either. Entries end by themselves. Mail delivered already stays where it is."
)
GOOGLE = (
    "Gmail rejects mail from blocked senders and domains before it is delivered; a rule on the "
    "content of incoming mail has to stand in for links. The lists have no end date. Mail "
    "delivered already stays where it is."
)


class Sort(enum.StrEnum):
    SENDER = "sender"
    DOMAIN = "domain"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Indicator:
    """``chosen`` is whether it is ticked beforehand."""

    sort: Sort
    value: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Indicators:
    """``left_out`` counts addresses that no task can carry safely, or that are too many."""

    rows: tuple[Indicator, ...]
    left_out: int = 0


def indicators(senders: Iterable[str], links: Iterable[str], own: Sequence[str] = ()) -> Indicators:
    """Senders are ticked, what reaches further is not; ``own`` are domains of the tenant, which
    are never offered."""
    ours = {domain.casefold() for domain in own}
    rows: dict[tuple[Sort, str], Indicator] = {}
    left = 0
    for row in [*_senders(senders, ours), *_links(links)]:
        if (value := _safe(row)) is None:
            left += 1
        elif row.sort is not Sort.LINK or sum(key[0] is Sort.LINK for key in rows) < MOST:
            clean = Indicator(row.sort, value, row.note, row.chosen)
            rows.setdefault((row.sort, value), clean)
        else:
            left += 1
    return Indicators(tuple(rows.values()), left)


def task_for(chosen: Sequence[Indicator], google: bool) -> str:
    """What an administrator pastes; "" while nothing is chosen."""
    if not chosen:
        return ""
    picked = {sort: [row.value for row in chosen if row.sort is sort] for sort in Sort}
    block = read_block(picked[Sort.SENDER], picked[Sort.DOMAIN], picked[Sort.LINK])
    return task(block, google)


def _senders(addresses: Iterable[str], ours: set[str]) -> Iterable[Indicator]:
    found = list(dict.fromkeys(address.casefold() for address in addresses if address))
    outside = [a for a in found if a.rpartition("@")[2] not in ours]
    yield from (Indicator(Sort.SENDER, address, FORGED, chosen=True) for address in outside)
    for address in outside:
        domain = registrable_domain(address.rpartition("@")[2])
        if domain and domain not in FREE_MAIL and domain not in ours:
            yield Indicator(Sort.DOMAIN, domain, EVERYBODY)


def _links(links: Iterable[str]) -> Iterable[Indicator]:
    for link in links:
        if link.casefold().startswith(("http://", "https://")):
            yield Indicator(Sort.LINK, link, "this address alone, not the others of its host")


def _safe(row: Indicator) -> str | None:
    """As a task carries it, None where it cannot."""
    given: dict[Sort, list[str]] = {sort: [] for sort in Sort}
    given[row.sort] = [row.value]
    try:
        block: Block = read_block(given[Sort.SENDER], given[Sort.DOMAIN], given[Sort.LINK])
    except BadInput:
        return None
    return (block.senders or block.links)[0]
