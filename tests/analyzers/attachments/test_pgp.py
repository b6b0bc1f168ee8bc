"""OpenPGP in a body or file is told for what it is, and nothing closed looks examined."""

from __future__ import annotations

import pytest

from analyzers.attachments.pgp import UNIT
from analyzers.model.authentication import SignedContent
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import findings, observe, survives
from tests.samples import openpgp


def records(said: list[Observation]) -> list[SignedContent]:
    return [each for each in said if isinstance(each, SignedContent)]


def test_an_encrypted_block_leaves_the_examination_incomplete() -> None:
    said = observe(UNIT, openpgp.armoured("MESSAGE", openpgp.message()), "body", "text")
    assert findings(said)["pgp.encrypted"].incomplete
    (record,) = records(said)
    assert (record.format, record.opened, record.result) == ("PGP encrypted", False, "")


def test_a_signature_is_told_and_not_believed() -> None:
    said = observe(UNIT, openpgp.clear_signed(b"Hello"), "body", "text")
    (record,) = records(said)
    assert (record.format, record.result) == ("PGP signed", "")
    assert "not verified" in record.detail
    assert findings(said) == {}


def test_text_beside_a_signed_block_is_told() -> None:
    text = b"Pay me.\n" + openpgp.clear_signed(b"Hello")
    said = findings(observe(UNIT, text, "body", "text"))
    assert said["pgp.partly-signed"].severity is Severity.INFO


@pytest.mark.parametrize("secret", [False, True])
def test_keys_are_told_apart(secret: bool) -> None:
    said = observe(UNIT, openpgp.key(secret), "ann.gpg", "bin")
    (record,) = records(said)
    assert (record.format, record.signer) == ("PGP key", openpgp.USER)
    assert ("pgp.private-key" in findings(said)) is secret


def test_more_blocks_than_are_read_are_said() -> None:
    block = openpgp.armoured("SIGNATURE", openpgp.signature())
    assert "limit.pgp.blocks" not in findings(observe(UNIT, block * 20, "body", "text"))
    assert "limit.pgp.blocks" in findings(observe(UNIT, block * 21, "body", "text"))


def test_bytes_of_another_name_are_not_taken_for_openpgp() -> None:
    assert observe(UNIT, openpgp.message(), "photo.bin", "bin") == []
    assert observe(UNIT, b"Hello", "body", "text") == []


def test_hostile_bytes_are_survived() -> None:
    block = openpgp.armoured("PUBLIC KEY BLOCK", openpgp.key())
    assert survives(UNIT, block, "text") == 60
