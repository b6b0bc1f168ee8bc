"""What tests and the training range may turn on the simulated tenant while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Settings:
    """All at their defaults the tenant behaves like a healthy one.

    ``stale`` is the probability that a read shows the version before the last change.
    """

    latency: float = 0.0  # seconds each request and each part takes
    stale: float = 0.0
    concurrency: int = 4  # requests at a time for one app and mailbox
    across_mailboxes: bool = False  # an older text counts an app's requests over all mailboxes
    budget: int = 10_000  # requests for one app and mailbox ...
    window: float = 600.0  # ... in so many seconds
    total: int = 130_000  # requests of one app for the whole tenant ...
    total_window: float = 10.0  # ... in so many seconds
    delta_doubles: float = 0.0  # probability that a delta tells of an item twice
    delta_partial: bool = False  # updates hold no more than what may change
    delta_expiry: float = 0.0  # probability that a mailbox forgets its delta tokens when asked
    delta_refusal: str = "410"  # of a forgotten token; else syncStateNotFound, resyncRequired
    retry_after: int = 1  # seconds a throttled caller is told to wait
    google_units: int = 15_000  # of Gmail quota for one user in a minute
    google_project: int = 1_200_000  # and for all users together
    token_lifetime: int = 3599  # seconds
    token_tenant: str = ""  # issue tokens for this tenant instead of ours
    index_lag: float = 0.0  # seconds until new mail is found by $search and by words of q
    held: list[dict[str, str]] = field(default_factory=list)  # EmailEvents of quarantined mail
    denied: list[str] = field(default_factory=list)  # mailboxes outside the app's scope
    elsewhere: list[str] = field(default_factory=list)  # mailboxes that lie on-premises
    intruded: str = ""  # address of the account in other hands, else the campaign's
    shared: list[str] = field(default_factory=list)  # mailboxes that every user may open
    unshared: list[str] = field(default_factory=list)  # and those that nobody may any more
    hides_unshared: bool = False  # what is not shared is 404 for a user, instead of 403
    hides_shared_changes: bool = False  # a user gets no delta of a shared folder: 404
    user: str = ""  # address of who sits at the browser, else the first of the company
    user_answer: str = "agreed"  # or declined, pending, slow, expired
    device_interval: int = 5  # seconds between two questions for a device code's outcome
    keeps_declined: bool = False  # declined events stay in the calendar, shown as declined
    google_forgets: bool = True  # deleted events of a Google calendar show no more than their id
    google_refuses_uid: bool = False  # an import of a UID that the calendar knows is 409
    archives: list[str] | None = None  # addresses with an online archive; None: one user in five
    conceals_names: bool = False  # usage reports name people by hashes, as new tenants have it
    revoked: list[str] = field(default_factory=list)  # application roles taken away
    exchange: list[str] = field(default_factory=list)  # rights to mail that Exchange alone gives
