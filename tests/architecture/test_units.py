"""Every unit stands in the list, has a test of its name, and its rules are documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.units import UNITS

ROOT = Path(__file__).resolve().parents[2]
UNIT_FOLDERS = ("mail", "attachments", "signals")
RULE = re.compile(r"^[a-z0-9]+(?:\.[a-z0-9-]+){1,3}$")


def unit_files() -> list[Path]:
    """Files that define a UNIT."""
    files = [f for folder in UNIT_FOLDERS for f in (ROOT / "analyzers" / folder).glob("*.py")]
    return [f for f in files if re.search(r"^UNIT\b", f.read_text("utf-8"), re.MULTILINE)]


def rule_ids(file: Path) -> Iterator[str]:
    """First arguments of ``Finding(...)`` and ``account.cap(...)`` that are literal."""
    for call in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(call, ast.Call) and _says(call) and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _says(call: ast.Call) -> bool:
    return getattr(call.func, "id", "") == "Finding" or getattr(call.func, "attr", "") == "cap"


def all_rules() -> list[tuple[str, Path]]:
    files = sorted(
        file
        for folder in ("analyzers", "workbench/isolation")
        for file in (ROOT / folder).rglob("*.py")
    )
    return [(rule, file) for file in files for rule in rule_ids(file)]


def test_every_unit_file_is_on_the_list() -> None:
    listed = {unit.examine.__module__ for unit in UNITS}
    found = {".".join(f.relative_to(ROOT).with_suffix("").parts) for f in unit_files()}
    assert found <= listed


def test_units_have_names_of_their_own() -> None:
    names = [unit.name for unit in UNITS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("file", unit_files(), ids=lambda f: f.stem)
def test_every_unit_has_a_test_of_its_name(file: Path) -> None:
    folder = file.relative_to(ROOT / "analyzers").parent
    assert (ROOT / "tests" / "analyzers" / folder / f"test_{file.name}").is_file()


def test_rule_ids_are_well_formed() -> None:
    assert [rule for rule, _ in all_rules() if not RULE.match(rule)] == []


def test_every_rule_has_a_help_page() -> None:
    pages = {page.stem for page in (ROOT / "resources/help/rules").glob("*.md")}
    assert sorted({rule for rule, _ in all_rules()} - pages) == []


def test_every_rule_is_named_in_a_test() -> None:
    tests = "\n".join(f.read_text("utf-8") for f in (ROOT / "tests").rglob("*.py"))
    assert sorted({rule for rule, _ in all_rules() if rule not in tests}) == []
