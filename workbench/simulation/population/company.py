"""Who works in the simulated company, and the folders of their mailboxes."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from workbench.errors import BadInput
from workbench.simulation.dice import dice, token, unique_id
from workbench.simulation.population.names import FAMILY, GIVEN, plain
from workbench.simulation.world import Person, SimFolder

NAME = "Velmora Hydraulics"
DOMAINS = ("velmora.example", "velmora-service.example")
DOMAIN = DOMAINS[0]
FEWEST = 12  # mailboxes: below this there is no finance, no manager, nobody to write to

# Share of the staff in percent, and titles from the head of the department down.
DEPARTMENTS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Production", 20, ("Head of Production", "Shift Supervisor", "Machinist", "Planner")),
    ("Engineering", 17, ("Head of Engineering", "Design Engineer", "Test Engineer")),
    ("Sales", 15, ("Head of Sales", "Key Account Manager", "Inside Sales")),
    ("Service", 11, ("Head of Service", "Field Technician", "Service Coordinator")),
    ("Purchasing", 8, ("Head of Purchasing", "Strategic Buyer", "Operational Buyer")),
    ("Logistics", 8, ("Head of Logistics", "Dispatcher", "Customs Clerk")),
    ("Finance", 7, ("Chief Financial Officer", "Controller", "Accounts Payable Clerk")),
    ("IT", 5, ("Head of IT", "Systems Administrator", "Service Desk Agent")),
    ("Human Resources", 4, ("Head of Human Resources", "HR Partner", "Payroll Specialist")),
    ("Quality", 3, ("Head of Quality", "Quality Engineer")),
    ("Marketing", 2, ("Head of Marketing", "Content Editor")),
)
SHARED = (
    ("invoices", "Invoices", "Finance"),
    ("service-desk", "IT Service Desk", "IT"),
    ("orders", "Order Desk", "Sales"),
    ("hr", "Human Resources", "Human Resources"),
    ("info", "Velmora Information", "Marketing"),
    ("spare-parts", "Spare Parts", "Service"),
    ("goods-in", "Goods In", "Logistics"),
    ("supplier-quality", "Supplier Quality", "Quality"),
)
ROOMS = ("Room Fjord", "Room Delta", "Room Atlas", "Test Bench 2", "Training Hall")
WELL_KNOWN = (
    ("inbox", "Inbox"),
    ("drafts", "Drafts"),
    ("sentitems", "Sent Items"),
    ("deleteditems", "Deleted Items"),
    ("junkemail", "Junk Email"),
    ("archive", "Archive"),
    ("outbox", "Outbox"),
)
OWN_FOLDERS = ("Newsletters", "Projects", "Suppliers", "Travel", "Customers", "To read", "Team")
SUBFOLDERS = {"Projects": ("Line 4", "Retrofit 2026", "Audit"), "Suppliers": ("Invoices",)}


@dataclass(frozen=True, slots=True)
class Company:
    """The people with quick ways to find some of them."""

    people: tuple[Person, ...]
    staff: tuple[Person, ...]  # without shared mailboxes and rooms
    rooms: tuple[Person, ...]
    teams: Mapping[str, tuple[Person, ...]]  # by department, the head first

    @property
    def chief(self) -> Person:
        return self.people[0]

    def team(self, department: str) -> tuple[Person, ...]:
        """People of a department, its head first; the whole staff where there is none."""
        return self.teams.get(department, self.staff)

    def shared(self, local_part: str) -> Person:
        """A shared mailbox, or the chief's in a company too small to have it."""
        address = f"{local_part}@{DOMAIN}"
        return next((p for p in self.people if p.address == address), self.chief)


def found_company(seed: int, mailboxes: int) -> Company:
    """``mailboxes`` people, shared mailboxes and rooms together."""
    if mailboxes < FEWEST:
        raise BadInput(f"A simulated tenant has at least {FEWEST} mailboxes, not {mailboxes}.")
    chance = dice(seed, "people")
    shared = SHARED[: max(1, min(len(SHARED), mailboxes // 12))]
    rooms = ROOMS[: min(len(ROOMS), mailboxes // 30)]
    users = _users(seed, chance, mailboxes - len(shared) - len(rooms))
    others = (
        *(_person(seed, f"{local}@{DOMAIN}", name, d, "", "shared") for local, name, d in shared),
        *(_room(seed, name) for name in rooms),
    )
    return _company((*users, *others))


def _company(people: tuple[Person, ...]) -> Company:
    staff = tuple(p for p in people if p.kind == "user")
    teams: dict[str, tuple[Person, ...]] = {}
    for name, members in itertools.groupby(
        sorted(staff, key=lambda p: p.department), lambda p: p.department
    ):
        teams[name] = tuple(members)
    return Company(people, staff, tuple(p for p in people if p.kind == "room"), teams)


def _users(seed: int, chance: random.Random, count: int) -> Iterator[Person]:
    names = _names(chance)
    chief = next(names)
    address = f"{plain(chief.split()[0])}.{plain(chief.split()[1])}@{DOMAIN}"
    yield _person(seed, address, chief, "Management", "Chief Executive Officer")
    for department, title in _posts(count - 1):
        name = next(names)
        given, family = name.split(" ", 1)
        domain = DOMAINS[1] if department == "Service" else DOMAIN
        address = f"{plain(given)}.{plain(family)}@{domain}"
        yield _person(seed, address, name, department, title)


def _names(chance: random.Random) -> Iterator[str]:
    """Names that make different addresses: no pair of given and family name comes twice."""
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    seen: set[tuple[str, str]] = set()
    more = ((given, f"{i}. {family}") for i in ascii_uppercase for given, family in pairs)
    for given, family in itertools.chain(pairs, more):
        key = (plain(given), plain(family))
        if key not in seen:
            seen.add(key)
            yield f"{given} {family}"


def _posts(count: int) -> Iterator[tuple[str, str]]:
    """``count`` posts spread by share; every department has its head before it grows."""
    filled = {name: 0 for name, _, _ in DEPARTMENTS}
    for taken in range(count):
        name, _, titles = min(
            DEPARTMENTS, key=lambda d: (filled[d[0]] > 0, (filled[d[0]] + 0.5) / d[1])
        )
        place = filled[name]
        yield name, titles[0] if place == 0 else titles[1 + (taken % (len(titles) - 1))]
        filled[name] += 1


def _person(
    seed: int, address: str, name: str, department: str, title: str, kind: str = "user"
) -> Person:
    return Person(unique_id(seed, "person", address), address, name, department, title, kind)


def _room(seed: int, name: str) -> Person:
    address = f"{plain(name.replace(' ', '-'))}@{DOMAIN}"
    return _person(seed, address, name, "", "", "room")


def folders_of(seed: int, person: Person) -> Iterator[SimFolder]:
    """The folders every mailbox has, and those some people made."""
    for known, name in WELL_KNOWN:
        yield SimFolder(folder_key(seed, person.key, name), person.key, name, "", known)
    if person.kind != "user":
        return
    chance = dice(seed, "folders", person.key)
    for name in chance.sample(OWN_FOLDERS, chance.randrange(4)):
        key = folder_key(seed, person.key, name)
        yield SimFolder(key, person.key, name)
        for inner in SUBFOLDERS.get(name, ()):
            yield SimFolder(folder_key(seed, person.key, f"{name}/{inner}"), person.key, inner, key)


def folder_key(seed: int, mailbox: str, path: str) -> str:
    """Shaped like the folder ids of Exchange."""
    return "AQMkAD" + token(54, seed, "folder", mailbox, path)
