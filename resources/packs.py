"""The YARA rules that ship with the workbench, as source text."""

from __future__ import annotations

from importlib import resources

PACK = "workbench"  # name of the own pack among the rule sets of an analysis


def own_rules() -> dict[str, str]:
    """Rule source by namespace; a namespace is the stem of a file in ``resources/rules``."""
    folder = resources.files("resources") / "rules"
    return {
        entry.name.removesuffix(".yar"): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yar")
    }
