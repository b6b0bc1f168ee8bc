"""The repository keeps its own rules where no linter looks."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("analyzers", "workbench", "ui", "resources")
MODULES = [f for package in PACKAGES for f in sorted((ROOT / package).rglob("*.py"))]
FORBIDDEN_NAMES = frozenset({"utils", "util", "common", "helpers", "helper", "manager", "misc"})
LONGEST = 300  # lines of a file


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(ROOT)))
def test_every_module_opens_with_a_sentence(file: Path) -> None:
    text = file.read_text("utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"{file} has no docstring"


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [f for f in MODULES if f.stem in FORBIDDEN_NAMES] == []


def test_files_stay_short() -> None:
    assert [f for f in MODULES if len(f.read_text("utf-8").splitlines()) > LONGEST] == []


def test_broad_handlers_stand_in_two_places_only() -> None:
    """The engine (per unit) and the job (per call)."""
    found = {f.relative_to(ROOT).as_posix() for f in MODULES if _swallows(f)}
    assert found <= {"analyzers/engine.py", "ui/jobs.py"}


def _swallows(file: Path) -> bool:
    """A handler that catches everything and neither raises it again nor hands it to a future."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler) and getattr(node.type, "id", "") in {
            "Exception",
            "BaseException",
        }:
            passes_on = (
                isinstance(inner, ast.Raise) or getattr(inner, "attr", "") == "set_exception"
                for inner in ast.walk(node)
            )
            if not any(passes_on):
                return True
    return False


def test_the_lock_names_no_index() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
