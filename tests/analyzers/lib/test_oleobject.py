"""Objects that documents embed."""

from __future__ import annotations

import pytest

from analyzers.lib.oleobject import CLASS_WORDS, CLASSES, overflows, package
from tests.samples.office import packaged


def test_a_packed_file_is_read_with_its_paths() -> None:
    held = package(packaged("a.exe", b"content"))
    assert held is not None
    assert (held.name, held.source, held.data) == ("a.exe", "C:\\Users\\maker\\a.exe", b"content")


def test_a_packed_file_without_size_is_read_too() -> None:
    held = package(packaged("a.exe", b"content")[4:], sized=False)
    assert held is not None
    assert held.name == "a.exe"


@pytest.mark.parametrize("data", [b"", bytes(40), b"\0\0\0\0\2\0", packaged("a", b"b")[:30]])
def test_other_bytes_are_no_package(data: bytes) -> None:
    assert package(data) is None


def test_only_an_overlong_font_name_overflows() -> None:
    assert overflows(b"\x08\1\1" + b"A" * 40)
    assert not overflows(b"\x08\1\1" + b"A" * 30 + b"\0")


def test_every_class_has_words_or_a_unit_of_its_own() -> None:
    assert set(CLASSES.values()) - set(CLASS_WORDS) == {"equation"}
