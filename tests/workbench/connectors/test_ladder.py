"""Rights granted against rights needed."""

from __future__ import annotations

import pytest

from workbench.connectors.ladder import LADDERS, REMEDIATOR, USER, WRITES_TOO, compared, rungs
from workbench.connectors.ladder import READER as READER_ROLE

WIDE = "ThreatSubmission.ReadWrite.All"
READER = {
    "Organization.Read.All", "User.ReadBasic.All", "Mail.Read", "ThreatSubmission.Read.All",
    "SecurityAlert.Read.All", "ThreatHunting.Read.All",
}  # fmt: skip


def states(provider: str, *granted: str) -> dict[str, str]:
    return {line.right: line.state for line in compared(provider, granted)}


def test_a_reader_lacks_only_what_changes() -> None:
    found = states("Microsoft 365", *READER)
    assert [right for right, state in found.items() if state == "missing"] == ["Mail.ReadWrite"]
    assert set(found.values()) == {"granted", "absent", "missing", "advice"}


def test_who_has_an_archive_is_told_by_a_right_without_which_nothing_else_suffers() -> None:
    line = next(ln for ln in compared("Microsoft 365", READER) if ln.right == "Reports.Read.All")
    assert line.state == "absent"
    assert line.told.startswith("Tell which mailboxes have an online archive")


def test_a_missing_right_comes_with_the_way_to_grant_it() -> None:
    line = next(line for line in compared("Microsoft 365", ()) if line.right == "Mail.Read")
    assert "Entra admin center" in line.told
    google = next(line for line in compared("Google Workspace", ()) if line.right == "apps.alerts")
    assert "https://www.googleapis.com/auth/apps.alerts" in google.told


def test_what_is_broader_than_needed_is_named() -> None:
    lines = list(compared("Microsoft 365", {*READER, WIDE} - {"ThreatSubmission.Read.All"}))
    broader = [line for line in lines if line.state == "broader"]
    assert [
        (line.right, "ThreatSubmission.Read.All would do" in line.told) for line in broader
    ] == [(WIDE, True)]


@pytest.mark.parametrize("right", ["Mail.Send", "full_access_as_app", "Directory.ReadWrite.All"])
def test_dangerous_rights_are_called_so(right: str) -> None:
    line = next(ln for ln in compared("Microsoft 365", {*READER, right}) if ln.right == right)
    assert line.state == "broader"
    assert "take it away" in line.told or "would do" in line.told


def test_a_right_nobody_uses_is_unused() -> None:
    assert states("Microsoft 365", *READER, "Calendars.Read")["Calendars.Read"] == "unused"


@pytest.mark.parametrize("provider", LADDERS)
def test_the_least_rights_of_a_ladder_suffice_and_are_all_used(provider: str) -> None:
    least = {rung.rights[0] for rung in LADDERS[provider]}
    assert {line.state for line in compared(provider, least)} == {"granted", "advice"}


@pytest.mark.parametrize("provider", LADDERS)
def test_two_identities_with_their_least_need_no_advice(provider: str) -> None:
    for role in (READER_ROLE, REMEDIATOR):
        least = {rung.rights[0] for rung in rungs(provider, role)}
        assert {line.state for line in compared(provider, least, role)} == {"granted"}


def test_a_reader_that_could_write_is_told() -> None:
    lines = list(compared("Microsoft 365", {*READER, "Mail.ReadWrite"}, READER_ROLE))
    told = [(line.right, line.told) for line in lines if line.state == "broader"]
    assert told == [("Mail.ReadWrite", WRITES_TOO)]
    without = {*READER, "Mail.ReadWrite"} - {"Mail.Read"}
    lines = list(compared("Microsoft 365", without, READER_ROLE))
    assert ("broader", "Mail.ReadWrite", WRITES_TOO) in [(x.state, x.right, x.told) for x in lines]


def test_a_folder_has_no_ladder() -> None:
    assert list(compared("Folder", ())) == []


def test_whoever_answers_the_provider_is_told_of_the_right_for_it() -> None:
    silent = {line.right for line in compared("Microsoft 365", READER)}
    assert "SecurityAlert.ReadWrite.All" not in silent
    lines = compared("Microsoft 365", READER, answering=True)
    states = {line.right: line.state for line in lines}
    assert states["SecurityAlert.ReadWrite.All"] == "missing"
    assert states["ThreatSubmission.ReadWrite.All"] == "missing"


@pytest.mark.parametrize(
    ("provider", "reads", "changes"),
    [
        ("Microsoft 365", "Mail.Read", "Mail.ReadWrite"),
        ("Google Workspace", "gmail.readonly", "gmail.modify"),
    ],
)
def test_a_user_lacks_nothing_before_the_first_change(
    provider: str, reads: str, changes: str
) -> None:
    found = {line.right: line for line in compared(provider, {reads, "User.Read"}, USER)}
    assert found[reads].state == "granted"
    assert found[changes].state == "absent"
    assert "in the browser" in found[changes].told
    assert "missing" not in {line.state for line in found.values()}
    after = compared(provider, {reads, changes, "User.Read"}, USER)
    assert {line.state for line in after if line.right in (reads, changes)} == {"granted"}


def test_who_opens_shared_mailboxes_is_told_of_the_right_for_it() -> None:
    own = {line.right for line in compared("Microsoft 365", ("User.Read", "Mail.Read"), USER)}
    assert not any(right.endswith(".Shared") for right in own)
    granted = ("User.Read", "Mail.Read", "Mail.Read.Shared")
    lines = compared("Microsoft 365", granted, USER, sharing=True)
    states = {line.right: line.state for line in lines}
    assert states["Mail.Read.Shared"] == "granted"
    assert states["Mail.ReadWrite.Shared"] == "absent"
    (missing,) = [
        line for line in compared("Microsoft 365", granted[:2], USER, sharing=True)
        if line.state == "missing"
    ]  # fmt: skip
    assert missing.right == "Mail.Read.Shared"
    assert "in the browser when you sign in" in missing.told
