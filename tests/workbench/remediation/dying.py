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
from tests.workbench.desks import profile_of
from workbench.commands import remediate, undo
from workbench.connectors.graph.calendars import GraphCalendars


def die_at(name: str, *, after: bool) -> None:
    inner = getattr(GraphCalendars, name)

    async def dies(self: GraphCalendars, *given: Any) -> None:
        if after:
            await inner(self, *given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(GraphCalendars, name, dies)


def main(given: dict[str, Any]) -> None:
    """``action`` is one to undo, "" where a quarantine of ``count`` copies of ``id`` is wanted."""
    die_at(given["step"], after=given["after"])
    profile, path = profile_of(given["facts"]), Path(given["path"])
    if given["action"]:
        undo.undo(profile, path, given["action"])
    else:
        remediate.remediate(profile, path, order(given["id"], count=given["count"]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
