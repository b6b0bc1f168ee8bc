"""Keys out of records that anybody may publish."""

from __future__ import annotations

import base64
import time

import pytest
from asn1crypto.keys import RSAPublicKey

from analyzers.lib.dkim_signature import DKIM, Signed
from analyzers.lib.public_key import key_of, made_by
from analyzers.lib.wire import WireField
from tests.samples.signing import rsa_key

FIELD = WireField("dkim-signature", b"DKIM-Signature", b"", 0)
SIGNED = Signed(DKIM, FIELD, algorithm="rsa-sha256", value=b"\1" * 256)


def bare(modulus: int, exponent: int = 65537) -> str:
    pair = RSAPublicKey({"modulus": modulus, "public_exponent": exponent})
    return f"p={base64.b64encode(pair.dump()).decode()}"


def test_a_bare_key_is_read_as_well() -> None:
    own = rsa_key().rsa
    assert own is not None
    key = key_of(bare(own.public_key().public_numbers().n), SIGNED)
    assert (key.problem, key.bits) == ("", 2048)


def test_a_giant_key_is_refused_in_time() -> None:
    started = time.process_time()
    assert "bits" in key_of(bare((1 << 40_000) + 1), SIGNED).problem
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "record",
    [
        bare(0),
        bare(1),
        bare(4),
        bare((1 << 2047) + 1, 1),
        bare((1 << 2047) + 1, 0),
        "p=MAA=",
        "p=A",
    ],
)
def test_keys_that_are_none_never_raise(record: str) -> None:
    key = key_of(record, SIGNED)
    assert key.problem or not made_by(key, SIGNED, b"text")
