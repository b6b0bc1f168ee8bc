"""A signature is named, and never taken for verified."""

from __future__ import annotations

import pytest

from analyzers.model.observation import Fact, Need
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.signature import KIND, SIGNATURES, UNIT
from tests.analyzers.signals.said import artifact, context

SIGNED = ("DKIM-Signature", "v=1; a=rsa-sha256; d=contoso.test;\r\n s=key1; bh=x; b=y")


def test_a_signature_needs_its_key() -> None:
    fact, need = UNIT.examine(artifact(SIGNED), context(SIGNED))
    assert isinstance(fact, Fact)
    assert "not verified" in fact.value
    assert isinstance(need, Need)
    assert (need.kind, need.key) == (KIND, "key1._domainkey.contoso.test")


@pytest.mark.parametrize("value", ["", "v=1", "d=contoso.test", "nonsense;;;=", "s=a; d="])
def test_a_broken_signature_needs_nothing(value: str) -> None:
    header = ("DKIM-Signature", value)
    assert list(UNIT.examine(artifact(header), context(header))) == []


def test_a_flood_of_signatures_is_bounded() -> None:
    flood = [SIGNED] * 100
    needs = [o for o in UNIT.examine(artifact(*flood), context(*flood)) if isinstance(o, Need)]
    assert len(needs) == SIGNATURES


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
