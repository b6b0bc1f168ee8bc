"""The unit that does nothing, in a host that has loaded what every real unit wants."""

from __future__ import annotations

from analyzers.model.unit import Unit
from analyzers.units import UNITS as REAL
from benchmarks.isolation_units import UNITS as EMPTY

_WANTED = tuple(dict.fromkeys(module for unit in REAL for module in unit.imports))

UNITS = (*EMPTY, *(Unit("wants", 1, frozenset({"never"}), EMPTY[0].examine, _WANTED),))
