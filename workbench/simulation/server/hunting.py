"""Delivery records: advanced hunting over two tables, and message traces."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from workbench.simulation.dice import unique_id
from workbench.simulation.server.calls import Answer, Call, GraphRefusal, stamp
from workbench.simulation.server.content import body_of
from workbench.simulation.server.listing import Resource, collection
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site
from workbench.simulation.world import SimMessage

Row = dict[str, Any]
ADDRESS = re.compile(r"""https?://[^\s"'<>]+""")
OWN = frozenset({"sentitems", "drafts"})  # where what its owner wrote lies
TEST = re.compile(
    r'(\w+) (==|=~|contains|>=|in) (?:datetime\(([^)]+)\)|\((.*)\)|("(?:[^"\\]|\\.)*"))'
)
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


def _received(site: Site) -> Iterator[tuple[SimMessage, str]]:
    """Each copy that came in, with the folder it was delivered to."""
    folders = {(f.mailbox, f.key): f.known for f in site.world.folders}
    for message in site.world.messages:
        known = folders.get((message.mailbox, message.folder), "")
        if known not in OWN:
            yield message, known


def _events(site: Site) -> Iterator[Row]:
    for message, known in _received(site):
        junk = known == "junkemail"
        place = "JunkFolder" if junk else "Inbox/folder"
        action = "Junked" if junk else "Delivered"
        yield {
            "NetworkMessageId": unique_id("network", message.source),
            "InternetMessageId": message.internet_id, "SenderFromAddress": message.sender,
            "RecipientEmailAddress": site.state.people[message.mailbox].address,
            "Subject": message.subject, "Timestamp": stamp(message.received),
            "DeliveryAction": action, "DeliveryLocation": place,
            "LatestDeliveryAction": "", "LatestDeliveryLocation": "",
        }  # fmt: skip
    yield from (dict(row) for row in site.settings.held)


def _urls(site: Site) -> Iterator[Row]:
    told: set[str] = set()
    for message, _ in _received(site):
        if message.source in told:
            continue
        told.add(message.source)
        body = body_of(site.world.mime(message), "html")[1]
        for url in ADDRESS.findall(body.replace("&amp;", "&")):
            yield {
                "NetworkMessageId": unique_id("network", message.source), "Url": url,
                "Timestamp": stamp(message.received),
            }  # fmt: skip


TABLES: Mapping[str, Callable[[Site], Iterator[Row]]] = {
    "EmailEvents": _events,
    "EmailUrlInfo": _urls,
}


def run_query(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Tables, where, project and take; anything else is refused rather than ignored."""
    members = {name.casefold(): value for name, value in call.document().items()}
    table, *steps = [part.strip() for part in str(members.get("query", "")).split("\n|")]
    if table not in TABLES:
        raise _bad(f"'{table}' is no table that is simulated")
    rows = list(TABLES[table](site))
    for step in steps:
        word, _, rest = step.partition(" ")
        rows = _step(word, rest, rows)
    columns = [{"name": name, "type": "String"} for name in (rows[0] if rows else {})]
    return Answer(200, {"schema": columns, "results": rows})


def _step(word: str, rest: str, rows: list[Row]) -> list[Row]:
    match word:
        case "where":
            test = _test(rest)
            return [row for row in rows if test(row)]
        case "project":
            names = [name.strip() for name in rest.split(",")]
            return [{name: row[name] for name in names} for row in rows]
        case "take" if rest.isdecimal():
            return rows[: int(rest)]
    raise _bad(f"'{word}' is not simulated")


def _test(text: str) -> Callable[[Row], bool]:
    match = TEST.fullmatch(text)
    if match is None:
        raise _bad(f"the condition '{text}' is not simulated")
    name, how, moment, several, one = match.groups()
    if moment:
        begin = datetime.fromisoformat(moment)
        return lambda row: datetime.fromisoformat(row[name]) >= begin
    if several:
        values = {json.loads(value) for value in TEXT.findall(several)}
        return lambda row: row[name] in values
    value = json.loads(one)
    if how == "==":
        return lambda row: bool(row[name] == value)
    if how == "=~":
        return lambda row: bool(row[name].casefold() == value.casefold())
    return lambda row: bool(value.casefold() in row[name].casefold())


def _bad(why: str) -> GraphRefusal:
    return GraphRefusal(400, "BadRequest", f"Query syntax error: {why}")


def list_traces(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    resource: Resource[Row] = Resource(
        "microsoft.graph.exchangeMessageTrace",
        {
            "id": lambda r: unique_id(r["NetworkMessageId"], r["RecipientEmailAddress"]),
            "messageId": lambda r: r["InternetMessageId"],
            "senderAddress": lambda r: r["SenderFromAddress"],
            "recipientAddress": lambda r: r["RecipientEmailAddress"],
            "subject": lambda r: r["Subject"],
            "receivedDateTime": lambda r: r["Timestamp"],
            "status": _status,
            "size": lambda r: 10_000,
        },
        limits=Limits(1_000, 5_000),
    )
    return collection(call, resource, list(_events(site)), "admin/exchange/tracing/messageTraces")


def list_analyzed(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Within ``startTime`` and ``endTime``, where they are given."""
    resource: Resource[Row] = Resource(
        "microsoft.graph.security.analyzedEmail",
        {
            "id": lambda r: unique_id(r["NetworkMessageId"], r["RecipientEmailAddress"]),
            "networkMessageId": lambda r: r["NetworkMessageId"],
            "internetMessageId": lambda r: r["InternetMessageId"],
            "recipientEmailAddress": lambda r: r["RecipientEmailAddress"],
            "senderDetail": lambda r: {"fromAddress": r["SenderFromAddress"]},
            "subject": lambda r: r["Subject"],
            "loggedDateTime": lambda r: r["Timestamp"],
            "originalDelivery": _delivered,
            "latestDelivery": _delivered,
        },
        limits=Limits(100, 1_000),  # rows of a page; no source names them, and clients follow links
    )
    rows = [row for row in _events(site) if _within(call, row["Timestamp"])]
    return collection(call, resource, rows, "security/collaboration/analyzedEmails")


def _delivered(row: Row) -> dict[str, str]:
    known = {"Quarantine": "quarantine", "JunkFolder": "junkFolder"}
    acts = {"Junked": "deliveredToJunk", "Delivered": "delivered", "Blocked": "blocked"}
    return {
        "action": acts.get(row["DeliveryAction"], "unknown"),
        "location": known.get(row["DeliveryLocation"], "inbox_folder"),
    }


def _within(call: Call, moment: str) -> bool:
    begin, end = (call.query.get(name, "") for name in ("startTime", "endTime"))
    when = datetime.fromisoformat(moment)
    return (not begin or datetime.fromisoformat(begin) <= when) and (
        not end or when <= datetime.fromisoformat(end)
    )


def _status(row: Row) -> str:
    if row["DeliveryLocation"] == "Quarantine":
        return "quarantined"
    return "filteredAsSpam" if row["DeliveryAction"] == "Junked" else "delivered"
