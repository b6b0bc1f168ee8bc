"""Office Open XML packages."""

from __future__ import annotations

import pytest

from analyzers.lib.opc import Package, Relationship, decoded, text
from analyzers.lib.unpack import Stop
from analyzers.model.unit import Limits, Unreadable
from tests.samples.office import RELATION, package, related


def test_parts_are_found_by_pattern_and_start() -> None:
    with Package(package({"word\\Media/a.PNG": b"\x89PNG", "x": b"y"}), Limits()) as opened:
        assert opened.names(r"word/media/.*\.png") == ["word\\Media/a.PNG"]
        assert list(opened.starting(b"\x89PNG")) == [("word\\Media/a.PNG", b"\x89PNG")]
        assert opened.read("no such part") == b""


def test_relationships_tell_kind_target_and_side() -> None:
    with Package(related("image", "https://a.test/i"), Limits()) as opened:
        (found,) = opened.relationships()
        part = "word/_rels/document.xml.rels"
        assert found == Relationship(part, "image", "https://a.test/i", True)
    assert RELATION.startswith("http")


def test_a_broken_relationships_part_is_passed_over() -> None:
    with Package(package({"_rels/.rels": "<broken"}), Limits()) as opened:
        assert list(opened.relationships()) == []


def test_a_stop_is_remembered() -> None:
    with Package(package({"a": b"long" * 99}), Limits(member_bytes=9)) as opened:
        opened.read("a")
        assert opened.stops == {"a": Stop.MEMBER}
        assert [one.rule for one in opened.unread()] == ["limit.office.parts"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_any_encoding(codec: str) -> None:
    markup = "<w:p><w:t>One &amp; </w:t><w:t>two</w:t></w:p><w:p>three</w:p>"
    assert text(markup.encode(codec)).split("\n")[:2] == ["One & two", "three"]
    assert decoded(b"") == ""


def test_no_package_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        Package(b"no package", Limits())
