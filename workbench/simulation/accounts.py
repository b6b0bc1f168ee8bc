"""What accounts of the simulated tenant do and may do, and what an intruder left in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from workbench.simulation.dice import dice, unique_id
from workbench.simulation.world import Person, World

CAMPAIGN = "account-takeover"
RELAY = "archive.box@mail-relay.test"  # where the intruder's rule sends what comes in
HIDDEN = "RSS Feeds"
DAYS = 10  # of sign-ins


@dataclass(slots=True)
class SimRule:
    """Of both providers; ``folder`` is a folder's name, "" for no move."""

    key: str
    name: str
    words: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    folder: str = ""
    forward: str = ""
    delete: bool = False
    mark_read: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class SimSignIn:
    key: str
    moment: datetime
    application: str
    client: str
    ip: str
    city: str
    country: str
    failed: bool = False
    risk: str = "none"


@dataclass(frozen=True, slots=True)
class SimGrant:
    """``client`` is the application's id in either directory."""

    key: str
    client: str
    application: str
    scopes: tuple[str, ...]
    google_scopes: tuple[str, ...]
    verified: bool = True


@dataclass(slots=True)
class SimAccount:
    """``revoked`` counts how often all sessions were ended."""

    person: Person
    rules: dict[str, SimRule] = field(default_factory=dict)
    sign_ins: tuple[SimSignIn, ...] = ()  # newest first
    grants: dict[str, SimGrant] = field(default_factory=dict)
    risk: str = ""  # the risk state, "" for never at risk
    enabled: bool = True
    revoked: int = 0
    valid_from: datetime | None = None  # sessions from before it are worth nothing
    forwarding: str = ""  # Gmail's own forwarding of everything
    delegates: list[str] = field(default_factory=list)
    send_as: list[str] = field(default_factory=list)

    def end_sessions(self) -> None:
        """The moment grows each time, by a second at least as it is shown."""
        self.revoked += 1
        floor = self.valid_from or datetime.fromtimestamp(0, UTC)
        self.valid_from = max(datetime.now(UTC), floor + timedelta(seconds=1))


def intruded(world: World) -> str:
    """Address of whose account is in other hands, by the campaign that comes from it."""
    keys = world.truth.get(CAMPAIGN, frozenset())
    return next((m.sender for m in world.messages if m.key in keys), "")


def account_of(world: World, person: Person, taken: str) -> SimAccount:
    """``taken`` is the address of the account in other hands."""
    made = SimAccount(person)
    if person.kind != "user":
        made.enabled = False
        return made
    made.rules = {rule.key: rule for rule in _own_rules(world, person)}
    made.grants = {grant.key: grant for grant in _own_grants(world, person)}
    sign_ins = list(_usual(world, person))
    if person.address == taken:
        sign_ins += _intrude(world, made)
    made.sign_ins = tuple(sorted(sign_ins, key=lambda one: one.moment, reverse=True))
    return made


def _own_rules(world: World, person: Person) -> Iterator[SimRule]:
    key = unique_id(world.seed, "rule", person.key)
    yield SimRule(key, "Newsletters", senders=("newsletter@",), mark_read=True)


def _own_grants(world: World, person: Person) -> Iterator[SimGrant]:
    yield SimGrant(
        unique_id(world.seed, "grant", person.key), unique_id(world.seed, "client", "calendar"),
        "Room Planner", ("Calendars.Read", "User.Read"),
        ("https://www.googleapis.com/auth/calendar.readonly",),
    )  # fmt: skip


def _usual(world: World, person: Person) -> Iterator[SimSignIn]:
    chance = dice(world.seed, "sign-ins", person.key)
    address = f"198.51.100.{chance.randrange(10, 200)}"
    for day in range(DAYS):
        moment = world.now - timedelta(days=day, hours=chance.randrange(7, 17), minutes=day)
        key = unique_id(world.seed, "sign-in", f"{person.key}/{day}")
        yield SimSignIn(
            key, moment, "Office 365 Exchange Online", "Browser", address, "Freiburg", "DE"
        )


def _intrude(world: World, made: SimAccount) -> list[SimSignIn]:
    """A rule that hides answers, one that sends mail away, an application, and the way in."""
    seed, key = world.seed, made.person.key
    hiding = SimRule(
        unique_id(seed, "rule", f"{key}/hide"), ".", words=("password", "hacked", "link", "price"),
        folder=HIDDEN, mark_read=True,
    )  # fmt: skip
    sending = SimRule(unique_id(seed, "rule", f"{key}/send"), "..", forward=RELAY)
    made.rules.update({hiding.key: hiding, sending.key: sending})
    grant = SimGrant(
        unique_id(seed, "grant", f"{key}/backup"), unique_id(seed, "client", "backup"),
        "Mail Backup Pro", ("Mail.ReadWrite", "offline_access", "User.Read"),
        ("https://mail.google.com/",), verified=False,
    )  # fmt: skip
    made.grants[grant.key] = grant
    made.risk = "atRisk"
    made.forwarding, made.send_as = RELAY, [f"billing@{RELAY.rpartition('@')[2]}"]
    others = (p.address for p in world.people if p.kind == "user" and p.key != key)
    made.delegates = [min(others)]  # Gmail takes nobody from outside
    return [_foreign(world, key, number) for number in range(3)]


def _foreign(world: World, key: str, number: int) -> SimSignIn:
    moment = world.now - timedelta(days=6, hours=3 - number)
    client = ("Browser", "IMAP4", "IMAP4")[number]
    return SimSignIn(
        unique_id(world.seed, "sign-in", f"{key}/foreign/{number}"), moment,
        "Office 365 Exchange Online", client, "203.0.113.77", "Lagos", "NG",
        failed=number == 0, risk="high",
    )  # fmt: skip
