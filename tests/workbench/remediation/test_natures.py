"""A scope says what the mailboxes of its copies are, and whom nobody can ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from workbench.model.archives import BADGE, Archive, Archived
from workbench.model.mail import MessageRef
from workbench.model.natures import MailboxKind, Nature
from workbench.model.remediation import Scope, ScopeRow, Tier
from workbench.model.safeguards import Safeguards
from workbench.remediation.consequence import sentence
from workbench.remediation.natures import guarded, left_alone, told
from workbench.remediation.reasons import PROTECTED

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SHARED = Safeguards(protected=("kind:shared",))
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
    rows = told(scope, known, set()).rows
    assert [row.note for row in rows] == ["", "already in quarantine"]
    assert [row.mailbox_marks for row in rows] == [(), ("shared mailbox",)]


def test_a_protected_mailbox_is_marked_before_all_else_and_counted_where_it_is_ticked() -> None:
    rooms = (Nature("board", "board@x.example", MailboxKind.ROOM),)
    scope = told(scope_of(row_of("ann"), row_of("Board")), rooms, set())
    scope = guarded(scope, Safeguards(protected=("board@*",)), {})
    marks = {row.ref.mailbox: row.mailbox_marks for row in scope.rows}
    assert marks == {"ann": (), "Board": (PROTECTED,)}
    assert "1 mailbox is protected, so that a second person must approve" in sentence(scope)
    unticked = replace(scope, rows=tuple(replace(row, selected=False) for row in scope.rows))
    assert PROTECTED not in sentence(unticked)


def test_a_kind_of_mailbox_is_protected_whatever_its_address() -> None:
    known = kinds(ann=MailboxKind.PERSON, info=MailboxKind.SHARED)
    scope = told(scope_of(row_of("ann"), row_of("info")), tuple(known.values()), set())
    marked = guarded(scope, SHARED, known)
    assert [row.mailbox_marks for row in marked.rows] == [(), (PROTECTED, "shared mailbox")]
    assert "1 mailbox is protected (1 shared mailbox), so that a second" in sentence(marked)
    rooms = kinds(ann=MailboxKind.PERSON, info=MailboxKind.ROOM)
    bare = scope_of(row_of("ann"), row_of("info"))
    assert not any(row.mailbox_marks for row in guarded(bare, SHARED, rooms).rows)


def test_where_kinds_are_protected_one_that_is_not_known_is_marked_and_a_gap() -> None:
    known = kinds(ann=MailboxKind.PERSON, info=MailboxKind.UNKNOWN)
    scope = scope_of(row_of("ann"), row_of("info"), row_of("new"))
    marked = guarded(scope, SHARED, known)
    marks = [row.mailbox_marks for row in marked.rows]
    assert marks == [(), ("kind not known",), ("kind not known",)]
    assert "what 2 mailboxes are is not known, so that the number of copies is" in sentence(marked)
    assert marked.gaps == ("what 2 mailboxes are (no right): info@x.example, new@x.example",)
    named = guarded(scope, Safeguards(protected=("board@*",)), known)
    assert (named.gaps, {row.mailbox_marks for row in named.rows}) == ((), {()})


def kinds(**known: MailboxKind) -> dict[str, Nature]:
    note = {MailboxKind.UNKNOWN: "no right"}
    return {
        key: Nature(key, f"{key}@x.example", kind, note.get(kind, ""))
        for key, kind in known.items()
    }


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


def test_accounts_out_of_reach_to_whom_it_is_not_addressed_are_a_gap_but_not_unasked() -> None:
    away = [
        Nature(f"l{n}", f"leaver{n:02}@x.example", MailboxKind.SUSPENDED, "closed")
        for n in range(12)
    ]
    scope = told(scope_of(row_of("ann")), (TEAM, *away), {"leaver03@x.example"})
    assert [address for address, _ in scope.unreached] == ["leaver03@x.example"]
    (gap,) = scope.gaps
    assert gap.startswith("mail of users that cannot be asked: leaver00@x.example (suspended), ")
    assert gap.endswith(" and 1 more")
    assert "leaver03" not in gap
    assert "Team" not in gap


def test_an_archive_is_marked_on_whatever_mailbox_has_one() -> None:
    has, none = Archived(Archive.HAS), Archived(Archive.NONE)
    known = (
        Nature("ann", "ann@x.example", MailboxKind.PERSON, archive=has),
        Nature("info", "info@x.example", MailboxKind.SHARED, archive=has),
        Nature("ben", "ben@x.example", MailboxKind.UNKNOWN, archive=has),
        Nature("eve", "eve@x.example", MailboxKind.PERSON, archive=none),
        Nature("kim", "kim@x.example", MailboxKind.PERSON),
    )
    scope = scope_of(*(row_of(one.key) for one in known))
    assert [row.mailbox_marks for row in told(scope, known, set()).rows] == [
        (BADGE,), ("shared mailbox", BADGE), (BADGE,), (), (),
    ]  # fmt: skip
