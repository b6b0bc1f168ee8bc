"""What the name of a member of any archive gives away."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import names
from analyzers.lib.unpack import Stop
from analyzers.model.observation import Finding, Severity

_CAPS = {
    Stop.RATIO: ("limit.archive.ratio", Severity.HIGH, "It unpacks far beyond its packed size"),
    Stop.MEMBER: ("limit.archive.member", Severity.MEDIUM, "A member is too large to unpack"),
    Stop.TOTAL: (
        "limit.archive.total",
        Severity.HIGH,
        "The archive unpacks to more than is allowed",
    ),
    Stop.METHOD: ("archive.member.method", Severity.MEDIUM, "A member cannot be unpacked here"),
    Stop.DAMAGED: ("archive.member.damaged", Severity.LOW, "A member is damaged"),
}


def judged(name: str, *, locked: bool = False) -> Iterator[Finding]:
    """Names that lead out of the folder, hide their ending, or belong to what runs."""
    shown, ending = names.spelled(name), names.extension(name)
    if names.climbs(name):
        title = "A name leads out of its folder"
        yield Finding("archive.name.traversal", Severity.HIGH, title, shown)
    if characters := names.bidi(name):
        title = "A name holds characters that reverse its reading"
        yield Finding("archive.name.bidi", Severity.HIGH, title, f"{shown} ({characters})")
    if inner := names.double_extension(name):
        title = f"A member that can run poses as .{inner}"
        yield Finding("archive.name.double-extension", Severity.HIGH, title, shown)
    if names.padded(name):
        title = "A gap hides the real extension"
        yield Finding("archive.name.padded", Severity.HIGH, title, shown)
    if ending in names.DANGEROUS:
        title = f"Holds a file that can run (.{ending})" + (", locked" if locked else "")
        yield Finding("archive.member.executable", Severity.HIGH, title, shown)
    elif ending in names.IMAGES_OF_DISKS or ending in names.MACRO_DOCUMENTS:
        title = f"Holds a .{ending} file"
        yield Finding("archive.member.risky", Severity.MEDIUM, title, shown)


def capped(stop: Stop, detail: str, name: str) -> Iterator[Finding]:
    """Why a member was not, or not wholly, unpacked; nothing where it was."""
    if stop in _CAPS:
        rule, severity, title = _CAPS[stop]
        yield Finding(rule, severity, title, detail, names.spelled(name), incomplete=True)
