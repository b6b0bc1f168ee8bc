"""Everything that can be made to go wrong."""

from __future__ import annotations

import http.client
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.tenant import GraphClient, SimulatedTenant, replies
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, DOMAIN

MESSAGES = f"/v1.0/users/{ANNA}/messages"


@pytest.fixture
def message(tenant: SimulatedTenant) -> dict[str, Any]:
    return tenant.messages(mailbox=ANNA, internet_id=BAIT)[0]


def _url(message: dict[str, Any]) -> str:
    return f"/v1.0/users/{message['mailbox']}/messages/{message['id']}"


def _move(graph: GraphClient, message: dict[str, Any]) -> int:
    return graph.ask("POST", f"{_url(message)}/move", {"destinationId": "junkemail"}).status


def test_throttling_names_seconds_a_date_or_nothing(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    found = []
    for after in ("7", "date", ""):
        tenant.faults({"fault": "status", "status": 429, "retry_after": after})
        reply = graph.get(MESSAGES)
        assert reply.status == 429
        found.append(reply.headers.get("retry-after", ""))
    assert found[0] == "7"
    assert found[1].endswith("GMT")
    assert found[2] == ""


def test_a_rule_skips_hits_and_ends(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.faults({"fault": "status", "status": 503, "path": "messages", "skip": 1, "times": 2})
    assert [graph.get(MESSAGES).status for _ in range(4)] == [200, 503, 503, 200]
    assert graph.get("/v1.0/users").status == 200
    assert tenant.control("faults") == {"hits": [2]}


def test_a_dropped_request_may_or_may_not_have_had_its_effect(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    for fault, effects in (("drop-before", 0), ("drop-after", 1)):
        tenant.faults({"fault": fault, "method": "POST", "path": "/move$"})
        with pytest.raises((http.client.HTTPException, OSError)):
            _move(graph, message)
        assert len(tenant.effects()) == effects
        assert tenant.requests()[-1]["status"] == 0


def test_a_part_of_a_batch_may_stay_unanswered(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    tenant.faults({"fault": "drop-after", "scope": "part", "path": "/move$"})
    reply = graph.batch(
        {
            "id": "1", "method": "POST", "headers": {"Content-Type": "application/json"},
            "url": f"{_url(message)[5:]}/move", "body": {"destinationId": "junkemail"},
        },
        {"id": "2", "method": "GET", "url": f"/users/{BEN}/messages"},
    )  # fmt: skip
    assert set(replies(reply)) == {"2"}
    assert len(tenant.effects()) == 1


def test_answers_of_a_batch_may_be_reordered_or_missing(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    parts = [{"id": str(n), "method": "GET", "url": f"/users/{BEN}"} for n in range(4)]
    tenant.faults({"fault": "batch-reorder"}, {"fault": "batch-cut"})
    answers = graph.batch(*parts).json["responses"]
    assert [answer["id"] for answer in answers] == ["3", "2"]


def test_a_request_may_arrive_twice(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    tenant.faults({"fault": "duplicate", "path": "/move$"})
    assert _move(graph, message) == 201
    assert len(tenant.effects()) == 2


def test_a_stale_read_shows_the_version_before(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    _move(graph, message)
    tenant.set(stale=1.0)
    stale = graph.get(_url(message)).json
    assert stale["parentFolderId"] == message["folder"]
    assert stale["changeKey"] == message["change_key"]
    tenant.set(stale=0.0)
    assert graph.get(_url(message)).json["parentFolderId"] != message["folder"]


def test_stale_reads_repeat_with_the_seed(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    runs = []
    for _ in range(2):
        tenant.reset()
        _move(graph, message)
        tenant.set(stale=0.5)
        runs.append([graph.get(_url(message)).json["changeKey"] for _ in range(12)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2


def test_a_right_can_be_revoked_in_midstream(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    tenant.set(revoked=["Mail.ReadWrite"])
    assert _move(graph, message) == 403
    assert graph.get(_url(message)).status == 200


def test_a_mailbox_can_lie_outside_the_scope(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.set(denied=[f"anna@{DOMAIN}"])
    assert graph.get(MESSAGES).status == 403
    assert graph.get(f"/v1.0/users/{BEN}/messages").status == 200


def test_the_token_can_expire_at_a_request(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.faults({"fault": "expire", "skip": 1, "times": 1})
    assert [graph.get(MESSAGES).status for _ in range(3)] == [200, 401, 401]
    assert GraphClient(tenant).get(MESSAGES).status == 200


def test_next_links_can_lead_elsewhere(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.faults({"fault": "next-link", "location": "https://evil.example{target}"})
    assert graph.get(MESSAGES).json["@odata.nextLink"] == f"https://evil.example{MESSAGES}"
    tenant.faults({"fault": "next-link", "location": "https://{host}@evil.example/"})
    host = tenant.facts["graph"].removeprefix("https://")
    assert graph.get(MESSAGES).json["@odata.nextLink"] == f"https://{host}@evil.example/"


def test_answers_can_redirect(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.faults({"fault": "redirect", "location": "https://evil.example/"})
    reply = graph.get(MESSAGES)
    assert (reply.status, reply.headers["location"]) == (307, "https://evil.example/")


def test_bodies_can_be_hostile(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.faults({"fault": "body", "text": "[", "repeat": 100_000})
    assert graph.get(MESSAGES).data == b"[" * 100_000


def test_a_page_may_be_empty_and_have_a_next_link(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    tenant.faults({"fault": "empty-page", "times": 1})
    pages = graph.pages(MESSAGES)
    assert [len(page) for page in pages] == [0, 10, 2]


def test_a_fifth_concurrent_request_is_throttled(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    tenant.set(latency=1.5)
    with ThreadPoolExecutor(8) as pool:
        found = sorted(r.status for r in pool.map(graph.get, [MESSAGES] * 8))
    assert found == [200] * 4 + [429] * 4


def test_requests_may_be_counted_over_all_mailboxes(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    parts = [
        {"id": f"{user}{n}", "method": "GET", "url": f"/users/{user}/messages?$top=1"}
        for user in (ANNA, BEN)
        for n in range(3)
    ]
    tenant.set(across_mailboxes=True)
    found = [answer["status"] for answer in graph.batch(*parts).json["responses"]]
    assert found == [200, 200, 200, 200, 429, 429]


def test_the_budget_of_a_mailbox_runs_out(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.set(budget=2, retry_after=9)
    found = [graph.get(MESSAGES) for _ in range(3)]
    assert [reply.status for reply in found] == [200, 200, 429]
    assert found[2].headers["retry-after"] == "9"
    assert graph.get(f"/v1.0/users/{BEN}/messages").status == 200


def test_the_budget_of_the_whole_tenant_runs_out(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    tenant.set(total=2)
    found = [graph.get(f"/v1.0/users/{user}/messages").status for user in (ANNA, BEN, ANNA)]
    assert found == [200, 200, 429]
    assert graph.get("/v1.0/users").status == 429


def test_faults_that_share_a_draw_never_meet(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.faults(
        {"fault": "status", "status": 503, "probability": 0.5},
        {"fault": "status", "status": 504, "probability": 0.5, "above": 0.5},
    )
    found = [graph.get("/v1.0/users").status for _ in range(20)]
    assert set(found) == {503, 504}
    hits = tenant.control("faults", rules=[])["hits"]
    assert sum(hits) == 20


def test_a_bad_command_says_what_is_wrong(tenant: SimulatedTenant) -> None:
    body = b'{"do": "faults", "rules": [{"fault": "sunshine"}]}'
    reply = tenant.send("POST", tenant.facts["control"], body)
    assert reply.status == 400
    assert "sunshine" in reply.json["error"]
