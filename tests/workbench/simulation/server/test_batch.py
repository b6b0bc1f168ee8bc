"""JSON batches."""

from __future__ import annotations

from typing import Any

from tests.tenant import GraphClient, SimulatedTenant, replies
from tests.workbench.simulation.server.tiny import ANNA, BEN, CHRIS

JSON = {"Content-Type": "application/json"}


def _get(key: str, user: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "method": "GET", "url": f"/users/{user}/messages?$top=1", **more}


def _move(key: str, message: dict[str, Any], **headers: str) -> dict[str, Any]:
    return {
        "id": key,
        "method": "POST",
        "url": f"/users/{message['mailbox']}/messages/{message['id']}/move",
        "headers": {**JSON, **headers},
        "body": {"destinationId": "junkemail"},
    }


def test_each_part_is_answered_on_its_own(graph: GraphClient) -> None:
    reply = graph.batch(_get("a", ANNA), _get("b", "nobody"), _get("c", BEN))
    assert reply.status == 200
    found = {key: answer["status"] for key, answer in replies(reply).items()}
    assert found == {"a": 200, "b": 404, "c": 200}


def test_parts_carry_their_own_headers(tenant: SimulatedTenant, graph: GraphClient) -> None:
    message = tenant.messages(mailbox=ANNA)[0]
    preferring = {"Prefer": 'IdType="ImmutableId"', "client-request-id": "part-7"}
    reply = graph.batch(_move("1", message, **preferring))
    assert replies(reply)["1"]["body"]["id"] == message["id"]
    assert tenant.effects()[0]["client_request_id"] == "part-7"


def test_more_than_twenty_parts_are_refused(tenant: SimulatedTenant, graph: GraphClient) -> None:
    reply = graph.batch(*(_get(str(n), ANNA) for n in range(21)))
    assert (reply.status, reply.json["error"]["code"]) == (400, "BadRequest")


def test_ids_must_differ_by_more_than_case(graph: GraphClient) -> None:
    assert graph.batch(_get("a", ANNA), _get("A", BEN)).status == 400


def test_a_part_after_a_failed_one_is_424(graph: GraphClient) -> None:
    reply = graph.batch(
        _get("a", "nobody"), _get("b", ANNA, dependsOn=["a"]), _get("c", BEN, dependsOn=["b"])
    )
    found = {key: answer["status"] for key, answer in replies(reply).items()}
    assert found == {"a": 404, "b": 424, "c": 424}


def test_a_part_may_depend_on_earlier_ones_only(graph: GraphClient) -> None:
    assert graph.batch(_get("a", ANNA, dependsOn=["b"]), _get("b", ANNA)).status == 400


def test_a_body_needs_its_content_type(tenant: SimulatedTenant, graph: GraphClient) -> None:
    part = {**_move("1", tenant.messages()[0]), "headers": {}}
    assert graph.batch(part).status == 400


def test_an_absolute_address_is_refused_for_its_part(graph: GraphClient) -> None:
    part = {"id": "1", "method": "GET", "url": "https://graph.example/v1.0/users"}
    assert replies(graph.batch(part))["1"]["status"] == 400


def test_the_fifth_part_for_one_mailbox_is_throttled(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    parts = [_get(f"a{n}", ANNA) for n in range(6)] + [_get("b", BEN), _get("c", CHRIS)]
    found = replies(graph.batch(*parts))
    assert [found[f"a{n}"]["status"] for n in range(6)] == [200, 200, 200, 200, 429, 429]
    assert found["a5"]["headers"]["Retry-After"] == "1"
    assert found["b"]["status"] == found["c"]["status"] == 200
    assert tenant.control("statistics") == {"peak": 5, "throttled": 2}


def test_raw_content_comes_as_base64(tenant: SimulatedTenant, graph: GraphClient) -> None:
    message = tenant.messages(mailbox=ANNA)[0]
    url = f"/users/{ANNA}/messages/{message['id']}/$value"
    answer = replies(graph.batch({"id": "1", "method": "GET", "url": url}))["1"]
    assert isinstance(answer["body"], str)
