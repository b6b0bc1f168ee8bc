"""Health says what is known and when, and never calls the unknown good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ui.models.health import age, health_rows
from ui.tokens import Tone
from workbench.model.archives import Archive, Archived
from workbench.model.health import Health
from workbench.model.natures import MailboxKind, Nature

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def shown(health: Health) -> list[tuple[str, str, Tone | None]]:
    return [(a.text, b.text, b.tone) for a, b, _ in health_rows(health, NOW)]


def test_nothing_known_is_not_called_good() -> None:
    assert shown(Health()) == [
        ("Last synchronised", "not yet", Tone.UNKNOWN),
        ("Token", "not known", Tone.UNKNOWN),
        ("Throttling", "none", Tone.CLEAN),
    ]


def test_times_are_told_as_ages() -> None:
    ago = [NOW - timedelta(seconds=seconds) for seconds in (-5, 59, 61, 7_300)]
    assert [age(moment, NOW) for moment in ago] == [
        "just now", "just now", "1 min ago", "2 h ago",
    ]  # fmt: skip


def test_what_did_not_answer_is_named_with_its_reason() -> None:
    old = NOW - timedelta(hours=30)
    health = Health(old, NOW, 12.4, NOW, (("a@x.example", "403 ErrorAccessDenied"),))
    assert shown(health) == [
        ("Last synchronised", "30 h ago", Tone.SUSPICIOUS),
        ("Token", "issued just now", Tone.CLEAN),
        ("Throttling", "just now", Tone.SUSPICIOUS),
        ("a@x.example", "did not answer", Tone.SUSPICIOUS),
    ]
    assert health_rows(health, NOW)[2][2].text == "12 s waited in all since connecting"
    assert health_rows(health, NOW)[3][2].text == "403 ErrorAccessDenied"


def test_kinds_are_counted_and_what_nobody_reads_is_named() -> None:
    natures = (
        Nature("1", "ann@x.example", MailboxKind.PERSON),
        Nature("2", "info@x.example", MailboxKind.SHARED),
        Nature("3", "team@x.example", MailboxKind.GROUP, "not read here"),
    )
    rows = health_rows(Health(natures=natures), NOW)
    told = [[cell.text for cell in row] for row in rows][3:]
    assert told == [
        ["Kinds of mailboxes", "all known", "1 person, 1 shared, 1 group"],
        ["team@x.example", "group, not read", "not read here"],
    ]


def test_a_kind_that_is_not_known_is_said_with_its_reason() -> None:
    natures = (Nature("1", "ann@x.example", MailboxKind.UNKNOWN, "missing right: R"),)
    (row,) = health_rows(Health(natures=natures), NOW)[3:]
    assert [cell.text for cell in row][1:] == ["1 not known", "ann@x.example: missing right: R"]


DAY = date(2026, 2, 28)


def archive_row(*told: Archived) -> list[tuple[str, Tone | None]]:
    natures = tuple(
        Nature(str(n), f"m{n}@x.example", MailboxKind.PERSON, archive=one)
        for n, one in enumerate(told)
    )
    rows = [[(c.text, c.tone) for c in row] for row in health_rows(Health(natures=natures), NOW)]
    return next((row[1:] for row in rows if row[0][0] == "Online archives"), [])


def test_archives_are_named_and_what_is_not_known_of_them_is_said() -> None:
    has, none = Archived(Archive.HAS, told=DAY), Archived(Archive.NONE, told=DAY)
    unknown = Archived(note="names are concealed")
    assert archive_row(has, none, unknown) == [
        ("1 not searched", Tone.UNKNOWN),
        ("m0@x.example; as of 2026-02-28; 1 not known: names are concealed", None),
    ]
    assert archive_row(unknown) == [("1 not known", Tone.UNKNOWN), ("names are concealed", None)]
    assert archive_row(none, none) == [("none", Tone.CLEAN), ("as of 2026-02-28", None)]
    assert archive_row(*[has] * 22)[1][0].endswith("m19@x.example and 2 more; as of 2026-02-28")


def test_a_provider_without_archives_has_no_row_of_them() -> None:
    assert archive_row(Archived(), Archived()) == []
