"""Web and database queries: what opening them fetches."""

from __future__ import annotations

import pytest

from analyzers.attachments.query import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe, survives

WEB = b"WEB\r\n1\r\nhttps://a.test/data.htm\r\nuser=ann\r\n\r\nSelection=AllTables\r\n"


def test_a_web_query_names_what_it_fetches() -> None:
    found = observe(UNIT, WEB, "a.iqy", "iqy")
    told = findings(found)["query.web"]
    assert (told.severity, told.evidence) == (Severity.HIGH, "hxxps://a[.]test/data.htm")
    assert [one.url for one in found if isinstance(one, Link)] == ["https://a.test/data.htm"]
    assert facts(found)["Fetches"] == "hxxps://a[.]test/data.htm"


def test_a_query_of_this_computer_weighs_little() -> None:
    found = findings(observe(UNIT, b"WEB\n1\nfile:///C:/a.htm\n", "a.iqy", "iqy"))
    assert found["query.web"].severity is Severity.LOW


@pytest.mark.parametrize(
    ("server", "severity"), [("db.evil.test", Severity.MEDIUM), ("sales", Severity.LOW)]
)
def test_a_database_query_names_its_server(server: str, severity: Severity) -> None:
    made = f"XLODBC\r\n1\r\nDRIVER=SQL Server;SERVER={server};UID=a\r\nSELECT * FROM b\r\n"
    found = observe(UNIT, made.encode(), "a.dqy", "dqy")
    assert findings(found)["query.database"].severity is severity
    assert facts(found)["Asks"] == "SELECT * FROM b"


def test_what_is_no_query_is_unreadable() -> None:
    for data in (b"WEB", b"WEB\n1\nnothing\n"):
        with pytest.raises(Unreadable):
            observe(UNIT, data, "a.iqy", "iqy")


def test_long_and_damaged_queries_end_in_time() -> None:
    assert "limit.query" in findings(observe(UNIT, WEB + b"a" * 300_000, "a.iqy", "iqy"))
    assert survives(UNIT, WEB, "iqy", 60) > 10
