"""A message's OpenPGP structure is told with the part it is around."""

from __future__ import annotations

import pytest

from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import SignedContent
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.pgp import UNIT
from tests.samples import openpgp
from tests.samples.messages import multipart, part, whole


def examine(data: bytes) -> list[Observation]:
    artifact = Artifact.of(data, "x.eml", "eml")
    said = eml.UNIT.examine(artifact, Context())
    message = next(each for each in said if isinstance(each, Message))
    return list(UNIT.examine(artifact, Context(message=message)))


def test_a_signed_message_is_told_and_not_believed() -> None:
    held = part("application/pgp-signature", openpgp.armoured("SIGNATURE", openpgp.signature()))
    said = examine(whole(multipart(part("text/plain", b"Hi"), held, subtype="signed")))
    (record,) = said
    assert isinstance(record, SignedContent)
    assert (record.format, record.part, record.result) == ("PGP signed", "1", "")
    assert openpgp.KEY_ID.hex().upper() in record.detail


def test_an_encrypted_message_leaves_the_examination_incomplete() -> None:
    control = part("application/pgp-encrypted", b"Version: 1\r\n")
    held = part("application/octet-stream", openpgp.armoured("MESSAGE", openpgp.message()))
    said = examine(whole(multipart(control, held, subtype="encrypted")))
    (record,) = [each for each in said if isinstance(each, SignedContent)]
    assert (record.format, record.part, record.opened) == ("PGP encrypted", "1", False)
    (finding,) = [each for each in said if isinstance(each, Finding)]
    assert (finding.rule, finding.incomplete) == ("pgp.message.encrypted", True)


def test_an_ordinary_message_has_none() -> None:
    assert examine(whole(multipart(part("text/plain", b"Hi")))) == []


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
