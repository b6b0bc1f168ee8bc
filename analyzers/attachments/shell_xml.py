"""XML files of the Windows shell: settings shortcuts, libraries, saved searches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import commandline, reached, urls
from analyzers.lib.safexml import Element, Refused, elements
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

LARGEST: Final = 4 << 20  # bytes; these files have some kilobytes
_PLACES: Final = frozenset({"url", "include", "location"})
_FACTS: Final = 20  # places named


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    if len(artifact.data) > LARGEST:
        raise Unreadable(f"The file has {len(artifact.data)} bytes, {LARGEST} are read")
    try:
        parts = elements(artifact.data)
    except (Refused, ValueError) as problem:
        raise Unreadable(f"The file cannot be read: {problem}") from problem
    if artifact.kind == "settingcontent-ms":
        yield from _setting(parts)
    else:
        yield from _places(parts, artifact.kind)


def _setting(parts: list[Element]) -> Iterator[Observation]:
    """DeepLink is a command line that Explorer runs without a question (M. Nelson, 2018)."""
    found = next((part.text for part in parts if part.tag == "DeepLink" and part.text), "")
    if not found:
        return
    command = commandline.read(found)
    yield Fact("Would run", reached.shown(found, 2_000))
    title = commandline.sentence(command)
    severity = Severity.CRITICAL if command.interpreted else Severity.MEDIUM
    yield Finding("settings.command", severity, title, reached.shown(found, 500), "DeepLink")
    yield from reached.recorded(command.addresses, "command")
    yield from commandline.handed_on(command)


def _places(parts: list[Element], kind: str) -> Iterator[Observation]:
    """Folders that Explorer looks into as soon as the file is opened or unpacked."""
    found = [p.text or p.attributes.get("path", "") for p in parts if p.tag.lower() in _PLACES]
    places = list(dict.fromkeys(place for place in found if place))
    icon = next((p.text for p in parts if p.tag in ("iconReference", "imageLink") and p.text), "")
    for place in places[:_FACTS]:
        yield Fact("Place", reached.shown(place))
    if icon:
        yield Fact("Icon", reached.shown(icon))
    remote = next((place for place in places if reached.remote(place)), "")
    if remote:
        what = "library" if kind == "library-ms" else "search"
        title = f"Opening it shows files of another computer as a {what} of this one"
        yield Finding("library.remote", reached.weight(remote), title, reached.shown(remote))
    if reached.remote(icon):
        title = "Merely showing the file asks another computer for its picture"
        yield Finding("library.icon.remote", reached.weight(icon), title, reached.shown(icon))
    yield from reached.recorded(filter(reached.remote, [*places, icon]), "library")


UNIT = Unit(
    "shell files",
    1,
    frozenset({"settingcontent-ms", "library-ms", "search-ms"}),
    examine,
    (*urls.IMPORTS, "xml.parsers.expat", "pyexpat"),
)
