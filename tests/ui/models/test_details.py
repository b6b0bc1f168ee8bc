"""What rules matched, as rows."""

from __future__ import annotations

from analyzers.model.rule import MatchedString, RuleMatch
from tests.ui.models.test_bodydetails import analysis
from ui.models import details


def test_each_place_of_a_match_is_a_row_with_rule_pack_and_meaning() -> None:
    strings = (MatchedString("$a", 31, "cmd", 3), MatchedString("$b", 64, "00 FF", 2, True))
    match = RuleMatch("bad", "a.yar", (), (("description", "Bad"),), strings, "theirs", more=7)
    found = analysis(match)
    rows = [[cell.text for cell in row] for row in details.rule_rows(found, found.root)]
    assert rows == [
        ["bad", "$a", "0x1F", "3", "cmd", "theirs: a.yar", "Bad"],
        ["bad", "$b", "0x40", "2", "00 FF", "theirs: a.yar", "Bad"],
        ["bad", "…", "", "", "and 7 further places", "theirs: a.yar", "Bad"],
    ]
    assert all(len(row) == len(details.RULES) for row in rows)


def test_a_rule_without_strings_has_a_row_of_its_own() -> None:
    found = analysis(RuleMatch("small", "html", (), (), ()))
    ((rule, *_, pack, _meaning),) = details.rule_rows(found, found.root)
    assert (rule.text, pack.text) == ("small", "html")
