"""OpenPGP blocks are found in text and told by what is outside the encryption."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.openpgp import binary, blocks
from tests.samples import openpgp

KEY_ID = openpgp.KEY_ID.hex().upper()


@pytest.mark.parametrize(
    ("label", "data", "kind"),
    [
        ("MESSAGE", openpgp.message(), "PGP encrypted"),
        ("SIGNATURE", openpgp.signature(), "PGP signed"),
    ],
)
def test_a_block_names_its_key_with_and_without_armour(label: str, data: bytes, kind: str) -> None:
    text = b"before\n" + openpgp.armoured(label, data) + b"after\n"
    (block,) = blocks(text)
    assert (block.kind, block.keys) == (kind, (KEY_ID,))
    assert text[block.start : block.stop].startswith(b"-----BEGIN")
    assert text[block.stop :].strip() == b"after"
    bare = binary(data)
    assert bare is not None
    assert (bare.kind, bare.keys) == (kind, (KEY_ID,))


def test_a_key_names_its_owner() -> None:
    (block,) = blocks(openpgp.armoured("PUBLIC KEY BLOCK", openpgp.key()))
    assert (block.kind, block.names) == ("PGP key", (openpgp.USER,))
    assert block.addresses == ("ann@example.com",)
    assert len(block.keys[0]) == 40


def test_clear_signed_text_goes_to_the_end_of_its_signature() -> None:
    text = openpgp.clear_signed(b"Hello")
    (block,) = blocks(text)
    assert (block.kind, block.keys, block.stop) == ("PGP signed", (KEY_ID,), len(text) - 1)


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b"\xff\xd8\xff\xe0" * 9, b"\xc1", b"text"])
def test_other_bytes_are_none(data: bytes) -> None:
    assert binary(data) is None
    assert list(blocks(data)) == []


@pytest.mark.parametrize(
    "text",
    [
        b"-----BEGIN PGP MESSAGE-----\n" * 40_000,
        b"-----BEGIN PGP MESSAGE-----\n" + b"\n \t" * 300_000,
        b"-----BEGIN PGP MESSAGE-----\n\n" + b"A" * 1_000_000,
        b"\n" + b">" * 1_000_000,
        b"-" * 1_000_000,
    ],
)
def test_a_megabyte_of_nonsense_costs_little(text: bytes) -> None:
    started = time.process_time()
    list(blocks(text))
    assert time.process_time() - started < 1
