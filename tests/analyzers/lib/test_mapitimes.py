"""Times that belong together and lie apart are told, those that agree are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from analyzers.lib.headers import parse_block
from analyzers.lib.mapitimes import time_facts, time_findings
from analyzers.lib.outlook import OutlookFile
from analyzers.model.observation import Severity
from tests.samples.outlook import Property, outlook_file

SENT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEADERS = (
    b"Received: from a by b; Mon, 2 Mar 2026 13:00:30 +0100\r\n"
    b"Date: Mon, 2 Mar 2026 12:00:00 +0000\r\n\r\n"
)


def file_with(sent: int = 0, delivered: int = 1, created: int = 2, changed: int = 2) -> OutlookFile:
    """Times in minutes after the Date header."""
    minutes = {0x0039: sent, 0x0E06: delivered, 0x3007: created, 0x3008: changed}
    own = [Property(tag, SENT + timedelta(minutes=n)) for tag, n in minutes.items()]
    return OutlookFile(outlook_file(*own))


def rules(file: OutlookFile, headers: bytes = HEADERS) -> dict[str, Severity]:
    block = parse_block(headers, 0, len(headers))
    return {f.rule: f.severity for f in time_findings(file.properties, block)}


def test_times_of_an_honest_file_are_facts_alone() -> None:
    assert rules(file_with()) == {}
    told = {fact.label: fact.value for fact in time_facts(file_with().properties)}
    assert told["Delivered (MAPI)"] == "2026-03-02T12:01:00+00:00"
    assert len(told) == 4


@pytest.mark.parametrize(
    ("file", "rule", "severity"),
    [
        (file_with(changed=10), "message.outlook.edited", Severity.INFO),
        (file_with(created=2_000, changed=2_000), "message.outlook.late-copy", Severity.INFO),
        (file_with(sent=-60), "message.outlook.sent-time", Severity.LOW),
        (file_with(delivered=90), "message.outlook.delivery-time", Severity.INFO),
    ],
)
def test_times_apart_are_told(file: OutlookFile, rule: str, severity: Severity) -> None:
    assert rules(file) == {rule: severity}


def test_without_headers_there_is_nothing_to_compare_with() -> None:
    assert rules(file_with(sent=-60), b"") == {}
    assert rules(file_with(sent=-60), b"Date: whenever\r\nReceived: x\r\n\r\n") == {}
