import struct
import zlib

import segno

from workbench.simulation.samples.png import QUIET_ZONE, letter_picture, logo, qr_picture

LINK = "https://login.portal-check.test/s/4f21?u=anna"


def pixels(data: bytes) -> list[bytes]:
    """Rows of RGB, every chunk checked; knows the one kind of PNG written here."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert crc == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [8, 2, 0, 0, 0]
    raw, stride = zlib.decompress(chunks[b"IDAT"]), width * 3 + 1
    assert len(raw) == stride * height
    return [raw[row * stride + 1 : (row + 1) * stride] for row in range(height)]


def test_the_code_in_the_picture_is_the_code_of_the_link() -> None:
    rows, scale = pixels(qr_picture(LINK, scale=3)), 3
    for y, row in enumerate(segno.make_qr(LINK, error="m").matrix):
        for x, dark in enumerate(row):
            at = ((QUIET_ZONE + x) * scale + 1) * 3
            assert (rows[(QUIET_ZONE + y) * scale + 1][at] == 0) == bool(dark)


def test_the_letter_keeps_a_quiet_zone_around_the_code() -> None:
    rows, scale = pixels(letter_picture(LINK, (0, 80, 160))), 5
    side = len(segno.make_qr(LINK, error="m").matrix) * scale
    left, top, quiet = (560 - side) // 2, 205, QUIET_ZONE * scale
    for y in (*range(top - quiet, top), *range(top + side, top + side + quiet)):
        assert set(rows[y][left * 3 : (left + side) * 3]) == {255}
    assert set(rows[top][(left - quiet) * 3 : left * 3]) == {255}


def test_the_same_picture_every_time() -> None:
    assert logo((1, 2, 3)) == logo((1, 2, 3)) != logo((3, 2, 1))
