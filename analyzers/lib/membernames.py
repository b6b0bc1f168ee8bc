"""What the name of a member of any archive gives away, and why a member was not unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from analyzers.lib import names
from analyzers.lib.unpack import Stop
from analyzers.model.observation import Finding, Severity

Family = Literal["zip", "archive"]  # how rule ids begin
FAMILIES: Final[tuple[Family, ...]] = ("zip", "archive")

# Rule with the family's place left open, severity and title.
_STOPS: Final = {
    Stop.RATIO: ("limit.{}.ratio", Severity.HIGH, "A member unpacks far beyond its packed size"),
    Stop.MEMBER: ("limit.{}.member", Severity.MEDIUM, "A member is too large to unpack"),
    Stop.TOTAL: (
        "limit.{}.total",
        Severity.HIGH,
        "The archive unpacks to more than is allowed",
    ),
    Stop.METHOD: ("{}.member.method", Severity.MEDIUM, "A member cannot be unpacked here"),
    Stop.DAMAGED: ("{}.member.damaged", Severity.LOW, "A member is damaged"),
}


def judged(family: Family, name: str, *, locked: bool = False) -> Iterator[Finding]:
    """Names that lead out of the folder, hide their ending, or belong to what runs."""
    shown, ending = names.spelled(name), names.extension(name)
    if names.climbs(name):
        title = "A name leads out of its folder"
        yield Finding(f"{family}.name.traversal", Severity.HIGH, title, shown)
    if characters := names.bidi(name):
        title = "A name holds characters that reverse its reading"
        yield Finding(f"{family}.name.bidi", Severity.HIGH, title, f"{shown} ({characters})")
    if inner := names.double_extension(name):
        title = f"A member that can run poses as .{inner}"
        yield Finding(f"{family}.name.double-extension", Severity.HIGH, title, shown)
    if names.padded(name):
        title = "A gap hides the real extension"
        yield Finding(f"{family}.name.padded", Severity.HIGH, title, shown)
    yield from _ending(family, ending, shown, locked)


def _ending(family: Family, ending: str, shown: str, locked: bool) -> Iterator[Finding]:
    if ending in names.DANGEROUS:
        rule = f"{family}.encrypted.executable" if locked else f"{family}.member.executable"
        title = f"Holds a file that can run (.{ending})" + (", locked" if locked else "")
        yield Finding(rule, Severity.HIGH, title, shown)
    elif ending in names.IMAGES_OF_DISKS or ending in names.MACRO_DOCUMENTS:
        yield Finding(f"{family}.member.risky", Severity.MEDIUM, f"Holds a .{ending} file", shown)


def capped(family: Family, stop: Stop, detail: str, name: str) -> Iterator[Finding]:
    """Why a member was not, or not wholly, unpacked; nothing where it was."""
    if stop in _STOPS:
        rule, severity, title = _STOPS[stop]
        where = names.spelled(name)
        yield Finding(rule.format(family), severity, title, detail, where, incomplete=True)
