"""What is typed becomes what is wanted; what is pasted is known by its form."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from workbench.errors import BadInput
from workbench.searching.said import LONGEST, Said, headers, recognised

ID, NETWORK = "<one@x.example>", "0C0FFEE0-1111-2222-3333-444455556666"
HEADERS = (
    f"Received: from x\n by y\nMessage-ID: {ID}\nFrom: Eve <eve@evil.example>\n"
    f"X-MS-Exchange-Organization-Network-Message-Id: {NETWORK}\n"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f" {ID}\n", Said(internet_id=ID)),
        (NETWORK, Said(network_id=NETWORK.lower())),
        ("hxxps[:]//evil[.]example/pay", Said(url="hxxps[:]//evil[.]example/pay")),
        (HEADERS, Said(internet_id=ID, network_id=NETWORK.lower())),
        ("eve@evil.example", None),
        ("Re: your invoice", None),
        ("", None),
    ],
)
def test_what_is_pasted_is_known_by_its_form(text: str, said: Said | None) -> None:
    assert recognised(text) == said


def test_headers_without_an_id_give_sender_subject_and_time() -> None:
    date = "Mon, 2 Mar 2026 12:00:00 +0000"
    found = headers(f"From: eve@evil.example\nSubject: Pay\nDate: {date}\n")
    assert found == Said(
        "eve@evil.example", "Pay", "2026-02-28T12:00+00:00", "2026-03-04T12:00+00:00"
    )
    assert found.wanted().since == datetime(2026, 2, 28, 12, tzinfo=UTC)


def test_a_field_is_cut_where_no_field_is_so_long() -> None:
    found = headers("Subject: " + "a" * 9_000)
    assert found is not None
    assert len(found.subject) == LONGEST


def test_a_day_is_meant_as_a_whole() -> None:
    wanted = Said(sender=" x.example ", since="2026-03-01", until="2026-03-01").wanted()
    assert wanted.sender == "x.example"
    assert wanted.since == datetime(2026, 3, 1, tzinfo=UTC)
    assert wanted.until == datetime.combine(datetime(2026, 3, 1), time.max, UTC)


def test_mailboxes_are_named_one_after_the_other() -> None:
    said = Said(sender="x.example", mailboxes="ann@us.example,bo@us.example;\n eva@us.example, ")
    assert said.wanted().mailboxes == ("ann@us.example", "bo@us.example", "eva@us.example")
    assert said.words.startswith("from x.example  in ann@us.example")


@pytest.mark.parametrize(
    "said",
    [Said(), Said(sender="  "), Said(since="soon"), Said(mailboxes="ann@us.example")],
)
def test_what_cannot_be_looked_for_is_told(said: Said) -> None:
    with pytest.raises(BadInput):
        said.wanted()


def test_a_search_is_listed_in_one_line() -> None:
    said = Said(sender="x.example", since="2026-03-01", internet_id=ID)
    assert said.words == f"from x.example  since 2026-03-01  {ID}"
