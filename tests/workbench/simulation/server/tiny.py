"""A world small enough to know by heart, for tests of the server."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from workbench.simulation.world import (
    Letter,
    Origin,
    Person,
    SimAlert,
    SimFolder,
    SimMessage,
    SimReport,
    World,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TENANT = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
DOMAIN = "aldermere.example"
ANNA, BEN, CHRIS = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
PEOPLE = (
    Person(ANNA, f"anna@{DOMAIN}", "Anna Adler", "Finance", "Controller"),
    Person(BEN, f"ben@{DOMAIN}", "Ben Berg", "Sales", "Agent"),
    Person(CHRIS, f"info@{DOMAIN}", "Information", "", "", "shared"),
)
BAIT = "<Bait.1@lure.example>"
INVOICE = b"%PDF-1.4 no invoice at all"


def _folders() -> tuple[SimFolder, ...]:
    return (
        *(
            SimFolder(f"{person.address}/{known}", person.key, name, "", known)
            for person in PEOPLE
            for known, name in (("inbox", "Inbox"), ("sentitems", "Sent Items"))
        ),
        SimFolder("anna/bills", ANNA, "Bills", f"anna@{DOMAIN}/inbox"),
    )


def _letter(number: int) -> Letter:
    origin = Origin("server", "192.0.2.7", "mx.lure.example")
    internet_id = BAIT if number == 0 else f"<{number}.O'Neill+x@news.example>"
    return Letter(
        f"letter-{number}", internet_id, "eve@lure.example", "Eve", (f"anna@{DOMAIN}",), (),
        f"Letter {number}", NOW - timedelta(hours=number + 1), "plain", "script", origin, {},
    )  # fmt: skip


def _copy(person: Person, letter: Letter, number: int) -> SimMessage:
    return SimMessage(
        f"{person.key}/{letter.key}", person.key, f"{person.address}/inbox", letter.internet_id,
        letter.sender, letter.sender_name, (person.address,), (), letter.subject,
        letter.sent + timedelta(seconds=9), letter.sent, number % 2 == 0, number == 3,
        number == 0, "A preview", letter.key,
    )  # fmt: skip


def write(world: World, message: SimMessage) -> bytes:
    """A message with a plain and an HTML body and one attachment."""
    lines = [
        f"Message-ID: {message.internet_id}",
        f"From: {message.sender_name} <{message.sender}>",
        f"Subject: {message.subject},",
        " folded",
        'Content-Type: multipart/mixed; boundary="outer"',
        "",
        "--outer",
        'Content-Type: multipart/alternative; boundary="inner"',
        "",
        "--inner",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Gr=C3=BC=C3=9Fe",
        "--inner",
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p>Grüße</p>",
        "--inner--",
        "",
        "--outer",
        'Content-Type: application/pdf; name="invoice.pdf"',
        'Content-Disposition: attachment; filename="invoice.pdf"',
        "Content-Transfer-Encoding: base64",
        "",
        base64.b64encode(INVOICE).decode(),
        "--outer--",
        "",
    ]
    return "\r\n".join(lines).encode()


def tiny_world(letters: int = 12) -> World:
    """Each letter lies in each of three inboxes; the first one is the bait."""
    written = [_letter(number) for number in range(letters)]
    copies = tuple(
        _copy(person, letter, number)
        for number, letter in reversed(list(enumerate(written)))
        for person in PEOPLE
    )
    bait = frozenset(copy.key for copy in copies if copy.internet_id == BAIT)
    return World(
        7, TENANT, "Aldermere Test", (DOMAIN, "aldermere.onmicrosoft.com"), NOW, PEOPLE,
        _folders(), copies, _reports(), _alerts(), {letter.key: letter for letter in written},
        {"bait": bait}, {"bait": "phish"}, write,
    )  # fmt: skip


def _reports() -> tuple[SimReport, ...]:
    anna = f"anna@{DOMAIN}"
    return tuple(
        SimReport(
            f"report-{number}", f"{ANNA}/letter-0", BAIT, anna, anna, "phishing",
            NOW - timedelta(minutes=number), "Letter 0", number == 2,
        )
        for number in range(3)
    )  # fmt: skip


def _alerts() -> tuple[SimAlert, ...]:
    when = NOW - timedelta(minutes=30)
    people = tuple(person.address for person in PEOPLE[:2])
    return (
        SimAlert(
            "alert-1", "Phish delivered", "It was", "high", "InitialAccess", when, (BAIT,), people
        ),
    )
