"""Web addresses in bytes that are no text."""

from __future__ import annotations

import pytest

from analyzers.attachments.raw_addresses import LISTED, UNIT
from analyzers.model.content import Link
from tests.analyzers.attachments.observed import facts, findings, observe


def links(data: bytes, kind: str = "bin") -> list[tuple[str, str]]:
    seen = observe(UNIT, data, "", kind)
    assert not findings(seen)
    return [(one.url, one.where) for one in seen if isinstance(one, Link)]


def test_addresses_are_links_with_their_places() -> None:
    wide = "see https://b.test/x?y=1 now".encode("utf-16le")
    assert links(b"\0\1text http://a.test/load.exe\0" + b"\xff" + wide) == [
        ("http://a.test/load.exe", "offset 0x7"),
        ("https://b.test/x?y=1", f"offset 0x{31 + 8:X}"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        b"http://www.w3.org/2001/XMLSchema",
        b"http://schemas.microsoft.com/SMI/2005/WindowsSettings",
        b"http://crl3.digicert.com/a.crl",
        b"http://ocsp.verisign.com",
        b"http://ns.adobe.com/xap/1.0/",
        b"http://crl.verisign.com/list.crl",
        b"http://localhost/a",
    ],
)
def test_what_many_files_carry_is_only_counted(url: bytes) -> None:
    assert links(b"\0" + url + b"\0") == []
    seen = facts(observe(UNIT, b"\0" + url + b"\0", "", "pe"))
    assert seen == {"Addresses of vocabularies, authorities and makers": "1"}


def test_a_name_that_only_ends_alike_is_not_quiet() -> None:
    assert links(b"\0http://evilw3.org/a\0") == [("http://evilw3.org/a", "offset 0x1")]


def test_many_addresses_are_counted() -> None:
    data = b"\0".join(b"http://h%d.test/" % number for number in range(LISTED + 3))
    assert len(links(data)) == LISTED
    assert facts(observe(UNIT, data, "", "bin")) == {"Addresses not listed": "3"}


def test_texts_are_left_to_their_readers() -> None:
    assert not observe(UNIT, b"http://a.test/", "", "text")
