"""Pictures taken out of Office documents."""

from __future__ import annotations

import struct

import pytest

from analyzers.attachments.office_pictures import PICTURES, UNIT
from tests.analyzers.attachments.observed import children, findings, observe, survives
from tests.samples.office import binary_word, package, workbook
from workbench.simulation.samples.ole import Storage, Stream, compound_file

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(200))


def blip(data: bytes, kind: int, instance: int, identifiers: int = 1) -> bytes:
    body = bytes(16 * identifiers + 1) + data
    return struct.pack("<HHI", instance << 4, kind, len(body)) + body


BOTH = b"noise" + blip(PNG, 0xF01E, 0x6E0) + blip(JPEG, 0xF01D, 0x46B, 2) + b"noise"


def test_pictures_of_packages_are_taken_out_once() -> None:
    parts = {"word/media/image1.png": PNG, "word/media/image2.png": PNG, "word/media/a.emf": PNG}
    found = observe(UNIT, package(parts), "a.docx", "docx")
    assert children(found) == {"image1.png": PNG}
    assert not findings(found)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (binary_word("", b"", Stream("Data", BOTH)), "doc"),
        (compound_file(Storage("", (Stream("Pictures", BOTH),))), "ppt"),
        (workbook((0x00EB, BOTH[:300]), (0x003C, BOTH[300:]), (0x003C, b"more")), "xls"),
    ],
)
def test_pictures_of_binary_documents_are_taken_out(data: bytes, kind: str) -> None:
    found = children(observe(UNIT, data, f"a.{kind}", kind))
    assert found == {"picture 1.png": PNG, "picture 2.jpg": JPEG}


def test_dots_are_left_and_a_crowd_is_named() -> None:
    crowd = {f"ppt/media/{n}.png": PNG + bytes((n,)) for n in range(PICTURES + 3)}
    found = observe(UNIT, package({**crowd, "ppt/media/dot.png": PNG[:60]}), "a.pptx", "pptx")
    assert len(children(found)) == PICTURES
    assert findings(found)["limit.office.pictures"].evidence == "3 more"


def test_damage_never_crashes_the_unit() -> None:
    assert survives(UNIT, binary_word("", b"", Stream("Data", BOTH)), "doc")
    assert survives(UNIT, workbook((0x00EB, BOTH)), "xls")
