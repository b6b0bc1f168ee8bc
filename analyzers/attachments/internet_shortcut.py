"""Shortcuts in text form (.url, .website, .desktop, .webloc): what they open, what they load."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from typing import Final
from xml.parsers.expat import ExpatError

from analyzers.lib import charset, commandline, inifile, names, reached, urls, winpaths
from analyzers.lib.inifile import Sections
from analyzers.lib.parsed import Letter
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_MAIN: Final = "internetshortcut"
_ENTRY: Final = "desktop entry"
_URL_FACTS: Final = (
    ("url", "Address"), ("baseurl", "Base address"), ("iconfile", "Icon"),
    ("iconindex", "Icon number"),
    ("workingdirectory", "Working folder"), ("showcommand", "Window"), ("hotkey", "Hot key"),
    ("modified", "Modified"), ("idlist", "Item list"),
)  # fmt: skip
_ENTRY_FACTS: Final = (
    ("name", "Name"), ("type", "Type"), ("exec", "Would run"), ("tryexec", "Needs the program"),
    ("url", "Address"), ("icon", "Icon"), ("path", "Working folder"), ("terminal", "In a terminal"),
    ("mimetype", "Opens the types"), ("nodisplay", "Hidden from menus"), ("hidden", "Hidden"),
)  # fmt: skip
_SHELL = re.compile(
    r"(?:\A|[\s/;|&\"'`(])(?:ba|z|da|k|c|fi)?sh\s|(?:\A|[\s/;|&\"'`(])(?:curl|wget|python\d?|perl|ruby"
    r"|php|node|nc|ncat|base64|eval|xdg-open|osascript|powershell|pwsh)\b"
)


_FAILURES: Final = (
    plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, IndexError, KeyError,
    TypeError, AttributeError, RecursionError,
)  # fmt: skip
LARGEST: Final = 1 << 20  # bytes of a property list; one with an address has some hundred


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if artifact.kind == "webloc":
        yield from _webloc(artifact.data)
        return
    letter = context.memo.once(Letter, artifact)
    yield PlainView(letter.text, letter.truncated)
    sections = inifile.read(letter.text)
    yield from _entry(sections) if artifact.kind == "desktop" else _shortcut(sections)


def _shortcut(sections: Sections) -> Iterator[Observation]:
    for key, label in _URL_FACTS:
        if value := inifile.first(sections, _MAIN, key):
            yield Fact(label, reached.shown(value))
    address = inifile.first(sections, _MAIN, "url") or inifile.first(sections, _MAIN, "baseurl")
    yield from _opens(address)
    folder = inifile.first(sections, _MAIN, "workingdirectory")
    if reached.remote(folder):
        title = "A program started from it looks for its files on another computer (CVE-2025-33053)"
        yield Finding("shortcut.folder.remote", Severity.HIGH, title, reached.shown(folder))
    yield from _picture(inifile.first(sections, _MAIN, "iconfile"))
    yield from reached.recorded([address], "shortcut")


def _opens(address: str) -> Iterator[Finding]:
    """Where a double click leads."""
    if not address:
        return
    place = urls.parse(address)
    runs = names.extension(winpaths.base(address.partition("?")[0])) in names.DANGEROUS
    if place.scheme == "file" and reached.remote(address):
        severity = Severity.HIGH if runs or winpaths.outside(address) else Severity.MEDIUM
        title = "Opening it opens a file on another computer" + (
            ", and the file runs" if runs else ""
        )
        yield Finding("shortcut.share", severity, title, reached.shown(address))
    elif place.scheme == "file":
        severity = Severity.HIGH if runs else Severity.LOW
        title = "Opening it starts a program of this computer" if runs else "It opens a local file"
        yield Finding("shortcut.local", severity, title, reached.shown(address))
    elif place.scheme in ("http", "https"):
        title = "Opening it opens a web page"
        yield Finding("shortcut.web", Severity.INFO, title, reached.shown(address))


def _picture(path: str) -> Iterator[Finding]:
    if reached.remote(path):
        title = "Merely showing the shortcut asks another computer for its picture"
        yield Finding("shortcut.icon.remote", reached.weight(path), title, reached.shown(path))


def _entry(sections: Sections) -> Iterator[Observation]:
    for key, label in _ENTRY_FACTS:
        if value := inifile.first(sections, _ENTRY, key):
            yield Fact(label, reached.shown(value, 1000))
    address, runs = inifile.first(sections, _ENTRY, "url"), inifile.first(sections, _ENTRY, "exec")
    yield from _opens(address)
    command = commandline.read(runs)
    if runs:
        script = command.interpreted or bool(_SHELL.search(runs))
        title = "Opening it runs a command" + (" through an interpreter" if script else "")
        severity = Severity.HIGH if script else Severity.MEDIUM
        yield Finding("shortcut.command", severity, title, reached.shown(runs, 500))
    yield from _picture(inifile.first(sections, _ENTRY, "icon"))
    yield from reached.recorded([address, *command.addresses], "shortcut")
    yield from commandline.handed_on(command)


def _webloc(data: bytes) -> Iterator[Observation]:
    """A property list with the address under the key URL (Apple, "Property List Programming")."""
    if len(data) > LARGEST:
        raise Unreadable(f"The property list has {len(data)} bytes, {LARGEST} are read")
    try:
        values = plistlib.loads(data)
    except _FAILURES as problem:
        kind = type(problem).__name__
        raise Unreadable(f"The property list cannot be read ({kind})") from problem
    address = values.get("URL", "") if isinstance(values, dict) else ""
    if not isinstance(address, str) or not address:
        raise Unreadable("The property list names no address")
    yield Fact("Address", reached.shown(address))
    yield from _opens(address)
    yield from reached.recorded([address], "shortcut")


UNIT = Unit(
    "internet shortcut",
    1,
    frozenset({"url", "desktop", "webloc"}),
    examine,
    (*urls.IMPORTS, *charset.IMPORTS, "xml.parsers.expat", "plistlib"),
)
