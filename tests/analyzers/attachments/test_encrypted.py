"""The unit for encrypted documents: passwords tried, answers used, costs bounded."""

from __future__ import annotations

import random
from types import MappingProxyType

import pytest

from analyzers.attachments.encrypted import DEFAULTS, UNIT, _affordable
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unreadable
from tests.analyzers.attachments.observed import children, findings, needs, observe, survives
from tests.samples.office import binary_word, embedded, encrypted, package

# The library that locks our samples needs more than one sector of content.
PLAIN = package({"word/media/noise.bin": random.Random(3).randbytes(5_000)})


@pytest.fixture(scope="module")
def locked() -> bytes:
    return encrypted(PLAIN, "4711")


def seen(data: bytes, context: Context | None = None) -> list[Observation]:
    return observe(UNIT, data, "a.docx", "ooxml-encrypted", context or Context())


def test_a_password_from_the_message_opens_a_document(locked: bytes) -> None:
    found = seen(locked, Context(passwords=("wrong", "4711")))
    assert children(found) == {"a.docx": PLAIN}
    assert findings(found)["office.encrypted.opened"].evidence == "password: 4711"
    assert not needs(found)


def test_without_password_the_document_asks_for_it(locked: bytes) -> None:
    found = seen(locked)
    assert set(findings(found)) == {"office.encrypted"}
    assert [need.kind for need in needs(found)] == ["password"]


def test_the_answer_opens_the_document(locked: bytes) -> None:
    key = ("password", needs(seen(locked))[0].key)
    assert children(seen(locked, Context(answers=MappingProxyType({key: "4711"}))))


def test_the_password_office_knows_by_itself_is_a_grave_finding() -> None:
    found = seen(encrypted(PLAIN, DEFAULTS[0]))
    assert children(found) == {"a.docx": PLAIN}
    assert "office.encrypted.default-password" in findings(found)


@pytest.mark.parametrize(("spins", "tries"), [(100_000, 10), (10_000_000, 0), (1, 20)])
def test_costly_keys_allow_few_attempts(spins: int, tries: int) -> None:
    info = b'<keyEncryptor spinCount="%d"/>' % spins
    assert _affordable(embedded("EncryptionInfo", info)) == tries


def test_a_document_in_clear_is_nothing_to_this_unit() -> None:
    assert not observe(UNIT, binary_word(text=b"Hello"), "a.doc", "doc")


def test_an_encryption_that_cannot_be_read_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        seen(embedded("EncryptedPackage", b"x"))


def test_damaged_documents_never_crash_the_unit(locked: bytes) -> None:
    survives(UNIT, locked, "ooxml-encrypted", 12)
