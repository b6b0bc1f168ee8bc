"""Secrets under a passphrase: kept, changed, never in clear, never lost to a wrong word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.errors import BadInput, StoreError
from workbench.profiles.secrets import SecretFile, WrongPassphrase

PASSPHRASE, CANARY = "correct horse battery", "c4n4ry-7f3a"


@pytest.fixture
def file(tmp_path: Path) -> SecretFile:
    return SecretFile(tmp_path / "data" / "secrets.json")


def test_a_secret_comes_back_under_its_passphrase(file: SecretFile, tmp_path: Path) -> None:
    assert not file.exists
    assert file.get("Contoso", "anything") == ""
    file.put("Contoso", CANARY, PASSPHRASE)
    file.put("Fabrikam", "other", PASSPHRASE)
    assert file.get("Contoso", PASSPHRASE) == CANARY
    file.forget("Contoso", PASSPHRASE)
    assert file.get("Contoso", PASSPHRASE) == ""
    assert file.get("Fabrikam", PASSPHRASE) == "other"


def test_nothing_is_in_clear_and_nobody_else_may_read(file: SecretFile, tmp_path: Path) -> None:
    file.put("Contoso", CANARY, PASSPHRASE)
    (path,) = (tmp_path / "data").iterdir()
    assert CANARY not in path.read_text()
    assert "Contoso" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0


def test_a_wrong_passphrase_opens_and_harms_nothing(file: SecretFile) -> None:
    file.put("Contoso", CANARY, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        file.get("Contoso", "wrong word")
    with pytest.raises(WrongPassphrase):
        file.put("Contoso", "new", "wrong word")
    assert file.get("Contoso", PASSPHRASE) == CANARY


def test_a_short_passphrase_is_refused_at_the_start(file: SecretFile) -> None:
    with pytest.raises(BadInput, match="at least"):
        file.put("Contoso", CANARY, "short")
    assert not file.exists


@pytest.mark.parametrize("part", ["salt", "nonce", "sealed"])
def test_a_file_somebody_changed_opens_nothing(file: SecretFile, tmp_path: Path, part: str) -> None:
    file.put("Contoso", CANARY, PASSPHRASE)
    (path,) = (tmp_path / "data").iterdir()
    held = json.loads(path.read_text())
    held[part] = ("B" if held[part][0] == "A" else "A") + held[part][1:]
    path.write_text(json.dumps(held))
    with pytest.raises(WrongPassphrase):
        file.get("Contoso", PASSPHRASE)


@pytest.mark.parametrize("content", ["", "[]", '{"salt": 1}', '{"salt":"","nonce":"","sealed":""}'])
def test_a_file_that_is_none_is_said(file: SecretFile, tmp_path: Path, content: str) -> None:
    file.put("Contoso", CANARY, PASSPHRASE)
    (path,) = (tmp_path / "data").iterdir()
    path.write_text(content)
    with pytest.raises(StoreError, match="cannot be read"):
        file.get("Contoso", PASSPHRASE)
