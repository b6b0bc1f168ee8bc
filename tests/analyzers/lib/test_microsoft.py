"""Microsoft's report is read into statements and its conclusion."""

from __future__ import annotations

import pytest

from analyzers.lib.microsoft import Report, report, verdict
from analyzers.lib.named import fields
from analyzers.model.path import Trust
from tests.samples.ways import message

REPORT = "X-Forefront-Antispam-Report"


def read(*headers: tuple[str, str]) -> Report:
    found = report(fields(message(headers)))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "unwanted", "filtered"),
    [
        ("SCL:1;SFV:NSPM;CAT:NONE;", False, True),
        ("SCL:5;SFV:SPM;CAT:SPM;", True, True),
        ("SCL:1;SFV:NSPM;CAT:PHSH;", True, True),
        ("SCL:1;SFV:NSPM;CAT:BULK;SRV:BULK", False, True),
        ("SCL:-1;SFV:SKN;", None, False),
        ("SCL:6;SFV:SKA;", True, False),
        ("SFV:SKB;", True, False),
        ("SFV:SKS;", True, None),
        ("SCL:1;IPV:CAL;", False, False),
        ("SFTY:9.19;", True, None),
        ("SFTY:9.25;", None, None),
        ("CIP:192.0.2.1;", None, None),
    ],
)
def test_a_report_concludes(text: str, unwanted: bool | None, filtered: bool | None) -> None:
    found = read((REPORT, text))
    assert (found.unwanted, found.filtered) == (unwanted, filtered)


def test_statements_of_several_fields_are_gathered_and_explained() -> None:
    found = read(
        ("From", "a@b.example"),
        ("X-MS-Exchange-Organization-SCL", "8"),
        ("X-Microsoft-Antispam", "BCL:3;ARA:1"),
        ("X-Microsoft-Antispam-Mailbox-Delivery", "wl:1;dest:I;OFR:TrustedSenderList;ENG:(1)"),
        ("X-MS-Exchange-Organization-AuthAs", "Anonymous"),
    )
    assert dict(found.said) == {
        "BCL": "3",
        "DEST": "I",
        "OFR": "TrustedSenderList",
        "SCL": "8",
        "AUTHAS": "Anonymous",
    }
    assert (found.header, found.unwanted) == (1, True)
    notes = {note.name: note.meaning for note in verdict(found, "Microsoft", Trust.OURS).notes}
    assert notes["DEST"] == "put into the inbox"
    assert notes["AUTHAS"] == "the sender did not sign in"


def test_what_the_senders_side_wrote_is_read_apart() -> None:
    named = fields(message(((f"{REPORT}-Untrusted", "SCL:8;SFV:SPM;CAT:OSPM"),)))
    assert report(named) is None
    found = report(named, "-untrusted")
    assert found is not None
    assert found.unwanted


def test_a_message_without_such_fields_has_no_report() -> None:
    assert report(fields(message((("From", "a@b.example"),)))) is None
    assert report(fields(message(((REPORT, ";;;nonsense"),)))) is None
