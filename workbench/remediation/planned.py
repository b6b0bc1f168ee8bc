"""What the log says was planned: the journal's own columns can be edited, rows of the log cannot
without breaking its chain."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from workbench.remediation.tables import AUDIT


def plan_of(connection: Connection, id: str) -> dict[str, Any]:
    """The payload of an action's plan; empty where the log has none."""
    mine = AUDIT.c.body.contains(f'"action":"{id}"', autoescape=True)
    planned = AUDIT.c.body.contains('"event":"plan"', autoescape=True)
    bodies = connection.execute(select(AUDIT.c.body).where(mine & planned)).scalars()
    told = [json.loads(body) for body in bodies]
    plans = [one["payload"] for one in told if (one["action"], one["event"]) == (id, "plan")]
    return dict(plans[0]) if plans else {}
