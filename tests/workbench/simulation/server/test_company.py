"""The server with the company of the demo."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from workbench.simulation.server.content import attachments_of, body_of
from workbench.simulation.server.recording import Recorder


def test_every_message_has_a_body_and_the_attachments_it_claims(
    simulated_tenant: SimulatedTenant,
) -> None:
    world = simulated_tenant.world
    for message in world.messages:
        data = world.mime(message)
        assert body_of(data, "html")[1].strip(), message.subject
        files = [part for part in attachments_of(data) if not part.is_inline]
        assert bool(files) == message.has_attachments, message.subject


def test_every_copy_is_found_where_the_world_put_it(simulated_tenant: SimulatedTenant) -> None:
    world = simulated_tenant.world
    names = {folder.key: (folder.known, folder.name) for folder in world.folders}
    rows = simulated_tenant.messages()
    assert {row["key"]: (row["known"], row["folder_name"]) for row in rows} == {
        message.key: names[message.folder] for message in world.messages
    }


def test_a_campaign_is_found_by_its_message_id(simulated_tenant: SimulatedTenant) -> None:
    graph = GraphClient(simulated_tenant)
    truth = simulated_tenant.control("truth")
    (bait,) = truth["campaigns"]["credential-link"]
    found: Counter[str] = Counter()
    for user in graph.all("/v1.0/users?$filter=userType%20eq%20'Member'&$select=id,mail"):
        if user["mail"]:
            url = f"/v1.0/users/{user['id']}/messages?$filter=internetMessageId%20eq%20'{bait}'"
            found[bait] += len(graph.all(url.replace("<", "%3C").replace(">", "%3E")))
    assert found[bait] == len(simulated_tenant.messages(internet_id=bait)) > 1


def test_what_the_company_says_keeps_the_description(
    simulated_tenant: SimulatedTenant, shared: Path, tmp_path: Path
) -> None:
    path = tmp_path / "exchanges.jsonl"
    recorder = Recorder(path)
    graph = GraphClient(simulated_tenant)
    mailbox = simulated_tenant.messages()[0]["mailbox"]
    for url in (
        "/v1.0/users",
        "/v1.0/security/alerts_v2",
        "/beta/security/threatSubmission/emailThreats",
        f"/v1.0/users/{mailbox}/messages?$top=1000",
        f"/v1.0/users/{mailbox}/mailFolders?$top=100&includeHiddenFolders=true",
    ):
        reply = graph.get(url)
        head = {"authorization": "Bearer x"}
        recorder.write(("GET", url, head, None), (reply.status, reply.headers, reply.json))
    recorder.close()
    program = shared / "api" / "check_contract.py"
    command = [sys.executable, str(program), str(path), "--no-warnings"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert json.loads(path.read_text().splitlines()[1])["response_body"]["value"]


@pytest.mark.parametrize("kind", ["campaigns", "copies", "kinds"])
def test_the_truth_is_told_to_tests(simulated_tenant: SimulatedTenant, kind: str) -> None:
    assert "credential-link" in simulated_tenant.control("truth")[kind]
