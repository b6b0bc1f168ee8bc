"""Formats of reports are known by what their makers document, and nothing else."""

from __future__ import annotations

import pytest

from analyzers.lib import wrappers
from analyzers.model.message import Address, Message, Part

FILE = Part("1.2", "message/rfc822", "", "", "attachment", "a.eml", "", 0, 0, "")
BODY = Part("1.1", "text/plain", "", "", "", "", "", 0, 0, "")


def said(subject: str, sender: str = "bob@example.org", to: str = "soc@example.org") -> Message:
    found = (Address("", sender),)
    return Message(
        "eml", subject, found, (), "", (Address("", to),), (), "", "", (), (BODY, FILE), ()
    )


@pytest.mark.parametrize(
    "subject", ["1|x", "2|", "3|x|y", "Junk: x", "Not junk: x", "PHISHING:x", " 3|x"]
)
def test_the_prefixes_of_microsoft(subject: str) -> None:
    found = wrappers.report(b"", said(subject), [FILE])
    assert found is not None
    assert found.product == "Microsoft user report"
    assert wrappers.report(b"", said(subject), []) is None


@pytest.mark.parametrize("subject", ["4|x", "13|x", "Junkyard: x", "About phishing: x"])
def test_other_subjects_are_none_of_them(subject: str) -> None:
    assert wrappers.report(b"", said(subject), [FILE]) is None


@pytest.mark.parametrize(
    ("desk", "expected"),
    [
        ("phishing@example.org", True),
        ("report.spam@example.org", True),
        ("ABUSE@example.org", True),
        ("suspicious-emails@example.org", True),
        ("spammer@example.org", False),
        ("no-abuse@example.org", False),
        ("soc@example.org", False),
    ],
)
def test_the_desks_that_reports_go_to(desk: str, expected: bool) -> None:
    assert (wrappers.report(b"", said("x", to=desk), [FILE]) is not None) is expected


def test_spamcop_writes_its_reports_as_text() -> None:
    message = said("[SpamCop (192.0.2.1) id:1]Offer", sender="1@reports.spamcop.net")
    found = wrappers.report(b"", message, [])
    assert found is not None
    assert found.product == "SpamCop"


def test_a_firm_that_only_writes_to_us_reports_nothing() -> None:
    assert wrappers.report(b"", said("Your plan", sender="sales@knowbe4.com"), []) is None
