"""The program at a terminal of its own, with the real clouds replaced by a simulated tenant.

``python -m tests.e2e.confidant PLACES TERMINAL ARGUMENT...`` runs ``workbench ARGUMENT...``;
PLACES is a file that says where the tenant is, and holds no secret.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ui.__main__ import main as program
from workbench.model.tenant import GoogleProfile, TenantProfile
from workbench.profiles.saved import SavedGoogle, SavedMicrosoft


def redirect(places: dict[str, str]) -> None:
    """Profiles are loaded and checked as always, and then lead to the simulated tenant."""
    microsoft: Callable[..., TenantProfile] = SavedMicrosoft.profile
    google: Callable[..., GoogleProfile] = SavedGoogle.profile
    authority: dict[str, Any] = {"certificate_authority": places["ca"]}
    below: dict[str, Any] = dict.fromkeys(("gmail", "directory", "alerts"), places["base"])

    def to_microsoft(self: SavedMicrosoft, secret: str = "") -> TenantProfile:
        to = {"graph": places["base"], "authority": places["authority"], **authority}
        return replace(microsoft(self, secret), **to)

    def to_google(self: SavedGoogle, secret: str = "") -> GoogleProfile:
        to = {**below, "token_uri": places["token_uri"], **authority}
        return replace(google(self, secret), **to)

    SavedMicrosoft.profile = to_microsoft  # type: ignore[method-assign]
    SavedGoogle.profile = to_google  # type: ignore[method-assign]


def main() -> int:
    places, terminal, *arguments = sys.argv[1:]
    os.open(terminal, os.O_RDWR)  # of the leader of a session without one: it becomes its own
    redirect(json.loads(Path(places).read_text("utf-8")))
    sys.argv[1:] = arguments
    return program()


if __name__ == "__main__":
    sys.exit(main())
