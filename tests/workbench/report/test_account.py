"""The account's text says what is unknown beside what was found."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.model.accounts import Account, Evidence, Line, Part, Standing
from workbench.report.account import lines_of, object_of, summary

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RULES = Evidence(
    Part.RULES,
    Standing.READ,
    (Line("Newsletters"), Line(".", "deletes", "r1", NOW, ("deletes what it fits",))),
)
ACCOUNT = Account(
    "t", "k", "ann@x.example", "Ann", None,
    (RULES, Evidence(Part.RISK, Standing.MISSING_RIGHT, (), "R.Read", "no")), NOW, NOW,
)  # fmt: skip


def test_what_deserves_a_look_comes_first_and_the_unknown_is_named() -> None:
    assert list(lines_of(ACCOUNT)) == [
        "ann@x.example (Ann): whether it is enabled is not known",
        "1 thing deserves a look; not known: risk state",
        "",
        "message rules: 2",
        "  ! 2026-03-02 12:00 UTC  .  (deletes)",
        "      deletes what it fits",
        "    Newsletters",
        "",
        "risk state: not readable: missing right R.Read",
    ]


def test_nothing_found_is_not_called_clean_while_something_is_unknown() -> None:
    bare = Account("t", "k", "a@x.example", "", True, ACCOUNT.evidence[1:], NOW, NOW)
    assert summary(bare) == "0 things deserve a look; not known: risk state"


def test_the_object_has_every_part() -> None:
    told = object_of(ACCOUNT)
    assert [one["part"] for one in told["evidence"]] == ["message rules", "risk state"]
    assert told["evidence"][0]["lines"][1]["reasons"] == ["deletes what it fits"]
