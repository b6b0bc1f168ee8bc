import io

import olefile
import pytest

from workbench.simulation.samples.ole import Storage, Stream, compound_file


def opened(*children: Storage | Stream) -> olefile.OleFileIO:
    data = compound_file(Storage("", children))
    file = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL)
    assert file.parsing_issues == []
    return file


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000])
def test_a_stream_of_any_size_comes_back(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    assert opened(Stream("a", data[:size])).openstream("a").read() == data[:size]


@pytest.mark.parametrize("count", range(1, 34))
def test_every_stream_is_found_in_a_tree_of_any_width(count: int) -> None:
    names = {f"{'n' * (n % 5)}{n}": b"%d" % n for n in range(count)}
    file = opened(Storage("inner", tuple(Stream(n, d) for n, d in names.items())))
    assert {name[1]: file.openstream(name).read() for name in file.listdir()} == names


def test_the_tree_of_siblings_is_a_red_black_tree() -> None:
    """No red entry has a red child and every way down meets the same number of black ones."""
    file = opened(*(Stream(f"s{n:03}", b"x") for n in range(100)))

    def black_height(number: int, parent_red: bool) -> int:
        if number == olefile.NOSTREAM:
            return 0
        entry = file.direntries[number]
        red = entry.color == 0
        assert not (red and parent_red)
        left, right = (black_height(n, red) for n in (entry.sid_left, entry.sid_right))
        assert left == right
        return left + (not red)

    assert black_height(file.root.sid_child, False) > 3


def test_a_file_beyond_the_header_table_has_more_table_sectors() -> None:
    data = b"q" * 9_000_000
    assert opened(Stream("big", data)).openstream("big").read() == data
