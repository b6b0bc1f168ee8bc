"""The table of behaviours is tied to the code, and no promise of ours rests on a memory."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

import workbench.simulation.google
import workbench.simulation.server
from workbench.simulation import knowledge
from workbench.simulation.safety import PROMISES, Promise
from workbench.simulation.server.provenance import BEHAVIOURS
from workbench.simulation.sources import Known
from workbench.simulation.ties import TIES

SOURCES = {row.what: row.source.known for row in BEHAVIOURS}
# Modules without a say in how the service behaves: plumbing, the back door, who acts for users.
PLUMBING = {
    "bystanders", "calls", "certificates", "content", "control", "effects", "faults",
    "identifiers", "people", "post", "provenance", "recording", "routes", "running", "service",
    "settings", "web",
}  # fmt: skip
PACKAGES = (workbench.simulation.google, workbench.simulation.server)


def modules() -> set[str]:
    return {
        f"{package.__name__}.{module.name}"
        for package in PACKAGES
        for module in pkgutil.iter_modules(package.__path__)
        if module.name not in PLUMBING
    }


def place(name: str) -> object:
    module, _, member = name.partition(":")
    return getattr(import_module(module), member)


def test_every_behaviour_names_its_place() -> None:
    assert set(SOURCES) == set(TIES)


@pytest.mark.parametrize("what", sorted(TIES))
def test_each_behaviour_names_a_place_that_is_there(what: str) -> None:
    assert place(TIES[what]) is not None


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.what)
def test_no_promise_rests_on_a_memory(promise: Promise) -> None:
    assert place(promise.kept_by) is not None
    assert all(SOURCES[row] is not Known.MEMORY for row in promise.rests_on)
    for row, why in promise.regardless:
        assert SOURCES[row] is Known.MEMORY, f"{row} is known: let the promise rest on it"
        assert why


def test_the_table_is_told_by_how_sure_it_is() -> None:
    text = "\n".join(knowledge.lines())
    assert text.index("machine description") < text.index("memory, not verified")
    assert all(row.what in text for row in BEHAVIOURS)
    assert sum(knowledge.counts().values()) == len(BEHAVIOURS)


def test_each_module_that_imitates_names_a_behaviour_or_is_described() -> None:
    """An operation whose shape is described needs no row; what stands apart from routes does."""
    tied = {where.partition(":")[0] for where in TIES.values()}
    routed = {
        route.handler.__module__
        for routes in (import_module(f"{package.__name__}.routes").ROUTES for package in PACKAGES)
        for route in routes
        if route.source.known is not Known.MEMORY
    }
    silent = {name for name in modules() if name not in tied | routed}
    assert not silent, f"no behaviour of {sorted(silent)} is in the table"
