import random

import pytest

from tests.workbench.simulation.macros import decompress_stream, parser
from workbench.simulation.samples.docm import INERT_MACRO
from workbench.simulation.samples.ole import Storage, compound_file
from workbench.simulation.samples.vba import Module, compress, project_storage


@pytest.mark.parametrize("size", [1, 8, 9, 17, 4095, 4096, 4097, 20_000])
def test_the_other_side_decompresses_what_was_compressed(size: int) -> None:
    text = (INERT_MACRO.encode() * (size // len(INERT_MACRO) + 1))[:size]
    assert decompress_stream(bytearray(compress(text))) == text


def test_bytes_that_do_not_compress_survive() -> None:
    noise = random.Random(1).randbytes(4096)
    assert decompress_stream(bytearray(compress(noise))) == noise


def test_source_with_repetition_gets_shorter() -> None:
    source = INERT_MACRO.encode()
    assert len(compress(source)) < len(source) * 0.8


def test_modules_of_a_binary_document_are_found() -> None:
    modules = (Module("ThisDocument", "", document=True), Module("Module1", INERT_MACRO))
    data = compound_file(Storage("", (Storage("Macros", project_storage(modules)),)))
    found = {name: code for _, _, name, code in parser("a.doc", data).extract_macros()}
    assert set(found) == {"ThisDocument.cls", "Module1.bas"}
    assert "Sub AutoOpen()" in found["Module1.bas"]
