"""What the providers publish about how much one application may ask."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many units within any so many seconds."""

    units: float
    seconds: float

    @property
    def rate(self) -> float:
        """Units a second."""
        return self.units / self.seconds

    def scaled(self, factor: float) -> Allowance:
        return replace(self, units=self.units * factor)


@dataclass(frozen=True, slots=True)
class Limits:
    """``mailbox`` and ``at_once`` (requests under way) hold for one mailbox and application,
    ``total`` for the application in the tenant; ``width`` is how many HTTP requests we have
    under way, which is our own choice."""

    mailbox: Allowance
    total: Allowance
    at_once: int
    width: int

    def scaled(self, factor: float) -> Limits:
        """A tenant that allows so much of the total; for measuring against a slower one."""
        return replace(self, total=self.total.scaled(factor))


# Units are requests: https://learn.microsoft.com/graph/throttling-limits (Outlook service limits,
# and the limit of any application over all services).
GRAPH = Limits(Allowance(10_000, 600.0), Allowance(130_000, 10.0), at_once=4, width=8)
# Units of quota: https://developers.google.com/workspace/gmail/api/reference/quota.  How many
# requests Gmail serves one mailbox at a time is not published.
GMAIL = Limits(Allowance(15_000, 60.0), Allowance(1_200_000, 60.0), at_once=4, width=32)
# https://developers.google.com/workspace/admin/directory/v1/limits: queries of one user a minute.
GOOGLE_ADMIN = Limits(Allowance(2_400, 60.0), Allowance(2_400, 60.0), at_once=4, width=4)
# https://developers.google.com/workspace/calendar/api/guides/quota: requests of one user, of all.
GOOGLE_CALENDAR = Limits(Allowance(600, 60.0), Allowance(10_000, 60.0), at_once=4, width=8)
