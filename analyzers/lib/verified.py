"""What this program finds of a message's signatures and sender, made once for all its readers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from analyzers.lib.bodyhash import Bodies
from analyzers.lib.dkim_check import Check, Setting, check
from analyzers.lib.dkim_signature import DKIM, signature_of
from analyzers.lib.dns_answers import KIND, Lookups
from analyzers.lib.hops import IMPORTS as HOPS_IMPORTS
from analyzers.lib.hops import transport_path
from analyzers.lib.named import fields
from analyzers.lib.spf_check import SpfCheck, check_spf
from analyzers.lib.wire import wire_of, wire_of_record
from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.unit import Context

FIELD: Final = "dkim-signature"
SIGNATURES: Final = 10  # checked; lists and relays add one each
IMPORTS: Final = HOPS_IMPORTS
ASKS: Final = frozenset({KIND})
NEAR: Final = 30 * 24 * 3600  # seconds; keys and senders of large domains change within months
# Fields of lists and forwarders (RFC 2369, 5322 and 8617; Mailman, ezmlm, Google's forwarding).
_LISTS: Final = ("list-post", "list-id", "x-beenthere", "mailing-list")
_FORWARDED: Final = ("arc-seal", "resent-from", "x-forwarded-to", "x-forwarded-for")


class Verified:
    """Built on an artifact; what it finds depends on the context of the same visit only.  Without
    signatures the bytes are not even split."""

    def __init__(self, artifact: Artifact) -> None:
        self._artifact = artifact
        self._dkim: tuple[Check, ...] | None = None
        self._spf: SpfCheck | None = None
        self._lookups: Lookups | None = None
        self._setting: Setting | None = None

    def lookups(self, context: Context) -> Lookups:
        if self._lookups is None:
            self._lookups = Lookups(context.answers)
        return self._lookups

    def fidelity(self, context: Context) -> Fidelity:
        """A .msg is made by a program, wherever it comes from."""
        return context.fidelity if self._artifact.kind == "eml" else Fidelity.REPRODUCTION

    def setting(self, message: Message, context: Context) -> Setting:
        """What all signatures are judged by."""
        if self._setting is None:
            eml = self._artifact.kind == "eml"
            wire = wire_of(self._artifact) if eml else wire_of_record(message)
            self._setting = Setting(
                wire,
                Bodies(wire),
                self.lookups(context),
                self.fidelity(context),
                delivered(message, context),
                fields(message).has(*_LISTS, *_FORWARDED),
            )
        return self._setting

    def dkim(self, message: Message, context: Context) -> tuple[Check, ...]:
        """The topmost signatures; there may be more than ``SIGNATURES``."""
        if self._dkim is None:
            self._dkim = ()
            if fields(message).has(FIELD):
                self._dkim = tuple(self._checked(self.setting(message, context), message))
        return self._dkim

    def _checked(self, setting: Setting, message: Message) -> Iterator[Check]:
        places = header_places(message)
        for each in setting.wire.all(FIELD)[:SIGNATURES]:
            yield placed(check(signature_of(DKIM, each), setting), places)

    def spf(self, message: Message, context: Context) -> SpfCheck:
        if self._spf is None:
            self._spf = check_spf(message, context, self.lookups(context))
        return self._spf


def verified(artifact: Artifact, context: Context) -> Verified:
    return context.memo.once(Verified, artifact)


def header_places(message: Message) -> Mapping[int, int]:
    """Index into ``Message.headers`` by the offset of a field (for .msg: by its number)."""
    return {h.offset if h.offset >= 0 else i: i for i, h in enumerate(message.headers)}


def placed(found: Check, places: Mapping[int, int]) -> Check:
    """The check with the index of its header instead of an offset."""
    index = places.get(found.signed.field.offset, -1)
    return replace(found, signature=replace(found.signature, header=index))


def delivered(message: Message, context: Context) -> float:
    """When our side, or whoever wrote the topmost trace line, took the message: seconds since 1970;
    now where no line tells."""
    path = transport_path(message, context)
    hop = path.hops[max(0, path.boundary)] if path.hops else None
    return datetime.fromisoformat(hop.time).timestamp() if hop and hop.time else time.time()


def fresh(asked: str, moment: float) -> bool:
    """Whether DNS was asked near enough to a moment for its answer to speak of that time."""
    return bool(asked) and abs(datetime.fromisoformat(asked).timestamp() - moment) <= NEAR
