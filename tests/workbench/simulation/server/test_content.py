"""Taking apart the MIME the simulation wrote."""

from __future__ import annotations

from tests.workbench.simulation.server.tiny import INVOICE, tiny_world
from workbench.simulation.server.content import attachments_of, body_of, headers_of, parts_of


def _mime() -> bytes:
    world = tiny_world()
    return world.mime(world.messages[0])


def test_bodies_are_decoded() -> None:
    assert body_of(_mime(), "text") == ("text", "Grüße")
    assert body_of(_mime(), "html") == ("html", "<p>Grüße</p>")


def test_attachments_are_decoded() -> None:
    (part,) = attachments_of(_mime())
    assert (part.name, part.content_type, part.content) == (
        "invoice.pdf",
        "application/pdf",
        INVOICE,
    )


def test_folded_headers_are_unfolded() -> None:
    assert dict(headers_of(_mime()))["Subject"] == "Letter 11, folded"


def test_a_message_inside_is_one_part() -> None:
    inner = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"
    data = (
        b'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n\r\nHello\r\n'
        b"--a\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--a--\r\n"
    )
    assert [part.content_type for part in parts_of(data)] == ["text/plain", "message/rfc822"]


def test_an_empty_message_has_an_empty_body() -> None:
    assert body_of(b"Subject: x\r\n\r\n", "html") == ("text", "")
