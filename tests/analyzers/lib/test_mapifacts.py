"""Properties become facts that name where they come from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzers.lib.mapifacts import class_in_words, property_facts
from analyzers.lib.mapinames import ADDRESS, HEADERS, SHARED, STRINGS, TASK
from analyzers.lib.outlook import OutlookFile
from tests.samples.outlook import Named, Property, outlook_file

DUE = datetime(2026, 3, 2, tzinfo=UTC)


def facts(*own: Property | Named) -> dict[str, str]:
    file = OutlookFile(outlook_file(*own))
    return {f.label: f.value for f in property_facts(file.properties, file.names)}


@pytest.mark.parametrize(
    ("own", "label", "value"),
    [
        (Property(0x0E07, 0x9), "State (MAPI)", "unsent draft, read"),
        (Property(0x0E07, 0x0), "State (MAPI)", "not a draft, unread"),
        (Property(0x0017, 2), "Importance (MAPI)", "high"),
        (Property(0x0017, 0), "Importance (MAPI)", "low"),
        (Property(0x0036, 3), "Sensitivity (MAPI)", "confidential"),
        (Property(0x1016, 3), "Body kept as (MAPI)", "HTML"),
        (Property(0x0029, True), "Read receipt (MAPI)", "asked for"),
        (Property(0x3FFA, "Ann"), "Last modified by (MAPI)", "Ann"),
        (Property(0x0C1F, "/O=X/CN=ANN"), "Sender in Exchange (MAPI)", "/O=X/CN=ANN"),
        (Named(STRINGS, "Keywords", ["Red"]), "Categories (MAPI)", "Red"),
        (Named(SHARED, 0x8554, "16.0"), "Outlook version (named property)", "16.0"),
        (Named(SHARED, 0x8503, True), "Reminder (MAPI)", "set"),
        (Named(TASK, 0x8105, DUE), "Task due", DUE.isoformat()),
        (Named(ADDRESS, 0x8083, "a@example.com"), "Address of the contact", "a@example.com"),
        (
            Named(HEADERS, "X-Originating-IP", "[192.0.2.1]"),
            "x-originating-ip (named property)",
            "[192.0.2.1]",
        ),
        (Named(HEADERS, "X-Odd", "1"), "Header fields kept as properties", "1"),
        (
            Named(STRINGS, "http://schemas.microsoft.com/outlook/phishingstamp", 5),
            "Phishing stamp (MAPI)",
            "0x00000005",
        ),
    ],
)
def test_a_property_is_a_fact(own: Property | Named, label: str, value: str) -> None:
    assert facts(own)[label] == value


def test_what_is_not_there_is_not_told() -> None:
    assert facts() == {"Message class": "IPM.Note (a message)"}
    assert "Importance (MAPI)" not in facts(Property(0x0017, 1))


@pytest.mark.parametrize(
    ("message_class", "words"),
    [
        ("IPM.Task", "a task"),
        ("IPM.Contact", "a contact"),
        ("IPM.Post.Rss", "a post in a folder"),
        ("REPORT.IPM.Note.NDR", "a report that a message was not delivered"),
        ("REPORT.IPM.Note.DR", "a report that a message was delivered"),
        ("REPORT.IPM.Note.IPNRN", "a receipt: the message was read"),
        ("Report.Other", "a report"),
        ("IPM.Schedule.Meeting.Resp.Pos", "an answer to a meeting request"),
        ("IPM.Note.SMIME.MultipartSigned", "a signed message, text readable"),
        ("Other", ""),
    ],
)
def test_classes_have_words(message_class: str, words: str) -> None:
    assert class_in_words(message_class) == words
