"""User submissions and alerts."""

from __future__ import annotations

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, DOMAIN

SUBMISSIONS = "/beta/security/threatSubmission/emailThreats"


def test_submissions_of_users_are_listed_newest_first(graph: GraphClient) -> None:
    pages = graph.pages(f"{SUBMISSIONS}?$filter=source%20eq%20'user'&$top=2")
    found = [report for page in pages for report in page]
    assert [len(page) for page in pages] == [2, 1]
    assert [report["id"] for report in found] == ["report-0", "report-1", "report-2"]
    assert found[0]["internetMessageId"] == BAIT
    assert found[0]["createdBy"]["email"] == f"anna@{DOMAIN}"


def test_an_exercise_is_marked_as_one(graph: GraphClient) -> None:
    found = graph.all(SUBMISSIONS)
    assert [bool(report["attackSimulationInfo"]) for report in found] == [False, False, True]


def test_submissions_have_no_stable_version(graph: GraphClient) -> None:
    assert graph.get("/v1.0/security/threatSubmission/emailThreats").status == 400


def test_an_alert_names_the_copies(graph: GraphClient) -> None:
    (alert,) = graph.all(
        "/v1.0/security/alerts_v2?$filter=createdDateTime%20ge%202026-11-20T00:00:00Z"
    )
    assert alert["severity"] == "high"
    assert {e["recipientEmailAddress"] for e in alert["evidence"]} == {
        f"anna@{DOMAIN}",
        f"ben@{DOMAIN}",
    }
    assert {e["internetMessageId"] for e in alert["evidence"]} == {BAIT}


def test_a_new_report_appears(tenant: SimulatedTenant, graph: GraphClient) -> None:
    tenant.user("report", mailbox=ANNA, message=BAIT, category="spam")
    assert graph.all(SUBMISSIONS)[0]["category"] == "spam"


def test_reports_need_their_own_right(tenant: SimulatedTenant) -> None:
    remediator = GraphClient(tenant, tenant.facts["remediator"])
    reply = remediator.get(SUBMISSIONS)
    assert (reply.status, reply.json["error"]["code"]) == (403, "Authorization_RequestDenied")
