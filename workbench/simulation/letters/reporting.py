"""What users send to a report mailbox: the suspicious message in a wrapper, or its text alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from workbench.simulation.dice import unique_id
from workbench.simulation.letters.content import Part
from workbench.simulation.letters.header import date, encoded, field, mailbox
from workbench.simulation.letters.mime import Entity, file_entity, multipart, text_entity
from workbench.simulation.samples.msg import OutlookMessage, Recipient, outlook_message
from workbench.simulation.world import Person, SimFolder, SimMessage, World

BOUNDARY = "_wrapper_of_a_report_"
SOON = timedelta(minutes=12)  # after the message came, unless another moment is given
FORM = "report"  # SimMessage.source of a wrapper, which no letter tells


def wrapped(
    world: World,
    copy: SimMessage,
    to: Person,
    how: str = "item",
    words: str = "This looks wrong to me.",
    when: datetime | None = None,
) -> SimMessage:
    """The owner of ``copy`` reports it; ``how`` is item, eml, msg or inline."""
    owner = next(person for person in world.people if person.key == copy.mailbox)
    when = when or copy.received + SOON
    key = unique_id(world.seed, "wrapper", copy.key, to.key, how)
    named = f"<{key}@{world.domains[0]}>"
    subject = f"3|{copy.subject}" if how != "inline" else f"FW: {copy.subject}"
    entity = WAYS[how](world, copy, text_entity(words + "\n", "plain"))
    lines = [
        field("From", mailbox(owner.name, owner.address)),
        field("To", mailbox(to.name, to.address)),
        field("Subject", encoded(subject)),
        field("Date", date(when)),
        field("Message-ID", named),
        "MIME-Version: 1.0",
        *entity.headers,
    ]
    return replace(
        copy, key=key, mailbox=to.key, folder=_inbox(world, to).key, internet_id=named,
        sender=owner.address, sender_name=owner.name, to=(to.address,), cc=(), subject=subject,
        received=when + timedelta(seconds=3), sent=when, is_read=False, flagged=False,
        has_attachments=how != "inline", preview=words[:255], source=FORM, categories=(),
        data="\r\n".join(lines).encode() + b"\r\n\r\n" + entity.body,
    )  # fmt: skip


def _inbox(world: World, to: Person) -> SimFolder:
    return next(f for f in world.folders if f.mailbox == to.key and f.known == "inbox")


def _item(world: World, copy: SimMessage, text: Entity) -> Entity:
    """As an attached message (RFC 2046 5.2.1)."""
    headers = (
        "Content-Type: message/rfc822",
        'Content-Disposition: attachment; filename="original.eml"',
    )
    return multipart("mixed", BOUNDARY, [text, Entity(headers, world.mime(copy))])


def _eml(world: World, copy: SimMessage, text: Entity) -> Entity:
    part = Part("original.eml", "application/octet-stream", world.mime(copy))
    return multipart("mixed", BOUNDARY, [text, file_entity(part)])


def _msg(world: World, copy: SimMessage, text: Entity) -> Entity:
    """As Outlook drags it into a message: its own format, without the MIME."""
    made = OutlookMessage(
        copy.subject, copy.sender, copy.sender_name,
        tuple(Recipient(address, "") for address in copy.to), copy.preview,
        sent=copy.sent, received=copy.received, internet_id=copy.internet_id,
    )  # fmt: skip
    part = Part("original.msg", "application/vnd.ms-outlook", outlook_message(made))
    return multipart("mixed", BOUNDARY, [text, file_entity(part)])


def _inline(world: World, copy: SimMessage, text: Entity) -> Entity:
    """The button most people press: what is left is what a client quotes."""
    del world, text
    quoted = (
        f"Is this real?\n\n-----Original Message-----\nFrom: {copy.sender_name} <{copy.sender}>\n"
        f"Subject: {copy.subject}\n\n{copy.preview}\n"
    )
    return text_entity(quoted, "plain")


WAYS: Mapping[str, Callable[[World, SimMessage, Entity], Entity]] = {
    "item": _item,
    "eml": _eml,
    "msg": _msg,
    "inline": _inline,
}
