"""The list of free mailboxes is read, and holds registrable domains."""

from __future__ import annotations

from analyzers.lib.domains import registrable_domain
from analyzers.lib.freemail import FREE_MAIL


def test_every_entry_is_a_domain_as_messages_are_compared() -> None:
    assert {"gmail.com", "gmx.de", "qq.com"} <= FREE_MAIL
    assert [d for d in FREE_MAIL if registrable_domain(d) != d] == []
