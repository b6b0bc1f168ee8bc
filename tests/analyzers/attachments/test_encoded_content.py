"""Files, addresses and text in base64, in hex and under a key byte."""

from __future__ import annotations

import base64
import random
import time

import pytest

from analyzers.attachments.encoded_content import UNIT
from analyzers.model.content import Link
from analyzers.model.executable import FoundString
from analyzers.model.observation import Severity
from tests.analyzers.attachments.observed import children, findings, observe, survives
from workbench.simulation.samples.pe import Program, portable_executable

STUB = b"\x0e\x1f\xba\x0e\0\xb4\x09\xcd\x21\xb8\1L\xcd\x21This program cannot be run in DOS mode."


def program() -> bytes:
    made = bytearray(portable_executable(Program()))
    start = int.from_bytes(made[0x3C:0x40], "little")
    head = bytearray(made[:64])
    head[0x3C:0x40] = (0x80).to_bytes(4, "little")
    return bytes(head) + STUB.ljust(64, b"\0") + bytes(made[start:])


PROGRAM = program()
NOISE = bytes(value & 0x1F for value in random.Random(4).randbytes(500))


def keyed(data: bytes, key: int) -> bytes:
    return bytes(value ^ key for value in data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (base64.b64encode(PROGRAM), "bin"),
        (base64.encodebytes(PROGRAM), "text"),
        (PROGRAM.hex().encode(), "json"),
        (keyed(PROGRAM, 0x5A), "bin"),
        (keyed(PROGRAM, 0xFF), "ole"),
    ],
)
def test_an_encoded_program_is_found_and_handed_on(data: bytes, kind: str) -> None:
    seen = observe(UNIT, NOISE + b"\n" + data + b"\n" + NOISE, "a", kind)
    finding = findings(seen)["file.encoded.program"]
    assert finding.severity is Severity.HIGH
    assert finding.where == f"offset 0x{len(NOISE) + 1:X}"
    assert any(child.startswith(PROGRAM) for child in children(seen).values())


def test_an_encoded_archive_is_noted() -> None:
    data = b"payload: " + base64.b64encode(b"PK\3\4" + bytes(range(200)))
    found = findings(observe(UNIT, data, "a.json", "json"))
    assert found["file.encoded.document"].severity is Severity.LOW


@pytest.mark.parametrize(
    ("data", "how", "severity"),
    [
        (base64.b64encode(b"go to https://bad.test/drop.bin now"), "base64", Severity.LOW),
        (b"go to https://bad.test/drop.bin now".hex().encode(), "hex", Severity.LOW),
        (base64.b64encode("https://bad.test/drop.bin".encode("utf-16le")), "base64", Severity.LOW),
        (keyed(b"https://bad.test/drop.bin", 0x41), "XOR 0x41", Severity.MEDIUM),
    ],
)
def test_an_encoded_address_is_a_link(data: bytes, how: str, severity: Severity) -> None:
    seen = observe(UNIT, NOISE + data + NOISE, "a", "bin")
    assert findings(seen)["file.encoded.address"].severity is severity
    texts = [one for one in seen if isinstance(one, FoundString)]
    assert [one.encoding for one in texts] == [how]
    link = next(one for one in seen if isinstance(one, Link))
    assert link.url.startswith("https://bad.test/drop.bin")
    assert link.where == f"{how} at 0x{len(NOISE):X}"


@pytest.mark.parametrize(
    "data",
    [
        PROGRAM,
        b"http://plain.test/ and https://plain.test/",
        keyed(b"This program cannot be run", 0x20),
        base64.b64encode(random.Random(1).randbytes(4_000)),
        b"A" * 5_000,
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        base64.b64encode(b"http://www.w3.org/2000/svg and so on"),
        bytes(10_000),
        random.Random(2).randbytes(100_000),
    ],
)
def test_plain_and_random_content_is_no_finding(data: bytes) -> None:
    assert not findings(observe(UNIT, data, "a", "bin"))


@pytest.mark.parametrize(
    "data",
    [bytes((4 << 20) + 1), (b"A" * 24 + b" ") * 10_001, b"http://a.test " * 5_001],
)
def test_what_was_left_out_is_said(data: bytes) -> None:
    assert "limit.file.encoded" in findings(observe(UNIT, data, "a", "bin"))


def test_damaged_content_is_survived() -> None:
    for kind in ("bin", "text"):
        assert survives(UNIT, NOISE + base64.b64encode(PROGRAM) + keyed(PROGRAM, 7), kind) == 60


def test_texts_are_searched_for_files_only() -> None:
    data = base64.b64encode(b"a token that is text: https://bad.test/")
    assert not observe(UNIT, data, "a.txt", "text")


@pytest.mark.parametrize("data", [b"A" * 24 + b"\n", b"41" * 30 + b"-", keyed(b"http://a", 7)])
def test_floods_stay_in_bounds(data: bytes) -> None:
    started = time.process_time()
    assert len(observe(UNIT, data * 100_000, "a", "bin")) <= 200
    assert time.process_time() - started < 3
