"""`workbench search` on both faces of the simulated tenant."""

from __future__ import annotations

import argparse
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import spread
from tests.workbench.desks import google_profile_of, profile_of
from workbench.commands import acting, search
from workbench.errors import BadInput, ConnectorError
from workbench.model.tenant import Profile
from workbench.searching.moments import moment
from workbench.searching.wanted import Wanted


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture(params=["graph", "google"])
def profile(request: pytest.FixtureRequest, tenant: SimulatedTenant) -> Profile:
    make = google_profile_of if request.param == "google" else profile_of
    return make(tenant.facts)


def _told(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    *hits, whole = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    return hits, whole


def test_a_message_id_finds_every_copy(
    tenant: SimulatedTenant, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    id = spread(tenant)
    assert search.search(profile, Wanted(internet_id=id), as_json=True) == acting.COMPLETE
    hits, whole = _told(capsys)
    hits = [hit for hit in hits if hit["standing"] == "found"]
    assert len(hits) == whole["found"] == len(tenant.messages(internet_id=id))
    assert {hit["message_id"] for hit in hits} == {id}
    assert whole["complete"]
    assert not whole["approximate"]


def test_a_sender_in_one_mailbox(
    tenant: SimulatedTenant, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    search.search(profile, Wanted(internet_id=spread(tenant)), as_json=True)
    (one, *_), _ = _told(capsys)
    wanted = Wanted(sender=one["from"], mailboxes=(one["mailbox"].upper(),))
    assert search.search(profile, wanted, as_json=True) == acting.COMPLETE
    hits, _ = _told(capsys)
    assert one["key"] in {hit["key"] for hit in hits}
    assert {hit["mailbox"] for hit in hits} == {one["mailbox"]}


def test_a_limit_ends_it_and_says_so(
    tenant: SimulatedTenant, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = Wanted(internet_id=spread(tenant))
    assert search.search(profile, wanted, limit=1) == acting.EXCEPTIONS
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert "Ended early: the limit of 1 was reached" in told.err


def test_nothing_found_is_said_with_how_many_were_asked(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    assert search.search(profile, Wanted(internet_id="<none@x.example>")) == acting.COMPLETE
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[-1].startswith("0 copies in ")


def test_whom_the_records_alone_name_is_a_line_of_its_own(
    tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, id = profile_of(tenant.facts), spread(tenant)
    lost = next(row for row in tenant.messages(internet_id=id) if row["known"] == "inbox")
    for row in tenant.messages(internet_id=id, mailbox=lost["mailbox"]):
        for _ in range(3):  # into Deleted Items, into Recoverable Items, for good
            tenant.user("delete", mailbox=row["mailbox"], message=row["id"])
    assert search.search(profile, Wanted(internet_id=id), as_json=True) == acting.COMPLETE
    hits, whole = _told(capsys)
    alone = [hit for hit in hits if hit["standing"] == "recorded, not found"]
    assert lost["address"] in {hit["mailbox"] for hit in alone}
    assert all(hit["key"] is None and hit["read"] is None for hit in alone)
    assert whole["recorded"] == len(hits) - whole["found"]
    search.search(profile, Wanted(internet_id=id))
    told = capsys.readouterr()
    assert f"{lost['address']}  recorded, not found  " in told.out
    assert "in the records alone" in told.err


def test_a_tenant_that_cannot_be_reached_is_an_error_of_its_own(tenant: SimulatedTenant) -> None:
    with socket.socket() as closed:  # bound and never listening: refused on loopback
        closed.bind(("127.0.0.1", 0))
        nowhere = f"https://127.0.0.1:{closed.getsockname()[1]}"
        profile = profile_of(tenant.facts, graph=nowhere, authority=nowhere)
        with pytest.raises(ConnectorError):
            search.search(profile, Wanted(sender="x.example"))


def test_a_mailbox_nobody_knows_is_refused(profile: Profile) -> None:
    with pytest.raises(BadInput, match="is called nobody"):
        search.search(profile, Wanted(sender="x", mailboxes=("nobody@contoso.example",)))


def test_what_the_command_line_says_becomes_what_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "headers.txt"
    file.write_text("From: eve@evil.example\nSubject: Pay\n")
    parser = argparse.ArgumentParser()
    search.add_arguments(parser)
    words = ["--demo", "--headers", str(file), "--since", "2026-03-01", "--until", "2026-03-02"]
    found = search.wanted_of(parser.parse_args(words))
    assert (found.sender, found.subject) == ("eve@evil.example", "Pay")
    assert found.since == datetime(2026, 3, 1, tzinfo=UTC)
    assert found.until == datetime.combine(datetime(2026, 3, 2), time.max, UTC)


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "12:00"])
def test_a_time_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="no day or time"):
        moment(text, time.min)


def test_headers_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    search.add_arguments(parser)
    with pytest.raises(BadInput, match="cannot be read"):
        search.wanted_of(parser.parse_args(["--demo", "--headers", str(tmp_path / "absent")]))
