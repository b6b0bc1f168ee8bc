"""The probe agrees with the simulated tenant, and says so when that one differs."""

from __future__ import annotations

import argparse
import asyncio
import io
import json

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from tests.workbench.simulation.server.tiny import ANNA, BEN, DOMAIN
from workbench.commands import probe as command
from workbench.errors import BadInput, PermissionMissing, Unexpected
from workbench.model.tenant import Profile
from workbench.probing.finding import Finding
from workbench.probing.probe import probe
from workbench.simulation.server.provenance import BEHAVIOURS
from workbench.simulation.sources import Known

MAILBOX = f"anna@{DOMAIN}"
DOUBTFUL = {row.what for row in BEHAVIOURS if row.source.known in (Known.MEMORY, Known.FIELD)}
PROVIDERS = pytest.mark.parametrize("make", [profile_of, google_profile_of])


def asked(profile: Profile) -> dict[str, Finding]:
    return {row.behaviour: row for row in asyncio.run(probe(profile, MAILBOX))}


@PROVIDERS
def test_what_the_simulated_tenant_imitates_agrees(tenant: SimulatedTenant, make: type) -> None:
    found = asked(make(tenant.facts))
    assert [row for row in found.values() if not row.agrees] == []
    assert len(found) >= 5
    assert found.keys() <= DOUBTFUL


def test_only_the_message_of_its_own_is_touched(tenant: SimulatedTenant) -> None:
    before = {row["id"]: row["folder"] for row in tenant.messages()}
    asked(profile_of(tenant.facts))
    after = {row["id"]: row for row in tenant.messages()}
    assert {key: after[key]["folder"] for key in before} == before
    (made,) = (row for key, row in after.items() if key not in before)
    assert (made["mailbox"], made["known"]) == (ANNA, "deleteditems")


def test_in_gmail_only_the_message_of_its_own_is_touched(tenant: SimulatedTenant) -> None:
    before = tenant.control("google-messages")["messages"]
    asked(google_profile_of(tenant.facts))
    after = tenant.control("google-messages")["messages"]
    assert [row for row in after if row in before] == before
    (made,) = (row for row in after if row not in before)
    assert (made["mailbox"], made["labels"]) == (MAILBOX, ["TRASH"])


def test_a_microsoft_that_differs_is_told(tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "status", "status": 403, "path": "/me$"})
    found = asked(profile_of(tenant.facts))
    differing = [row for row in found.values() if not row.agrees]
    assert [(r.behaviour, r.seen) for r in differing] == [
        ("an application has no /me", "403 ErrorAccessDenied")
    ]


def test_a_google_that_differs_is_told(tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "status", "status": 400, "path": "/labels$", "skip": 1, "times": 1})
    found = asked(google_profile_of(tenant.facts))
    assert [row.behaviour for row in found.values() if not row.agrees] == [
        "a label that exists is 409"
    ]


@PROVIDERS
def test_a_mailbox_outside_the_pilot_is_not_asked(tenant: SimulatedTenant, make: type) -> None:
    with pytest.raises(PermissionMissing, match="outside the pilot"):
        asked(make(tenant.facts, fence=(BEN,)))
    assert tenant.requests() == []


@PROVIDERS
def test_a_pilot_that_is_a_group_lets_nobody_in_unseen(tenant: SimulatedTenant, make: type) -> None:
    with pytest.raises(PermissionMissing, match="members of a group are not looked up"):
        asked(make(tenant.facts, fence_group="pilot"))
    assert tenant.requests() == []


def test_a_user_who_signs_in_is_refused_in_words(tenant: SimulatedTenant) -> None:
    with pytest.raises(BadInput, match="signs in as an application"):
        asked(profile_of(tenant.facts, sign_in="device"))


def test_a_mailbox_that_takes_no_draft_is_said(tenant: SimulatedTenant) -> None:
    tenant.faults({"fault": "status", "status": 403, "path": "/messages$", "method": "POST"})
    with pytest.raises(Unexpected, match="takes no draft"):
        asked(profile_of(tenant.facts))


def test_nothing_is_done_before_the_address_was_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    with pytest.raises(BadInput, match="nothing was done"):
        command.confirm(MAILBOX)
    assert "makes one message" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{MAILBOX}\n"))
    command.confirm(MAILBOX)


def test_findings_are_told_in_words_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [Finding("one", True, "yes"), Finding("two", False, "404")]
    assert command.tell(findings, as_json=False) == 1
    assert "DIFFERS    two (404)" in capsys.readouterr().out
    assert command.tell(findings[:1], as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["agrees"] is True


def test_the_profile_and_the_mailbox_have_to_be_named() -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--profile", "Contoso"])
