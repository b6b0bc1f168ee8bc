"""Microsoft cabinets: what they list, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from analyzers.lib import membernames
from analyzers.lib.cabinet import FILES, METHODS, Cabinet
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

MEMBERS: Final = 2_000  # as for other archives


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    cabinet = Cabinet(artifact.data)
    yield Fact("Members", str(cabinet.count))
    methods = {METHODS.get(folder.method, "unknown") for folder in cabinet.folders}
    yield Fact("Packed by", ", ".join(sorted(methods)) or "nothing")
    if cabinet.parts:
        title = "The cabinet is one of several: what lies in the others is not here"
        yield Finding("archive.split", Severity.LOW, title, incomplete=True)
    most = min(MEMBERS, context.limits.children)
    if cabinet.count > min(FILES, most):
        title = f"Only the first {most} members were examined"
        yield Finding("limit.archive.members", Severity.MEDIUM, title)
    for file in cabinet.files[:most]:
        yield from membernames.judged("archive", file.name)
    yield from _contents(cabinet, Allowance.of(context.limits, len(artifact.data)), most)
    if 0 < cabinet.size < len(artifact.data):
        behind = artifact.data[cabinet.size :]
        title, where = "Bytes stand behind the archive", f"offset {cabinet.size}"
        yield Finding("archive.appended", Severity.LOW, title, f"{len(behind)} bytes", where)
        yield Child("behind the archive", behind, "", Relation.OVERLAY)


def _contents(cabinet: Cabinet, allowance: Allowance, most: int) -> Iterator[Observation]:
    said = set[Stop]()
    for file, result in islice(cabinet.content(allowance), most):
        note = " ".join(filter(None, (result.stop.value, result.detail and f"({result.detail})")))
        yield ArchiveMember(file.name, file.size, 0, False, note)
        if result.stop not in said:
            said.add(result.stop)
            yield from membernames.capped("archive", result.stop, result.detail, file.name)
        if result.data:
            yield Child(file.name, result.data, "", Relation.MEMBER)


UNIT = Unit("cab", 1, frozenset({"cab"}), examine)
