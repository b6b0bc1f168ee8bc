"""Writes the MIME of a copy: its way, what the service found, the sender's fields, the content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.simulation.dice import signature, token
from workbench.simulation.letters import page
from workbench.simulation.letters.authentication import envelope, results, sealed, signatures
from workbench.simulation.letters.calendar import invitation
from workbench.simulation.letters.content import Builder, Part, plain
from workbench.simulation.letters.exchange import delivered
from workbench.simulation.letters.header import date, encoded, field, mailbox, mailboxes
from workbench.simulation.letters.hops import received, sender_side
from workbench.simulation.letters.mime import (
    Entity,
    boundary,
    file_entity,
    multipart,
    text_entity,
)
from workbench.simulation.letters.wrapping import as_written, safe_link
from workbench.simulation.world import Letter, SimMessage, World

DEEPEST_QUOTE = 6  # earlier letters below an answer; people cut off longer tails
STYLES = {"notice": page.card, "newsletter": page.card}
CLIENT_STYLES = {"gmail": page.gmail, "phone": page.phone, "bulk": page.card}
MAILERS = {"phone": "Mobile Mail (22F76)", "script": "PHPMailer 6.9.1", "bulk": "SendWell 4.2"}


@dataclass(frozen=True, slots=True)
class Writer:
    """``builders`` make the files of letters, by the name a letter gives in ``values``."""

    builders: Mapping[str, Builder]

    def __call__(self, world: World, message: SimMessage) -> bytes:
        letter = world.letters[message.source]
        content = self._content(world, letter)
        names = {p.address: p.name for p in world.people}
        lines = [*self._own(letter, content, names), *content.headers]
        if message.received != letter.sent:  # a copy in Sent Items never travelled
            lines = [*_transport(letter, message, content.body), *lines]
            lines += delivered(world, letter, message)
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content.body

    def _content(self, world: World, letter: Letter) -> Entity:
        rewrite = as_written if letter.origin.kind == "internal" else safe_link
        earlier = _earlier(world, letter)
        text = text_entity(plain(letter.values["text"]) + _quoted_text(earlier), "plain")
        if letter.template == "plain":
            return self._with_files(letter, text)
        quoted = ""
        for old in reversed(earlier):
            quoted = page.quote(old, quoted, letter.client, rewrite)
        style = STYLES.get(letter.template) or CLIENT_STYLES.get(letter.client, page.word)
        body = [text, text_entity(style(letter, quoted, rewrite), "html")]
        if letter.template == "meeting":
            body.append(text_entity(invitation(letter), "calendar", "REQUEST"))
        return self._with_files(letter, self._with_picture(letter, _joined(letter, body)))

    def _with_picture(self, letter: Letter, text: Entity) -> Entity:
        if "picture" not in letter.values:
            return text
        part = self.builders[letter.values["picture"]](letter)
        shown = file_entity(part)
        return multipart("related", boundary(letter.client, letter.key, 1), [text, shown])

    def _with_files(self, letter: Letter, text: Entity) -> Entity:
        files = self.files(letter)
        if not files:
            return text
        parts = [text, *(file_entity(part) for part in files)]
        return multipart("mixed", boundary(letter.client, letter.key, 4), parts)

    def files(self, letter: Letter) -> tuple[Part, ...]:
        """The attachments of a letter, pictures in the text left out."""
        wanted = letter.values.get("file")
        return tuple(self.builders[name](letter) for name in wanted.split(",")) if wanted else ()

    def _own(self, letter: Letter, content: Entity, names: Mapping[str, str]) -> Iterator[str]:
        """The fields the sender wrote."""
        yield field("From", mailbox(letter.sender_name, letter.sender))
        hidden = "undisclosed-recipients:;"
        yield field("To", mailboxes((names.get(a, ""), a) for a in letter.to) or hidden)
        if letter.cc:
            yield field("CC", mailboxes((names.get(a, ""), a) for a in letter.cc))
        yield field("Subject", encoded(letter.subject))
        yield field("Date", date(letter.sent))
        yield field("Message-ID", letter.internet_id)
        if letter.references:
            yield field("In-Reply-To", letter.references[-1])
            yield field("References", " ".join(letter.references))
        if letter.reply_to:
            yield field("Reply-To", letter.reply_to)
        yield from _habits(letter)
        yield "MIME-Version: 1.0"


def _joined(letter: Letter, body: Sequence[Entity]) -> Entity:
    return multipart("alternative", boundary(letter.client, letter.key, 0), body)


def _transport(letter: Letter, message: SimMessage, body: bytes) -> Iterator[str]:
    *inner, entry = received(letter, message)
    yield from inner
    yield from results(letter)  # Exchange Online writes them above the line of its entry server
    yield entry
    yield from sealed(letter, body)
    yield from signatures(letter, body)
    yield from sender_side(letter)
    yield field("Return-Path", f"<{envelope(letter)}>")


def _habits(letter: Letter) -> Iterator[str]:
    """Fields by which one knows the sending program."""
    if letter.client == "outlook":
        topic = letter.subject.removeprefix("Re: ").removeprefix("FW: ")
        yield field("Thread-Topic", encoded(topic))
        yield field("Thread-Index", "Ad" + signature(20, "thread", topic)[2:])
        yield field("Accept-Language", "en-GB, en-US")
        yield field("Content-Language", "en-GB")
        yield field("X-MS-Has-Attach", "yes" if "file" in letter.values else "")
        yield field("X-MS-TNEF-Correlator", "")
    if letter.client in MAILERS:
        yield field("X-Mailer", MAILERS[letter.client])
    if "unsubscribe" in letter.values:
        yield from _list(letter)
    yield from filter(None, letter.values.get("headers", "").split("\n"))


def _list(letter: Letter) -> Iterator[str]:
    """RFC 2919, 2369 and 8058, as large receivers ask of bulk senders."""
    domain = letter.values.get("list", letter.sender.rpartition("@")[2])
    stop = f"<mailto:unsubscribe@{domain}?subject=stop>, <{letter.values['unsubscribe']}>"
    yield field("List-Unsubscribe", stop)
    yield field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    yield field("List-Id", f"<news.{domain}>")
    yield field("Feedback-ID", f"{token(8, letter.key)}:news:{domain}")
    yield field("Precedence", "bulk")


def _earlier(world: World, letter: Letter) -> list[Letter]:
    """The letters quoted below this one, newest first."""
    found: list[Letter] = []
    key = letter.values.get("quote", "")
    while key in world.letters and len(found) < DEEPEST_QUOTE:
        found.append(world.letters[key])
        key = found[-1].values.get("quote", "")
    return found


def _quoted_text(earlier: Sequence[Letter]) -> str:
    out, mark = "", ""
    for letter in earlier:
        mark += "> "
        head = f"\n\n{mark[2:]}On {letter.sent:%a, %d %b %Y %H:%M}, {letter.sender_name} wrote:\n"
        body = plain(letter.values["text"]).split("\n")
        out += head + "\n".join(mark + line for line in body)
    return out
