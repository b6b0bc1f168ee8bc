"""Where things lie unless somebody says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.model.tenant import Profile

APPLICATION = "email-security-workbench"


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """What the window is opened on."""

    workspace: Path
    demo: bool = False
    google: bool = False  # the demo shows its tenant as Google Workspace does
    rules: tuple[Path, ...] = ()  # folders of YARA rules beside our own pack
    profile: Profile | None = None  # the tenant to connect at once
    dns: bool = False  # whether the system's DNS may be asked for keys and policies of senders
    proposals: bool = False  # whether to propose actions for old mail from now on


def data_folder() -> Path:
    """The platform's folder for what a program keeps for its user."""
    from platformdirs import user_data_path

    return Path(user_data_path(APPLICATION, appauthor=False))


def workspace_path(*, demo: bool, google: bool = False) -> Path:
    """The demo's tenant is made anew for each day, and so is its workspace."""
    face = "-google" if google else ""
    name = f"demo-{date.today():%Y-%m-%d}{face}" if demo else "default"
    return data_folder() / f"{name}.workspace"


def profiles_path() -> Path:
    """The tenants that are remembered, without their secrets."""
    return data_folder() / "profiles.json"


def secrets_path() -> Path:
    """Their secrets, under a passphrase."""
    return data_folder() / "secrets.json"


def approver_keys_path() -> Path:
    """The keys this user approves with, under a passphrase of their own."""
    return data_folder() / "approver.json"


def sinks_path() -> Path:
    """Where anchors of the audit log go, beside the file next to the workspace."""
    return data_folder() / "anchors.json"


def old_demos() -> list[Path]:
    """Files of the demo's workspaces of earlier days."""
    today = workspace_path(demo=True).stem
    return [p for p in data_folder().glob("demo-*.workspace*") if not p.name.startswith(today)]
