"""One command that dies by kill -9 at a call to a calendar:
``python -m tests.workbench.remediation.dying`` with one JSON object as its argument."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.workbench.commands.test_remediate import order
from tests.workbench.remediation.faces import GOOGLE, GRAPH, Face
from workbench.commands import remediate, undo


def die_at(face: Face, name: str, *, after: bool) -> None:
    inner = getattr(face.adapter, name)

    async def dies(self: Any, *given: Any) -> None:
        if after:
            await inner(self, *given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(face.adapter, name, dies)


def main(given: dict[str, Any]) -> None:
    """``action`` is one to undo, "" where a quarantine of ``count`` copies of ``id`` is wanted."""
    face = GOOGLE if given["google"] else GRAPH
    die_at(face, given["step"], after=given["after"])
    profile, path = face.profile(given["facts"]), Path(given["path"])
    if given["action"]:
        undo.undo(profile, path, given["action"])
    else:
        remediate.remediate(profile, path, order(given["id"], count=given["count"]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
