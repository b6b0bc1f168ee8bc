"""Stands for the key store of the system: what it keeps lies in a file that nobody searches."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError

FILE = "WORKBENCH_TEST_STRONGBOX"  # the environment variable that names it


class Strongbox(KeyringBackend):
    """keyring makes it by its name, in the process of the program."""

    @properties.classproperty
    def priority(cls) -> float:
        return 1

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep(self._held() | {f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        held = self._held()
        if held.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError("not found")
        self._keep(held)

    def _held(self) -> dict[str, str]:
        path = Path(os.environ[FILE])
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def _keep(self, held: dict[str, str]) -> None:
        path = Path(os.environ[FILE])
        made = path.with_suffix(".new")
        made.write_text(json.dumps(held))
        made.replace(path)
