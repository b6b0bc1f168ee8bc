"""What fulfils a query, and how hostile values become harmless phrases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from workbench.connectors.asked import MOST, fits, phrase
from workbench.connectors.google.search import terms
from workbench.connectors.graph.search import listing
from workbench.connectors.port import Query
from workbench.model.mail import Copy, MessageRef
from workbench.simulation.server.kql import Search

NOW = datetime(2026, 11, 21, tzinfo=UTC)
COPY = Copy(
    MessageRef("t", "m", "k"), "anna@us.example", "<1@x>", "Eve", "eve@mail.lure.example",
    "Re: Grüße  und mehr", NOW, NOW, "inbox", True, False,
)  # fmt: skip
HOSTILE = (
    'x" OR from:boss@us.example OR "',
    "x\r\nfrom:boss@us.example",
    "x\\",
    "x') or (1 eq 1",
    "x AND NOT y) OR (z",
    "x\x00y",
    "é" * 2_000,
)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query(), True),
        (Query(internet_id="1@x"), True),
        (Query(internet_id="<2@x>"), False),
        (Query(sender="EVE@mail.lure.example"), True),
        (Query(sender="eve@lure.example"), False),
        (Query(sender="lure.example"), True),
        (Query(sender="@mail.lure.example"), True),
        (Query(sender="ure.example"), False),
        (Query(subject="grüsse"), True),
        (Query(subject="GRÜẞE UND"), True),
        (Query(subject="nothing"), False),
        (Query(since=NOW, until=NOW), True),
        (Query(since=NOW + timedelta(seconds=1)), False),
        (Query(until=NOW - timedelta(seconds=1)), False),
    ],
)
def test_a_copy_fulfils_every_field(query: Query, wanted: bool) -> None:
    assert fits(query, COPY) is wanted


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_leaves_its_phrase(value: str) -> None:
    said = phrase(value)
    assert (said[0], said[-1]) == ('"', '"')
    assert not set(said[1:-1]) & set('"\\\r\n\x00')
    assert len(said) <= MOST + 2


@pytest.mark.parametrize("value", ["", "  ", '"""', "\r\n", "()"])
def test_what_holds_no_word_is_not_asked(value: str) -> None:
    assert phrase(value) == ""


@pytest.mark.parametrize("value", HOSTILE)
def test_graph_is_asked_for_one_phrase_of_each_field(value: str) -> None:
    query = Query(sender=f"{value}@x", subject=value, text=value)
    search = parse_qs(urlsplit(listing("m", query)).query)["$search"][0]
    Search(search)
    outside = search[1:-1].replace('\\"', '"').split('"')[::2]
    assert "".join(outside) == "from: AND subject: AND body:"


@pytest.mark.parametrize("value", HOSTILE)
def test_gmail_is_asked_for_one_phrase_of_each_field(value: str) -> None:
    said = terms(Query(sender=value, subject=value, text=value))
    assert "".join(said.split('"')[::2]) == "in:anywhere from: subject: "


@pytest.mark.parametrize("value", [*HOSTILE, "<o'neill@x>"])
def test_a_literal_of_graph_stays_one(value: str) -> None:
    address = unquote(urlsplit(listing("m", Query(internet_id=value, sender="o'b@x"))).query)
    said = address.partition("$filter=")[2]
    assert said.count("'") % 2 == 0
    doubled = value.replace("'", "''")
    assert said == f"internetMessageId eq '{doubled}' and from/emailAddress/address eq 'o''b@x'"


def test_a_message_id_is_never_left_to_the_index() -> None:
    assert "$search" not in unquote(listing("m", Query(internet_id="<1@x>", subject="y")))


def test_a_message_id_with_spaces_is_one_phrase_for_gmail() -> None:
    said = terms(Query(internet_id="<a OR from:b@x>"))
    assert said == 'in:anywhere rfc822msgid:"a OR from:b@x"'
