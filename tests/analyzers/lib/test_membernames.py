"""Names of members in any archive."""

from __future__ import annotations

import pytest

from analyzers.lib.membernames import capped, judged
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
    assert {finding.rule for finding in judged(name)} == rules


def test_a_gap_is_found() -> None:
    found = {finding.rule for finding in judged("invoice.pdf" + " " * 60 + ".exe")}
    assert "archive.name.padded" in found


def test_what_is_locked_says_so() -> None:
    (finding,) = judged("setup.exe", locked=True)
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
    (finding,) = capped(stop, "why", "a.txt")
    assert (finding.rule, finding.evidence, finding.where) == (rule, "why", "a.txt")
    assert finding.incomplete


def test_a_whole_member_needs_no_word() -> None:
    assert list(capped(Stop.NONE, "", "a.txt")) == []
