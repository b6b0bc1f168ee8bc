"""XML of hostile documents."""

from __future__ import annotations

import pytest

from analyzers.lib.safexml import DEPTH, ELEMENTS, Refused, elements

ENTITIES = [
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>',
    '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://a.test/p.dtd"> %p;]><r/>',
    '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    '<!DOCTYPE r SYSTEM "http://a.test/r.dtd"><r/>',
    "<!DOCTYPE r><r/>",
]


def test_elements_come_without_namespaces() -> None:
    found = elements(b'<a xmlns="urn:x" xmlns:y="urn:y"><b y:k="1">text</b></a>')
    assert [(one.tag, dict(one.attributes), one.text) for one in found] == [
        ("b", {"k": "1"}, "text"),
        ("a", {}, ""),
    ]


@pytest.mark.parametrize("text", ENTITIES)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(text: str, codec: str) -> None:
    with pytest.raises(Refused):
        elements(f'<?xml version="1.0" encoding="{codec}"?>{text}'.encode(codec))


@pytest.mark.parametrize("text", ["<a>" * (DEPTH + 1), "<a>" + "<b/>" * (ELEMENTS + 1)])
def test_depth_and_number_are_bounded(text: str) -> None:
    with pytest.raises(Refused):
        elements(text.encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"<a>", b"\xff\xfe\0", b"<a>&x;</a>", b"<?xml version='1.0' encoding='nd-8'?><a/>"],
)
def test_bad_syntax_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="not well-formed"):
        elements(data)
