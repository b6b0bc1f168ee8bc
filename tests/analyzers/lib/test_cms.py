"""Envelopes are opened as far as that takes no key, and what cannot be read says so."""

from __future__ import annotations

import base64
import time
import zlib

import pytest
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options

from analyzers.lib import cms
from tests.analyzers.attachments.observed import damaged
from tests.samples import signed


def test_signed_content_comes_out_with_its_signer() -> None:
    found = cms.read(signed.envelope())
    assert found.kind == "signed"
    assert found.content == signed.ENTITY
    (signer,) = found.signers
    assert signer.certificate is not None
    assert signer.certificate.addresses == ("ann@example.com",)
    assert (signer.digest_matches, signer.valid, signer.digest) == (True, True, "sha256")


@pytest.mark.parametrize("wrap", ["pem", "base64"])
def test_armour_is_taken_off(wrap: str) -> None:
    text = base64.encodebytes(signed.envelope())
    if wrap == "pem":
        text = b"-----BEGIN PKCS7-----\n" + text + b"-----END PKCS7-----\n"
    assert cms.read(text).content == signed.ENTITY


def test_a_detached_signature_is_held_against_what_stands_beside_it() -> None:
    signature = signed.signature()
    assert cms.read(signature).signers[0].digest_matches is None
    assert cms.read(signature, signed.ENTITY).signers[0].valid
    assert cms.read(signature, b"other").signers[0].digest_matches is False


def test_content_inside_does_not_stand_in_for_what_is_shown() -> None:
    """A signature with content of its own beside another text, which is what a client shows."""
    whole = signed.envelope()
    assert cms.read(whole, b"what is shown").signers[0].digest_matches is False


def test_encrypted_content_stays_closed() -> None:
    found = cms.read(signed.encrypted())
    assert (found.kind, found.content, found.recipients) == ("encrypted", None, 1)
    assert found.cipher.startswith("aes")


def test_compressed_content_is_unpacked_under_a_ceiling() -> None:
    packed = signed.compressed(zlib.compress(b"x" * 100_000))
    assert cms.read(packed).content == b"x" * 100_000
    with pytest.raises(cms.Malformed, match="unpacks to more"):
        cms.read(packed, ceiling=1_000)


def test_a_signer_without_certificate_is_not_judged() -> None:
    (signer,) = cms.read(signed.envelope(signed.ENTITY, PKCS7Options.NoCerts)).signers
    assert signer.digest_matches
    assert signer.valid is None
    assert "certificate" in signer.trouble


@pytest.mark.parametrize("data", [b"", b"0", b"no envelope", b"\x30\x80" * 50_000, b"\x30" * 9])
def test_what_is_no_envelope_says_so(data: bytes) -> None:
    with pytest.raises(cms.Malformed):
        cms.read(data)


def test_damaged_envelopes_are_read_or_refused_and_never_pass() -> None:
    whole, genuine = signed.envelope(), 0
    for wreck in damaged(whole, 150):
        try:
            found = cms.read(wreck)
        except cms.Malformed:
            continue
        for signer in found.signers:
            genuine += bool(signer.valid and found.content != signed.ENTITY)
    assert genuine == 0


def test_a_large_envelope_costs_little() -> None:
    whole = signed.envelope(b"x" * (8 << 20))
    started = time.process_time()
    assert cms.read(whole).signers[0].valid
    assert time.process_time() - started < 1
