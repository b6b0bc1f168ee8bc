"""Headers of Windows executables, beside what the reference reader makes of them."""

from __future__ import annotations

import pefile
import pytest

from analyzers.lib import peheaders
from analyzers.model.unit import Unreadable
from tests.samples.executables import executable, exports, image_of, patched
from workbench.simulation.samples.pe import PLAIN, Program, portable_executable


@pytest.mark.parametrize("wide", [False, True])
def test_sections_and_addresses_agree_with_the_reference(wide: bool) -> None:
    data = portable_executable(Program(wide=wide, version={"A": "b"}, overlay=b"tail" * 9))
    image, reference = image_of(data), pefile.PE(data=data, fast_load=True)
    assert [(part.name, part.address, part.size) for part in image.sections] == [
        (one.Name.rstrip(b"\0"), one.VirtualAddress, one.SizeOfRawData)
        for one in reference.sections
    ]
    for address in (0, 0x200, 0x1000, 0x1010, 0x2004, 0x3000):
        assert image.offset(address) == reference.get_offset_from_rva(address)
    assert image.end() == reference.get_overlay_data_start_offset()
    assert image.wide is wide
    assert not image.library


def test_an_address_beyond_everything_has_no_place() -> None:
    image = image_of(portable_executable())
    assert image.offset(0x0FFF_FFFF) == -1
    assert image.take(0x0FFF_FFFF, 8) == b""
    assert image.home(0x0FFF_FFFF) is None


@pytest.mark.parametrize("odd", [b"", b"\x01"])
def test_the_checksum_is_that_of_the_loader(odd: bytes) -> None:
    data = executable(PLAIN, {0: exports("a.dll", "B")}) + odd
    made = pefile.PE(data=data, fast_load=True).generate_checksum()
    assert peheaders.checksum(image_of(patched(data, 64, made))) == f"{made:#x}, matches"
    assert peheaders.checksum(image_of(patched(data, 64, 5))) == f"0x5, the file's is {made:#x}"


def test_a_file_that_ends_within_its_headers_is_unreadable() -> None:
    data = portable_executable()
    for end in range(0, 0xF8, 7):
        with pytest.raises(Unreadable):
            image_of(data[:end])
