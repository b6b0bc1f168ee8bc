"""Google's JSON as our nouns, however odd it is."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.connectors.google.shapes import NONE, alert_of, copy_of, mailbox_of, reports_of
from workbench.errors import Unexpected
from workbench.model.tenant import Mailbox

BOX = Mailbox("a@x.example", "a@x.example", "A")
ROW: dict[str, Any] = {
    "id": "18c2", "labelIds": ["INBOX", "UNREAD"], "historyId": "77",
    "internalDate": "1760000000000", "snippet": "Hello",
    "payload": {"mimeType": "text/html", "headers": [
        {"name": "FROM", "value": "=?utf-8?q?J=C3=BCrgen?= <j@x.example>"},
        {"name": "Subject", "value": "=?utf-8?q?Gr=C3=BC=C3=9Fe?="},
        {"name": "Message-Id", "value": " <1@x.example> "},
        {"name": "Date", "value": "Mon, 1 Jun 2026 10:00:00 +0200"},
        {"name": "To", "value": "a@x.example, b@x.example"},
    ]},
}  # fmt: skip


def test_headers_are_decoded() -> None:
    copy = copy_of(ROW, "x.example", BOX)
    assert (copy.sender_name, copy.sender_address) == ("Jürgen", "j@x.example")
    assert (copy.subject, copy.internet_id) == ("Grüße", "<1@x.example>")
    assert copy.recipients == ("a@x.example", "b@x.example")
    assert copy.sent is not None
    assert copy.sent.isoformat() == "2026-06-01T10:00:00+02:00"
    assert (copy.is_read, copy.has_attachments, copy.version) == (False, False, "77")


@pytest.mark.parametrize(
    "change",
    [{"labelIds": "INBOX"}, {"payload": None}, {"payload": {"headers": [1, {"name": 2}]}},
     {"internalDate": "soon"}, {"internalDate": "9" * 40}, {"historyId": 7}],
)  # fmt: skip
def test_odd_members_do_no_harm(change: dict[str, Any]) -> None:
    assert copy_of(ROW | change, "x.example", BOX).ref.key == "18c2"


def test_what_has_no_id_is_refused() -> None:
    with pytest.raises(Unexpected):
        copy_of({"labelIds": []}, "x.example", BOX)


@pytest.mark.parametrize("member", ["suspended", "archived"])
def test_accounts_without_a_mailbox_are_left_out(member: str) -> None:
    row = {"primaryEmail": "a@x.example", "name": {"fullName": "A"}}
    assert mailbox_of(row) == BOX
    assert mailbox_of(row | {member: True}) is None
    assert mailbox_of(row | {"isMailboxSetup": False}) is None


def test_an_alert_without_messages_names_none() -> None:
    row = {"alertId": "1", "type": "User reported phishing", "data": {"messages": "many"}}
    assert reports_of(row, "x.example") == []
    alert = alert_of(row, "x.example")
    assert (alert.internet_ids, alert.created) == ((), NONE)
