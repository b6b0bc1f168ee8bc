"""The signed bytes are cut out exactly, wherever a message holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzers.lib import signedparts
from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.unit import Context
from tests.samples.messages import multipart, part, whole

ENTITY = b"Content-Type: text/plain\r\n\r\nHello\r\n\r\n"


def read(data: bytes) -> Message:
    said = eml.UNIT.examine(Artifact.of(data, "x.eml", "eml"), Context())
    return next(each for each in said if isinstance(each, Message))


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_the_signed_part_is_found_with_its_headers(nested: bool, known: bool) -> None:
    content = multipart(
        ENTITY, part("application/pkcs7-signature", b"x"), boundary="s+1", subtype="signed"
    )
    data = whole(multipart(content, part("text/plain", b"footer"), boundary="o") if nested
                 else content)  # fmt: skip
    (found,) = signedparts.detached(read(data))
    signed = replace(found.signed, header_offset=data.index(ENTITY) if known else -1)
    assert signedparts.source(data, found.whole, signed) == ENTITY
    assert signedparts.decoded(data, found.signature) == b"x"


def test_line_ends_are_those_that_are_signed() -> None:
    assert signedparts.canonical(b"a\nb\r\nc\rd") == b"a\r\nb\r\nc\r\nd"


def test_a_format_without_offsets_has_nothing_to_check() -> None:
    data = whole(multipart(ENTITY, part("application/pgp-signature", b"x"), subtype="signed"))
    (found,) = signedparts.detached(read(data))
    lost = replace(found.signed, offset=-1)
    assert signedparts.source(data, found.whole, lost) == b""
    assert signedparts.decoded(data, lost) == b""
