"""`workbench rules`: packs with what is in use of them, and files left out with their reasons."""

from __future__ import annotations

from pathlib import Path

from resources.packs import PACK, own_rules
from tests.commandline import workbench

GOOD = "rule a { condition: true }\nprivate rule b { condition: true }\nrule c { condition: b }"


def test_our_own_pack_is_in_use_as_a_whole() -> None:
    ran = workbench("rules", "--json")
    (pack,) = ran.lines
    assert ran.code == 0
    assert (pack["pack"], pack["files"], pack["left_out"]) == (PACK, len(own_rules()), [])
    assert pack["rules"] >= 70


def test_a_broken_file_is_named_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "good.yar").write_text(GOOD)
    (tmp_path / "broken.yar").write_text("rule a {\n condition: nonsense }")
    (tmp_path / "folder.yar").mkdir()
    ran = workbench("rules", "--json", tmp_path)
    pack = ran.lines[1]
    assert ran.code == 1
    assert (pack["files"], pack["rules"]) == (3, 2)
    reasons = {one["file"]: one["reason"] for one in pack["left_out"]}
    assert "line 2" in reasons["broken.yar"]
    assert reasons["folder.yar"] == "not a regular file"


def test_it_is_also_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "good.yar").write_text(GOOD)
    (tmp_path / "broken.yar").write_text('import "magic"\nrule a { condition: true }')
    ran = workbench("rules", tmp_path)
    assert f"{tmp_path.name}: 2 rules of 1 files in use" in ran.out
    assert "left out broken.yar: line 1: needs YARA's module magic" in ran.out


def test_a_folder_without_rules_is_wrong_usage(tmp_path: Path) -> None:
    assert workbench("rules", tmp_path).code == 2
