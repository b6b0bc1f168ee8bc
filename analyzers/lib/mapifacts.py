"""What the properties of an Outlook message tell beside its headers, as facts with their source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib.conversation import conversation
from analyzers.lib.correspondents import RECEIVER, REPRESENTED, SENDER, exchange, person
from analyzers.lib.headers import shown
from analyzers.lib.mapi import Properties
from analyzers.lib.mapinames import ADDRESS, HEADERS, SHARED, STRINGS, TASK, Names
from analyzers.lib.words import words
from analyzers.model.message import Address
from analyzers.model.observation import Fact

# Beginnings of message classes, the longest that fits first ([MS-OXPROPS] and product pages).
_CLASSES: Final = (
    ("ipm.note.smime.multipartsigned", "a signed message, text readable"),
    ("ipm.note.smime", "a signed or encrypted message"),
    ("ipm.note.rules.ooftemplate", "an automatic answer"),
    ("ipm.note.rpmsg", "a message under rights management"),
    ("ipm.note.microsoft.voicemail", "a voice message"),
    ("ipm.note.microsoft.fax", "a fax"),
    ("ipm.note.enterprisevault", "a stub whose original lies in an archive"),
    ("ipm.note", "a message"),
    ("ipm.schedule.meeting.request", "a meeting request"),
    ("ipm.schedule.meeting.canceled", "a cancelled meeting"),
    ("ipm.schedule.meeting.resp", "an answer to a meeting request"),
    ("ipm.schedule.meeting", "a message on a meeting"),
    ("ipm.appointment", "a calendar entry"),
    ("ipm.taskrequest", "a task given to somebody"),
    ("ipm.task", "a task"),
    ("ipm.contact", "a contact"),
    ("ipm.distlist", "a list of contacts"),
    ("ipm.post", "a post in a folder"),
    ("ipm.stickynote", "a note"),
    ("ipm.activity", "an entry of a journal"),
    ("ipm.sharing", "an invitation to share a folder"),
    ("ipm.document", "a document"),
    ("ipm.recall", "the recall of a message"),
    ("ipm.outlook.recall", "the recall of a message"),
    ("report.", "a report of a mail system"),
)
_REPORTS: Final = (
    ("ndr", "a report that a message was not delivered"),
    ("dr", "a report that a message was delivered"),
    ("ipnrn", "a receipt: the message was read"),
    ("ipnnrn", "a receipt: the message was deleted unread"),
)
_IMPORTANCE: Final = {0: "low", 2: "high"}  # PidTagImportance; 1 is normal
_SENSITIVITY: Final = {1: "personal", 2: "private", 3: "confidential"}  # PidTagSensitivity
_STORED: Final = {1: "plain text", 2: "RTF", 3: "HTML", 4: "clear-signed"}  # PidTagNativeBody
# PidTagMessageFlags ([MS-OXCMSG] 2.2.1.6)
_READ, _SUBMITTED, _UNSENT, _FROM_ME, _RESENT = 0x1, 0x4, 0x8, 0x20, 0x80
_HEADERS_SHOWN = 40
# Headers that say something of origin or judgement; the rest of a set is only counted.
_TELLING: Final = words(
    "x-originating-ip x-mailer user-agent x-sender authentication-results received-spf",
    "x-spam-status x-forefront-antispam-report x-microsoft-antispam list-id list-unsubscribe",
    "x-ms-exchange-organization-authas x-ms-exchange-organization-authsource",
    "x-ms-exchange-organization-scl x-ms-exchange-organization-originalclientipaddress",
)


def class_in_words(message_class: str) -> str:
    """ "" where it is none of the known ones."""
    kind = message_class.lower()
    if kind.startswith("report."):
        end = kind.rpartition(".")[2]
        return next((text for name, text in _REPORTS if name == end), "a report")
    return next((text for begin, text in _CLASSES if kind.startswith(begin)), "")


def is_draft(own: Properties) -> bool:
    return bool(own.number("0E07") & _UNSENT)


def property_facts(own: Properties, names: Names) -> Iterator[Fact]:
    yield from _kind(own)
    yield from _people(own)
    yield from _marks(own, names)
    yield from _thread(own)
    yield from _client(own, names)
    yield from _headers(own, names)
    yield from _items(own, names)


def _kind(own: Properties) -> Iterator[Fact]:
    if kind := own.line("001A"):
        meaning = class_in_words(kind)
        yield Fact("Message class", shown(kind) + (f" ({meaning})" if meaning else ""))
    if own.has_number("0E07"):
        yield Fact("State (MAPI)", ", ".join(_state(own.number("0E07"))))
    if stored := _STORED.get(own.number("1016")):
        yield Fact("Body kept as (MAPI)", stored)


def _state(flags: int) -> Iterator[str]:
    yield "unsent draft" if flags & _UNSENT else "not a draft"
    yield "read" if flags & _READ else "unread"
    if flags & _SUBMITTED:
        yield "on its way"
    if flags & _FROM_ME:
        yield "sent from this mailbox"
    if flags & _RESENT:
        yield "sent again after it failed"


def _people(own: Properties) -> Iterator[Fact]:
    for label, role in (
        ("Sender", SENDER),
        ("Represented", REPRESENTED),
        ("Received by", RECEIVER),
    ):
        if found := person(own, role):
            yield Fact(f"{label} (MAPI)", _named(found))
        if path := exchange(own, role):
            yield Fact(f"{label} in Exchange (MAPI)", shown(path))
    if changer := own.line("3FFA"):
        yield Fact("Last modified by (MAPI)", shown(changer))


def _named(who: Address) -> str:
    return shown(f"{who.name} <{who.address}>" if who.address else who.name)


def _marks(own: Properties, names: Names) -> Iterator[Fact]:
    if importance := _IMPORTANCE.get(own.number("0017") if own.has_number("0017") else 1):
        yield Fact("Importance (MAPI)", importance)
    if sensitivity := _SENSITIVITY.get(own.number("0036")):
        yield Fact("Sensitivity (MAPI)", sensitivity)
    if categories := own.texts(names.tag(STRINGS, "keywords")):
        yield Fact("Categories (MAPI)", shown(", ".join(categories)))
    if own.flag(names.tag(SHARED, 0x8503)):
        when = own.moment(names.tag(SHARED, 0x8560)) or own.moment(names.tag(SHARED, 0x8502))
        yield Fact("Reminder (MAPI)", when or "set")
    for tag, what in (("0029", "Read receipt"), ("0023", "Delivery receipt")):
        if own.flag(tag):
            yield Fact(f"{what} (MAPI)", "asked for")
    # [MS-OXPHISH] 2.2.1.1: Outlook's own judgement; bit 28 says that the user switched links on.
    if stamp := own.number(
        names.tag(STRINGS, "http://schemas.microsoft.com/outlook/phishingstamp")
    ):
        yield Fact("Phishing stamp (MAPI)", f"{stamp:#010x}")


def _thread(own: Properties) -> Iterator[Fact]:
    if topic := own.line("0070"):
        yield Fact("Conversation topic (MAPI)", shown(topic))
    if thread := conversation(own.binary("0071"), own.moment("0039")):
        yield Fact("Conversation begun (index)", thread.begun)
        yield Fact("Answers before this message (index)", str(thread.responses))


def _client(own: Properties, names: Names) -> Iterator[Fact]:
    if version := own.line(names.tag(SHARED, 0x8554)):
        yield Fact("Outlook version (named property)", shown(version))
    if account := own.line(names.tag(SHARED, 0x8580)):
        yield Fact("Account in Outlook (named property)", shown(account))


def _headers(own: Properties, names: Names) -> Iterator[Fact]:
    """Header fields that Exchange keeps as properties, also where the block itself is gone."""
    found = [(name, text) for name, tag in names.words(HEADERS) if (text := own.line(tag))]
    for name, text in [each for each in found if each[0] in _TELLING][:_HEADERS_SHOWN]:
        yield Fact(f"{name} (named property)", shown(text))
    if found:
        yield Fact("Header fields kept as properties", str(len(found)))


def _items(own: Properties, names: Names) -> Iterator[Fact]:
    """What tasks and contacts hold ([MS-OXOTASK] 2.2.2, [MS-OXOCNTC] 2.2.1)."""
    for lid, label in ((0x8104, "Task starts"), (0x8105, "Task due")):
        if moment := own.moment(names.tag(TASK, lid)):
            yield Fact(label, moment)
    if owner := own.line(names.tag(TASK, 0x811F)):
        yield Fact("Task owner", shown(owner))
    for lid in (0x8083, 0x8093, 0x80A3):
        if address := own.line(names.tag(ADDRESS, lid)):
            yield Fact("Address of the contact", shown(address))


def named_header(own: Properties, names: Names, name: str) -> str:
    """A header field, by its name in lower case, that is kept as a property."""
    return own.line(names.tag(HEADERS, name))
