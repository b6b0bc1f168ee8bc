"""Google's error answers as ours.

https://developers.google.com/workspace/gmail/api/guides/handle-errors
"""

from __future__ import annotations

from typing import Any

from workbench.connectors.parsed import parsed
from workbench.connectors.port import Reply
from workbench.connectors.transport import asks_to_wait
from workbench.connectors.wire import Response
from workbench.errors import ConnectorError, Gone, PermissionMissing, Throttled, Unexpected

LIMITS = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})  # as a 403: come again
BACKOFF = 2.0  # seconds; the service names no time
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


def is_busy(response: Response) -> bool:
    """A 403 is a limit or a refusal; only its reason tells."""
    if response.status == 403:
        return bool(reasons_of(parsed_or_none(response.body)) & LIMITS)
    return asks_to_wait(response)


def reply_of(status: int, body: Any) -> Reply:
    if 200 <= status < 300:
        return Reply.OK
    if status == 403 and reasons_of(body) & LIMITS:
        return Reply.BUSY
    return REPLIES.get(status, Reply.UNKNOWN if status >= 500 or not status else Reply.REFUSED)


def reasons_of(body: Any) -> frozenset[str]:
    error = body.get("error") if isinstance(body, dict) else None
    rows = error.get("errors") if isinstance(error, dict) else None
    found = rows if isinstance(rows, list) else []
    return frozenset(str(row.get("reason")) for row in found if isinstance(row, dict))


def detail_of(status: int, body: Any) -> str:
    """The words of an error body, or the bare status."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return f"HTTP {status}" if status else "no answer in the batch"
    return f"{error.get('status', status)}: {str(error.get('message', ''))[:300]}"


def error_of(status: int, body: bytes | dict[str, Any], right: str) -> ConnectorError:
    """``right`` is the scope to blame for a refusal."""
    found = parsed_or_none(body) if isinstance(body, bytes) else body
    detail = detail_of(status, found)
    match reply_of(status, found):
        case Reply.DENIED:
            return PermissionMissing(right, detail)
        case Reply.GONE:
            return Gone(detail)
        case Reply.BUSY:
            return Throttled(BACKOFF)
    return Unexpected(f"The service answered {detail}")


def refusal_of(status: int, body: bytes) -> str:
    """The service's own words where it read the request and will not do it; "" where no answer
    tells.  A right that is missing, what is gone and what may be asked again are other errors."""
    found = parsed_or_none(body)
    error = found.get("error") if isinstance(found, dict) else None
    told = error.get("message") if isinstance(error, dict) else None
    if status not in range(400, 500) or reply_of(status, found) is not Reply.REFUSED:
        return ""
    return detail_of(status, found) if isinstance(told, str) and told.strip() else ""


def parsed_or_none(body: bytes) -> Any:
    try:
        return parsed(body)
    except ValueError:
        return None
