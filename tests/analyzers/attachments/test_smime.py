"""S/MIME files give up what is inside, and say so where it stays closed."""

from __future__ import annotations

import zlib

import pytest
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options

from analyzers.attachments.smime import UNIT
from analyzers.model.authentication import SignedContent
from analyzers.model.observation import Child, Finding, Observation, Severity
from analyzers.model.unit import Context, Limits, Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import findings, observe, survives
from tests.samples import signed


def records(said: list[Observation]) -> list[SignedContent]:
    return [each for each in said if isinstance(each, SignedContent)]


def children(said: list[Observation]) -> list[Child]:
    return [each for each in said if isinstance(each, Child)]


def test_signed_content_goes_on_as_a_message() -> None:
    said = observe(UNIT, signed.envelope(), "smime.p7m")
    (child,) = children(said)
    assert child.data == signed.ENTITY
    assert sniff(child.data, child.name, child.declared_type) == "eml"
    (record,) = records(said)
    assert (record.result, record.part, record.opened) == ("pass", "", True)
    assert findings(said) == {}


def test_a_signed_file_keeps_its_name() -> None:
    (child,) = children(observe(UNIT, signed.envelope(b"<x/>"), "order.xml.p7m"))
    assert (child.name, child.data) == ("order.xml", b"<x/>")


def test_content_that_was_changed_inside_is_a_finding() -> None:
    changed = signed.envelope().replace(b"pay today", b"pay me at")
    said = observe(UNIT, changed, "smime.p7m")
    assert records(said)[0].result == "fail"
    assert findings(said)["smime.content.broken"].severity is Severity.MEDIUM


def test_encrypted_content_leaves_the_examination_incomplete() -> None:
    said = observe(UNIT, signed.encrypted(), "smime.p7m")
    assert findings(said)["smime.encrypted"].incomplete
    assert [record.opened for record in records(said)] == [False]
    assert not children(said)


def test_a_detached_signature_is_for_its_message_to_judge() -> None:
    said = observe(UNIT, signed.signature(), "smime.p7s")
    assert records(said)[0].result == ""
    assert not [each for each in said if isinstance(each, Finding | Child)]


def test_a_signature_without_its_certificate_is_no_pass() -> None:
    said = observe(UNIT, signed.envelope(signed.ENTITY, PKCS7Options.NoCerts), "smime.p7m")
    assert records(said)[0].result == ""


def test_compressed_content_is_bounded() -> None:
    packed = signed.compressed(zlib.compress(signed.ENTITY + b"x" * 100_000))
    (child,) = children(observe(UNIT, packed, "smime.p7z"))
    assert child.data.startswith(signed.ENTITY)
    with pytest.raises(Unreadable, match="unpacks to more"):
        observe(UNIT, packed, "smime.p7z", context=Context(limits=Limits(member_bytes=100)))


def test_more_signers_than_are_checked_are_said() -> None:
    said = observe(UNIT, signed.envelope(signers=11), "smime.p7m")
    assert findings(said)["limit.signed.signers"].severity is Severity.MEDIUM
    assert len(records(said)) == 10


def test_hostile_bytes_are_read_or_refused() -> None:
    assert survives(UNIT, signed.envelope(), "pkcs7") > 0
    assert survives(UNIT, signed.encrypted(), "pkcs7") > 0
