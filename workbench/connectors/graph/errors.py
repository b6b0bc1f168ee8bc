"""Graph's error answers as ours."""

from __future__ import annotations

from typing import Any

from workbench.connectors.parsed import parsed
from workbench.connectors.port import Reply
from workbench.errors import ConnectorError, Gone, PermissionMissing, Throttled, Unexpected

REPLIES = {
    403: Reply.DENIED,
    404: Reply.GONE,
    409: Reply.CONFLICT,
    410: Reply.GONE,
    412: Reply.CONFLICT,
    429: Reply.BUSY,
    503: Reply.BUSY,
    504: Reply.BUSY,
}


# Codes whose own words tell an analyst nothing.
WORDS = {
    "MailboxNotEnabledForRESTAPI": "no mailbox in Exchange Online: it is on-premises, without a "
    "licence, or removed",
}


def reply_of(status: int) -> Reply:
    """How a status is to be taken; a 5xx says nothing about what happened."""
    if 200 <= status < 300:
        return Reply.OK
    return REPLIES.get(status, Reply.UNKNOWN if status >= 500 else Reply.REFUSED)


def detail_of(status: int, body: Any) -> str:
    """ "code: message" of an error body, or the bare status."""
    error = body.get("error") if isinstance(body, dict) else None
    if 300 <= status < 400:
        return f"HTTP {status}: the service pointed elsewhere, which is not followed"
    if not isinstance(error, dict):
        return f"HTTP {status}"
    code = str(error.get("code", status))
    return f"{code}: {WORDS.get(code) or str(error.get('message', ''))[:300]}"


def code_of(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def error_of(status: int, raw: bytes, right: str = "the right this needs") -> ConnectorError:
    """``right`` names the permission to blame for a 403."""
    detail = detail_of(status, _parsed_or_none(raw))
    match reply_of(status):
        case Reply.GONE:
            return Gone(f"No longer there ({detail})")
        case Reply.DENIED:
            return PermissionMissing(right, detail)
        case Reply.BUSY:
            return Throttled(0.0)
        case _:
            return Unexpected(f"The tenant answered {detail}")


def refusal_of(status: int, raw: bytes) -> str:
    """The service's own words where it read the request and will not do it; "" where no answer
    tells.  A right that is missing, what is gone and what may be asked again are other errors."""
    body = _parsed_or_none(raw)
    if status not in range(400, 500) or reply_of(status) is not Reply.REFUSED:
        return ""
    return detail_of(status, body) if code_of(body) else ""


def _parsed_or_none(raw: bytes) -> Any:
    try:
        return parsed(raw or b"null")
    except ValueError:
        return None
