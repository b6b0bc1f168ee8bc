"""Signed approvals: nobody else's signature, no other text, not for longer than a day."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from datetime import timedelta

import pytest

from tests.workbench.approvals.second import NOW, REQUEST, asked_by, second_person
from workbench.approvals.signed import (
    Approval,
    SignedApproval,
    read_approval,
    require_in_time,
    require_signature,
    sign,
    write_approval,
)
from workbench.errors import BadInput, RemediationRefused

SUE, PRIVATE = second_person()
SIGNED = sign(REQUEST, SUE, PRIVATE, NOW)


def test_an_approval_comes_back_as_it_was_signed() -> None:
    read = read_approval(write_approval(SIGNED))
    assert read == SIGNED
    require_signature(read, SUE)
    require_in_time(read.approval, NOW + timedelta(hours=23))
    assert (read.approval.items, read.approval.mailboxes) == (3, 2)


@pytest.mark.parametrize("name", [field.name for field in fields(Approval)])
def test_any_other_word_breaks_the_signature(name: str) -> None:
    value = asdict(SIGNED.approval)[name]
    other = value + 1 if isinstance(value, int) else f"{value}x"
    changed = SignedApproval(
        Approval(**(asdict(SIGNED.approval) | {name: other})), SIGNED.signature
    )
    with pytest.raises(RemediationRefused, match="signature"):
        require_signature(changed, SUE)


def test_another_key_of_the_same_person_is_not_theirs() -> None:
    with pytest.raises(RemediationRefused, match="signature"):
        require_signature(SIGNED, second_person()[0])


def test_whoever_asks_cannot_sign() -> None:
    with pytest.raises(RemediationRefused, match="second person"):
        sign(asked_by("SUE@contoso.example"), SUE, PRIVATE, NOW)


def test_it_holds_for_a_day_at_most() -> None:
    longer = sign(REQUEST, SUE, PRIVATE, NOW, timedelta(days=30))
    assert longer == SIGNED
    with pytest.raises(RemediationRefused, match="expired"):
        require_in_time(SIGNED.approval, NOW + timedelta(hours=24))
    with pytest.raises(RemediationRefused, match="future"):
        require_in_time(SIGNED.approval, NOW - timedelta(hours=1))
    forged = replace(SIGNED.approval, expires=(NOW + timedelta(days=2)).isoformat())
    with pytest.raises(RemediationRefused, match="over 24 hours"):
        require_in_time(forged, NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"items": "3"},
        {"items": True},
        {"approver": 1},
        {"approved": "yesterday"},
        {"expires": "2026-03-02T12:00:00"},
        {"more": 1},
    ],
)
def test_what_is_no_approval_is_refused(change: dict[str, object]) -> None:
    value = json.loads(write_approval(SIGNED))
    value["approval"] |= change
    with pytest.raises(BadInput, match="not an approval"):
        read_approval(json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\x00", b"[" * 50_000, b"x" * 70_000])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="approval"):
        read_approval(data)
