"""Reads QR codes that are split over two pictures of a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import payload, urls
from analyzers.lib.transfer import transfer_decode
from analyzers.lib.words import words
from analyzers.model.artifact import Artifact
from analyzers.model.message import Part
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit

PICTURES: Final = 6  # tried in pairs: 30 pairs, most of which do not fit together
BYTES: Final = 1 << 20  # of one; a half of a code is small

_TYPES: Final = words("image/png image/jpeg image/jpg image/gif image/bmp image/webp")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        return
    parts = [part for part in message.parts if _picture(part)][:PICTURES]
    if len(parts) < 2:
        return
    # Imported where it is needed only: few messages bring two pictures.
    from analyzers.lib import joined

    pictures = [(part.filename or part.path, _content(artifact, part)) for part in parts]
    recipients = [a.address for a in (*message.to, *message.cc)]
    yield from payload.observations(joined.read(pictures), recipients)


def _picture(part: Part) -> bool:
    return part.content_type in _TYPES and part.offset >= 0 and 0 < part.length <= 2 * BYTES


def _content(artifact: Artifact, part: Part) -> bytes:
    raw = artifact.data[part.offset : part.offset + part.length]
    return transfer_decode(raw, part.encoding)[0][:BYTES]


UNIT = Unit("split codes", 1, frozenset({"eml"}), _examine, urls.IMPORTS)
