"""The machine-readable part of a delivery or abuse report is read as far as it goes."""

from __future__ import annotations

import base64

import pytest

from analyzers.lib import deliveries
from analyzers.model.message import Message, Part


def said(kind: str, encoding: str, length: int) -> Message:
    part = Part("1.2", kind, "", encoding, "", "", "", 0, length, "")
    return Message("eml", "", (), (), "", (), (), "", "", (), (part,), ())


@pytest.mark.parametrize("encoding", ["", "base64"])
def test_telling_fields_are_listed(encoding: str) -> None:
    data = b"Reporting-MTA: dns; mx.example.org\r\nX-Other: y\r\n\r\nAction: failed\r\n"
    data = base64.encodebytes(data) if encoding else data
    message = said("message/delivery-status", encoding, len(data))
    assert deliveries.fields(data, message) == (
        "Reporting-MTA: dns; mx.example.org\nAction: failed"
    )
    assert deliveries.kind(message, {})[0] == "bounce"


def test_a_long_list_is_cut() -> None:
    data = b"Action: failed\n" * 100_000
    fields = deliveries.fields(data, said("message/feedback-report", "", len(data)))
    assert fields.count("\n") == 7


def test_a_message_without_such_a_part_has_none() -> None:
    assert deliveries.fields(b"", said("text/plain", "", 0)) == ""
    assert deliveries.kind(said("text/plain", "", 0), {}) == ("", "")
