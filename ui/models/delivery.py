"""The way a message took, as stations of a line and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from analyzers.model.path import Hop, TransportPath, Trust
from ui.models.stations import Station
from ui.models.table import Cell
from ui.tokens import Tone

HOPS = ("#", "From", "Address", "By", "With", "Time", "After", "Whose word", "Remarks")
_TONES = {Trust.OURS: Tone.CLEAN, Trust.CLAIMED: Tone.UNKNOWN, Trust.UNKNOWN: Tone.UNKNOWN}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400  # seconds


def stations(path: TransportPath) -> list[Station]:
    """Oldest first: where the oldest hop says it came from, then every server that wrote a hop.
    The gap is the time since the hop before."""
    hops = list(reversed(path.hops))
    return [*_origin(hops[0]), *map(_station, hops)] if hops else []


def _origin(hop: Hop) -> Iterator[Station]:
    name = hop.source_address or hop.source_name or hop.source
    if name:
        called = hop.source if hop.source != name else ""
        yield Station(name, f"calls itself {called}" if called else "", "", "", Tone.UNKNOWN)


def _station(hop: Hop) -> Station:
    how = " ".join(part for part in (hop.protocol, hop.tls) if part)
    tone = Tone.SUSPICIOUS if hop.notes else _TONES[hop.trust]
    note = hop.notes[0] if hop.notes else how
    return Station(hop.server or "unnamed", note, _clock(hop.time), span(hop.seconds), tone)


def hop_rows(path: TransportPath) -> list[tuple[Cell, ...]]:
    """Newest first, as the fields stand in the message."""
    return [_hop_row(hop) for hop in path.hops]


def _hop_row(hop: Hop) -> tuple[Cell, ...]:
    source = " / ".join(dict.fromkeys(p for p in (hop.source, hop.source_name) if p))
    private = " (private)" if hop.private else ""
    odd = Cell("; ".join(hop.notes), Tone.SUSPICIOUS) if hop.notes else Cell("")
    return (
        Cell(str(hop.index)),
        Cell(source),
        Cell(hop.source_address + private if hop.source_address else ""),
        Cell(hop.server),
        Cell(" ".join(part for part in (hop.protocol, hop.tls) if part)),
        Cell(hop.time or "unreadable"),
        Cell(span(hop.seconds) or "unknown"),
        Cell(hop.trust.value, _TONES[hop.trust]),
        odd,
    )


def sentences(path: TransportPath | None) -> list[str]:
    """What the path comes to, in plain words, each with its reason."""
    if path is None:
        return []
    told = [
        f"Direction {path.direction.value}: {path.direction_reason}",
        f"Entered {path.submission.value}: {path.submission_reason}",
        path.boundary_reason,
        path.delivered_because,
    ]
    return [text.rstrip(": ") for text in told if text]


def span(seconds: float | None) -> str:
    """ "+4 s", "−2 min" where a clock is wrong, "" where it cannot be told."""
    if seconds is None:
        return ""
    size, sign = abs(seconds), "−" if seconds < 0 else "+"
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if size >= 2 * unit:
            return f"{sign}{size / unit:.0f} {name}"
    return f"{sign}{size:.0f} s"


def _clock(time: str) -> str:
    try:
        return f"{datetime.fromisoformat(time):%H:%M:%S %z}" if time else ""
    except ValueError:  # not from our own reader
        return ""
