import io
import zipfile

import pytest

from workbench.simulation.samples.archive import Entry, zip_archive

ENTRIES = (Entry("notes/ä.txt", b"hello " * 50), Entry("raw.bin", b"\0\xff", stored=True))


def test_python_reads_what_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_archive(ENTRIES, comment=b"hi"))) as archive:
        assert archive.testzip() is None
        assert archive.comment == b"hi"
        assert {n: archive.read(n) for n in archive.namelist()} == {e.name: e.data for e in ENTRIES}


def test_the_password_opens_it_and_another_does_not() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_archive(ENTRIES, "geheim"))) as archive:
        assert archive.infolist()[0].flag_bits & 1
        assert archive.read("raw.bin", b"geheim") == b"\0\xff"
        with pytest.raises(RuntimeError, match="password"):
            archive.read("raw.bin", b"other")


def test_the_same_entries_make_the_same_bytes() -> None:
    assert zip_archive(ENTRIES, "a") == zip_archive(ENTRIES, "a")
