"""The fuzzy hash (ssdeep) of an artifact, by which its variants are found elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib.names import words_of
from analyzers.lib.quiet import quiet
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit

LARGEST: Final = 32 << 10  # bytes: about 10 ms of CPU, more than all else that is done to most
SMALLEST: Final = 4 << 10  # bytes; of less the hash says little (ssdeep, "minimum file size")
_LABEL: Final = "Fuzzy hash (ssdeep)"
# Messages and pictures: the ones change with every mail, the others have hashes of their own.
_SKIPPED: Final = words_of("eml mbox msg tnef pst ics vcf png jpg gif bmp webp heic avif empty")


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    size = len(artifact.data)
    body = context.message is not None  # of a message, which no other message shares
    if body or artifact.kind in _SKIPPED or size < SMALLEST:
        return
    if size > LARGEST:
        yield Fact(_LABEL, f"not computed: larger than {LARGEST >> 10} KiB")
        return
    import ppdeep

    with quiet():
        value = ppdeep.hash(artifact.data)
    yield Fact(_LABEL, value)


UNIT = Unit("fuzzy hash", 1, frozenset(), examine, ("ppdeep",), general=True)
