"""Which way a message went and how it entered our organisation, as far as its headers tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.boundary import Ours
from analyzers.lib.exchange import Stamp
from analyzers.lib.filterlists import gateway_at
from analyzers.lib.named import Fields
from analyzers.lib.standing import Reach, passed_for
from analyzers.model.message import Message
from analyzers.model.path import Direction, Hop, Submission

_LISTS: Final = ("list-id", "list-post", "mailing-list")
_RECIPIENTS: Final = 500  # addresses looked at

Said = tuple[Submission, str]


@dataclass(frozen=True, slots=True)
class Case:
    """All that the way in is judged by; ``handover`` is the line at which ours took the message,
    None where no line is known to be ours.  ``stamp`` is empty unless a server of ours wrote it."""

    message: Message
    named: Fields
    stamp: Stamp
    ours: Ours
    handover: Hop | None
    tenant: bool  # whether the stamp is that of a tenant of ours
    reach: Reach

    @property
    def from_ours(self) -> bool:
        return any(self.ours.address(sender.address) for sender in self.message.sender[:20])


def direction(case: Case, submission: Submission) -> tuple[Direction, str]:
    """With the reason; by the addresses alone where no line is known to be ours."""
    if not case.ours:
        return Direction.UNKNOWN, "Which domains and servers are ours is not known"
    if submission is Submission.AUTHENTICATED:
        return _sent_by_us(case, "a user of ours sent it")
    if case.handover is not None:
        return Direction.INBOUND, "Our servers took it from somebody who did not sign in"
    return _by_addresses(case)


def _sent_by_us(case: Case, why: str) -> tuple[Direction, str]:
    recipients = list(_recipients(case.message))
    if recipients and not any(map(case.ours.address, recipients)):
        return Direction.OUTBOUND, f"By the addresses {why}, and no recipient named is ours"
    if not recipients:
        return Direction.INTERNAL, f"By the headers {why}; it names no recipients"
    return Direction.INTERNAL, f"By the headers {why} to people of ours"


def _by_addresses(case: Case) -> tuple[Direction, str]:
    recipients = list(_recipients(case.message))
    to_us = any(map(case.ours.address, recipients))
    if case.from_ours and not case.named.has("received"):
        return _sent_by_us(case, "it is a copy that its sender kept: no server has handled it")
    if case.from_ours:
        return Direction.UNKNOWN, "From is ours, and no server line shows that this is true"
    if to_us:
        return Direction.INBOUND, "By its addresses only: From is not ours, a recipient is"
    return Direction.UNKNOWN, "Neither its addresses nor its servers are known as ours"


def _recipients(message: Message) -> Iterator[str]:
    everybody = (*message.to, *message.cc, *message.bcc)
    return (address.address for address in everybody[:_RECIPIENTS] if address.address)


def submission(case: Case) -> Said:
    """How it came in, with the reason."""
    if case.handover is None:
        return Submission.UNKNOWN, "No line is known to be of our servers"
    if case.stamp:
        return _by_exchange(case)
    if _signed_in(case.handover) and case.from_ours:
        how = case.handover.protocol
        return Submission.AUTHENTICATED, f"{case.handover.server} took it by {how}, which signs in"
    return _from_outside(case, "our server took it from outside")


def _signed_in(hop: Hop) -> bool:
    """By the protocol's name: the A of RFC 3848."""
    return hop.protocol.upper() in ("ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA")


def _by_exchange(case: Case) -> Said:
    stamp = case.stamp
    if stamp.auth_as == "internal":
        return Submission.AUTHENTICATED, _internal(stamp)
    if stamp.auth_as == "partner":
        return Submission.RELAY, "Exchange took it through a partner connector (AuthAs Partner)"
    if stamp.auth_as != "anonymous":
        return Submission.UNKNOWN, "Exchange does not say, or says twice, as whom the sender spoke"
    if stamp.relayed:
        why = "Exchange took it through a connector of ours: nobody signed in to Exchange for it"
        return Submission.RELAY, why
    return _from_outside(case, "Exchange took it from an anonymous sender (AuthAs Anonymous)")


def _internal(stamp: Stamp) -> str:
    how = f", mechanism {stamp.mechanism}" if stamp.mechanism else ""
    return f"Exchange took it from a signed-in sender of the organisation (AuthAs Internal{how})"


def _from_outside(case: Case, why: str) -> Said:
    if not case.from_ours:
        return Submission.EXTERNAL, f"From is not ours, and {_lower(why)}"
    if passed := passed_for(case.message, case.ours.domains, case.reach):
        return Submission.EXTERNAL, f"{why}, and {passed} passed for our domain: a service of ours"
    if case.named.has(*_LISTS):
        return Submission.EXTERNAL, f"{why}, and it bears the fields of a mailing list"
    if case.handover and (gateway := gateway_at(case.handover.source)):
        return Submission.EXTERNAL, f"From is ours, but {_lower(why)}, over {gateway} by its name"
    if not (case.tenant and case.stamp.auth_as == "anonymous"):
        return Submission.EXTERNAL, f"From is ours, but {_lower(why)}"
    return Submission.DIRECT_SEND, f"From is ours, but {_lower(why)}, and no method passed for it"


def _lower(text: str) -> str:
    return text if text.startswith("Exchange") else text[:1].lower() + text[1:]
