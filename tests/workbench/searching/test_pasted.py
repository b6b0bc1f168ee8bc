"""Header lines as people paste them: folded, quoted, with words around, hostile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.searching.pasted import MOST, Pasted, read_pasted

HEADERS = """Received: from mail.evil.example by mx.contoso.example; Mon, 2 Mar 2026 12:00:00 +0000
X-MS-Exchange-Organization-Network-Message-Id: 0A1B2C3D-0000-4000-8000-0123456789AB
From: "Payroll <hr@contoso.example>" <eve@evil.example>
Subject: =?utf-8?q?Your_sal?=
 =?utf-8?q?ary?= for March
Message-ID:
 <one@evil.example>
Date: Mon, 2 Mar 2026 13:00:00 +0100
"""


def test_all_that_is_known_is_taken_out() -> None:
    assert read_pasted(HEADERS) == Pasted(
        "<one@evil.example>",
        "0a1b2c3d-0000-4000-8000-0123456789ab",
        "eve@evil.example",
        "Your salary for March",
        datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize("sign", ["> ", ">", "  "])
def test_quotation_and_words_around_do_no_harm(sign: str) -> None:
    quoted = "Hi, please look:\n\n" + "".join(f"{sign}{line}\n" for line in HEADERS.splitlines())
    found = read_pasted(quoted)
    assert (found.internet_id, found.sender) == ("<one@evil.example>", "eve@evil.example")


def test_the_first_of_each_counts() -> None:
    found = read_pasted("Subject: first\nSubject: second\n")
    assert found.subject == "first"


@pytest.mark.parametrize(
    "text", ["", "no headers at all", "Message-ID: none\nDate: never\nFrom: nobody", ":" * 1_000]
)
def test_what_holds_nothing_is_empty(text: str) -> None:
    assert read_pasted(text).is_empty


def test_more_than_any_header_is_not_looked_at() -> None:
    assert read_pasted("x\n" * MOST + HEADERS).is_empty
