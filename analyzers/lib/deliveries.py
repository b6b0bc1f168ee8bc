"""Messages that mail servers write about other messages: delivery and abuse reports."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib.transfer import transfer_decode
from analyzers.lib.words import words
from analyzers.model.message import Message, Part

_REACH: Final = 32 << 10  # bytes read of a report's fields
_STATUS: Final = words("message/delivery-status message/global-delivery-status")
_RECEIPT: Final = words("message/disposition-notification message/global-disposition-notification")
_FEEDBACK: Final = "message/feedback-report"
_ROBOTS: Final = words(
    "mailer-daemon mailerdaemon mail-daemon mdaemon mail-delivery-system mail.delivery.system"
)
_BOUNCED = re.compile(
    r"undeliver|returned (?:e?mail|to sender)|delivery (?:status|notification|fail|report|delay)|"
    r"mail delivery|failure notice|delivery has failed|could ?n.t be delivered|rejected:|"
    r"nicht zugestellt|unzustellbar|zustellung|non remis|non distribu|echec de|échec de|"
    r"no se puede entregar|no entregado|devuelto|mancata consegna|não entregue|onbestelbaar|"
    r"недоставлен|не доставлен|nie można dostarczyć|配信不能|配信できません|退信|未送達",
    re.I,
)
# RFC 3464, 2.2 and 2.3; RFC 5965, 3.1 and 3.2; RFC 8098, 3.2
_FIELD = re.compile(
    r"^(Reporting-MTA|Final-Recipient|Action|Status|Diagnostic-Code|Feedback-Type|User-Agent|"
    r"Source-IP|Original-Mail-From|Reported-Domain|Auth-Failure|Disposition):[ \t]*(.{1,300})",
    re.I | re.M,
)
_SHOWN: Final = 8  # fields of one report in evidence


def kind(message: Message, headers: dict[str, str]) -> tuple[str, str]:
    """ "bounce", "receipt" or "abuse" with how it was recognised, or two empty texts.

    ``headers`` has the fields of a message by lower-case name, the last of each.
    """
    types = {part.content_type for part in message.parts}
    if _FEEDBACK in types:
        return "abuse", "It is a feedback report (RFC 5965)"
    if types & _STATUS:
        return "bounce", "It is a delivery status notification (RFC 3464)"
    if types & _RECEIPT:
        return "receipt", "It is a receipt, of reading or deletion (RFC 8098)"
    if "multipart/report" in types and "delivery-status" in headers.get("content-type", ""):
        return "bounce", "It says to be a delivery status notification (RFC 3464)"
    return _plain_bounce(message, headers)


def _plain_bounce(message: Message, headers: dict[str, str]) -> tuple[str, str]:
    sender = message.sender[0] if message.sender else None
    local = (sender.local or sender.name.strip(" <>")).casefold() if sender else ""
    if "x-failed-recipients" in headers:
        return "bounce", "It names recipients that were not reached (X-Failed-Recipients)"
    if local in _ROBOTS:
        return "bounce", f"Its sender says to be a mail server: {local}"
    if not _BOUNCED.search(message.subject[:200]):
        return "", ""
    if headers.get("return-path", "").strip() == "<>":
        return "bounce", "It has no return path and the subject of a bounce"
    return ("bounce", "It has the subject of a bounce") if local == "postmaster" else ("", "")


def fields(data: bytes, message: Message) -> str:
    """The telling fields of the machine-readable part, one a line."""
    wanted = _STATUS | _RECEIPT | {_FEEDBACK}
    part = next((p for p in message.parts if p.content_type in wanted), None)
    if part is None or part.offset < 0:
        return ""
    found = _FIELD.findall(_text(data, part))
    return "\n".join(f"{name}: {value.strip()}" for name, value in found[:_SHOWN])


def _text(data: bytes, part: Part) -> str:
    raw = data[part.offset : part.offset + min(part.length, _REACH)]
    return transfer_decode(raw, part.encoding)[0].decode("utf-8", "replace").replace("\r", "")
