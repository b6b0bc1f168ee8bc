"""What in a header block is not as RFC 5322 has it, counted, with the place of the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from analyzers.model.observation import Finding, Severity


@dataclass(slots=True)
class Notes:
    """How often something was met, and the byte at which it was met first."""

    _met: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, what: str, place: int, count: int = 1) -> None:
        before, first = self._met.get(what, (0, place))
        self._met[what] = (before + count, first)

    def first(self, what: str) -> int:
        """The byte of the first, -1 where none was met."""
        return self._met[what][1] if what in self._met else -1

    def items(self) -> Iterator[tuple[str, tuple[int, int]]]:
        yield from self._met.items()

    def __contains__(self, what: object) -> bool:
        return what in self._met


_FINDINGS: Final = {
    "malformed": Finding(
        "message.header.malformed", Severity.LOW, "A line in the header block is no header"
    ),
    "raw": Finding(
        "message.header.raw-bytes",
        Severity.INFO,
        "A header holds bytes that are not ASCII, in no stated charset",
    ),
    "nul": Finding(
        "message.header.nul",
        Severity.LOW,
        "The header block holds zero bytes, at which some programs stop reading",
    ),
    "cr": Finding(
        "message.header.bare-cr",
        Severity.LOW,
        "A carriage return stands alone in the headers; only some programs end a line there",
    ),
    "spaced": Finding(
        "message.header.space-colon",
        Severity.INFO,
        "Space stands between a header's name and colon",
    ),
    "folded": Finding(
        "message.header.folded-name",
        Severity.LOW,
        "A header's name and its colon stand on different lines",
    ),
    "control": Finding(
        "message.header.control-name",
        Severity.LOW,
        "Control characters stand in the name of a header",
    ),
    "unnamed": Finding(
        "message.header.unnamed", Severity.LOW, "A line in the header block begins with a colon"
    ),
    "leading": Finding(
        "message.header.leading-space",
        Severity.LOW,
        "The header block begins with a line that continues nothing",
    ),
    "spaces": Finding(
        "message.header.spaces-line",
        Severity.INFO,
        "A line of spaces stands in the headers; some programs end the headers there",
    ),
    "mbox": Finding(
        "message.header.mbox", Severity.INFO, "The message begins with the separator of a mailbox"
    ),
    "long-line": Finding(
        "message.header.long-line", Severity.INFO, "A header line is longer than 998 bytes"
    ),
}


def finding(what: str, count: int, first: int, where: str) -> Finding | None:
    """The finding for a note, None for notes that only decide where something ends."""
    kind = _FINDINGS.get(what)
    if kind is None:
        return None
    evidence = f"{count} of them" if count > 1 else ""
    place = f"{where}, byte {first}" if where else f"byte {first}"
    return replace(kind, evidence=evidence, where=place)
