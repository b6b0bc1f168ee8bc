"""The storages of an Outlook file are handed out; what is broken is absent."""

from __future__ import annotations

import pytest

from analyzers.lib.outlook import OutlookFile
from analyzers.model.unit import Unreadable
from workbench.simulation.samples.msg import File, OutlookMessage, Recipient, outlook_message

INNER = OutlookMessage("inner", "a@example.com", "A", (), "text")
DATA = outlook_message(
    OutlookMessage(
        "outer",
        "a@example.com",
        "A",
        (Recipient("b@example.com", "B"),),
        "text",
        files=(File("a.txt", b"abc"),),
        embedded=(INNER,),
    )
)


def test_attachments_and_recipients_are_named() -> None:
    file = OutlookFile(DATA)
    assert (len(file.attachments), len(file.recipients)) == (2, 1)
    assert file.part(file.attachments[0]).binary("3701") == b"abc"
    assert file.part(file.recipients[0]).text("39FE") == "b@example.com"


def test_an_embedded_message_becomes_a_file_of_its_own() -> None:
    file = OutlookFile(DATA)
    assert OutlookFile(file.embedded(file.attachments[1])).properties.text("0037") == "inner"


def test_what_is_not_embedded_yields_nothing() -> None:
    file = OutlookFile(DATA)
    assert (file.embedded(file.attachments[0]), file.object(file.attachments[0])) == (b"", b"")


def test_an_object_becomes_a_compound_file() -> None:
    file = OutlookFile(DATA)
    assert file.object(file.attachments[1]).startswith(b"\xd0\xcf\x11\xe0")


def test_what_is_no_compound_file_is_refused() -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        OutlookFile(b"not a compound file" * 100)
