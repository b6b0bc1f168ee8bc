"""Names of members in any archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.lib.membernames import FAMILIES, Family, capped, judged
from analyzers.lib.unpack import Stop


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("notes.txt", set()),
        ("../../etc/cron.d/x", {"archive.name.traversal"}),
        ("invoice.pdf.exe", {"archive.name.double-extension", "archive.member.executable"}),
        ("setup.exe", {"archive.member.executable"}),
        ("disk.iso", {"archive.member.risky"}),
        ("cv\u202efdp.exe", {"archive.name.bidi", "archive.member.executable"}),
    ],
)
def test_what_a_name_gives_away(name: str, rules: set[str]) -> None:
    assert {finding.rule for finding in judged("archive", name)} == rules


def test_a_gap_is_found() -> None:
    found = {finding.rule for finding in judged("archive", "invoice.pdf" + " " * 60 + ".exe")}
    assert "archive.name.padded" in found


def test_what_is_locked_says_so() -> None:
    (finding,) = judged("zip", "setup.exe", locked=True)
    assert finding.title.endswith("locked")


@pytest.mark.parametrize(
    ("stop", "rule"),
    [
        (Stop.RATIO, "limit.archive.ratio"),
        (Stop.MEMBER, "limit.archive.member"),
        (Stop.TOTAL, "limit.archive.total"),
        (Stop.METHOD, "archive.member.method"),
        (Stop.DAMAGED, "archive.member.damaged"),
    ],
)
def test_each_end_before_the_end_is_a_finding_that_leaves_it_open(stop: Stop, rule: str) -> None:
    (finding,) = capped("archive", stop, "why", "a.txt")
    assert (finding.rule, finding.evidence, finding.where) == (rule, "why", "a.txt")
    assert finding.incomplete


def test_a_whole_member_needs_no_word() -> None:
    assert list(capped("zip", Stop.NONE, "", "a.txt")) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_its_help_pages(family: Family) -> None:
    pages = Path(__file__).resolve().parents[3] / "resources/help/rules"
    worst = "../cv\u202efdp.pdf" + " " * 60 + ".exe"
    found = [*judged(family, worst), *judged(family, "invoice.pdf.exe"), *judged(family, "a.iso")]
    found += [finding for stop in Stop for finding in capped(family, stop, "", "a")]
    rules = {finding.rule for finding in found}
    assert len(rules) == 11
    assert [rule for rule in rules if not (pages / f"{rule}.md").is_file()] == []
