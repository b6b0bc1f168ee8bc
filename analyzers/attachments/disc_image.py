"""Disc images (ISO 9660, Joliet, UDF): what they hold, which escapes the mark of the web."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import iso9660, udf
from analyzers.lib.imagefiles import Taken, members
from analyzers.lib.iso9660 import Entry
from analyzers.lib.unpack import Allowance
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit, Unreadable

_UDF_MARKS: Final = (b"NSR02", b"NSR03", b"BEA01")


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    data = artifact.data
    facts, taken = _read(data, context)
    yield from facts
    yield from members(taken, context, Allowance.of(context.limits, len(data)))


def _read(data: bytes, context: Context) -> tuple[list[Fact], Iterator[Taken]]:
    """UDF where it is there and whole, since systems prefer it; else ISO 9660."""
    most = context.limits.member_bytes + 1
    if any(data[at : at + 5] in _UDF_MARKS for at in range(0x8001, 0x8001 + 2048 * 16, 2048)):
        try:
            image = udf.opened(data)
        except Unreadable:
            if data[0x8001:0x8006] != b"CD001":
                raise
        else:
            facts = [Fact("File system", "UDF"), Fact("Label", image.label)]
            return facts, ((e, n.content(data, most), n.size) for e, n in udf.entries(data, image))
    volume = iso9660.volume(data)
    kind = "ISO 9660 with Joliet names" if volume.joliet else "ISO 9660"
    facts = [Fact("File system", kind), Fact("Label", volume.label)]
    facts += [Fact("Made by", volume.made_by)] if volume.made_by else []
    facts += [Fact("Boots", "yes")] if volume.bootable else []
    cut = ((e, data[e.offset : e.offset + min(e.size, most)], e.size) for e in _all(data, volume))
    return facts, cut


def _all(data: bytes, volume: iso9660.Volume) -> Iterator[Entry]:
    yield from iso9660.entries(data, volume)


UNIT = Unit("disc image", 1, frozenset({"iso", "udf"}), examine)
