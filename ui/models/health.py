"""A connection's health as rows: every line says when, or that it is not known."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from ui.models.table import Cell
from ui.tokens import Tone
from workbench.model.archives import NOT_TOLD, Archive, common_note, day_of, named
from workbench.model.health import Health
from workbench.model.natures import MailboxKind, Nature

HEALTH = ("What", "State", "Detail")
NAMED = 20  # mailboxes out of reach that have a row of their own
MINUTE, HOUR = 60, 3600  # seconds
STALE = 24 * HOUR  # seconds after which what the list shows is called old


def health_rows(health: Health, now: datetime) -> list[tuple[Cell, ...]]:
    return [
        _synced(health, now),
        _signed_in(health, now),
        _throttle(health, now),
        *_natures(health.natures),
        *_archives(health.natures),
        *(_unreached(address, reason) for address, reason in health.unreached),
    ]


def _natures(natures: tuple[Nature, ...]) -> list[tuple[Cell, ...]]:
    """How many there are of each kind, and by name those that nobody reads."""
    if not natures:
        return []
    apart = [one for one in natures if one.kind is MailboxKind.UNKNOWN]
    kinds = Counter(one.kind for one in natures if one.kind is not MailboxKind.UNKNOWN)
    told = [", ".join(f"{count:,} {kind.value}" for kind, count in kinds.most_common())]
    state, tone = "all known", Tone.CLEAN
    if apart:
        state, tone = f"{len(apart):,} not known", Tone.UNKNOWN
        told.append(f"{apart[0].address}: {apart[0].note}")
    beyond = [one for one in natures if not one.is_reached]
    return [
        (Cell("Kinds of mailboxes"), Cell(state, tone), Cell("; ".join(filter(None, told)))),
        *map(_beyond, beyond[:NAMED]),
        *([_more(len(beyond) - NAMED)] if len(beyond) > NAMED else []),
    ]


def _archives(natures: tuple[Nature, ...]) -> list[tuple[Cell, ...]]:
    """Whose archive no search reaches, and whether that is all; nothing where a provider knows no
    archives."""
    told = [one.archive for one in natures if one.archive != NOT_TOLD]
    having = [one.address for one in natures if one.archive.state is Archive.HAS]
    if not told:
        return []
    unknown = [one for one in told if one.state is Archive.UNKNOWN]
    counts = ((len(having), "not searched"), (len(unknown), "not known"))
    state = next((f"{count:,} {what}" for count, what in counts if count), "none")
    tone = Tone.UNKNOWN if having or unknown else Tone.CLEAN
    known = [one for one in told if one.state is not Archive.UNKNOWN]
    why = common_note(unknown) if unknown else ""
    if having and unknown:
        why = f"{len(unknown):,} not known: {why}"
    details = (
        named(having, NAMED),
        f"as of {day_of(known)}" if known else "",
        why,
    )
    detail = Cell("; ".join(filter(None, details)))
    return [(Cell("Online archives"), Cell(state, tone), detail)]


def _beyond(one: Nature) -> tuple[Cell, ...]:
    return Cell(one.address), Cell(f"{one.kind.value}, not read", Tone.UNKNOWN), Cell(one.note)


def _more(count: int) -> tuple[Cell, ...]:
    return Cell(f"and {count:,} more"), Cell("not read", Tone.UNKNOWN), Cell("")


def age(moment: datetime, now: datetime) -> str:
    """Rounded down; a service's clock ahead of ours counts as now."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min ago"
    return f"{seconds // HOUR} h ago"


def _synced(health: Health, now: datetime) -> tuple[Cell, ...]:
    if health.synced is None:
        return Cell("Last synchronised"), Cell("not yet", Tone.UNKNOWN), Cell("")
    old = (now - health.synced).total_seconds() > STALE
    tone = Tone.SUSPICIOUS if old else Tone.CLEAN
    return Cell("Last synchronised"), Cell(age(health.synced, now), tone), Cell("F5 asks again")


def _signed_in(health: Health, now: datetime) -> tuple[Cell, ...]:
    if health.signed_in is None:
        return Cell("Token"), Cell("not known", Tone.UNKNOWN), Cell("")
    return (
        Cell("Token"),
        Cell(f"issued {age(health.signed_in, now)}", Tone.CLEAN),
        Cell("Renewed by itself"),
    )


def _throttle(health: Health, now: datetime) -> tuple[Cell, ...]:
    if health.busy is None:
        return Cell("Throttling"), Cell("none", Tone.CLEAN), Cell("")
    told = f"{health.waited:.0f} s waited in all since connecting"
    return Cell("Throttling"), Cell(age(health.busy, now), Tone.SUSPICIOUS), Cell(told)


def _unreached(address: str, reason: str) -> tuple[Cell, ...]:
    return Cell(address), Cell("did not answer", Tone.SUSPICIOUS), Cell(reason)
