"""Whether the message bears the marks of a phishing exercise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib.listed import entries
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_READ = 4_000  # characters of a field


def _marks() -> dict[str, list[tuple[str, str]]]:
    """By header name: part of the value, and whose exercise it is."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in entries("simulations"):
        name, part, vendor = (cell.strip() for cell in line.split("|"))
        found.setdefault(name, []).append((part, vendor))
    return found


_MARKS: Final = _marks()


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its marks are unknown")
    found: dict[str, str] = {}
    for header in message.headers:
        for part, vendor in _MARKS.get(header.name.lower(), ()):
            if not part or part in header.value[:_READ].lower():
                found.setdefault(vendor, f"{header.name}: {header.value[:100]}")
    if found:
        vendors = ", ".join(found)
        title = (
            f"The message bears marks of a phishing exercise ({vendors}); anybody can write them"
        )
        evidence = " | ".join(found.values())
        yield Finding("message.simulation", Severity.INFO, title, evidence, "headers")


UNIT = Unit("simulation", 1, frozenset({"eml", "msg"}), _examine)
