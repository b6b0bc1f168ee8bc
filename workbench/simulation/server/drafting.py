"""Drafts: a message that an application makes by POST lies in Drafts until somebody sends it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from workbench.simulation.server.calls import Answer, Call, GraphRefusal
from workbench.simulation.server.messages import resource_for
from workbench.simulation.server.site import Site, View, preference
from workbench.simulation.world import Letter, Origin, Person, SimMessage

DRAFTS = "drafts"


def create_draft(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """https://learn.microsoft.com/graph/api/user-post-messages"""
    mailbox = site.mailbox(names)
    body = call.document()
    subject = body.get("subject", "")
    if not isinstance(subject, str):
        raise GraphRefusal(400, "RequestBodyRead", "'subject' is to be a string.")
    source = written(mailbox.person, subject, DRAFTS)
    letters = cast(dict[str, Letter], site.world.letters)
    letters[source.source] = _letter(source)
    message = site.state.deliver(mailbox, source, site.folder(mailbox, DRAFTS).id)
    entity = resource_for(site, call).entity(View(message, message.now, call.immutable), ())
    context = f"{call.origin}/{call.version}/$metadata#users('{names['user']}')/messages/$entity"
    return Answer(201, {"@odata.context": context, **entity}, preference(call))


def written(person: Person, subject: str, folder: str) -> SimMessage:
    """A message without recipients that somebody begins now."""
    key, now = str(uuid.uuid4()), datetime.now(UTC).replace(microsecond=0)
    internet_id = f"<{key}@{person.address.partition('@')[2]}>"
    return SimMessage(
        f"{key}/{person.key}", person.key, folder, internet_id, person.address, person.name,
        (), (), subject, now, now, True, False, False, "", key,
    )  # fmt: skip


def _letter(source: SimMessage) -> Letter:
    origin = Origin("server", "192.0.2.78", "drafts.example")
    return Letter(
        source.source, source.internet_id, source.sender, source.sender_name, (), (),
        source.subject, source.sent, "plain", "script", origin, {"text": ""},
    )  # fmt: skip
