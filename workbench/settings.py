"""Where things lie unless somebody says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

APPLICATION = "email-security-workbench"


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """What the window is opened on."""

    workspace: Path
    demo: bool = False
    rules: tuple[Path, ...] = ()  # folders of YARA rules beside our own pack


def data_folder() -> Path:
    """The platform's folder for what a program keeps for its user."""
    from platformdirs import user_data_path

    return Path(user_data_path(APPLICATION, appauthor=False))


def workspace_path(*, demo: bool) -> Path:
    return data_folder() / ("demo.workspace" if demo else "default.workspace")
