"""ActiveMime containers: the macro document that Word files in web and XML form carry packed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import IO, Final, cast

from analyzers.lib.strings import printable
from analyzers.lib.unpack import Allowance, Stop, read_through
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_HEADER: Final = 200  # bytes in which the packed document begins; Word writes 50 of header
_STARTS: Final = (b"\x78\x9c", b"\x78\x01", b"\x78\xda", b"\x78\x5e")  # RFC 1950


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    data = artifact.data
    places = sorted(at for mark in _STARTS if (at := data.find(mark, 10, _HEADER)) >= 0)
    for at in places:
        packed = data[at:]
        allowance = Allowance.of(context.limits, len(packed))
        stream = cast("IO[bytes]", _Inflating(packed))
        result = read_through(stream, len(packed), allowance)
        if not result.data:
            continue
        yield Fact("Unpacked", f"{len(result.data)} bytes, packed from offset {at:#x} on")
        if result.stop is Stop.DAMAGED:
            title = "The packed document is damaged; only its beginning was read"
            yield Finding("mso.damaged", Severity.LOW, title, result.detail, incomplete=True)
        elif result.stop:
            title = "The packed document unpacks to more than is allowed"
            yield Finding("limit.mso", Severity.HIGH, title, printable(result.stop.value))
        yield Child("packed document", result.data, "", Relation.EMBEDDED)
        return
    raise Unreadable("No packed document in the container")


class _Inflating:
    """A stream of RFC 1950 that unpacks no more than it is asked for."""

    def __init__(self, packed: bytes) -> None:
        self._inflate, self._rest = zlib.decompressobj(), io.BytesIO(packed).getvalue()

    def read(self, size: int) -> bytes:
        try:
            data = self._inflate.decompress(self._rest, size)
        except zlib.error as problem:
            raise EOFError(str(problem)) from problem
        self._rest = self._inflate.unconsumed_tail
        if not data and not self._inflate.eof:
            raise EOFError("the packed data breaks off")
        return data


UNIT = Unit("activemime", 1, frozenset({"mso"}), examine)
