"""ActiveMime containers: the packed document goes into the tree, bombs and damage are told."""

from __future__ import annotations

import zlib

import pytest

from analyzers.attachments.activemime import UNIT
from analyzers.model.unit import Context, Limits, Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.office import binary_word

HEAD = b"ActiveMime\0\0\x01\xf0\x04\0\0\0\xff\xff\xff\xff\0\0\x07\xf0".ljust(50, b"\0")


def test_the_document_inside_goes_into_the_tree() -> None:
    inner = binary_word("Sub AutoOpen()\nEnd Sub")
    made = HEAD + zlib.compress(inner)
    assert sniff(made) == "mso"
    found = observe(UNIT, made)
    assert children(found) == {"packed document": inner}
    assert facts(found)["Unpacked"].startswith(f"{len(inner)} bytes")
    assert not findings(found)
    assert sniff(inner) == "doc"


def test_a_container_that_breaks_off_is_not_called_whole() -> None:
    found = observe(UNIT, HEAD + zlib.compress(bytes(range(256)) * 40)[:200])
    assert findings(found)["mso.damaged"].incomplete


def test_a_bomb_meets_a_limit() -> None:
    small = Context(limits=Limits(member_bytes=1 << 20))
    made = HEAD + zlib.compress(bytes(8 << 20))
    assert "limit.mso" in findings(observe(UNIT, made, context=small))


def test_a_header_alone_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, HEAD)


def test_damage_never_escapes() -> None:
    assert survives(UNIT, HEAD + zlib.compress(b"content " * 40), "mso", 100) > 20
