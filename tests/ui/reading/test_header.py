"""Above every tab: who, to whom, when, and what was said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from analyzers.model.authentication import AuthenticationResult, Standing
from tests.ui.mailroom import NOW
from tests.ui.reading.conftest import on_screen
from tests.ui.reading.retold import CLAIM, with_message, with_records
from tests.ui.tray import opened
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.header import MessageHeader
from workbench.model.mail import Alert, UserReport
from workbench.model.opened import OpenMessage

Cases = Mapping[str, OpenMessage]
HOSTILE = '<img src="file:///etc/passwd"><b>x</b>\u202egpj'


@pytest.fixture
def header(theme: Theme, qtbot: QtBot) -> MessageHeader:
    made = MessageHeader(theme)
    on_screen(made, qtbot, height=120)
    return made


def report(number: int, simulation: bool = False) -> UserReport:
    reporter = f"user{number}@contoso.example"
    return UserReport(
        str(number), "c", "<1@x>", reporter, reporter, "phishing", NOW, simulation=simulation
    )


def alert(title: str) -> Alert:
    return Alert(title, "c", title, "high", NOW, ())


def draw(header: MessageHeader, message: OpenMessage) -> None:
    header.draw(ReadingState(message.id, message=message), None)


def test_a_real_message_has_its_head(header: MessageHeader, cases: Cases) -> None:
    draw(header, cases["credential-link"])
    assert header.subject.text() == "Action required: your password expires today"
    assert header.name.text() == "IT Service Desk"
    assert header.address.text() == "<service-desk@velrnora.example>"
    assert header.recipients.text() == "→ nobody named"
    assert header.time.text() == "2026-03-01 08:47:00 UTC"
    assert header.facts == [
        "SPF pass",
        "DKIM pass",
        "DMARC pass",
        "CompAuth pass",
        "Original bytes",
    ]


def test_chips_tell_whose_word_they_are(header: MessageHeader, cases: Cases) -> None:
    draw(header, with_records(cases["credential-link"], CLAIM))
    item = header._chips.itemAt(0)
    assert item is not None
    chip = item.widget()
    assert chip is not None
    assert "claimed by an untrusted hop: said by mx" in chip.toolTip()


def test_reports_alerts_and_the_file_show(header: MessageHeader) -> None:
    alerts = tuple(alert(f"alert {n}") for n in range(4))
    reports = (report(1), report(1), report(2, simulation=True))
    path = Path("/home/ann/letter.eml")
    draw(header, opened(1, reports=reports, alerts=alerts, path=path))
    assert header.facts == [
        "Reported by 2",
        "Phishing simulation of this tenant",
        "Alert: alert 0",
        "Alert: alert 1",
        "2 more alerts",
        "letter.eml",
    ]


def test_the_address_is_copied_defanged(header: MessageHeader, cases: Cases) -> None:
    draw(header, cases["credential-link"])
    header.copy.setFocus()
    QTest.keyClick(header.copy, Qt.Key.Key_Space)
    assert QApplication.clipboard().text() == "service-desk[@]velrnora[.]example"
    assert header.copy.accessibleName()


def test_hostile_fields_stay_text_on_one_line(
    header: MessageHeader, cases: Cases, qtbot: QtBot
) -> None:
    message = cases["chief-fraud"]
    assert message.analysis is not None
    head = message.analysis.message
    assert head is not None
    person = replace(head.sender[0], name=HOSTILE * 500, address=f"{HOSTILE}@evil.example")
    hostile = replace(head, subject=HOSTILE * 500, sender=(person,), to=(person,) * 500)
    claim = AuthenticationResult("spf", HOSTILE, HOSTILE, Standing.TRUSTED, HOSTILE)
    before = header.sizeHint().height()
    draw(header, with_records(with_message(message, hostile), claim))
    qtbot.waitUntil(lambda: header.time.width() >= header.time.sizeHint().width())
    assert header.sizeHint().height() <= before + 60
    assert header.minimumSizeHint().width() < 800
    for label in header.findChildren(QLabel):
        assert label.textFormat() in (Qt.TextFormat.PlainText, Qt.TextFormat.AutoText)
        assert "\u202e" not in label.text()
        assert "<img" not in label.toolTip()


def test_no_sender_offers_nothing_to_copy(header: MessageHeader) -> None:
    draw(header, opened(1))
    assert header.copy.isHidden()
    assert header.name.isHidden()
