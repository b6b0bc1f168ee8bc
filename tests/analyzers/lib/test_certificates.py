"""Certificates are told field by field, and chains by their names."""

from __future__ import annotations

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding

from analyzers.lib.certificates import Certificate, Held, chain, read_certificate
from tests.samples import signed


def test_fields_are_read() -> None:
    held = signed.certificate(signed.curve_key(), "bob@example.org")
    shown = read_certificate(x509.Certificate.load(held.public_bytes(Encoding.DER)))
    assert shown.subject == shown.issuer == "Common Name: Ann Example"
    assert shown.addresses == ("bob@example.org",)
    assert shown.serial == f"{4711:x}"
    assert shown.not_before[:10] == held.not_valid_before_utc.isoformat()[:10]


def test_a_broken_certificate_has_empty_fields() -> None:
    shown = read_certificate(x509.Certificate.load(b"\x30\x03\x02\x01\x00"))
    assert shown == Certificate("", (), "", "", "", "")


def test_a_chain_goes_up_as_far_as_issuers_are_held() -> None:
    held = [_held("leaf", "middle"), _held("root", "root"), _held("middle", "root")]
    assert chain(held[0], held) == ("leaf", "middle", "root")
    assert chain(held[1], held) == ("root",)


def _held(subject: str, issuer: str) -> Held:
    return Held(None, Certificate(subject, (), issuer, "", "", ""), subject, issuer)
