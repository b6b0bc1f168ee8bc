import dataclasses
import ipaddress
import re
import time
from datetime import timedelta

from tests.workbench.simulation.worlds import NOW, default_world, small_world
from workbench.simulation.build import build_world
from workbench.simulation.world import World

CPU_SECONDS = 1.5
DOCUMENTATION = [
    ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
]


def content(world: World) -> list[object]:
    return [getattr(world, f.name) for f in dataclasses.fields(world)]


def test_the_same_arguments_make_the_same_world_to_the_byte() -> None:
    one, two = (build_world(mailboxes=30, messages=300, now=NOW) for _ in range(2))
    assert content(one) == content(two)
    assert [one.mime(m) for m in one.messages[::9]] == [two.mime(m) for m in two.messages[::9]]


def test_only_the_day_counts_and_the_seed() -> None:
    early = build_world(mailboxes=30, messages=300, now=NOW.replace(hour=1))
    late = build_world(mailboxes=30, messages=300, now=NOW.replace(hour=23))
    other = build_world(seed=7, mailboxes=30, messages=300, now=NOW)
    assert content(early) == content(late)
    assert {m.key for m in early.messages}.isdisjoint(m.key for m in other.messages)


def test_the_usual_world_is_made_in_time() -> None:
    started = time.process_time()
    world = build_world(now=NOW)
    assert time.process_time() - started < CPU_SECONDS
    assert (len(world.people), len(world.messages)) == (250, 6000)


def test_keys_are_unique_and_lead_somewhere() -> None:
    world = default_world()
    for items in (world.people, world.folders, world.messages, world.reports, world.alerts):
        assert len({item.key for item in items}) == len(items)
    folders = {f.key: f for f in world.folders}
    for message in world.messages:
        assert folders[message.folder].mailbox == message.mailbox
        assert message.source in world.letters
    assert all(f.parent in folders for f in world.folders if f.parent)


def test_everything_happens_within_the_days_asked_for() -> None:
    for world, days in ((default_world(), 60), (small_world(), 20)):
        start = world.now - timedelta(days=days)
        assert all(start <= m.sent <= m.received <= world.now for m in world.messages)
        assert all(start <= r.reported <= world.now for r in world.reports)


def test_only_reserved_names_and_addresses_are_used() -> None:
    world = default_world()
    reserved = re.compile(r".*\.(example|test)$")
    for letter in world.letters.values():
        for address in (letter.sender, *letter.to, *letter.cc, letter.reply_to or letter.sender):
            assert reserved.match(address.rpartition("@")[2]), address
        for link in re.findall(r"https?://([^/\s\]|?]+)", letter.values["text"]):
            assert reserved.match(link), link
        if letter.origin.ip:
            assert any(ipaddress.ip_address(letter.origin.ip) in net for net in DOCUMENTATION)


def test_a_small_company_has_every_campaign_too() -> None:
    world = build_world(mailboxes=12, messages=40, days=15, now=NOW)
    assert set(world.truth) == set(default_world().truth)
    assert all(world.truth.values())
