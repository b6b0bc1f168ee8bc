"""The file that asks a second person: everything that is to be judged, and the rows it binds.

The hash of the manifest is recomputed from the rows, so that what is read is what is approved;
subject, sender, reason and addresses are what the person who asks says of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from workbench.errors import BadInput
from workbench.remediation.manifest import hash_rows

SCHEMA: Final = 1
LARGEST: Final = 64 << 20  # bytes; 20,000 rows of 3 KiB
_KIND: Final = "email-security-workbench request for approval"
_ROW: Final = 6  # members of a row
_SHOWN: Final = 500  # characters of any text


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """``rows`` are (mailbox, key, fingerprint, tier, target, address) of every copy."""

    action: str
    tenant: str
    kind: str
    subject: str
    sender: str
    reason: str
    requested_by: str
    why: str
    rows: tuple[tuple[str, ...], ...]
    protected: tuple[str, ...] = ()

    @property
    def manifest(self) -> str:
        return hash_rows(self.kind, self.tenant, (row[:5] for row in self.rows))

    @property
    def mailboxes(self) -> tuple[str, ...]:
        """Addresses, each once."""
        return tuple(sorted({row[5] for row in self.rows}))

    @property
    def weak(self) -> int:
        return sum(row[3] == "weak" for row in self.rows)


def write_request(request: ApprovalRequest) -> bytes:
    return json.dumps({"what": _KIND, "schema": SCHEMA, **asdict(request)}, indent=1).encode()


def read_request(data: bytes) -> ApprovalRequest:
    """``BadInput`` with what is wrong, in words."""
    if len(data) > LARGEST:
        raise BadInput("The request is too large to be one")
    try:
        value = json.loads(data)
        if value.pop("what") != _KIND or value.pop("schema") != SCHEMA:
            raise ValueError("it is something else, or of a newer workbench")
        return _made(value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(f"This is not a request for approval: {error}") from error


def _made(value: dict[str, Any]) -> ApprovalRequest:
    if value.keys() != {field.name for field in fields(ApprovalRequest)}:
        raise ValueError("its members are not those of a request")
    rows = tuple(tuple(_text(part, 4_096) for part in row) for row in value.pop("rows"))
    if not rows or any(len(row) != _ROW for row in rows):
        raise ValueError("a row has not the parts it should have")
    if len({row[:2] for row in rows}) < len(rows):
        raise ValueError("a copy is named twice")
    protected = tuple(_text(one, _SHOWN) for one in value.pop("protected"))
    return ApprovalRequest(
        rows=rows, protected=protected, **{n: _text(v, 4_096) for n, v in value.items()}
    )


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError("a member is no text of a sensible length")
    return value
