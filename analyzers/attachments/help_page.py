"""Pages of compiled help: the control that starts programs, with the command it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import commandline, reached, urls
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

# The HTML Help control (Microsoft, "HTML Help ActiveX control overview").
_CONTROL: Final = b"52a2aaae-085d-4187-97ea-8c30db990436"
_REACH: Final = 4_000  # characters behind the control in which its parameters stand
_ITEM = re.compile(
    r"<param\s{1,20}name\s{0,9}=\s{0,9}[\"']?item1[\"']?\s{1,20}value\s{0,9}=\s{0,9}"
    r"(?:\"([^\"]{1,3000})\"|'([^']{1,3000})')",
    re.I,
)


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    place = artifact.data.lower().find(_CONTROL)
    if place < 0:
        return
    text = artifact.data[place : place + _REACH].decode("utf-8", "replace")
    item = _ITEM.search(text)
    if item is None or "shortcut" not in text.lower():
        return
    # Item1 is a window's class, the program and its arguments, with commas between.
    given = (item.group(1) or item.group(2)).lstrip(", ").replace(",", " ", 1)
    command = commandline.read(given)
    yield Fact("Would run", reached.shown(given, 2_000))
    title = commandline.sentence(command, "Showing the page")
    where = f"offset {place}"
    yield Finding("chm.command", Severity.CRITICAL, title, reached.shown(given, 500), where)
    yield from reached.recorded(command.addresses, "command")
    yield from commandline.handed_on(command)


UNIT = Unit("help page", 1, frozenset({"html"}), examine, urls.IMPORTS)
