"""Parts that are messages are found by type and by name, and read however they are encoded."""

from __future__ import annotations

import base64

import pytest

from analyzers.lib import attached
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Part
from tests.samples.messages import message


def part(kind: str, name: str = "", encoding: str = "", length: int = 0) -> Part:
    return Part("1.2", kind, "", encoding, "attachment", name, "", 0, length, "")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("message/rfc822", ""),
        ("message/global", ""),
        ("text/rfc822-headers", ""),
        ("application/vnd.ms-outlook", "x.bin"),
        ("application/octet-stream", "Invoice.EML"),
        ("application/octet-stream", "Invoice.msg"),
    ],
)
def test_parts_that_are_messages(kind: str, name: str) -> None:
    assert attached._form(part(kind, name))


@pytest.mark.parametrize(
    ("kind", "name"), [("text/plain", ""), ("application/pdf", "eml.pdf"), ("image/png", "msg")]
)
def test_other_parts_are_none(kind: str, name: str) -> None:
    assert attached._form(part(kind, name)) == ""


@pytest.mark.parametrize("encoding", ["", "base64", "quoted-printable"])
def test_headers_are_read_behind_the_transfer_encoding(encoding: str) -> None:
    data = message(("Subject", "=?utf-8?q?Gr=C3=BC=C3=9Fe?="), ("Message-ID", "<1@example.com>"))
    if encoding == "base64":
        data = base64.encodebytes(data)
    if encoding == "quoted-printable":
        data = data.replace(b"=", b"=3D")
    found = attached.describe(data, part("message/rfc822", "", encoding, len(data)))
    assert (found.subject, found.sender) == ("Grüße", "ann@example.com")
    assert found.message_id == "<1@example.com>"


def test_only_the_beginning_of_a_large_one_is_read() -> None:
    data = message(("Subject", "Large"), body=b"x" * 3_000_000)
    found = attached.describe(data, part("message/rfc822", length=len(data)))
    assert found.subject == "Large"


def test_a_part_of_an_outlook_file_is_known_by_its_name_alone() -> None:
    far = Part(
        "1.1", "application/vnd.ms-outlook", "", "", "attachment", "Lunch.msg", "", -1, 9, ""
    )
    found = attached.describe(b"", far)
    assert (found.subject, found.fidelity) == ("Lunch", Fidelity.REPRODUCTION)


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\0" * 500, b"no header"])
def test_anything_at_all_can_be_described(data: bytes) -> None:
    found = attached.describe(data, part("message/rfc822", length=len(data)))
    assert found.fidelity is Fidelity.REPRODUCTION
