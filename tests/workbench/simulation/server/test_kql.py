"""The search language of messages."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from tests.tenant import GraphClient
from tests.workbench.simulation.server.tiny import ANNA
from workbench.simulation.server.calls import GraphRefusal
from workbench.simulation.server.kql import Indexed, Search

CLAUSE = '"anna"'
MESSAGES = f"/v1.0/users/{ANNA}/messages"
MAIL = Indexed(
    {"from": "Eve eve@lure.example", "subject": "Your invoice of May", "body": "Pay now, please"},
    datetime(2026, 5, 2, 9, tzinfo=UTC),
    datetime(2026, 5, 1, 9, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ('"invoice"', True),
        ('"subject:inv"', True),
        ('"subject:voice"', False),
        (r'"subject:\"invoice of\""', True),
        (r'"subject:\"of invoice\""', False),
        (r'"from:\"eve@lure.example\" AND body:pay"', True),
        ('"from:bob OR body:please"', True),
        ('"NOT from:bob invoice"', True),
        ('"(from:bob OR from:eve) AND NOT body:later"', True),
        ('"received>=2026-05-02 AND sent<2026-05-02"', True),
        ('"received:2026-05-01"', False),
    ],
)
def test_a_clause_is_true_or_not(clause: str, wanted: bool) -> None:
    assert Search(clause)(MAIL) is wanted


@pytest.mark.parametrize(
    "clause",
    ["invoice", '""', '"a" or "b"', '"(a"', '"a)"', '"AND"', '"size:x"', '"sent:May"', '"NOT"',
     '"' + "(" * 40 + "a" + ")" * 40 + '"', r'"subject:\"a"'],
)  # fmt: skip
def test_what_is_no_clause_is_refused(clause: str) -> None:
    with pytest.raises(GraphRefusal):
        Search(clause)


def test_search_stands_alone_and_gives_the_latest_sent_first(graph: GraphClient) -> None:
    clause = quote('"from:eve"')
    found = graph.all(f"{MESSAGES}?$search={clause}&$top=5&$select=subject")
    assert [message["subject"] for message in found] == [f"Letter {n}" for n in range(12)]
    for other in ("$filter=isRead%20eq%20true", "$orderby=subject"):
        assert graph.get(f"{MESSAGES}?$search={clause}&{other}").status == 400


def test_people_are_not_searched_here(graph: GraphClient) -> None:
    assert graph.get(f"/v1.0/users?$search={quote(CLAUSE)}").status == 501
