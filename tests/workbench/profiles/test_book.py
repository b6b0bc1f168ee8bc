"""Remembered tenants: what is kept, what is refused, and that nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.errors import BadInput, StoreError
from workbench.model.tenant import GoogleProfile, TenantProfile
from workbench.model.thresholds import Thresholds
from workbench.profiles.book import ProfileBook
from workbench.profiles.clouds import CLOUDS
from workbench.profiles.saved import Saved, SavedGoogle, SavedMicrosoft, checked

GUID = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
CONTOSO = SavedMicrosoft("Contoso", GUID, GUID, certificate="/keys/contoso.pem")
OWN = SavedMicrosoft("Own", GUID, GUID, sign_in="device", shared_mailboxes=("phish@x.example",))
FABRIKAM = SavedGoogle("Fabrikam", "fabrikam.example", "admin@fabrikam.example", "/keys/f.json")


@pytest.fixture
def book(tmp_path: Path) -> ProfileBook:
    return ProfileBook(tmp_path / "data" / "profiles.json")


def test_what_is_added_is_there_again_in_its_order(book: ProfileBook) -> None:
    assert book.all() == ()
    for saved in (CONTOSO, FABRIKAM, OWN):
        book.add(saved)
    assert book.all() == (CONTOSO, FABRIKAM, OWN)
    assert book.named("contoso") == CONTOSO
    book.remove("CONTOSO")
    assert book.all() == (FABRIKAM, OWN)
    assert book.named("own").profile().shared_mailboxes == ("phish@x.example",)


def test_the_file_is_its_owners_alone_and_holds_no_secret(
    book: ProfileBook, tmp_path: Path
) -> None:
    book.add(CONTOSO)
    path = tmp_path / "data" / "profiles.json"
    assert path.stat().st_mode & 0o077 == 0
    assert "secret" not in path.read_text()
    assert [file.name for file in path.parent.iterdir()] == ["profiles.json"]


def test_a_name_is_taken_once(book: ProfileBook) -> None:
    book.add(CONTOSO)
    with pytest.raises(BadInput, match="already"):
        book.add(SavedMicrosoft("CONTOSO", GUID, GUID))
    with pytest.raises(BadInput, match="no profile"):
        book.remove("other")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (replace(FABRIKAM, sign_in="device"), "sign-in is one of"),
        (replace(FABRIKAM, sign_in="interactive", remediator_key="w.json"), "service account"),
        (replace(CONTOSO, protected=("kind:people",)), "an address to protect"),
        (replace(FABRIKAM, daily_items=20_001), "can only be lowered"),
        (SavedMicrosoft("", GUID, GUID), "a name"),
        (replace(CONTOSO, shared_mailboxes=("a@x.example",)), "a user who signs in"),
        (replace(OWN, shared_mailboxes=("phish",)), "a shared mailbox"),
        (replace(OWN, shared_mailboxes=("a@x.example",) * 21), "at most 20 shared"),
        (SavedMicrosoft("x\n", GUID, GUID), "a name"),
        (SavedMicrosoft("x", "contoso", GUID), "tenant id"),
        (SavedMicrosoft("x", GUID, "app"), "application id"),
        (SavedMicrosoft("x", GUID, GUID, "mars"), "cloud"),
        (SavedMicrosoft("x", GUID, GUID, fence=("nobody",)), "fence"),
        (SavedGoogle("x", "not a domain", "a@x.example", "k"), "domain"),
        (SavedGoogle("x", "x.example", "a@y.example", "k"), "not in the domain"),
        (SavedGoogle("x", "x.example", "a@x.example", ""), "key file"),
    ],
)
def test_what_is_wrong_is_said_in_words(book: ProfileBook, wrong: Saved, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        book.add(wrong)
    assert book.all() == ()


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{}", '{"schema": 2, "profiles": []}', '{"schema": 1, "profiles": [{}]}',
        '{"schema": 1, "profiles": [{"provider": "microsoft", "name": 1}]}',
        '{"schema": 1, "profiles": [{"provider": "google", "name": "x", "more": "y"}]}',
        '{"schema": 1, "profiles": [{"provider": "google", "name": "x", "thresholds": [3]}]}',
        "[" * 5_000,
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(content)
    with pytest.raises(StoreError, match="cannot be read"):
        ProfileBook(path).add(CONTOSO)
    assert path.read_text() == content


def test_shared_mailboxes_are_protected_unless_that_was_taken_away(book: ProfileBook) -> None:
    for saved in (CONTOSO, FABRIKAM):
        book.add(saved)
        assert saved.profile().safeguards.protected == ("kind:shared",)
    value = json.loads(book.path.read_text())
    for row in value["profiles"]:
        assert row["protected"] == ["kind:shared"]
        del row["protected"], row["thresholds"]  # as an older file has it
    book.path.write_text(json.dumps(value))
    assert book.all() == (CONTOSO, FABRIKAM)
    book.change(replace(CONTOSO, protected=()))
    assert book.named("contoso").safeguards.protected == ()


def test_thresholds_are_kept_and_only_ever_lower(book: ProfileBook) -> None:
    strict = Thresholds(count_items=0, wave_items=100)
    book.add(replace(CONTOSO, thresholds=strict))
    assert book.named("contoso").safeguards.thresholds == strict
    text = book.path.read_text()
    for wrong in ("26", "-1", "true", "2.5", '"9"', "null"):
        book.path.write_text(text.replace('"count_items": 0', f'"count_items": {wrong}'))
        with pytest.raises(StoreError, match="number is typed is from 0 to 25"):
            book.all()
    book.path.write_text(text.replace("count_items", "count_everything"))
    with pytest.raises(StoreError, match="cannot be read"):
        book.all()


def test_a_profile_reaches_its_cloud() -> None:
    made = SavedMicrosoft("x", GUID, GUID, "china", fence=("a@x.example",)).profile("s3cret")
    assert isinstance(made, TenantProfile)
    assert made.graph == made.resource == CLOUDS["china"].graph
    assert made.authority == f"https://login.chinacloudapi.cn/{GUID}"
    assert (made.secret, made.fence) == ("s3cret", ("a@x.example",))
    google = FABRIKAM.profile()
    assert isinstance(google, GoogleProfile)
    assert google.token_uri == "https://oauth2.googleapis.com/token"


def test_only_microsofts_secret_is_asked_for() -> None:
    assert SavedMicrosoft("x", GUID, GUID).needs_secret
    assert not CONTOSO.needs_secret
    assert not FABRIKAM.needs_secret
    assert checked(CONTOSO) is CONTOSO


def test_every_cloud_is_reached_over_tls() -> None:
    for cloud in CLOUDS.values():
        assert cloud.graph.startswith("https://")
        assert cloud.authority.startswith("https://")


def test_the_file_can_be_read_by_people(book: ProfileBook, tmp_path: Path) -> None:
    book.add(FABRIKAM)
    value = json.loads((tmp_path / "data" / "profiles.json").read_text())
    assert value["profiles"][0]["provider"] == "google"
