"""Reads messages: lists, single ones, raw MIME."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbench.simulation.server import calendar
from workbench.simulation.server.calls import Answer, Call, stamp
from workbench.simulation.server.content import body_of, headers_of
from workbench.simulation.server.identifiers import conversation_id
from workbench.simulation.server.index import is_indexed
from workbench.simulation.server.kql import Search
from workbench.simulation.server.listing import Resource, collection, counted, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site, View, preference
from workbench.simulation.world import SimMessage

Address = dict[str, dict[str, str]]
SEARCHED = 1_000  # results (https://learn.microsoft.com/graph/search-query-parameter)
PREVIEW = 255  # characters, as the documentation of bodyPreview says


def _address(name: str, address: str) -> Address:
    return {"emailAddress": {"name": name or address, "address": address}}


def _recipients(addresses: tuple[str, ...]) -> list[Address]:
    return [_address("", address) for address in addresses]


def _sender(view: View) -> Address:
    return _address(view.message.source.sender_name, view.message.source.sender)


def message_resource(site: Site, kind: str) -> Resource[View]:
    """The message as an entity; ``kind`` is html or text and picks the body."""

    def source(take: Callable[[SimMessage], object]) -> Callable[[View], object]:
        return lambda view: take(view.message.source)

    def mime(view: View) -> bytes:
        return site.world.mime(view.message.source)

    def body(view: View) -> dict[str, str]:
        found, text = body_of(mime(view), kind)
        return {"contentType": found, "content": text}

    def headers(view: View) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in headers_of(mime(view))]

    def conversation(view: View) -> str:
        letter = site.world.letters.get(view.message.source.source)
        root = letter.references[0] if letter and letter.references else ""
        return conversation_id(root or view.message.source.internet_id)

    fields: dict[str, Callable[[View], object]] = {
        "id": lambda v: v.id,
        "createdDateTime": source(lambda m: stamp(m.received)),
        "lastModifiedDateTime": lambda v: stamp(v.version.modified),
        "changeKey": lambda v: v.message.change_key(v.version),
        "categories": lambda v: list(v.version.categories),
        "receivedDateTime": source(lambda m: stamp(m.received)),
        "sentDateTime": source(lambda m: stamp(m.sent)),
        "hasAttachments": source(lambda m: m.has_attachments),
        "internetMessageId": source(lambda m: m.internet_id),
        "subject": lambda v: v.version.subject,
        "bodyPreview": source(lambda m: m.preview[:PREVIEW]),
        "importance": lambda v: "normal",
        "parentFolderId": lambda v: v.version.folder,
        "conversationId": conversation,
        "isDeliveryReceiptRequested": lambda v: None,
        "isReadReceiptRequested": lambda v: False,
        "isRead": lambda v: v.version.is_read,
        "isDraft": lambda v: False,
        "inferenceClassification": lambda v: "focused",
        "body": body,
        "sender": _sender,
        "from": _sender,
        "toRecipients": source(lambda m: _recipients(m.to)),
        "ccRecipients": source(lambda m: _recipients(m.cc)),
        "bccRecipients": lambda v: [],
        "replyTo": lambda v: [],
        "flag": lambda v: {"flagStatus": v.version.flag},
    }
    usual = tuple(fields)
    fields["internetMessageHeaders"] = headers
    return Resource(
        "microsoft.graph.message",
        fields,
        usual,
        marks={
            "@odata.type": lambda v: calendar.REQUEST if calendar.is_request(site, v) else None,
            "@odata.etag": lambda v: v.message.etag(v.version),
        },
        limits=Limits(10, 1000),
        by_skip=True,
        search=lambda clause, views: _searched(site, clause, views),
    )


def _searched(site: Site, clause: str, views: Sequence[View]) -> list[View]:
    """Latest sent first, and no more than a thousand."""
    search, lag = Search(clause), site.settings.index_lag
    found = [
        view
        for view in views
        if is_indexed(view.message.source, lag) and search(site.index.of(view.message.source))
    ]
    return sorted(found, key=lambda view: view.message.source.sent, reverse=True)[:SEARCHED]


def resource_for(site: Site, call: Call) -> Resource[View]:
    prefer = call.headers.get("prefer", "").replace(" ", "").replace('"', "").casefold()
    kind = "text" if "outlook.body-content-type=text" in prefer else "html"
    return message_resource(site, kind)


def _listed(site: Site, call: Call, names: Mapping[str, str]) -> list[View]:
    mailbox = site.mailbox(names)
    folder = site.folder(mailbox, names["folder"]).id if "folder" in names else ""
    return site.views(mailbox, folder, call)


def list_messages(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Newest first unless asked otherwise."""
    views = _listed(site, call, names)
    context = f"users('{names['user']}')/messages"
    answer = collection(call, resource_for(site, call), views, context)
    return answer.with_headers(preference(call))


def count_messages(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    return counted(call, resource_for(site, call), _listed(site, call, names))


def get_message(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    mailbox = site.mailbox(names)
    view = site.view(site.message(mailbox, names), call)
    context = f"users('{names['user']}')/messages/$entity"
    bare, wants_event = calendar.without_expand(call)
    answer = single(bare, resource_for(site, call), view, context)
    if wants_event and isinstance(answer.body, dict) and calendar.is_request(site, view):
        answer.body["event"] = calendar.event_of(site, mailbox, view)
    headers = {"ETag": view.message.etag(view.version), **preference(call)}
    return answer.with_headers(headers)


def get_mime(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    message = site.message(site.mailbox(names), names)
    data = site.world.mime(message.source)
    return Answer(200, data, {"Content-Type": "text/plain"})
