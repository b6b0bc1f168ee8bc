"""Every operation is served because the vendor describes or documents it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from workbench.simulation.server.provenance import BEHAVIOURS
from workbench.simulation.server.routes import ROUTES
from workbench.simulation.sources import Known


def _described(shared: Path, version: str) -> set[tuple[str, str]]:
    """Methods and paths, variables without their names; "graph" there is short for the namespace
    in casts, which the service wants whole."""
    name = f"graph-{version}-subset.json"
    paths = json.loads((shared / "api" / name).read_text())["paths"]
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", path.strip("/")))
        for path, operations in paths.items()
        for method in operations
    }


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_every_route_is_in_the_description(shared: Path, version: str) -> None:
    described = _described(shared, version)
    served = {
        (
            route.method,
            re.sub(
                r"\{[^}]*\}", "{}", route.template.replace("microsoft.graph.user", "graph.user")
            ),
        )
        for route in ROUTES
        if version in route.versions and route.source.known is not Known.DOCUMENTATION
    }
    assert served
    assert served <= described


def test_what_is_only_remembered_says_so() -> None:
    for behaviour in BEHAVIOURS:
        assert bool(behaviour.source.where) != (behaviour.source.known is Known.MEMORY)
    assert len({behaviour.what for behaviour in BEHAVIOURS}) == len(BEHAVIOURS)
