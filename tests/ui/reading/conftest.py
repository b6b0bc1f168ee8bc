"""A real analysis of a message with things inside things, and presenters on a desk with copies."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from analyzers.model.analysis import Analysis
from tests.ui.specimens import specimens
from tests.ui.tray import NOW, Tray, opened
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.connection import ConnectionPresenter, Link
from ui.presenters.reading import ReadingPresenter, ReadingState
from ui.presenters.remedy import RemedyPresenter
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings
from workbench.model.mail import Copy, MessageRef
from workbench.model.opened import OpenMessage
from workbench.model.tenant import TenantProfile
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.docm import invoice_with_macro
from workbench.simulation.samples.pe import CODE, Program, Section, portable_executable
from workbench.simulation.samples.png import logo

BOUNDARY = "b1"
PROFILE = TenantProfile(
    "contoso", "https://graph.invalid", "https://login.invalid", "app", name="Contoso"
)
SECONDS = 60  # for the analysis: far above what it takes
NOTHING = Qt.KeyboardModifier.NoModifier
Read = Callable[[OpenMessage], ReadingState]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
    """Where the focus is, as a real keyboard does."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def packed_program() -> bytes:
    """Plain data, then a section of noise that may run, then noise behind the end."""
    noise = random.Random(4)
    sections = (Section(".data", b"plain " * 5_000), Section("UPX1", noise.randbytes(60_000), CODE))
    imports = {"KERNEL32.dll": ("VirtualAlloc", "ExitProcess")}
    overlay = noise.randbytes(8_000)
    return portable_executable(Program(imports=imports, sections=sections, overlay=overlay))


def message() -> bytes:
    document = invoice_with_macro("INV-20418", "Northwind", "EUR 12,480.00")
    program = packed_program()
    files = {
        "invoice.docm": document,
        "tools.zip": zip_archive([Entry("update.exe", program), Entry("update.exe.bak", program)]),
        "locked.zip": zip_archive([Entry("statement.docm", document)], password="x9!k"),
        "logo.png": logo((16, 60, 96)),
        "blob.dat": bytes(range(256)),
    }
    head = (
        "From: Northwind Billing <billing@northw1nd.example>\r\n"
        "To: Priya Nair <priya.nair@contoso.example>\r\nSubject: Invoice INV-20418\r\n"
        "Date: Thu, 20 Nov 2025 09:40:58 +0000\r\nMessage-ID: <20418@northw1nd.example>\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{BOUNDARY}"\r\n\r\n'
        f"--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nPlease pay today.\r\n"
    )
    parts = b"".join(_part(name, data) for name, data in files.items())
    return head.encode() + parts + f"--{BOUNDARY}--\r\n".encode()


def _part(name: str, data: bytes) -> bytes:
    head = (
        f"--{BOUNDARY}\r\nContent-Type: application/octet-stream\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(data) + b"\r\n"


@pytest.fixture(scope="session")
def analysis() -> Iterator[Analysis]:
    """By the real host, in real boxes."""
    host = AnalysisHost.start(HostSettings(width=1))
    job = AnalysisJob(message(), "invoice.eml", "message/rfc822")
    yield host.submit(job).future.result(SECONDS)
    host.close()


@pytest.fixture(scope="session")
def cases() -> Mapping[str, OpenMessage]:
    """One message of each campaign against the simulated company, by the real host."""
    return specimens()


def node_id(analysis: Analysis, name: str) -> int:
    return next(node.id for node in analysis.nodes if node.name == name)


def copy(number: int, **changes: object) -> Copy:
    made = Copy(
        ref=MessageRef("contoso", f"user{number}", f"1-{number}"),
        mailbox_address=f"user{number}@contoso.example",
        internet_id="<20418@northw1nd.example>",
        sender_name="Northwind Billing",
        sender_address="billing@northw1nd.example",
        subject="Invoice INV-20418",
        received=NOW - timedelta(minutes=number),
        sent=None,
        folder="inbox",
        is_read=bool(number % 2),
        has_attachments=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names checked by replace


def copied(number: int = 3, id: int = 1) -> OpenMessage:
    """A message with so many copies known from the last refresh."""
    return opened(id, copies=tuple(copy(n) for n in range(number)))


@pytest.fixture
def connected(
    connection: ConnectionPresenter, reading: ReadingPresenter, qtbot: QtBot
) -> ConnectionPresenter:
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: connection.state.link is Link.CONNECTED)
    return connection


@pytest.fixture
def reading(connection: ConnectionPresenter) -> ReadingPresenter:
    return ReadingPresenter(connection, connection.activity)


@pytest.fixture
def remedy(connection: ConnectionPresenter) -> RemedyPresenter:
    return RemedyPresenter(connection, connection.activity)


@pytest.fixture
def campaign(connection: ConnectionPresenter, reading: ReadingPresenter) -> CampaignPresenter:
    return CampaignPresenter(connection, reading, connection.activity)


@pytest.fixture
def read(reading: ReadingPresenter, tray: Tray, qtbot: QtBot) -> Read:
    """Open a message and wait until it is there."""

    def wait(message: OpenMessage) -> ReadingState:
        tray.messages[message.id] = message
        reading.show_message(message.id)
        qtbot.waitUntil(lambda: not reading.state.busy)
        return reading.state

    return wait


def on_screen(widget: QWidget, qtbot: QtBot, width: int = 830, height: int = 560) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
