"""One question to a real name server, whatever it answers."""

from __future__ import annotations

import asyncio

import pytest

from analyzers.lib.dns_answers import Answer, Status
from tests.zone import Records, ZoneServer, zone_of
from workbench.errors import BadInput
from workbench.resolving import asking
from workbench.resolving.asking import Dns, Server, Told

ZONE: Records = {
    "TXT a.test": ["one", 'two \xff;"\\'],
    "TXT long.test": ["x" * 3000],
    "A a.test": ["192.0.2.1", "192.0.2.2"],
    "AAAA a.test": ["2001:db8::1"],
    "MX a.test": ["10 Mail.A.test"],
    "PTR 1.2.0.192.in-addr.arpa": ["A.test"],
}


def ask(zone: ZoneServer, kind: str, name: str) -> Told:
    return asyncio.run(Dns(Server.read(zone.address)).ask(kind, name))


@pytest.mark.parametrize(
    ("key", "records"),
    [
        ("TXT a.test", ("one", 'two \xff;"\\')),
        ("A a.test", ("192.0.2.1", "192.0.2.2")),
        ("AAAA a.test", ("2001:db8::1",)),
        ("MX a.test", ("10 mail.a.test",)),
        ("PTR 1.2.0.192.in-addr.arpa", ("a.test",)),
    ],
)
def test_records_of_each_type(key: str, records: tuple[str, ...]) -> None:
    kind, _, name = key.partition(" ")
    with zone_of(ZONE) as zone:
        told = ask(zone, kind, name)
    assert (told.answer.status, sorted(told.answer.records)) == (Status.FOUND, sorted(records))
    assert told.seconds == 300
    assert told.answer.asked.endswith("+00:00")


def test_what_does_not_fit_a_datagram_comes_over_tcp() -> None:
    with zone_of(ZONE) as zone:
        told = ask(zone, "TXT", "long.test")
    assert told.answer.records == ("x" * 3000,)
    assert zone.over_tcp == 1


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("TXT none.test", Status.ABSENT),
        ("MX long.test", Status.EMPTY),
        ("TXT bad.test", Status.FAILED),
    ],
)
def test_nothing_comes_in_three_kinds(key: str, status: Status) -> None:
    kind, _, name = key.partition(" ")
    with zone_of(ZONE, failing=["bad.test"]) as zone:
        assert ask(zone, kind, name).answer.status is status


def test_a_server_that_is_silent_costs_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TRY", 0.05)
    monkeypatch.setattr(asking, "LIFETIME", 0.2)
    with zone_of(ZONE, silent="a.test") as zone:
        assert ask(zone, "TXT", "a.test").answer.status is Status.FAILED


def test_nobody_there_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LIFETIME", 0.2)
    with zone_of(ZONE) as zone:
        server = Server.read(zone.address)
    told = asyncio.run(Dns(server).ask("TXT", "a.test"))
    assert told.answer == Answer(Status.FAILED, (), told.answer.asked)


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("127.0.0.1", Server("127.0.0.1", 53)),
        ("127.0.0.1:5353", Server("127.0.0.1", 5353)),
        ("[::1]:5353", Server("::1", 5353)),
        ("::1", Server("::1", 53)),
    ],
)
def test_servers_are_named_by_address(text: str, server: Server) -> None:
    assert Server.read(text) == server


@pytest.mark.parametrize(
    "text", ["", "dns.test", "127.0.0.1:0", "127.0.0.1:99999", "1:2:3", "[x]:1"]
)
def test_what_is_no_server(text: str) -> None:
    with pytest.raises(BadInput):
        Server.read(text)
