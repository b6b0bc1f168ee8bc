"""The pictures of Office documents, as objects of their own: codes and requests are drawn there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from analyzers.lib import blips
from analyzers.lib.compound import Compound
from analyzers.lib.opc import Package
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

PICTURES = 16  # different ones of one document; each is examined like any other file
SMALLEST = 150  # bytes; a picture of less is a line or a dot
_MEDIA = r"(?:word|xl|ppt|visio)/media/[^/]*\.(?:png|jpe?g|gif|bmp|webp|tiff?)"
_BINARY = frozenset({"doc", "xls", "ppt"})


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    found = _stored(artifact) if artifact.kind in _BINARY else _parts(artifact, context)
    seen: set[str] = set()
    left = 0
    for name, data in found:
        digest = hashlib.sha256(data).hexdigest()
        if len(data) < SMALLEST or digest in seen:
            continue
        seen.add(digest)
        if len(seen) <= PICTURES:
            yield Child(name, data, "", Relation.EMBEDDED)
        else:
            left += 1
    if left:
        title = f"Only the first {PICTURES} pictures of the document were examined"
        evidence = f"{left} more"
        rule = "limit.office.pictures"
        yield Finding(rule, Severity.LOW, title, evidence, incomplete=True)


def _parts(artifact: Artifact, context: Context) -> Iterator[tuple[str, bytes]]:
    with Package(artifact.data, context.limits) as package:
        for name in package.names(_MEDIA):
            yield name.rpartition("/")[2], package.read(name)


def _stored(artifact: Artifact) -> Iterator[tuple[str, bytes]]:
    with Compound(artifact.data) as compound:
        number = 0
        for path, data in compound.named("Data", "Pictures", "WordDocument", "Workbook"):
            stream = blips.of_workbook(data) if path.endswith("Workbook") else data
            for ending, picture in blips.pictures(stream):
                number += 1
                yield f"picture {number}.{ending}", picture


UNIT = Unit(
    "office_pictures",
    version=1,
    kinds=frozenset({"docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "pptm"}) | _BINARY,
    examine=examine,
    imports=("olefile", "bz2", "lzma"),
)
