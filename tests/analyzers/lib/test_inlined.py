"""Files in the text of a message are found and unpacked."""

from __future__ import annotations

import binascii
import time

from analyzers.lib.inlined import FILES, inlined

DATA = bytes(range(256)) * 3


def uuencoded(data: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[n : n + 45]) for n in range(0, len(data), 45)]
    return b"begin 644 a b.bin\n" + b"".join(lines) + b"`\nend\n"


def yencoded(data: bytes) -> bytes:
    coded = b""
    for each in data:
        value = (each + 42) % 256
        coded += bytes([0x3D, (value + 64) % 256]) if value in b"\0\n\r=" else bytes([value])
    return b"=ybegin line=128 size=768 name=a.bin\r\n" + coded + b"\r\n=yend size=768\r\n"


def test_a_file_in_uuencode_is_unpacked() -> None:
    text = b"see below\n" + uuencoded(DATA) + b"bye\n"
    found = list(inlined(text))
    assert [(each.form, each.name, each.data) for each in found] == [("uuencode", "a b.bin", DATA)]
    assert text[found[0].offset :].startswith(b"begin 644")
    assert found[0].whole


def test_a_file_in_yenc_is_unpacked() -> None:
    found = list(inlined(b"hello\r\n" + yencoded(DATA)))
    assert [(each.form, each.name, each.data) for each in found] == [("yEnc", "a.bin", DATA)]


def test_binhex_is_named_only() -> None:
    text = b"(This file must be converted with BinHex 4.0)\n:abc:\n"
    assert [(each.form, each.data) for each in inlined(text)] == [("BinHex", b"")]


def test_a_cut_file_is_read_as_far_as_it_goes() -> None:
    found = list(inlined(uuencoded(DATA)[:200]))
    assert DATA.startswith(found[0].data[:40])
    assert not found[0].whole


def test_prose_holds_no_file() -> None:
    assert list(inlined(b"We begin 644 days before the end\nbegin again\nend\n")) == []


def test_many_beginnings_cost_little() -> None:
    started = time.process_time()
    assert len(list(inlined(b"\nbegin 644 x\nM" * 100_000))) == FILES + 1
    assert len(list(inlined(b"\n=ybegin name=x\n" * 100_000))) == FILES + 1
    assert time.process_time() - started < 2.0
