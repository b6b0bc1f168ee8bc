"""What an administrator is asked for is the least, filled in, and safe to paste."""

from __future__ import annotations

from dataclasses import replace

from workbench.connectors.consent import asked
from workbench.connectors.ladder import BOTH, OPTIONAL, READER, REMEDIATOR, USER
from workbench.profiles.saved import SavedGoogle, SavedMicrosoft

TENANT, FIRST, SECOND = (f"{n}b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e" for n in (6, 7, 8))
CONTOSO = SavedMicrosoft("Contoso", TENANT, FIRST)
TWO = replace(CONTOSO, remediator=SECOND)
FABRIKAM = SavedGoogle("Fab", "fab.example", "a@fab.example", "/r.json", remediator_key="/w.json")


def test_one_registration_is_asked_for_all_in_entra() -> None:
    (one,) = asked(CONTOSO.profile())
    assert (one.role, one.client) == (BOTH, FIRST)
    assert "Mail.ReadWrite" in one.text
    assert "New-ServicePrincipal" not in one.text


def test_two_share_the_rights() -> None:
    reader, writer = asked(TWO.profile())
    assert (reader.role, writer.role, writer.client) == (READER, REMEDIATOR, SECOND)
    assert "Mail.ReadWrite" not in reader.text
    needed = [rung.rights for rung in writer.rungs if rung.group not in OPTIONAL]
    assert needed == [("Mail.ReadWrite",)]


def test_a_pilot_gets_its_mail_rights_from_exchange_alone() -> None:
    reader, writer = asked(replace(TWO, fence=("a@x.example", "o'b@x.example")).profile())
    lines = writer.text.splitlines()
    assert f"New-ServicePrincipal -AppId {SECOND} -ObjectId $object" in writer.text
    assert any(
        "New-ManagementScope" in line
        and "PrimarySmtpAddress -eq 'a@x.example' -or PrimarySmtpAddress -eq 'o''b@x.example'"
        in line
        for line in lines
    )
    assert any("New-ManagementRoleAssignment" in ln and "'Application Mail.ReadWrite'" in ln
               for ln in lines)  # fmt: skip
    assert "  Mail.Read" not in reader.text.splitlines()
    assert "'Application Mail.Read'" in reader.text


def test_a_large_pilot_goes_by_its_group() -> None:
    fence = tuple(f"u{n}@x.example" for n in range(21))
    (one,) = asked(replace(CONTOSO, fence=fence).profile())
    assert "MemberOfGroup -eq" in one.text


def test_what_powershell_would_evaluate_is_escaped() -> None:
    (one,) = asked(replace(CONTOSO, fence=("$(evil)`@x.example",)).profile())
    assert "`$(evil)``@x.example" in one.text


def test_googles_scopes_are_one_line_for_each_account() -> None:
    reader, writer = asked(FABRIKAM.profile())
    (line,) = (ln for ln in reader.text.splitlines() if ln.startswith("OAuth scopes"))
    assert "auth/gmail.readonly,https://" in line
    assert "gmail.modify" not in line
    assert "OAuth scopes: https://www.googleapis.com/auth/gmail.modify\n" in writer.text
    assert "Only where wanted, disable and enable an account: " in writer.text
    assert "/w.json" in writer.text


def test_a_group_as_pilot_needs_its_members_read_by_the_reader_alone() -> None:
    reader, writer = asked(replace(TWO, fence_group=TENANT).profile())
    assert "  GroupMember.Read.All" in reader.text.splitlines()
    assert "GroupMember" not in writer.text
    assert f"MemberOfGroup -eq '<distinguished name of group {TENANT}>'" in writer.text
    google, other = asked(replace(FABRIKAM, fence_group="pilot@fab.example").profile())
    assert "admin.directory.group.member.readonly" in google.text
    assert "group" not in other.text.rpartition("OAuth scopes")[2]


def test_who_signs_in_is_told_what_their_own_mailbox_needs() -> None:
    (microsoft,) = asked(replace(CONTOSO, sign_in="device").profile())
    own = replace(FABRIKAM, remediator_key="", sign_in="interactive")
    (google,) = asked(own.profile())
    assert microsoft.role == google.role == USER
    assert "Rights: User.Read, Mail.Read, Mail.ReadWrite" in microsoft.text
    assert "gmail.readonly, https://www.googleapis.com/auth/gmail.modify" in google.text
    assert "delegation" not in google.text


def test_shared_mailboxes_are_named_with_the_way_to_share_them() -> None:
    shared = ("phish@x.example", "o'b$@x.example")
    (one,) = asked(replace(CONTOSO, sign_in="device", shared_mailboxes=shared).profile())
    rights = "User.Read, Mail.Read, Mail.ReadWrite, Mail.Read.Shared, Mail.ReadWrite.Shared"
    assert f"Rights: {rights}" in one.text
    assert "Add-MailboxPermission -Identity 'phish@x.example' -User '<who signs in>'" in one.text
    assert "-Identity 'o''b$@x.example'" in one.text
    assert "shared mailboxes" in one.rungs[-1].lights


def test_no_quote_that_powershell_knows_ends_an_address() -> None:
    address = "a\u2019\u201b;b\u201d`$c@x.example"
    (user,) = asked(replace(CONTOSO, sign_in="device", shared_mailboxes=(address,)).profile())
    assert "-Identity 'a\u2019\u2019\u201b\u201b;b\u201d`$c@x.example' " in user.text
    writer = asked(replace(TWO, fence=(address,)).profile())[1]
    assert "-eq 'a\u2019\u2019\u201b\u201b;b`\u201d```$c@x.example'" in writer.text
