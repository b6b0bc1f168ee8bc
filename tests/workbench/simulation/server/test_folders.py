"""Mail folders."""

from __future__ import annotations

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA

FOLDERS = f"/v1.0/users/{ANNA}/mailFolders"


def test_well_known_names_serve_as_ids(graph: GraphClient) -> None:
    inbox = graph.get(f"{FOLDERS}/Inbox").json
    assert inbox["displayName"] == "Inbox"
    assert inbox["totalItemCount"] == 12
    assert graph.get(f"{FOLDERS}/{inbox['id']}").json["id"] == inbox["id"]
    assert graph.get(f"{FOLDERS}/recoverableitemsdeletions").status == 200


def test_children_are_listed_below_their_parent(graph: GraphClient) -> None:
    assert [f["displayName"] for f in graph.all(f"{FOLDERS}/inbox/childFolders")] == ["Bills"]
    assert "Bills" not in [f["displayName"] for f in graph.all(FOLDERS)]


def test_a_hidden_folder_shows_only_when_asked_for(
    tenant: SimulatedTenant, graph: GraphClient
) -> None:
    made = graph.ask("POST", FOLDERS, {"displayName": "Kept apart", "isHidden": True})
    assert made.status == 201
    assert made.json["isHidden"] is True
    by_name = "$filter=displayName%20eq%20'Kept%20apart'"
    assert graph.all(f"{FOLDERS}?{by_name}") == []
    found = graph.all(f"{FOLDERS}?includeHiddenFolders=true&{by_name}")
    assert [folder["id"] for folder in found] == [made.json["id"]]
    assert [effect["kind"] for effect in tenant.effects()] == ["folder"]


def test_a_second_folder_of_the_name_is_409(graph: GraphClient) -> None:
    graph.ask("POST", FOLDERS, {"displayName": "Twice", "isHidden": True})
    again = graph.ask("POST", FOLDERS, {"displayName": "twice"})
    assert (again.status, again.json["error"]["code"]) == (409, "ErrorFolderExists")


def test_ten_folders_make_a_page(graph: GraphClient) -> None:
    for number in range(8):
        graph.ask("POST", FOLDERS, {"displayName": f"Folder {number}"})
    pages = graph.pages(FOLDERS)
    assert len(pages[0]) == 10
    assert len(pages) == 2
