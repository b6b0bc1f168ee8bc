"""The unit for any artifact: names, declared types and bytes that contradict each other."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

import pytest

from analyzers.attachments.file import UNIT
from analyzers.model.artifact import Artifact
from analyzers.model.executable import EntropyProfile
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Context
from tests.analyzers.attachments.observed import children, findings, observe


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
JPG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x04ab\x01\xff\0\x02\xff\xd9"


def named(name: str, kind: str, data: bytes = b"content") -> set[str]:
    return set(findings(observe(UNIT, data, name, kind)))


@pytest.mark.parametrize(
    ("name", "kind", "rule"),
    [
        ("invoice\u202efdp.exe", "pe", "file.name.bidi"),
        ("invoice.pdf.exe", "pe", "file.name.double-extension"),
        ("invoice.pdf" + " " * 60 + ".exe", "pe", "file.name.padded"),
        ("update.js", "script", "file.name.script"),
        ("document.lnk", "lnk", "file.name.script"),
        ("setup.msi", "ole", "file.name.program"),
        ("delivery.iso", "iso", "file.name.disk-image"),
        ("report.pdf", "html", "file.type.name"),
    ],
)
def test_a_name_that_runs_or_deceives_is_a_finding(name: str, kind: str, rule: str) -> None:
    assert rule in named(name, kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Report 2026.pdf", "pdf"),
        ("minutes.v2.docx", "docx"),
        ("table.csv", "text"),
        ("photo.JPEG", "jpg"),
        ("", "html"),
        ("notes", "text"),
    ],
)
def test_an_honest_name_is_no_finding(name: str, kind: str) -> None:
    assert not named(name, kind)


def test_a_program_under_a_document_name_is_critical() -> None:
    found = findings(observe(UNIT, b"MZ", "scan.pdf", "pe"))
    assert found["file.type.name"].severity is Severity.CRITICAL


def test_a_declared_type_that_is_wrong_is_a_finding() -> None:
    artifact = Artifact.of(b"<script>", "a.png", "html", "image/png")
    found = findings(list(UNIT.examine(artifact, Context())))
    assert found["file.type.declared"].severity is Severity.MEDIUM


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert named("a.pdf", "empty", b"") == {"file.empty"}


def test_a_file_blown_up_with_filler_is_a_finding() -> None:
    assert "file.padding" in named("a.exe", "pe", b"MZ" + bytes(3 << 20))
    assert "file.padding" not in named("a.exe", "pe", b"MZ" + bytes(1000))


def test_filler_between_content_is_seen_and_named() -> None:
    noise = random.Random(1).randbytes(200_000)
    data = b"MZ" + noise + b"\x90" * (4 << 20) + noise
    found = findings(observe(UNIT, data, "a.exe", "pe"))["file.padding"]
    assert found.severity is Severity.MEDIUM
    assert "repeated: 90" in found.evidence
    assert "file.padding" not in named("a.vhd", "vhd", bytes(3 << 20))
    assert "file.padding" not in named("a.exe", "pe", noise * 10)


def test_what_stands_behind_other_formats_becomes_a_child() -> None:
    wave = b"RIFF" + struct.pack("<I", 20) + b"WAVE" + bytes(16)
    hidden = b"MZ" + b"hidden " * 9
    assert children(appended(wave + hidden, "wav")) == {"appended data": hidden}
    document = appended(b"%PDF-1.7\n%%EOF" + b"\n" + hidden, "pdf")
    assert not findings(document)
    assert not children(appended(b"%PDF-1.7\n%%EOF" + b"\n% a note of a writer\n", "pdf"))


def test_a_script_that_is_an_archive_too_is_both() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", b"text")
    script = b"@echo off\r\n"
    found = appended(script + stream.getvalue(), "bat")
    assert findings(found)["file.appended"].where == f"offset {len(script)}"
    assert children(found) == {"appended archive": stream.getvalue()}
    assert not children(appended(script, "bat"))


def appended(data: bytes, kind: str) -> list[Observation]:
    return observe(UNIT, data, f"a.{kind}", kind)


@pytest.mark.parametrize(("picture", "kind"), [(PNG, "png"), (GIF, "gif"), (JPG, "jpg")])
def test_what_stands_behind_a_picture_becomes_a_child(picture: bytes, kind: str) -> None:
    hidden = b"PK\3\4" + b"hidden " * 9
    found = appended(picture + hidden, kind)
    assert children(found) == {"appended data": hidden}
    assert findings(found)["file.appended"].severity is Severity.HIGH


@pytest.mark.parametrize(("picture", "kind"), [(PNG, "png"), (GIF, "gif"), (JPG, "jpg")])
def test_a_whole_or_cut_picture_has_nothing_behind_it(picture: bytes, kind: str) -> None:
    for end in range(len(picture) - 12, len(picture) + 1):
        assert not children(appended(picture[:end], kind))


def test_the_entropy_of_blocks_is_recorded() -> None:
    found = observe(UNIT, bytes(1024) + bytes(range(256)) * 4, "a", "bin")
    assert EntropyProfile(1024, (0.0, 8.0)) in found
