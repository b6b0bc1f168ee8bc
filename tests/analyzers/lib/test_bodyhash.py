"""Body hashes and signed headers, against another program's over real mail."""

from __future__ import annotations

import tarfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import dkim

from analyzers.lib.bodyhash import Bodies
from analyzers.lib.dkim_signature import DKIM, signature_of
from analyzers.lib.signed_headers import signed_text
from analyzers.lib.wire import Wire, WireField, wire_of
from analyzers.model.artifact import Artifact
from analyzers.model.authentication import BodyHash
from tests.samples.signing import mail, rsa_key, signed

KEY = rsa_key().record.encode()


def signatures(wire: Wire) -> list[WireField]:
    return wire.all("dkim-signature")


def other_says(data: bytes, index: int) -> BodyHash:
    """By dkimpy, which looks at the body first and then, with a key that cannot fit, says no."""
    try:
        dkim.DKIM(data).verify(index, dnsfunc=lambda name, timeout: KEY)
    except dkim.ValidationError as error:
        return BodyHash.DIFFERS if "body hash" in str(error) else BodyHash.UNCHECKED
    except (dkim.DKIMException, ValueError):
        return BodyHash.UNCHECKED
    return BodyHash.MATCHES


def test_real_mail_gives_the_same_as_another_program(shared: Path) -> None:
    seen = 0
    for data in samples(shared / "corpus" / "phish.tar.xz", 400):
        wire = wire_of(Artifact.of(data, "a.eml", "eml"))
        for index, field in enumerate(signatures(wire)):
            other, ours = other_says(data, index), Bodies(wire).check(signature_of(DKIM, field))
            if BodyHash.UNCHECKED not in (other, ours):
                seen += 1
                assert ours is other
    assert seen > 20


def samples(archive: Path, count: int) -> Iterator[bytes]:
    with tarfile.open(archive) as files:
        regular = (member for member in files if member.isfile())
        for member in islice(regular, count):
            file = files.extractfile(member)
            assert file is not None
            yield file.read()


def test_the_signed_text_ends_with_the_signature_itself() -> None:
    data = signed(mail(), rsa_key())
    wire = wire_of(Artifact.of(data, "a.eml", "eml"))
    found = signature_of(DKIM, signatures(wire)[0])
    text = signed_text(wire, found)
    assert text.startswith(b"from:Ann <ann@example.com>\r\nto:")
    assert text.endswith(b"b=")


def test_a_tag_whose_name_ends_in_b_is_kept() -> None:
    value = b" v=1; a=rsa-sha256; bb=keep; d=example.com; b=AA\r\n AA; s=sel; h=from; bh=AAAA\r\n"
    field = WireField("dkim-signature", b"DKIM-Signature", value, 0)
    text = signed_text(Wire((), b""), signature_of(DKIM, field))
    assert b"bb=keep" in text
    assert b"b=; s=sel" in text
    assert text.endswith(b"bh=AAAA")


def test_hostile_signatures_are_quick() -> None:
    started = time.process_time()
    for unit in (b" ", b"\r\n ", b"b=", b";", b"b ", b":", b"h=from:", b"\t\r\n "):
        value = b"v=1; h=from; b=" + unit * (64_000 // len(unit)) + b"!\r\n"
        field = WireField("dkim-signature", b"DKIM-Signature", value, 0)
        signed_text(Wire((field,), b""), signature_of(DKIM, field))
    assert time.process_time() - started < 1


def test_a_body_full_of_rules_is_quick() -> None:
    data = signed(mail(), rsa_key()) + b"________________\r\n" * 60_000
    wire = wire_of(Artifact.of(data, "a.eml", "eml"))
    started = time.process_time()
    assert not Bodies(wire).without_footer(signature_of(DKIM, signatures(wire)[0]))
    assert time.process_time() - started < 1
