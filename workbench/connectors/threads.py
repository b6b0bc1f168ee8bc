"""Beside the port: what a mailbox's owner sent in a thread, and what no search sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.mail import Copy

Thread = tuple[str, str]  # Mailbox.key, Copy.conversation


@runtime_checkable
class SentThreads(Protocol):
    async def sent_in(self, threads: Sequence[Thread]) -> tuple[tuple[Copy, ...] | None, ...]:
        """What lies in Sent Items of each thread, in the order asked; None where unknown."""


@runtime_checkable
class Unsearched(Protocol):
    @property
    def unsearched(self) -> tuple[str, ...]:
        """Places where copies may lie and that no call of this connector reaches."""


def unsearched_of(connector: Connector) -> tuple[str, ...]:
    return connector.unsearched if isinstance(connector, Unsearched) else ()
