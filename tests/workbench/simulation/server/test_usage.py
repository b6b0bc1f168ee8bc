"""The report of mailbox usage: where it lies, for whom, and what stands in it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from tests.tenant import GraphClient, Reply, SimulatedTenant
from tests.workbench.simulation.server.tiny import DOMAIN, NOW
from workbench.simulation.server import usage

URL = "/v1.0/reports/getMailboxUsageDetail(period='D7')"
PEOPLE = [f"anna@{DOMAIN}", f"ben@{DOMAIN}"]


def fetched(tenant: SimulatedTenant, graph: GraphClient) -> Reply:
    answer = graph.get(URL)
    assert answer.status == 302
    assert answer.headers["location"].startswith(tenant.facts["graph"])
    return tenant.send("GET", answer.headers["location"])


def rows(reply: Reply) -> list[dict[str, str]]:
    assert reply.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))


def test_the_report_lies_elsewhere_and_wants_no_token(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    found = rows(fetched(tenant, graph))
    assert [row["User Principal Name"] for row in found] == PEOPLE
    assert {row["Report Refresh Date"] for row in found} == {f"{NOW - timedelta(days=2):%Y-%m-%d}"}
    assert tuple(found[0]) == usage.COLUMNS


def test_archives_are_those_that_were_set(tenant: SimulatedTenant, graph: GraphClient) -> None:
    assert [row["Has Archive"] for row in rows(fetched(tenant, graph))] == ["True", "False"]
    tenant.set(archives=[PEOPLE[1]])
    assert [row["Has Archive"] for row in rows(fetched(tenant, graph))] == ["False", "True"]


def test_concealed_names_are_hashes(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.set(conceals_names=True)
    names = [row["User Principal Name"] for row in rows(fetched(tenant, graph))]
    assert all(re.fullmatch(r"[0-9A-F]{32}", name) for name in names)
    assert len(set(names)) == len(PEOPLE)


def test_an_address_is_good_for_a_while(
    tenant: SimulatedTenant, graph: GraphClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tenant.send("GET", "/data/download/guessed").status == 403
    monkeypatch.setattr(usage, "LIFETIME", 0.0)
    assert fetched(tenant, graph).status == 403


def test_without_the_right_there_is_no_report(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.set(revoked=["Reports.Read.All"])
    assert graph.get(URL).status == 403
    assert tenant.send("GET", URL).status == 401
