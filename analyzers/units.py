"""The list of all units, in the order they run: the message units come before what reads them."""

from __future__ import annotations

from analyzers.model.unit import Unit

UNITS: tuple[Unit, ...] = ()
