"""Where packages, documents and simple containers end."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from analyzers.lib.formatends import end
from tests.analyzers.attachments.observed import damaged
from workbench.simulation.samples.ole import Storage, Stream, compound_file


def package(comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", b"text")
        archive.comment = comment
    return stream.getvalue()


SAMPLES = {
    "zip": package(),
    "docx": package(b"a comment"),
    "ole": compound_file(Storage("", (Stream("a", b"x" * 9_000), Stream("b", b"y")))),
    "pdf": b"%PDF-1.7\n1 0 obj\n%%EOF",
    "wav": b"RIFF" + struct.pack("<I", 20) + b"WAVE" + bytes(16),
    "bmp": b"BM" + struct.pack("<I", 60) + bytes(54),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_end_is_that_of_the_format(kind: str) -> None:
    whole = SAMPLES[kind]
    assert end(whole, kind) == len(whole)
    assert end(whole + b"more" * 500, kind) == len(whole)


def test_an_unknown_kind_and_a_cut_file_have_no_end() -> None:
    assert end(b"anything", "bin") is None
    for kind, whole in SAMPLES.items():
        assert end(whole[: len(whole) // 2], kind) is None


@pytest.mark.parametrize("kind", SAMPLES)
def test_damaged_files_end_somewhere_inside(kind: str) -> None:
    for wreck in damaged(SAMPLES[kind], 60):
        found = end(wreck, kind)
        assert found is None or 0 < found <= len(wreck)
