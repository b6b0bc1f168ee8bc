"""Moving, marking and deleting messages, and the log that proves it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tenant import GraphClient, Reply, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT

IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


@pytest.fixture
def message(tenant: SimulatedTenant) -> dict[str, Any]:
    return next(m for m in tenant.messages(mailbox=ANNA) if m["internet_id"] == BAIT)


def _url(message: dict[str, Any], key: str = "id") -> str:
    return f"/v1.0/users/{message['mailbox']}/messages/{message[key]}"


def _move(graph: GraphClient, url: str, to: str, **headers: str) -> Reply:
    return graph.ask("POST", f"{url}/move", {"destinationId": to}, headers)


def test_a_move_gives_a_new_regular_id(graph: GraphClient, message: dict[str, Any]) -> None:
    old = _url(message, "regular_id")
    moved = _move(graph, old, "junkemail")
    assert moved.status == 201
    assert moved.json["id"] != message["regular_id"]
    assert graph.get(old).status == 404


def test_an_immutable_id_stays(graph: GraphClient, message: dict[str, Any]) -> None:
    url = _url(message)
    junk = graph.get(f"/v1.0/users/{ANNA}/mailFolders/junkemail").json["id"]
    moved = graph.ask("POST", f"{url}/move", {"DestinationId": junk}, IMMUTABLE)
    assert moved.json["id"] == message["id"]
    assert moved.json["parentFolderId"] == junk
    assert moved.json["changeKey"] != message["change_key"]
    assert graph.get(url).json["parentFolderId"] == junk


def test_every_effect_is_in_the_log_with_its_request(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    moved = _move(graph, _url(message), "junkemail", **{"client-request-id": "mine"})
    (effect,) = tenant.effects()
    assert effect["kind"] == "move"
    assert effect["message"] == message["id"]
    assert effect["before"] == message["folder"]
    assert effect["after"] == moved.json["parentFolderId"]
    assert effect["client_request_id"] == "mine"
    assert effect["request_id"] == moved.headers["request-id"]
    assert effect["actor"] == tenant.facts["client_id"]


def test_a_second_move_to_the_same_folder_is_an_effect_too(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    for _ in range(2):
        _move(graph, _url(message), "junkemail")
    assert len(tenant.effects()) == 2


def test_a_stale_etag_is_412(graph: GraphClient, message: dict[str, Any]) -> None:
    url = _url(message)
    etag = graph.get(url).json["@odata.etag"]
    read = graph.ask("PATCH", url, {"isRead": False}, {"If-Match": etag})
    assert (read.status, read.json["isRead"]) == (200, False)
    late = graph.ask("PATCH", url, {"categories": ["Seen"]}, {"If-Match": etag})
    assert late.status == 412
    assert _move(graph, url, "junkemail", **{"If-Match": etag}).status == 412


def test_categories_and_flags_can_be_set(graph: GraphClient, message: dict[str, Any]) -> None:
    wanted = {"categories": ["Phish"], "flag": {"flagStatus": "complete"}}
    changed = graph.ask("PATCH", _url(message), wanted).json
    assert changed["categories"] == ["Phish"]
    assert changed["flag"] == {"flagStatus": "complete"}


def test_other_members_cannot_be_set(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    assert graph.ask("PATCH", _url(message), {"subject": "Mine"}).status == 400
    assert graph.ask("PATCH", _url(message), {"isRead": "true"}).status == 400
    assert tenant.effects() == []


def test_a_missing_target_folder_is_404(graph: GraphClient, message: dict[str, Any]) -> None:
    reply = _move(graph, _url(message), "AQMkNowhere")
    assert (reply.status, reply.json["error"]["code"]) == (404, "ErrorToFolderNotFound")


def test_deleting_twice_ends_in_recoverable_items(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    known = []
    for _ in range(2):
        assert graph.ask("DELETE", _url(message)).status == 204
        known.append(tenant.messages(mailbox=ANNA, internet_id=BAIT)[0]["known"])
    assert known == ["deleteditems", "recoverableitemsdeletions"]
    assert len(graph.all(f"/v1.0/users/{ANNA}/messages?$select=id")) == 11


def test_a_folder_path_finds_only_what_lies_there(
    graph: GraphClient, message: dict[str, Any]
) -> None:
    tail = f"messages/{message['id']}"
    assert graph.get(f"/v1.0/users/{ANNA}/mailFolders/inbox/{tail}").status == 200
    assert graph.get(f"/v1.0/users/{ANNA}/mailFolders/junkemail/{tail}").status == 404


def test_reset_puts_everything_back(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    before = tenant.messages()
    _move(graph, _url(message), "junkemail")
    tenant.reset()
    assert tenant.messages() == before
    assert tenant.effects() == []
