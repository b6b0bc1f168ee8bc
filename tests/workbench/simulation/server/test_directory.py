"""Users and the organisation."""

from __future__ import annotations

from tests.tenant import GraphClient
from tests.workbench.simulation.server.tiny import ANNA, DOMAIN, TENANT


def test_users_come_in_pages_with_absolute_links(graph: GraphClient) -> None:
    pages = graph.pages("/v1.0/users?$top=2&$select=id,mail")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [user["mail"] for page in pages for user in page][:2] == [
        f"anna@{DOMAIN}",
        f"ben@{DOMAIN}",
    ]


def test_only_what_is_selected_comes(graph: GraphClient) -> None:
    user = graph.get(f"/v1.0/users/{ANNA}?$select=mail").json
    assert set(user) == {"@odata.context", "mail", "id"}


def test_a_user_goes_by_name_without_regard_to_case(graph: GraphClient) -> None:
    assert graph.get(f"/v1.0/users/ANNA@{DOMAIN}").json["id"] == ANNA
    assert graph.get(f"/v1.0/users('{ANNA}')").json["displayName"] == "Anna Adler"


def test_users_can_be_filtered(graph: GraphClient) -> None:
    users = graph.all("/v1.0/users?$filter=startswith(displayName,'an')")
    assert [user["displayName"] for user in users] == ["Anna Adler"]


def test_an_unknown_user_is_404(graph: GraphClient) -> None:
    reply = graph.get("/v1.0/users/nobody@elsewhere.example")
    assert (reply.status, reply.json["error"]["code"]) == (404, "Request_ResourceNotFound")


def test_an_unknown_property_is_400(graph: GraphClient) -> None:
    assert graph.get("/v1.0/users?$select=password").status == 400


def test_an_account_without_mailbox_says_so(graph: GraphClient) -> None:
    url = f"/v1.0/users/svc-backup@{DOMAIN}/mailFolders/inbox"
    reply = graph.get(url)
    assert (reply.status, reply.json["error"]["code"]) == (404, "MailboxNotEnabledForRESTAPI")


def test_the_organisation_names_its_domains(graph: GraphClient) -> None:
    found = graph.all("/v1.0/organization")[0]
    assert found["id"] == TENANT
    assert found["verifiedDomains"][0]["name"] == DOMAIN


def test_counting_users_needs_the_consistency_level(graph: GraphClient) -> None:
    assert graph.get("/v1.0/users/$count").status == 400
    assert graph.get("/v1.0/users/$count", ConsistencyLevel="eventual").data == b"5"
