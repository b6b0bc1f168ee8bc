"""Authenticode signatures, on programs signed by a key of the test's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from analyzers.attachments.pe_signature import UNIT
from analyzers.model.authentication import BodyHash, SignedContent
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.authenticode import signed
from tests.samples.executables import image_of, with_directory
from tests.samples.signed import certificate, rsa_key
from workbench.simulation.samples.pe import Program, portable_executable

PROGRAM = portable_executable(Program(overlay=b"more data"))


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "sample.exe", "pe")


def record(observations: list[Observation]) -> SignedContent:
    return next(one for one in observations if isinstance(one, SignedContent))


def issued(*purposes: x509.ObjectIdentifier) -> x509.Certificate:
    """Issued by somebody else, for the purposes named."""

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    key, start = rsa_key(), datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name("Maker")).issuer_name(name("Root"))
    builder = builder.public_key(key.public_key()).serial_number(4712)
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=9))
    builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return builder.sign(key, hashes.SHA256())


@pytest.mark.parametrize("wide", [False, True])
def test_a_signature_that_fits_is_told_without_trusting_it(wide: bool) -> None:
    data = portable_executable(Program(wide=wide, overlay=b"more data"))
    found = seen(signed(data, issued(ExtendedKeyUsageOID.CODE_SIGNING)))
    assert set(findings(found)) == {"pe.signature.intact"}
    assert findings(found)["pe.signature.intact"].severity is Severity.INFO
    shown = record(found)
    assert (shown.format, shown.result, shown.digest) == ("Authenticode", "pass", BodyHash.MATCHES)
    assert shown.detail == "chain not checked against Windows' list"
    assert "Maker" in facts(found)["Signature"]


def test_a_program_without_a_signature_says_so() -> None:
    assert facts(seen(PROGRAM))["Signature"].startswith("none inside")
    assert not findings(seen(PROGRAM))


def test_one_changed_byte_is_found() -> None:
    data = bytearray(signed(PROGRAM))
    data[image_of(PROGRAM).sections[0].offset + 5] ^= 1
    found = seen(bytes(data))
    assert findings(found)["pe.signature.altered"].severity is Severity.HIGH
    assert record(found).result == "fail"


def test_a_checksum_set_after_signing_changes_nothing() -> None:
    data = bytearray(signed(PROGRAM))
    at = image_of(PROGRAM).optional + 64
    data[at : at + 4] = b"abcd"
    assert "pe.signature.intact" in findings(seen(bytes(data)))


def test_a_signature_of_another_key_is_found() -> None:
    data = signed(PROGRAM, issued(ExtendedKeyUsageOID.CODE_SIGNING))
    table = image_of(data).directory(4)[0]
    wreck = bytearray(data)
    wreck[data.rindex(b"\x04\x82\x01\x00", table) + 20] ^= 1
    assert "pe.signature.forged" in findings(seen(bytes(wreck)))


def test_what_a_certificate_has_against_it_is_found() -> None:
    assert "pe.signature.self-signed" in findings(seen(signed(PROGRAM)))
    web = issued(ExtendedKeyUsageOID.SERVER_AUTH)
    assert findings(seen(signed(PROGRAM, web)))["pe.signature.purpose"].evidence == "server_auth"
    old = certificate(rsa_key(), days=-400)
    assert findings(seen(signed(PROGRAM, old)))["pe.signature.expired"].severity is Severity.LOW


def test_a_weak_digest_is_remarked_upon() -> None:
    found = findings(seen(signed(PROGRAM, issued(ExtendedKeyUsageOID.CODE_SIGNING), old=True)))
    assert found["pe.signature.weak"].severity is Severity.INFO
    assert "pe.signature.intact" in found


@pytest.mark.parametrize(("size", "severity"), [(40, Severity.LOW), (4000, Severity.MEDIUM)])
def test_bytes_behind_the_signature_are_found(size: int, severity: Severity) -> None:
    found = seen(signed(PROGRAM, behind=b"x" * size))
    assert findings(found)["pe.signature.appended"].severity is severity
    assert ("behind the signature" in children(found)) is (severity is Severity.MEDIUM)


@pytest.mark.parametrize("junk", [b"", b"\xff" * 64, (64).to_bytes(4, "little") + b"\0\2\2\0" * 9])
def test_a_table_that_holds_no_signature_is_incomplete(junk: bytes) -> None:
    data = with_directory(PROGRAM, 4, len(PROGRAM), 64) + junk
    assert findings(seen(data))["pe.signature.unread"].incomplete


def test_damaged_signatures_never_crash_the_unit() -> None:
    assert survives(UNIT, signed(PROGRAM), "pe", 300)
