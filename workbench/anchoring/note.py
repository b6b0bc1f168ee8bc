"""What leaves for a sink: number and hash of a row of the log, and where it comes from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from workbench.connectors.port import Connector


@dataclass(frozen=True, slots=True)
class Note:
    """Holds no mail and no addresses of people; ``kind`` is plan, progress, finish or close."""

    seq: int
    hash: str
    kind: str
    workspace: str  # name of its file
    host: str
    moment: datetime

    @property
    def text(self) -> str:
        """One line of JSON, which `workbench audit verify --anchors` reads again from any log."""
        values = {**asdict(self), "moment": self.moment.isoformat(timespec="milliseconds")}
        return json.dumps(values, sort_keys=True)


class Sink(Protocol):
    """Somewhere that takes notes."""

    @property
    def name(self) -> str:
        """Its address as it was configured."""

    async def send(self, note: Note, connector: Connector) -> str:
        """The receipt, in words.  Raises ``WorkbenchError`` or ``OSError``; whoever calls bounds
        the time.  ``connector`` is the tenant as the running action may use it."""
