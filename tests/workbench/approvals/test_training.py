"""The training approver: its pinned half is the one it signs with, and no real tenant takes it."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from tests.workbench.profiles.test_book import CONTOSO
from workbench.approvals.training import TRAINED, TRAINING, training_key
from workbench.errors import BadInput
from workbench.profiles.saved import checked


def test_the_pinned_half_is_that_of_the_key() -> None:
    approver, private = training_key()
    assert approver is TRAINING
    assert base64.b64encode(private.public_key().public_bytes_raw()).decode() == TRAINING.key
    assert TRAINED.approvers == (TRAINING.line,)


@pytest.mark.parametrize("address", [TRAINING.address, "sue@contoso.example"])
def test_a_real_tenant_takes_it_under_no_address(address: str) -> None:
    with pytest.raises(BadInput, match="everybody has"):
        checked(replace(CONTOSO, approvers=(f"{address} ed25519:{TRAINING.key}",)))
