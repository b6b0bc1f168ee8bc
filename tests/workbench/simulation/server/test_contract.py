"""Everything the server says holds up against the vendor's own descriptions."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, CHRIS, tiny_world
from workbench.simulation.server.running import Doors

MAIL = f"/v1.0/users/{ANNA}"
BAIT_LITERAL = f"'{BAIT}'"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
READS = (
    "/v1.0/users?$top=2&$select=id,displayName,mail,userPrincipalName,userType,assignedPlans",
    "/v1.0/users?$filter=startswith(displayName,'A')&$count=true",
    f"/v1.0/users/{ANNA}",
    "/v1.0/organization?$select=id,displayName,verifiedDomains",
    f"{MAIL}/mailFolders?includeHiddenFolders=true&$top=100",
    f"{MAIL}/mailFolders/inbox",
    f"{MAIL}/mailFolders/inbox/childFolders",
    f"{MAIL}/mailFolders/inbox/messages?$top=3&$count=true",
    f"{MAIL}/messages?$select=id,subject,from,internetMessageHeaders,body&$top=2",
    f"{MAIL}/messages?$filter=internetMessageId%20eq%20{quote(BAIT_LITERAL)}",
    f"{MAIL}/messages?$filter=receivedDateTime%20ge%202026-11-20T20:30:00Z"
    "&$orderby=receivedDateTime%20desc",
    f"{MAIL}/messages/$count",
    f"{MAIL}/mailFolders/delta",
    f"{MAIL}/mailFolders/inbox/messages/delta?changeType=created&$select=subject",
    f"{MAIL}/mailFolders/inbox/messages/delta?$deltatoken=forgotten",
    f"{MAIL}/messages/no-such-message",
    "/beta/security/threatSubmission/emailThreats?$filter=source%20eq%20'user'&$top=1",
    "/beta/security/threatSubmission/emailThreats/report-2",
    "/v1.0/security/alerts_v2?$top=200",
    "/v1.0/security/alerts_v2/alert-1",
    "/v1.0/security/incidents?$top=50&$filter=createdDateTime%20ge%202026-01-01T00:00:00Z",
    "/v1.0/groups?$select=id,displayName,mail,groupTypes&$top=999",
    f"/v1.0/users/{ANNA}?$select=id,accountEnabled,signInSessionsValidFromDateTime",
    f"{MAIL}/mailboxSettings",
    f"{MAIL}/mailboxSettings?$select=userPurpose",
    f"{MAIL}/mailFolders/inbox/messageRules",
    f"{MAIL}/oauth2PermissionGrants",
    f"/v1.0/auditLogs/signIns?$top=5&$filter=userId%20eq%20'{ANNA}'",
    f"/v1.0/identityProtection/riskyUsers/{ANNA}",
    f"/v1.0/identityProtection/riskyUsers/{BEN}",
    "/v1.0/users/nobody@elsewhere.example",
)  # fmt: skip


def _judged(shared: Path, log: Path) -> tuple[int, str]:
    """The checker's verdict (0: nothing violates the description) and what it says."""
    program = shared / "api" / "check_contract.py"
    command = [sys.executable, str(program), str(log), "--no-warnings", "--coverage"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _changes(tenant: SimulatedTenant, graph: GraphClient) -> None:
    copies = {m["mailbox"]: m for m in tenant.messages(internet_id=BAIT)}
    url = f"{MAIL}/messages/{copies[ANNA]['id']}"
    graph.ask("GET", f"{url}/$value")
    attached = graph.all(f"{url}/attachments")
    graph.get(f"{url}/attachments/{attached[0]['id']}")
    graph.get(f"{url}/attachments/{attached[0]['id']}/$value")
    graph.ask(
        "PATCH", url, {"isRead": True, "categories": ["x"], "flag": {"flagStatus": "flagged"}}
    )
    graph.ask("PATCH", url, {"isRead": True}, {"If-Match": 'W/"old"'})
    hidden = {"displayName": "Quarantine", "isHidden": True}
    folder = graph.ask("POST", f"{MAIL}/mailFolders", hidden, IMMUTABLE).json["id"]
    graph.ask("POST", f"{MAIL}/mailFolders", hidden, IMMUTABLE)
    graph.ask("POST", f"{url}/move", {"destinationId": folder}, IMMUTABLE)
    graph.ask("DELETE", url)
    graph.ask("POST", f"{MAIL}/translateExchangeIds", {
        "inputIds": [copies[ANNA]["id"], "x"], "sourceIdType": "restImmutableEntryId",
        "targetIdType": "restId",
    })  # fmt: skip
    _batches(graph, copies)


def _rounds(tenant: SimulatedTenant, graph: GraphClient) -> None:
    """A delta to its end, then again after a message left."""
    url = (
        f"{MAIL}/mailFolders/inbox/messages/delta?$filter=receivedDateTime+ge+2026-01-01T00:00:00Z"
    )
    while "$deltatoken" not in url:
        page = graph.get(url).json
        url = page.get("@odata.nextLink") or page["@odata.deltaLink"]
    tenant.user("delete", mailbox=ANNA, message="<5.O'Neill+x@news.example>")
    graph.get(url)


def _contained(graph: GraphClient) -> None:
    rules = f"{MAIL}/mailFolders/inbox/messageRules"
    rule = graph.all(rules)[0]["id"]
    graph.get(f"{rules}/{rule}")
    graph.ask("PATCH", f"{rules}/{rule}", {"isEnabled": False})
    for grant in graph.all(f"{MAIL}/oauth2PermissionGrants"):
        graph.get(f"/v1.0/servicePrincipals/{grant['clientId']}")
        graph.ask("DELETE", f"/v1.0/oauth2PermissionGrants/{grant['id']}")
    graph.ask("POST", f"{MAIL}/revokeSignInSessions", {})
    graph.ask("PATCH", MAIL, {"accountEnabled": False})


def _batches(graph: GraphClient, copies: dict[str, dict[str, Any]]) -> None:
    headers = {"Content-Type": "application/json", **IMMUTABLE}
    move = {"destinationId": "recoverableitemsdeletions"}
    url = f"/users/{BEN}/messages/{copies[BEN]['id']}"
    graph.batch(
        {"id": "1", "method": "POST", "url": f"{url}/move", "headers": headers, "body": move},
        {"id": "2", "method": "GET", "url": f"/users/{CHRIS}/messages?$top=1"},
        {"id": "3", "method": "GET", "url": f"/users/{CHRIS}/messages/none"},
        {"id": "4", "method": "GET", "url": url, "dependsOn": ["3"]},
        {"id": "5", "method": "GET", "url": f"{url}/$value"},
        {"id": "6", "method": "DELETE", "url": f"/users/{CHRIS}/messages/{copies[CHRIS]['id']}"},
        *(
            {"id": f"m{n}", "method": "GET", "url": f"/users/{ANNA}/messages?$top=1"}
            for n in range(6)
        ),
    )


def _failures(tenant: SimulatedTenant, graph: GraphClient) -> None:
    for status in (429, 503, 504, 500):
        tenant.faults({"fault": "status", "status": status, "retry_after": "2"})
        graph.get(f"{MAIL}/messages")
    tenant.faults({"fault": "batch-reorder"})
    graph.batch(*({"id": n, "method": "GET", "url": f"/users/{BEN}"} for n in "abc"))
    tenant.faults()
    tenant.set(denied=[ANNA])
    graph.get(f"{MAIL}/messages")
    tenant.sign_in(client_secret="wrong")
    tenant.control("expire-tokens")
    graph.get(f"{MAIL}/messages")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """The log of a tour of everything that is served."""
    path = tmp_path / "exchanges.jsonl"
    tenant = SimulatedTenant(tiny_world(), Doors(record=path))
    try:
        graph = GraphClient(tenant)
        tenant.set(intruded=next(p.address for p in tenant.world.people if p.key == ANNA))
        for url in READS:
            graph.pages(url) if "$top=2&" in url else graph.get(url)
        _rounds(tenant, graph)
        _contained(graph)
        _changes(tenant, graph)
        asyncio.run(_by_aiohttp(tenant))
        _failures(tenant, graph)
    finally:
        tenant.close()
    return path


async def _by_aiohttp(tenant: SimulatedTenant) -> None:
    """The client library the workbench itself uses agrees with what is sent."""
    context = ssl.create_default_context(cafile=tenant.facts["ca"])
    head = {"Authorization": f"Bearer {tenant.token()}"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as session:
        for _ in range(3):
            url = f"{tenant.facts['graph']}{MAIL}/messages?$top=5"
            async with session.get(url, headers=head) as answer:
                assert len((await answer.json())["value"]) == 5


def test_no_exchange_breaks_the_description(shared: Path, recorded: Path) -> None:
    code, text = _judged(shared, recorded)
    assert code == 0, text
    assert " 0 violations, " in text


def test_the_checker_would_notice(shared: Path, recorded: Path, tmp_path: Path) -> None:
    """The same log with one property renamed is not accepted."""
    spoiled = tmp_path / "spoiled.jsonl"
    spoiled.write_text(recorded.read_text().replace('"internetMessageId":', '"messageId":'))
    code, text = _judged(shared, spoiled)
    assert code == 1
    assert "resp-unknown-prop" in text


def test_no_secret_is_recorded(recorded: Path) -> None:
    text = recorded.read_text()
    assert "eyJ" not in text
    assert "client_credentials" in text
