"""What users do while an application is at work."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, DOMAIN


@pytest.fixture
def message(tenant: SimulatedTenant) -> dict[str, Any]:
    return tenant.messages(mailbox=ANNA, internet_id=BAIT)[0]


def _now(tenant: SimulatedTenant) -> list[dict[str, Any]]:
    return tenant.messages(mailbox=ANNA, internet_id=BAIT)


def test_a_user_moves_a_message(tenant: SimulatedTenant, message: dict[str, Any]) -> None:
    tenant.user("move", mailbox=f"anna@{DOMAIN}", message=message["id"], folder="Bills")
    assert _now(tenant)[0]["folder_name"] == "Bills"
    assert tenant.effects()[0]["actor"] == "user"


def test_a_user_deletes_a_message_for_good(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    seen = []
    for _ in range(3):
        tenant.user("delete", mailbox=ANNA, message=BAIT)
        seen.append([m["known"] for m in _now(tenant)])
    assert seen == [["deleteditems"], ["recoverableitemsdeletions"], []]
    assert graph.get(f"/v1.0/users/{ANNA}/messages/{message['id']}").status == 404


def test_a_user_edits_and_reads(tenant: SimulatedTenant, message: dict[str, Any]) -> None:
    tenant.user("edit", mailbox=ANNA, message=BAIT, subject="Other")
    tenant.user("read", mailbox=ANNA, message=BAIT)
    now = _now(tenant)[0]
    assert (now["subject"], now["is_read"]) == ("Other", True)
    assert now["change_key"] != message["change_key"]


def test_a_deleted_folder_takes_its_messages(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    tenant.user("move", mailbox=ANNA, message=BAIT, folder="Bills")
    tenant.user("delete-folder", mailbox=ANNA, folder="Bills")
    assert _now(tenant) == []
    url = f"/v1.0/users/{ANNA}/messages/{message['id']}/move"
    assert graph.ask("POST", url, {"destinationId": "inbox"}).status == 404


def test_another_copy_arrives(tenant: SimulatedTenant, graph: GraphClient) -> None:
    key = tenant.user("receive", mailbox=ANNA, message=BAIT)
    newest = graph.get(f"/v1.0/users/{ANNA}/messages?$top=1").json["value"][0]
    assert newest["internetMessageId"] == BAIT
    assert len(_now(tenant)) == 2
    assert graph.get(f"/v1.0/users/{ANNA}/messages/{key}/$value").status == 200


def test_a_message_imported_again_has_another_id(
    tenant: SimulatedTenant, graph: GraphClient, message: dict[str, Any]
) -> None:
    key = tenant.user("reimport", mailbox=ANNA, message=BAIT)
    (now,) = _now(tenant)
    assert now["id"] == key != message["id"]
    assert now["folder"] == message["folder"]
    assert graph.get(f"/v1.0/users/{ANNA}/messages/{message['id']}").status == 404
