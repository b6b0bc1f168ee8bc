"""What a connector offers where the provider wants to hear what its reports came to."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.review import Subject
from workbench.model.verdict import Disposition


class Reviews(Protocol):
    def missing(self, subject: Subject) -> str:
        """The right that is not granted, "" where we may write."""

    def says(self, subject: Subject, disposition: Disposition) -> bool:
        """Whether the provider has a word for this decision."""

    async def write(self, subject: Subject, key: str, disposition: Disposition) -> str:
        """Tells the provider, once however often it is called; gives what it shows afterwards."""


@runtime_checkable
class OffersReviews(Protocol):
    @property
    def reviews(self) -> Reviews | None:
        """None where the profile does not want decisions to be written back."""


def reviews_of(connector: Connector) -> Reviews | None:
    return connector.reviews if isinstance(connector, OffersReviews) else None
