"""The remediator's key opens with its passphrase alone, and is kept under one of its own."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from workbench.errors import BadInput
from workbench.model.tenant import GoogleProfile, TenantProfile
from workbench.profiles.remediator import RemediatorKeys
from workbench.profiles.saved import SavedGoogle, SavedMicrosoft, checked
from workbench.profiles.secrets import WrongPassphrase

READER = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
SECOND = "7b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
PASSPHRASE = "correct horse"


@pytest.fixture
def keys(tmp_path: Path) -> RemediatorKeys:
    return RemediatorKeys.beside(tmp_path / "secrets.json")


@pytest.fixture(scope="module")
def pem() -> bytes:
    """A certificate with its key under the passphrase, as openssl writes both into one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "remediator")])
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(now).not_valid_after(now + datetime.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    encrypted = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    form = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, form, encrypted)
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def profile(certificate: str = "") -> TenantProfile:
    return SavedMicrosoft(
        "Contoso", READER, READER, remediator=SECOND, remediator_certificate=certificate
    ).profile("the reader's")


def test_a_kept_secret_opens_with_its_passphrase(keys: RemediatorKeys) -> None:
    keys.keep("Contoso", "the remediator's", PASSPHRASE)
    writer = keys.opened(profile(), PASSPHRASE)
    assert isinstance(writer, TenantProfile)
    assert (writer.client_id, writer.secret) == (SECOND, "the remediator's")
    assert not writer.has_remediator
    with pytest.raises(WrongPassphrase):
        keys.opened(profile(), "wrong")


def test_a_secret_that_is_not_kept_is_told(keys: RemediatorKeys) -> None:
    with pytest.raises(BadInput, match="store-remediator"):
        keys.opened(profile(), PASSPHRASE)


def test_an_encrypted_certificate_opens_with_its_passphrase(
    keys: RemediatorKeys, pem: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "remediator.pem"
    path.write_bytes(pem)
    writer = keys.opened(profile(str(path)), PASSPHRASE)
    assert isinstance(writer, TenantProfile)
    assert (writer.certificate, writer.passphrase, writer.secret) == (str(path), PASSPHRASE, "")
    for wrong in ("", "wrong"):
        with pytest.raises(WrongPassphrase):
            keys.opened(profile(str(path)), wrong)


def test_msal_takes_the_encrypted_certificate(
    keys: RemediatorKeys, pem: bytes, tmp_path: Path
) -> None:
    from msal.application import _load_private_key_from_pem_str

    assert _load_private_key_from_pem_str(pem.decode(), PASSPHRASE.encode()) is not None


def test_googles_key_comes_from_its_file_or_from_what_is_kept(keys: RemediatorKeys) -> None:
    saved = SavedGoogle("Fab", "fab.example", "a@fab.example", "/r.json", remediator_key="/w.json")
    writer = keys.opened(saved.profile(), "")
    assert isinstance(writer, GoogleProfile)
    assert (writer.key, writer.key_text) == ("/w.json", "")
    keys.keep("Fab", '{"kept": 1}', PASSPHRASE)
    writer = keys.opened(saved.profile(), PASSPHRASE)
    assert isinstance(writer, GoogleProfile)
    assert writer.key_text == '{"kept": 1}'


def test_secrets_are_not_shown_by_their_profile(keys: RemediatorKeys) -> None:
    keys.keep("Contoso", "the remediator's", PASSPHRASE)
    assert "remediator's" not in repr(keys.opened(profile(), PASSPHRASE))


@pytest.mark.parametrize(
    ("remediator", "certificate", "told"),
    [
        ("no id", "", "not an application id of the remediator"),
        (READER.upper(), "", "another application"),
        ("", "/w.pem", "needs its application id"),
    ],
)
def test_a_wrong_second_registration_is_told(remediator: str, certificate: str, told: str) -> None:
    saved = SavedMicrosoft(
        "Contoso", READER, READER, remediator=remediator, remediator_certificate=certificate
    )
    with pytest.raises(BadInput, match=told):
        checked(saved)
