"""A frozen scope comes back from its text as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workbench.errors import StoreError
from workbench.model.deeds import Deed, DeedKind
from workbench.model.mail import MessageRef
from workbench.model.remediation import Scope, ScopeRow, Tier
from workbench.store.frozen import from_text, hash_of, to_text

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def scope() -> Scope:
    deeds = (Deed(DeedKind.CLICKED, "ann@x.example", "<1@x>", NOW),)
    ref = MessageRef("contoso", "ann", "m")
    row = ScopeRow(
        ref, "ann@x.example", "f", Tier.EXACT, "i", "Inbox", True, "1", replied=True, deeds=deeds
    )
    return Scope("contoso", 1, "s", (row,), (("bob@x.example", "closed"),), NOW)


def test_what_owners_did_is_frozen_with_the_copies() -> None:
    text = to_text(scope())
    back = from_text(text, hash_of(text))
    assert back == scope()
    assert back.rows[0].done == ("clicked a link", "answered")


def test_a_text_that_was_changed_is_refused() -> None:
    text = to_text(scope())
    with pytest.raises(StoreError, match="not what was frozen"):
        from_text(text.replace("bob", "eve"), hash_of(text))
