"""Windows Installer packages: what they run, as whom, which files they bring, and who made them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import Final

from analyzers.lib import names
from analyzers.lib.compound import Compound
from analyzers.lib.installer import Database, Row
from analyzers.lib.lolbins import INTERPRETERS
from analyzers.lib.propertyset import summary
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

FILES: Final = 1_000  # listed
ACTIONS: Final = 200  # told one by one
_PROPERTIES: Final = ("ProductName", "Manufacturer", "ProductVersion", "ARPCONTACT", "ARPHELPLINK")
# "Custom Action Types" of the Windows Installer reference: the low six bits say what is run.
_KIND: Final = 0x3F
_LIBRARY, _PROGRAM = (1, 17), (2, 18, 34, 50)
_SCRIPTS: Final = {
    5: "js", 6: "vbs", 21: "js", 22: "vbs", 37: "js", 38: "vbs", 53: "js", 54: "vbs",
}  # fmt: skip
_WRITTEN_OUT: Final = (37, 38)  # the script stands in the table itself
_AS_SYSTEM: Final = 0x0C00  # deferred, and without the user's rights
_WORD: Final = re.compile(r"[A-Za-z0-9_]+(?=\.exe\b|[\s\"']|$)")


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    with Compound(artifact.data) as compound:
        for _path, data in compound.named("\x05SummaryInformation"):
            yield from (Fact(label, printable(value, 300)) for label, value in summary(data))
            break
        database = Database(compound)
        yield Fact("Tables", str(len(database.tables)))
        yield from _properties(database)
        yield from _actions(database)
        yield from _files(database)
        for name, path in database.streams.items():
            content = database.read(path)
            if content:
                yield Child(name, content, "", Relation.EMBEDDED)
        if database.cut:
            title = "Only the first rows of a table of the installer were read"
            yield Finding("limit.msi.tables", Severity.MEDIUM, title)
        if compound.damaged:
            title = "Streams of the installer cannot be read"
            evidence = ", ".join(map(printable, compound.damaged[:5]))
            yield Finding("msi.damaged", Severity.LOW, title, evidence, incomplete=True)


def _properties(database: Database) -> Iterator[Fact]:
    for row in database.rows("Property"):
        if row.get("Property") in _PROPERTIES and row.get("Value"):
            yield Fact(str(row["Property"]), printable(str(row["Value"]), 300))


def _actions(database: Database) -> Iterator[Observation]:
    when = {str(row.get("Action")): row.get("Sequence") for row in _sequences(database)}
    count = 0
    for row in database.rows("CustomAction"):
        action, kind = str(row.get("Action", "")), int(row.get("Type") or 0)
        if kind & _KIND not in (*_LIBRARY, *_PROGRAM, *_SCRIPTS):
            continue  # sets a property, or shows an error
        count += 1
        if count > ACTIONS:
            title = f"Only the first {ACTIONS} actions were examined"
            yield Finding("limit.msi.actions", Severity.MEDIUM, title)
            break
        yield from _action(row, action, kind, scheduled=action in when)
    if count:
        yield Fact("Actions of its own", str(min(count, ACTIONS)))


def _sequences(database: Database) -> Iterator[Row]:
    for table in ("InstallUISequence", "InstallExecuteSequence"):
        yield from database.rows(table)


def _action(row: Row, action: str, kind: int, *, scheduled: bool) -> Iterator[Observation]:
    source, target = str(row.get("Source", "")), str(row.get("Target", ""))
    how = "as the system" if kind & _AS_SYSTEM == _AS_SYSTEM else "with the user's rights"
    where = f"action {action}, {how}" + ("" if scheduled else ", not scheduled by itself")
    evidence = printable(" ".join(filter(None, (source, target))), 500)
    which = kind & _KIND
    if which in _SCRIPTS:
        title = "Installing it runs a script"
        yield Finding("msi.action.script", Severity.MEDIUM, title, evidence, where)
        if which in _WRITTEN_OUT and target:
            yield Child(f"{action}.{_SCRIPTS[which]}", target.encode("utf-8"), "")
    elif which in _LIBRARY:
        title = "Installing it calls a library that it brings"
        yield Finding("msi.action.library", Severity.INFO, title, evidence, where)
    elif called := _interpreter(f"{source} {target}"):
        title = f"Installing it hands a command to {called}"
        yield Finding("msi.action.command", Severity.HIGH, title, evidence, where)
    else:
        title = "Installing it starts a program"
        yield Finding("msi.action.program", Severity.LOW, title, evidence, where)


def _interpreter(command: str) -> str:
    words = (PureWindowsPath(match).stem.casefold() for match in _WORD.findall(command))
    return next((word for word in words if word in INTERPRETERS and word not in _PLAIN), "")


# Words that are commands as well; alone they tell nothing.
_PLAIN: Final = frozenset({"at", "reg", "sc", "control", "node", "finger"})


def _files(database: Database) -> Iterator[Observation]:
    count = 0
    for row in database.rows("File"):
        count += 1
        if count <= FILES:
            name = str(row.get("FileName", "")).rpartition("|")[2]
            size = int(row.get("FileSize") or 0)
            yield ArchiveMember(names.spelled(name), size, 0, False, "packed in a cabinet")
    yield Fact("Files", str(count))
    if count > FILES:
        title = f"Only the first {FILES} files are listed"
        yield Finding("limit.msi.files", Severity.LOW, title)


UNIT = Unit("msi", 1, frozenset({"msi"}), examine, ("olefile",))
