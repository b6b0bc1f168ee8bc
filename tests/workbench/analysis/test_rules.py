"""Folders of YARA rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.packs import PACK
from workbench.analysis.rules import FILE_BYTES, read_rules, rule_packs
from workbench.errors import BadInput


def test_our_own_pack_comes_first_and_is_trusted() -> None:
    own, *others = rule_packs([])
    assert own.name == PACK
    assert own.trusted
    assert own.sources
    assert others == []


def test_a_folder_becomes_a_pack_with_its_files_as_namespaces(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "one.yar").write_text("rule a { condition: true }")
    _, pack = rule_packs([tmp_path])
    assert pack.sources == (("sub/one.yar", "rule a { condition: true }"),)
    assert not pack.trusted


def test_two_folders_of_one_name_stay_apart(tmp_path: Path) -> None:
    for place in ("x", "y"):
        (tmp_path / place / "rules").mkdir(parents=True)
        (tmp_path / place / "rules" / "a.yara").write_text("rule a { condition: true }")
    packs = rule_packs([tmp_path / "x" / "rules", tmp_path / "y" / "rules"])
    assert [pack.name for pack in packs[1:]] == ["rules", "rules-2"]


def test_a_folder_without_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"No \.yar"):
        rule_packs([tmp_path])
    with pytest.raises(BadInput, match="Not a folder"):
        rule_packs([tmp_path / "missing"])


def test_a_rule_file_that_cannot_be_used_costs_only_itself(tmp_path: Path) -> None:
    with (tmp_path / "huge.yar").open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    (tmp_path / "folder.yar").mkdir()
    (tmp_path / "good.yar").write_text("rule a { condition: true }")
    rules = read_rules([tmp_path])
    assert [name for name, _ in rules.packs[1].sources] == ["good.yar"]
    reasons = {problem.namespace: problem.reason for problem in rules.problems}
    assert "larger than" in reasons["huge.yar"]
    assert "not a regular file" in reasons["folder.yar"]


def test_an_index_of_other_files_is_no_file_of_rules(tmp_path: Path) -> None:
    (tmp_path / "one.yar").write_text("rule a { condition: true }")
    (tmp_path / "index.yar").write_text('/* all */\ninclude "./one.yar" // first\n')
    (tmp_path / "uses.yar").write_text('include "one.yar"\nrule b { condition: a }')
    _, pack = rule_packs([tmp_path])
    assert [name for name, _ in pack.sources] == ["one.yar", "uses.yar"]
