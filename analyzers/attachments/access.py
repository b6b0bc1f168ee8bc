"""Access databases: version, and what their bytes tell of macros, modules and linked tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import reached, urls
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_VERSION: Final = 0x14  # offset of the byte that names the engine's version
_VERSIONS: Final = {
    0: "Jet 3 (Access 97)", 1: "Jet 4 (Access 2000 to 2003)", 2: "ACE 12 (Access 2007)",
    3: "ACE 14 (Access 2010)", 4: "ACE 15 (Access 2013)", 5: "ACE 16 (Access 2016)",
    6: "ACE 17 (Access 2019)",
}  # fmt: skip
_READ: Final = 32 << 20  # bytes searched
_LINKS: Final = 20  # linked tables told
# Text lies packed to one byte a letter, or as UTF-16LE.
_AUTOEXEC = re.compile(rb"(?i)autoexec|a\0u\0t\0o\0e\0x\0e\0c\0")
_MODULES = re.compile(rb"_VBA_PROJECT|_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0|Attribut\0?e VB_Name")
_LINKED = re.compile(rb"(?:ODBC;|WSS;|;DATABASE=|Excel \d\d?\.0[^;\0]{0,8};)[\x20-\x7e]{4,400}")
_HOST = re.compile(r"(?i)(?:server|database|address|data source)\s{0,9}=\s{0,9}([^;]{1,300})")


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    data = artifact.data[:_READ]
    if len(data) <= _VERSION:
        raise Unreadable("The database ends within its header")
    yield Fact("Format", _VERSIONS.get(data[_VERSION], f"version {data[_VERSION]}"))
    if match := _MODULES.search(data):
        title = "The database holds a project of macro code"
        where = f"offset {match.start():#x}"
        yield Finding("access.modules", Severity.MEDIUM, title, "", where)
    if match := _AUTOEXEC.search(data):
        title = "The database names a macro that starts when it is opened (AutoExec)"
        where = f"offset {match.start():#x}"
        yield Finding("access.autoexec", Severity.MEDIUM, title, "AutoExec", where)
    yield from _linked(data)
    if len(artifact.data) > _READ:
        title = f"Only the first {_READ >> 20} MiB of the database were searched"
        yield Finding("limit.access", Severity.MEDIUM, title)
    title = "Tables, forms and the code of the database were not read"
    yield Finding("access.unread", Severity.INFO, title, incomplete=True)


def _linked(data: bytes) -> Iterator[Finding]:
    """Connections of linked tables, as the system table keeps them."""
    thin = data + data.replace(b"\0", b"") if b";\0D\0A\0" in data or b"O\0D\0B\0" in data else data
    found = dict.fromkeys(match.group().decode("latin-1") for match in _LINKED.finditer(thin))
    for connection in list(found)[:_LINKS]:
        hosts = [host.strip() for host in _HOST.findall(connection)]
        away = any(reached.remote(host) or "://" in host for host in hosts)
        severity = Severity.HIGH if away else Severity.LOW
        title = "A table of the database lies elsewhere" + (", on another computer" if away else "")
        yield Finding("access.linked", severity, title, reached.shown(connection))


UNIT = Unit("access", 1, frozenset({"access"}), examine, (*urls.IMPORTS,))
