"""A scope says what the mailboxes of its copies are, and whom nobody can ask."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.model.mail import MessageRef
from workbench.model.natures import MailboxKind, Nature
from workbench.model.remediation import Scope, ScopeRow, Tier
from workbench.remediation.consequence import sentence
from workbench.remediation.natures import left_alone, told

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TEAM = Nature("g", "Team@x.example", MailboxKind.GROUP, "not read")


def row_of(mailbox: str, note: str = "") -> ScopeRow:
    ref, address = MessageRef("contoso", mailbox, "m"), f"{mailbox}@x.example"
    return ScopeRow(ref, address, "f", Tier.EXACT, "i", "Inbox", True, "1", note)


def scope_of(*rows: ScopeRow) -> Scope:
    return Scope("contoso", 1, "s", rows, (), NOW)


def test_a_shared_mailbox_is_called_one_beside_what_is_noted_already() -> None:
    scope = scope_of(row_of("ann"), row_of("info", "already in quarantine"))
    known = (
        Nature("ann", "ann@x.example", MailboxKind.PERSON),
        Nature("info", "info@x.example", MailboxKind.SHARED),
    )
    notes = [row.note for row in told(scope, known, set()).rows]
    assert notes == ["", "already in quarantine; shared mailbox"]


def test_a_group_the_message_went_to_is_named_as_not_asked() -> None:
    scope = scope_of(row_of("ann"))
    assert told(scope, (TEAM,), {"team@x.example"}).unreached == (
        ("Team@x.example", "group: not read"),
    )
    assert told(scope, (TEAM,), {"ann@x.example"}).unreached == ()


def test_copies_in_excluded_mailboxes_are_left_out_and_counted() -> None:
    scope = left_alone(scope_of(row_of("ann"), row_of("Evidence")), {"evidence@x.example"})
    assert [row.ref.mailbox for row in scope.rows] == ["ann"]
    assert scope.excluded == ("Evidence@x.example",)
    assert "excluded by you: 1 mailbox" in sentence(scope)
