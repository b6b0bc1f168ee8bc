"""LZX as compiled help uses it, on a real file and on streams that do not hold together."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from analyzers.lib.itsf import Help
from analyzers.lib.lzx import Damaged, Lzx
from tests.corpus import member
from tests.samples.help_files import stored


def test_a_stored_block_comes_back() -> None:
    assert Lzx(16).unpack(stored(b"abc"), 3) == b"abc"
    assert Lzx(16).unpack(stored(b"abcd"), 4) == b"abcd"


def test_noise_is_damage_and_soon() -> None:
    chance = random.Random(7)
    for _ in range(300):
        with pytest.raises(Damaged):
            Lzx(16).unpack(chance.randbytes(40), 50_000)
    with pytest.raises(Damaged):
        Lzx(99)


def test_every_page_of_a_real_file_is_whole(shared: Path) -> None:
    book = Help(member(shared, "pdf-archives-misc", "cbab686e3f16-admin.chm"))
    whole, pages = book.unpacked(), 0
    for entry in book.entries:
        data = whole[entry.offset : entry.offset + entry.size]
        if entry.section and entry.name.endswith(".htm"):
            assert data.rstrip().lower().endswith(b"</html>")
            pages += 1
        elif entry.section and entry.name.endswith(".gif"):
            assert data.startswith(b"GIF8")
            assert data.endswith(b";")
    assert pages > 10
    assert not book.damage
