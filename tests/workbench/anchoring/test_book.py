"""The file of sinks, and what cannot be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.anchoring.addresses import SinkAddress
from workbench.anchoring.book import MOST, SinkBook
from workbench.errors import BadInput, StoreError

ONE = SinkAddress("https://hook.example/x")


def test_sinks_are_remembered_and_forgotten(tmp_path: Path) -> None:
    book = SinkBook(tmp_path / "new" / "anchors.json")
    assert book.sinks() == ()
    book.add(ONE)
    assert [sink.name for sink in book.sinks()] == [ONE.address]
    with pytest.raises(BadInput, match="there already"):
        book.add(ONE)
    for number in range(MOST - 1):
        book.add(SinkAddress(f"draft:a{number}@b.example"))
    with pytest.raises(BadInput, match="At most"):
        book.add(SinkAddress("draft:x@b.example"))
    book.remove(ONE.address)
    with pytest.raises(BadInput, match="There is no sink"):
        book.remove(ONE.address)
    assert len(book.all()) == MOST - 1


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": 2, "sinks": []}', '{"schema": 1, "sinks": [1]}', "[" * 9_999]
)
def test_a_damaged_file_is_told_and_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anchors.json"
    path.write_text(text)
    book = SinkBook(path)
    with pytest.raises(StoreError, match="cannot be read"):
        book.add(ONE)
    assert path.read_text() == text
