"""`workbench profile`: remembering tenants, and trying one for real."""

from __future__ import annotations

import argparse
import getpass
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.approvals.second import second_person
from tests.workbench.desks import google_profile_of, profile_of, reader_of
from tests.workbench.profiles.stores import MemoryStore
from workbench.commands import profile as command
from workbench.errors import BadInput
from workbench.model.thresholds import CUSTOMARY
from workbench.profiles.book import ProfileBook
from workbench.profiles.saved import SavedMicrosoft
from workbench.profiles.secrets import SecretFile
from workbench.profiles.vault import Vault

GUID = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"


def run(path: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(["--profiles", str(path), *words]))


def test_a_tenant_is_remembered_listed_and_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, pilot = tmp_path / "profiles.json", tmp_path / "pilot.txt"
    pilot.write_text("a@x.example\n\nb@x.example\n")
    options = ["--tenant", GUID, "--client-id", GUID, "--certificate", "c.pem"]
    assert run(path, "add-microsoft", "Contoso", *options, "--pilot", str(pilot)) == 0
    key = ["--domain", "x.example", "--admin", "a@x.example", "--key", "k.json"]
    assert run(path, "add-google", "Fabrikam", *key) == 0
    assert run(path, "list") == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[::2] == [
        f"Contoso: Microsoft 365, {GUID}, pilot of 2",
        "Fabrikam: Google Workspace, x.example",
    ]
    assert all(line.startswith("  protected: shared mailboxes; nobody") for line in shown[1::2])
    assert run(path, "remove", "contoso") == 0
    assert run(path, "list") == 0
    assert "Contoso" not in capsys.readouterr().out


def test_a_google_user_needs_no_administrator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "profiles.json"
    who = ["--domain", "x.example", "--admin", "a@x.example", "--key", "client.json"]
    assert run(path, "add-google", "Own", *who, "--sign-in", "interactive") == 0
    assert run(path, "consent", "Own") == 0
    told = capsys.readouterr().out
    assert "Sign-in of a@x.example with a desktop application" in told
    assert "user: gmail.modify lights up: Remove from it" in told


def test_an_empty_pilot_is_no_pilot(tmp_path: Path) -> None:
    pilot = tmp_path / "pilot.txt"
    pilot.write_text("\n")
    key = ["--domain", "x.example", "--admin", "a@x.example", "--key", "k.json"]
    with pytest.raises(BadInput, match="names no mailbox"):
        run(tmp_path / "p.json", "add-google", "x", *key, "--pilot", str(pilot))


def test_a_check_tells_what_is_granted_and_what_is_not(
    simulated_tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.check(profile_of(simulated_tenant.facts)) == 0
    assert "NO" not in capsys.readouterr().out
    assert command.check(reader_of(simulated_tenant)) == 0
    shown = capsys.readouterr().out
    assert "NO               Mail.ReadWrite: Quarantine and undo" in shown
    assert "mailboxes: 12 in reach" in shown


def test_a_check_of_google_names_the_scope_that_is_missing(
    simulated_tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    simulated_tenant.set(revoked=["gmail.readonly", "gmail.modify"])
    assert command.check(google_profile_of(simulated_tenant.facts)) == 1
    shown = capsys.readouterr().out
    assert "NO               gmail.readonly" in shown
    assert "https://www.googleapis.com/auth/gmail.readonly" in shown


def test_a_check_behind_a_fence_counts_what_is_inside(
    simulated_tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    someone = simulated_tenant.world.people[0].address
    profile = google_profile_of(simulated_tenant.facts, fence=(someone, "gone@x.example"))
    assert command.check(profile) == 0
    assert "mailboxes: 1 in reach, the pilot names 2" in capsys.readouterr().out


def test_a_tenant_that_refuses_is_said(
    simulated_tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.check(profile_of(simulated_tenant.facts, secret="wrong")) == 1
    assert "not connected: Sign-in was refused" in capsys.readouterr().out


def test_a_secret_is_kept_under_a_passphrase_and_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, secrets = tmp_path / "profiles.json", tmp_path / "secrets.json"
    monkeypatch.setattr(command, "secrets_path", lambda: secrets)
    said = iter(["correct horse", "correct horse", "s3cret", "correct horse"])
    monkeypatch.setattr("getpass.getpass", lambda *_: next(said))
    run(path, "add-microsoft", "Contoso", "--tenant", GUID, "--client-id", GUID)
    assert run(path, "store-secret", "Contoso") == 0
    saved = ProfileBook(path).named("Contoso")
    assert command.secret_of(saved, Vault(secrets)) == "s3cret"
    assert "s3cret" not in path.read_text() + secrets.read_text()


def test_passphrases_that_differ_store_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, secrets = tmp_path / "profiles.json", tmp_path / "secrets.json"
    monkeypatch.setattr(command, "secrets_path", lambda: secrets)
    said = iter(["correct horse", "correct house"])
    monkeypatch.setattr("getpass.getpass", lambda *_: next(said))
    run(path, "add-microsoft", "Contoso", "--tenant", GUID, "--client-id", GUID)
    with pytest.raises(BadInput, match="not the same"):
        run(path, "store-secret", "Contoso")
    assert not secrets.exists()


def test_a_secret_goes_to_the_key_store_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, secrets, backend = tmp_path / "profiles.json", tmp_path / "secrets.json", MemoryStore()
    monkeypatch.setattr(command, "secrets_path", lambda: secrets)
    monkeypatch.setattr("keyring.get_keyring", lambda: backend)
    said = iter(["s3cret"])
    monkeypatch.setattr("getpass.getpass", lambda *_: next(said))
    run(path, "add-microsoft", "Contoso", "--tenant", GUID, "--client-id", GUID)
    assert run(path, "store-secret", "Contoso") == 0
    assert "kept in the key store of this computer" in capsys.readouterr().out
    assert command.secret_of(ProfileBook(path).named("Contoso"), Vault(secrets)) == "s3cret"
    assert not secrets.exists()


def test_a_user_signs_in_by_a_code_that_is_printed(
    simulated_tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    simulated_tenant.set(device_interval=0)
    path = tmp_path / "profiles.json"
    options = ["--tenant", GUID, "--client-id", GUID, "--sign-in", "device"]
    assert run(path, "add-microsoft", "Contoso", *options) == 0
    saved = ProfileBook(path).named("Contoso")
    assert not saved.needs_secret
    client = simulated_tenant.facts["public_client_id"]
    profile = replace(
        profile_of(simulated_tenant.facts, secret=""), client_id=client, sign_in="device"
    )
    assert command.check(command.instructed(profile)) == 0
    shown = capsys.readouterr()
    assert "enter the code" in shown.err
    assert "mailboxes: 1 in reach" in shown.out


def test_shared_mailboxes_are_remembered_and_those_that_refuse_are_told(
    simulated_tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    simulated_tenant.set(device_interval=0)
    path, shared = tmp_path / "profiles.json", "invoices@velmora.example"
    options = ["--tenant", GUID, "--client-id", GUID, "--sign-in", "device"]
    assert run(path, "add-microsoft", "Contoso", *options, "--shared-mailbox", shared) == 0
    assert run(path, "consent", "Contoso") == 0
    assert "Mail.Read.Shared lights up: Search and open shared" in capsys.readouterr().out
    saved = ProfileBook(path).named("Contoso")
    assert isinstance(saved, SavedMicrosoft)
    profile = profile_of(
        simulated_tenant.facts, secret="", sign_in="device",
        client_id=simulated_tenant.facts["public_client_id"],
        shared_mailboxes=saved.shared_mailboxes,
    )  # fmt: skip
    assert command.check(profile) == 1
    shown = capsys.readouterr().out
    assert f"not read: {shared}: not shared with who signed in" in shown
    assert "mailboxes: 1 in reach" in shown
    simulated_tenant.set(shared=[shared])
    assert command.check(profile) == 0
    assert "mailboxes: 2 in reach" in capsys.readouterr().out


def test_a_remediators_key_is_kept_under_a_passphrase_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, secrets = tmp_path / "profiles.json", tmp_path / "secrets.json"
    key = tmp_path / "w.json"
    key.write_text('{"a": 1}')
    monkeypatch.setattr(command, "secrets_path", lambda: secrets)
    monkeypatch.setattr(getpass, "getpass", lambda *words: "correct horse")
    second = ["--remediator", GUID.replace("6", "7", 1)]
    run(path, "add-microsoft", "Contoso", "--tenant", GUID, "--client-id", GUID, *second)
    google = ["--domain", "x.example", "--admin", "a@x.example", "--key", "k.json"]
    run(path, "add-google", "Fab", *google, "--remediator-key", str(key))
    for name in ("Contoso", "Fab"):
        assert run(path, "store-remediator", name) == 0
    assert not secrets.exists()
    kept = SecretFile(tmp_path / "remediators.json")
    assert kept.get("Contoso", "correct horse") == "correct horse"
    assert kept.get("Fab", "correct horse") == '{"a": 1}'
    capsys.readouterr()
    run(path, "list")
    assert capsys.readouterr().out.count("with a remediator") == 2


def test_what_safeguards_come_to_is_said_and_so_is_what_they_lose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, sue = tmp_path / "profiles.json", second_person("sue@x.example")[0]
    who = ["--domain", "x.example", "--admin", "a@x.example", "--key", "k.json"]
    run(path, "add-google", "Fabrikam", *who)

    def change(*words: str) -> list[str]:
        capsys.readouterr()
        assert run(path, "safeguards", "Fabrikam", *words) == 0
        lines = capsys.readouterr().out.splitlines()
        return [line.removeprefix("weaker").strip() for line in lines if line.startswith("weaker")]

    stricter = ["--count-items", "5", "--approval-percent", "2", "--daily", "50"]
    assert change("--add-approver", sue.line, "--protect", "*@board.example", *stricter) == []
    run(path, "list")
    shown = capsys.readouterr().out
    for told in (
        "protected: shared mailboxes, *@board.example; approvers: sue@x.example", "2 % of a large",
        "number typed above 5 copies or 10 mailboxes", "waves above 2,000", "at most 50 copies",
    ):  # fmt: skip
        assert told in shown
    assert change("--wave-items", "100") == []
    weaker = change(
        "--unprotect", "kind:shared", "--remove-approver", "sue@x.example", "--daily", "60",
        "--count-items", "6",
    )  # fmt: skip
    assert weaker == [
        "no longer protected: shared mailboxes; copies there need no second person",
        "sue@x.example may no longer approve, nor does what they have approved go on",
        "nobody may approve: what needs a second person waits for good",
        "60 instead of 50 copies a day may be moved",
        "6 instead of 5 copies above which their number is typed",
    ]
    assert ProfileBook(path).named("fabrikam").safeguards.protected == ("*@board.example",)


def test_a_looser_number_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "profiles.json"
    who = ["--domain", "x.example", "--admin", "a@x.example", "--key", "k.json"]
    run(path, "add-google", "Fabrikam", *who)
    for option, loose in (
        ("--count-items", 26), ("--count-mailboxes", 11), ("--approval-items", 501),
        ("--approval-percent", 6), ("--wave-items", 2_001), ("--approval-percent", 0),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=f"can only be lowered: {loose} is not"):
            run(path, "safeguards", "Fabrikam", option, str(loose))
    with pytest.raises(BadInput, match="can only be lowered: 20001 is not"):
        run(path, "safeguards", "Fabrikam", "--daily", "20001")
    assert ProfileBook(path).named("fabrikam").safeguards.thresholds == CUSTOMARY
