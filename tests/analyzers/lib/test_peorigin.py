"""Rich headers, debug records and callbacks, beside what the reference reader makes of them."""

from __future__ import annotations

import hashlib

import pefile

from analyzers.lib import peorigin
from tests.samples.executables import callbacks, executable, image_of, rich_header
from workbench.simulation.samples.pe import PLAIN, portable_executable

TOOLS = ((0x105, 30133, 12), (0x1, 0, 99))


def test_the_rich_hash_is_that_of_the_reference() -> None:
    data = rich_header(TOOLS, portable_executable())
    reference = pefile.PE(data=data)
    found = peorigin.rich(image_of(data))
    assert found is not None
    assert found.digest == hashlib.md5(reference.RICH_HEADER.clear_data).hexdigest()
    assert found.tools == TOOLS
    assert found.fits


def test_a_program_without_one_has_none() -> None:
    assert peorigin.rich(image_of(portable_executable())) is None


def test_the_list_of_callbacks_is_bounded() -> None:
    many = executable(PLAIN, {9: callbacks(*range(0x40_1000, 0x40_1000 + 100))})
    assert len(peorigin.callbacks(image_of(many))) == peorigin.CALLBACKS
