"""New mail while the tenant runs: from outside, to outside, and between colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import cast

from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.people import Unknown
from workbench.simulation.server.site import Site
from workbench.simulation.world import Letter, Origin, Person, SimMessage

OUTSIDER = ("Otto Outside", "otto@outside.example")
INCOMING, OUTGOING, INTERNAL, LATE = "incoming", "outgoing", "internal", "late"
JOURNEY = timedelta(seconds=2)  # from sending to the mailbox
TEXT = "Please find the figures we spoke of below."


class PostOffice:
    """Both faces of the tenant get each new message."""

    def __init__(self, site: Site, google: GoogleSite) -> None:
        self._site = site
        self._google = google
        self._numbers = count(1)

    def deliver(
        self,
        kind: str,
        mailbox: str,
        *,
        subject: str = "",
        like: str = "",
        to: str = "",
        hours: float = 0.0,
    ) -> str:
        """The Message-ID of a new letter: ``incoming`` to the mailbox, ``outgoing`` from it, or
        ``internal`` from it to the mailbox ``to``.  ``like`` is the Message-ID of a letter whose
        content it has; ``hours`` is how old it is.  ``late`` is the letter ``like`` itself, which
        a queue kept back until now."""
        person = self._person(mailbox)
        if kind == LATE:
            kept_back = self._model(like)
            self._put(person, kept_back, "inbox", datetime.now(UTC))
            return kept_back.internet_id
        other = self._person(to) if kind == INTERNAL else None
        sent = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=hours)
        letter = self._letter(kind, person, other, sent, subject, like)
        if kind in {OUTGOING, INTERNAL}:
            self._put(person, letter, "sentitems", sent)
        if kind in {INCOMING, INTERNAL}:
            self._put(other or person, letter, "inbox", sent + JOURNEY)
        return letter.internet_id

    def _letter(
        self,
        kind: str,
        person: Person,
        other: Person | None,
        sent: datetime,
        subject: str,
        like: str,
    ) -> Letter:
        number = next(self._numbers)
        model = self._model(like)
        sender = OUTSIDER if kind == INCOMING else (person.name, person.address)
        if kind == INCOMING and like:
            sender = (model.sender_name, model.sender)
        receiver = other.address if other else OUTSIDER[1]
        letter = replace(
            model, key=f"new {number}", sender_name=sender[0], sender=sender[1], sent=sent,
            internet_id=f"<new.{number}.{sent:%H%M%S}@{sender[1].partition('@')[2]}>",
            to=(person.address if kind == INCOMING else receiver,), cc=(),
            subject=subject or model.subject,
        )  # fmt: skip
        cast(dict[str, Letter], self._site.world.letters)[letter.key] = letter
        return letter

    def _model(self, like: str) -> Letter:
        if like:
            letters = self._site.world.letters.values()
            found = next((one for one in letters if one.internet_id == like), None)
            if found is None:
                raise Unknown(f"letter {like}")
            return found
        origin = Origin("server", "192.0.2.77", "mx.outside.example")
        return Letter(
            "", "", "", "", (), (), "New mail", datetime.now(UTC), "plain", "script", origin,
            {"text": TEXT},
        )  # fmt: skip

    def _put(self, person: Person, letter: Letter, known: str, received: datetime) -> None:
        source = SimMessage(
            f"{letter.key}/{person.key}/{next(self._numbers)}", person.key, known,
            letter.internet_id, letter.sender, letter.sender_name, letter.to, letter.cc,
            letter.subject, received, letter.sent, known == "sentitems",
            False, "file" in letter.values, _preview(letter.values), letter.key,
        )  # fmt: skip
        box = self._site.state.mailbox(person)
        folder = self._site.folder(box, known)
        self._site.state.deliver(box, source, folder.id)
        label = "SENT" if known == "sentitems" else "INBOX"
        self._google.state.deliver(person, source, frozenset({label}))

    def _person(self, name: str) -> Person:
        person = self._site.state.person(name)
        if person is None:
            raise Unknown(f"mailbox {name}")
        return person


def _preview(values: Mapping[str, str]) -> str:
    return " ".join(values.get("text", "").split())[:255]
