"""A signed message is verified as its reader would see it, and held against its sender."""

from __future__ import annotations

import base64
import tarfile
from pathlib import Path

import pytest

from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import BodyHash, SignedContent
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.smime import UNIT
from tests.samples import signed
from tests.samples.messages import multipart, part, whole


def attached(kind: str, data: bytes) -> bytes:
    return part(kind, base64.encodebytes(data), ("Content-Transfer-Encoding", "base64"))


def letter(entity: bytes = signed.ENTITY, signature: bytes = b"", footer: bool = False) -> bytes:
    held = attached("application/pkcs7-signature", signature or signed.signature())
    content = multipart(entity, held, boundary="sig", subtype="signed")
    return whole(multipart(content, part("text/plain", b"footer")) if footer else content)


def examine(data: bytes, fidelity: Fidelity = Fidelity.UNKNOWN) -> list[Observation]:
    artifact = Artifact.of(data, "x.eml", "eml")
    said = eml.UNIT.examine(artifact, Context())
    message = next(each for each in said if isinstance(each, Message))
    return list(UNIT.examine(artifact, Context(message=message, fidelity=fidelity)))


def severities(said: list[Observation]) -> dict[str, Severity]:
    return {each.rule: each.severity for each in said if isinstance(each, Finding)}


def records(said: list[Observation]) -> list[SignedContent]:
    return [each for each in said if isinstance(each, SignedContent)]


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_a_signature_holds_whatever_the_line_ends_of_the_copy(ends: bytes) -> None:
    said = examine(letter().replace(b"\r\n", ends))
    (record,) = records(said)
    assert (record.result, record.digest, record.part) == ("pass", BodyHash.MATCHES, "1")
    assert record.matches_sender
    assert severities(said) == {}


def test_a_program_that_signed_bare_line_feeds_is_understood() -> None:
    said = examine(letter(signature=signed.signature(signed.ENTITY.replace(b"\r\n", b"\n"))))
    assert records(said)[0].result == "pass"


@pytest.mark.parametrize(
    ("fidelity", "severity"),
    [(Fidelity.ORIGINAL, Severity.MEDIUM), (Fidelity.UNKNOWN, Severity.INFO)],
)
def test_another_text_breaks_it(fidelity: Fidelity, severity: Severity) -> None:
    said = examine(letter(signed.ENTITY.replace(b"today", b"me")), fidelity)
    assert records(said)[0].result == "fail"
    assert severities(said) == {"smime.signature.broken": severity}


def test_content_hidden_in_the_signature_does_not_vouch_for_what_is_shown() -> None:
    shown = signed.ENTITY.replace(b"today", b"me")
    said = examine(letter(shown, signed.envelope()), Fidelity.ORIGINAL)
    assert records(said)[0].result == "fail"
    assert severities(said) == {"smime.signature.broken": Severity.MEDIUM}


@pytest.mark.parametrize(
    ("address", "severity"),
    [("bob@elsewhere.test", Severity.MEDIUM), ("bob@example.com", Severity.LOW)],
)
def test_another_signer_is_a_finding(address: str, severity: Severity) -> None:
    held = signed.certificate(signed.rsa_key(), address)
    said = examine(letter(signature=signed.signature(held=held)))
    assert records(said)[0].matches_sender is False
    assert severities(said) == {"smime.signer.differs": severity}


def test_a_certificate_out_of_date_is_a_finding() -> None:
    held = signed.certificate(signed.rsa_key(), days=-10)
    said = examine(letter(signature=signed.signature(held=held)))
    assert severities(said) == {"smime.certificate.expired": Severity.LOW}


def test_a_footer_outside_the_signature_is_told() -> None:
    said = examine(letter(footer=True))
    assert records(said)[0].part == "1.1"
    assert severities(said) == {"smime.partly-signed": Severity.INFO}


def test_a_signature_that_cannot_be_read_leaves_the_check_incomplete() -> None:
    said = examine(letter(signature=b"0 no signature"))
    (finding,) = [each for each in said if isinstance(each, Finding)]
    assert finding.rule == "smime.signature.unreadable"
    assert finding.incomplete


def test_more_signatures_than_are_checked_are_said() -> None:
    many = [attached("application/pkcs7-mime", b"0") for _ in range(21)]
    assert severities(examine(whole(multipart(*many)))) == {"limit.signed.parts": Severity.MEDIUM}


def test_content_inside_the_envelope_is_verified_too() -> None:
    data = whole(attached("application/pkcs7-mime; smime-type=signed-data", signed.envelope()))
    (record,) = records(examine(data))
    assert (record.result, record.matches_sender) == ("pass", True)


def test_collected_signatures_verify_where_they_should(shared: Path) -> None:
    good = bad = 0
    with tarfile.open(shared / "corpus/mime-torture.tar.xz") as archive:
        for member in archive:
            if "comm-central" not in member.name or "dsig" not in member.name:
                continue
            stream = archive.extractfile(member)
            for record in records(examine(stream.read() if stream else b"")):
                wrong = ".bad." in member.name or "mismatch" in member.name
                good += record.result == "pass"
                bad += record.result == "pass" and wrong
    assert good > 20
    assert bad == 0


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
