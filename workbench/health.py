"""Puts together what the desk and the connection know of its health."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from workbench.model.health import Health
from workbench.model.natures import Nature

if TYPE_CHECKING:
    from workbench.connectors.port import Connector


def health_of(
    connector: Connector | None,
    synced: datetime | None,
    unreached: tuple[tuple[str, str], ...],
    natures: tuple[Nature, ...] = (),
) -> Health:
    if connector is None:
        return Health()
    from workbench.connectors.pulse import pulse_of

    pulse = pulse_of(connector)
    return Health(synced, pulse.signed_in, pulse.waited, pulse.busy, unreached, natures)
