"""Bad days of a tenant, by name or from a file: settings, and rules that say what goes wrong.

TOML or JSON with ``says``, a table ``settings`` (see ``server/settings.py``) and a list ``faults``
(see ``server/faults.py``).
"""

from __future__ import annotations

import importlib.resources
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.simulation.server.faults import BadRule, Rule, rule_from
from workbench.simulation.server.settings import Settings

FILE_BYTES = 1 << 20
SETTINGS = frozenset(item.name for item in fields(Settings))


@dataclass(frozen=True, slots=True)
class Scenario:
    """``rules`` makes new ones each time, since rules count their hits."""

    says: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[Mapping[str, object], ...] = ()

    def rules(self) -> list[Rule]:
        return [rule_from(members) for members in self.faults]

    def enter(self, settings: Settings) -> None:
        for name, value in self.settings.items():
            setattr(settings, name, value)


def names() -> list[str]:
    """Those that ship with the workbench."""
    folder = importlib.resources.files("resources") / "scenarios"
    return sorted(each.name.removesuffix(".toml") for each in folder.iterdir()
                  if each.name.endswith(".toml"))  # fmt: skip


def scenario(name: str) -> Scenario:
    """By its name, else from the file of that path; ``BadInput`` says what is wrong with it."""
    if name in names():
        folder = importlib.resources.files("resources") / "scenarios"
        return parsed((folder / f"{name}.toml").read_text("utf-8"), name)
    path = Path(name)
    if not path.is_file():
        raise BadInput(f"No scenario {name!r}: it is a file, or one of {', '.join(names())}")
    if path.stat().st_size > FILE_BYTES:
        raise BadInput("The scenario's file is too large to be one")
    return parsed(path.read_text("utf-8", "replace"), name)


def parsed(text: str, name: str) -> Scenario:
    try:
        members = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        return _scenario(members)
    except (ValueError, RecursionError, BadRule, TypeError, AttributeError) as error:
        raise BadInput(f"The scenario {name!r} cannot be understood: {error}") from error


def _scenario(members: Mapping[str, Any]) -> Scenario:
    settings, faults = members.get("settings", {}), tuple(members.get("faults", ()))
    unknown = (set(members) - {"says", "settings", "faults"}) | (set(settings) - SETTINGS)
    if unknown:
        raise BadRule(f"unknown members: {', '.join(sorted(unknown))}")
    made = Scenario(str(members.get("says", "")), settings, faults)
    made.rules()
    return made
