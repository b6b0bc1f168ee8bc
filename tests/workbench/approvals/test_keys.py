"""Keys of approvers: lines to pin, private halves that only a passphrase opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.approvals.second import second_person
from workbench.approvals.approver import read_approver
from workbench.approvals.keys import ApproverKeys
from workbench.errors import BadInput, StoreError
from workbench.profiles.secrets import WrongPassphrase

PASSPHRASE = "correct horse battery"


def test_a_key_is_made_once_and_opened_by_its_passphrase(tmp_path: Path) -> None:
    keys = ApproverKeys(tmp_path / "approver.json")
    made = keys.make("Sue@Contoso.example", PASSPHRASE)
    assert keys.own() == (made,)
    assert read_approver(made.line) == made
    approver, private = keys.open("sue@contoso.example", PASSPHRASE)
    assert approver == made
    approver.public().verify(private.sign(b"text"), b"text")
    with pytest.raises(WrongPassphrase):
        keys.open("sue@contoso.example", "another passphrase")
    with pytest.raises(BadInput, match="has a key here already"):
        keys.make("sue@contoso.example", PASSPHRASE)
    with pytest.raises(BadInput, match="has no key here"):
        keys.open("tom@contoso.example", PASSPHRASE)


def test_public_halves_that_are_missing_are_told_and_written_again(tmp_path: Path) -> None:
    keys = ApproverKeys(tmp_path / "approver.json")
    made = keys.make("sue@contoso.example", PASSPHRASE)
    (tmp_path / "approver.public").unlink()
    with pytest.raises(StoreError, match="--restore"):
        keys.own()
    assert keys.restore(PASSPHRASE) == (made,)
    assert keys.own() == (made,)


def test_no_file_means_no_key(tmp_path: Path) -> None:
    assert ApproverKeys(tmp_path / "approver.json").own() == ()


@pytest.mark.parametrize(
    "line",
    ["", "sue@contoso.example", "sue ed25519:AAAA", "sue@contoso.example ed25519:AAAA", "é"],
)
def test_what_is_no_line_of_an_approver_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        read_approver(line)


def test_blanks_and_case_of_the_address_do_not_matter() -> None:
    approver, _ = second_person()
    assert read_approver(f"  Sue@Contoso.example \t ed25519:{approver.key}\n") == approver
