"""What pictures say of themselves."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from analyzers.attachments.picture import UNIT
from analyzers.lib import picturehash
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples import codes

PLAIN = Image.linear_gradient("L").resize((120, 90))


def seen(data: bytes, kind: str = "png") -> list[Observation]:
    return observe(UNIT, data, f"a.{kind}", kind)


def photograph(**position: object) -> bytes:
    exif = Image.Exif()
    exif[271], exif[272], exif[305] = "Maker", "Model 7", "Editor 3"
    exif.get_ifd(0x8769)[36867] = "2024:01:02 03:04:05"
    if position:
        exif.get_ifd(0x8825).update({1: "S", 2: (33.0, 51.0, 30.0), 3: "E", 4: (151.0, 12.0, 0.0)})
    out = io.BytesIO()
    PLAIN.save(out, "JPEG", exif=exif)
    return out.getvalue()


def animated(frames: int) -> bytes:
    out = io.BytesIO()
    shades = [Image.new("L", (20, 20), shade % 256) for shade in range(frames)]
    shades[0].save(out, "GIF", save_all=True, append_images=shades[1:])
    return out.getvalue()


def test_an_honest_picture_has_facts_and_no_findings() -> None:
    found = seen(codes.saved(PLAIN))
    assert facts(found)["Picture"] == "120 × 90 pixels, PNG, L"
    assert len(facts(found)["Difference hash"]) == len(facts(found)["Perceptual hash"]) == 16
    assert findings(found) == {}


def test_camera_program_and_place() -> None:
    found = seen(photograph(given=True), "jpg")
    told = facts(found)
    assert (told["Make"], told["Model"], told["Software"]) == ("Maker", "Model 7", "Editor 3")
    assert told["DateTimeOriginal"] == "2024:01:02 03:04:05"
    assert told["Taken at"] == "-33.85833, 151.20000"
    assert findings(found)["picture.position"].severity is Severity.INFO
    assert findings(seen(photograph(), "jpg")) == {}


@pytest.mark.parametrize("comment", ["<?php system($_GET[1]);", "powershell -enc AAAA"])
def test_code_in_a_comment(comment: str) -> None:
    info = PngInfo()
    info.add_text("Comment", comment)
    out = io.BytesIO()
    PLAIN.save(out, "PNG", pnginfo=info)
    found = findings(seen(out.getvalue()))["picture.comment.code"]
    assert (found.severity, found.where) == (Severity.MEDIUM, "Comment")


def test_frames_are_counted_without_unpacking() -> None:
    assert facts(seen(animated(5), "gif"))["Frames"] == "5, of which 3 are looked at"
    assert "Frames" not in facts(seen(animated(1), "gif"))
    head, frame = animated(1)[:-1], b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"
    started = time.process_time()
    assert "or more" in facts(seen(head + frame * 400_000, "gif"))["Frames"]
    assert time.process_time() - started < 2


def test_size_is_checked_before_any_pixel() -> None:
    started = time.process_time()
    large = codes.saved(Image.new("1", (12_000, 9_000)))
    claimed = bytearray(codes.saved(PLAIN, "BMP"))
    claimed[18:26] = (60_000).to_bytes(4, "little") * 2
    for made in (large, bytes(claimed)):
        assert list(findings(seen(made))) == ["limit.image.pixels"]
    assert time.process_time() - started < 3


def test_fields_that_cannot_be_read_are_said() -> None:
    broken = photograph().replace(b"Exif\0\0", b"Exif\0\0" + b"XX", 1)
    assert set(findings(seen(broken, "jpg"))) <= {"picture.metadata.unread"}


def test_what_looks_alike_has_near_hashes() -> None:
    picture = codes.image().convert("L").resize((400, 400))
    smaller, other = picture.resize((150, 150)), PLAIN
    for make in (picturehash.difference, picturehash.perceptual):
        assert picturehash.distance(make(picture), make(smaller)) <= 10
        assert picturehash.distance(make(picture), make(other)) > 15


def test_no_picture_is_unreadable_and_damage_never_escapes() -> None:
    with pytest.raises(Unreadable):
        seen(b"\x89PNG\r\n\x1a\n nothing")
    assert survives(UNIT, photograph(given=True), "jpg", 150) > 30
    survives(UNIT, animated(3), "gif", 100)
    survives(UNIT, codes.saved(PLAIN, "WEBP"), "webp", 60)
