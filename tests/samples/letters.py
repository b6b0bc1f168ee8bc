"""Ordinary messages as files, for tests that need something to read and not what it says."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from tests.samples.messages import message, multipart, part, whole
from workbench.simulation.samples.msg import OutlookMessage, Recipient, outlook_message

AUTHENTICATED = (
    "Authentication-Results",
    "mx.example.org; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com;"
    " dmarc=pass header.from=example.com",
)


def letter(subject: str = "Lunch", text: str = "Shall we meet at noon?", number: int = 1) -> bytes:
    """A message nothing is wrong with."""
    return message(
        ("To", "bob@example.org"),
        ("Subject", subject),
        ("Message-ID", f"<{number}@example.com>"),
        AUTHENTICATED,
        body=text.encode() + b"\r\n",
    )


def with_attachment(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    """A message with one file, in base64 of one line each 57 bytes."""
    lines = base64.encodebytes(data).replace(b"\n", b"\r\n")
    text = part("text/plain; charset=utf-8", b"Please see the file.\r\n")
    file = part(
        kind,
        lines,
        ("Content-Disposition", f'attachment; filename="{name}"'),
        ("Content-Transfer-Encoding", "base64"),
    )
    return whole(multipart(text, file), ("Subject", "A file"), AUTHENTICATED)


def outlook(subject: str = "Lunch", text: str = "Shall we meet at noon?") -> bytes:
    """The same as a .msg file."""
    return outlook_message(
        OutlookMessage(
            subject,
            "ann@example.com",
            "Ann Example",
            (Recipient("bob@example.org", "Bob"),),
            text,
            sent=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
            internet_id="<outlook@example.com>",
        )
    )
