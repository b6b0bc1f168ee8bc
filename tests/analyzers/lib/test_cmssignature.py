"""Signatures verify with the key they bring, for each kind of key that mail uses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from analyzers.lib import cms
from tests.samples import signed


@pytest.mark.parametrize("key", [signed.rsa_key(), signed.curve_key()], ids=["rsa", "curve"])
def test_each_kind_of_key_verifies(key: signed.Key) -> None:
    (signer,) = cms.read(signed.envelope(key=key)).signers
    assert (signer.valid, signer.trouble) == (True, "")
    assert signer.chain == ("Common Name: Ann Example",)
    assert datetime.fromisoformat(signer.signed_at) <= datetime.now(UTC)


def test_another_key_s_certificate_does_not_verify() -> None:
    """Same issuer and serial number, other key: the certificate was swapped."""
    whole = signed.envelope()
    mine = signed.rsa_key().public_key().public_numbers().n
    other = rsa.generate_private_key(65537, 2048).public_key().public_numbers().n
    swapped = whole.replace(mine.to_bytes(256, "big"), other.to_bytes(256, "big"))
    assert swapped != whole
    (signer,) = cms.read(swapped).signers
    assert signer.digest_matches
    assert signer.valid is False
