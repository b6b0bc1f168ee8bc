from datetime import UTC, datetime
from typing import Any

import extract_msg
import pytest

from workbench.simulation.samples.msg import CC, File, OutlookMessage, Recipient, outlook_message

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
INNER = OutlookMessage(
    "Original", "anna@one.example", "Anna", (Recipient("bo@two.example", "Bo"),), "inner text",
    files=(File("a.txt", b"hi"),),
)  # fmt: skip
OUTER = OutlookMessage(
    subject="Grüße für 山田",
    sender="chef@three.example",
    sender_name="Chéf",
    recipients=(Recipient("x@two.example", "X"), Recipient("z@two.example", "Z", CC)),
    text="plain",
    html="<p>hé</p>",
    sent=MOMENT,
    received=MOMENT,
    internet_id="<1@three.example>",
    headers="From: Chef <chef@three.example>\r\nReceived: from a by b; x\r\n\r\n",
    files=(File("report.pdf", b"q" * 10_000, "application/pdf", "cid1"), File("noname", b"")),
    embedded=(INNER,),
)


@pytest.fixture
def read() -> Any:
    return extract_msg.openMsg(outlook_message(OUTER))


def test_the_text_and_the_times_come_back(read: Any) -> None:
    assert (read.subject, read.body, read.htmlBody) == (OUTER.subject, "plain", b"<p>h\xc3\xa9</p>")
    assert read.date == read.receivedTime == MOMENT
    assert read.messageId == OUTER.internet_id
    assert read.header["Received"] == "from a by b; x"


def test_recipients_keep_name_address_and_kind(
    read: Any,
) -> None:
    found = [(r.email, r.name, int(r.type)) for r in read.recipients]
    assert found == [(r.address, r.name, r.kind) for r in OUTER.recipients]


def test_files_and_the_message_inside_come_back(
    read: Any,
) -> None:
    report, empty, inner = read.attachments
    assert (report.name, report.data, report.cid) == ("report.pdf", b"q" * 10_000, "cid1")
    assert (empty.name, empty.data) == ("noname", b"")
    assert inner.data.subject == "Original"
    assert inner.data.sender == "Anna <anna@one.example>"
    assert inner.data.attachments[0].data == b"hi"


def test_without_headers_none_are_written() -> None:
    read = extract_msg.openMsg(outlook_message(INNER))
    assert not read.exists("__substg1.0_007D001F")
