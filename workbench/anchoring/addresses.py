"""Sinks as they are written down: one address each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from workbench.anchoring.credentials import Credentials
from workbench.anchoring.draft import DraftSink
from workbench.anchoring.note import Sink
from workbench.anchoring.syslog import PORTS, SyslogSink
from workbench.anchoring.webhook import WebhookSink
from workbench.errors import BadInput

LONGEST: Final = 500  # characters
FORMS: Final = (
    "syslog+udp://HOST[:PORT], syslog+tcp://…, syslog+tls://…, https://… or draft:MAILBOX"
)
_MAILBOX = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{3,253}")


@dataclass(frozen=True, slots=True)
class SinkAddress:
    """``authority`` is the path of a PEM to trust for TLS; ``authorized`` where the key store
    has what a webhook demands in its Authorization header."""

    address: str
    authority: str = ""
    authorized: bool = False


def sink_of(written: SinkAddress, credentials: Credentials) -> Sink:
    """``BadInput`` with what is wrong, in words."""
    address = written.address
    if len(address) > LONGEST or not address.isascii() or not address.isprintable():
        raise BadInput("An address of a sink is plain text")
    scheme, _, rest = address.partition(":")
    if written.authorized and scheme != "https":
        raise BadInput("Only a webhook, https://…, takes an Authorization header")
    if written.authority and not Path(written.authority).is_file():
        raise BadInput(f"There is no certificate authority at {written.authority}")
    if scheme == "draft":
        if not _MAILBOX.fullmatch(rest):
            raise BadInput(f"{rest[:80]!r} is not an address of a mailbox")
        return DraftSink(address, rest)
    return _over_network(written, scheme, credentials)


def _over_network(written: SinkAddress, scheme: str, credentials: Credentials) -> Sink:
    parts = _split(written.address)
    if not parts.hostname or parts.username is not None or " " in written.address:
        raise BadInput(f"A sink is written {FORMS}")
    if scheme == "https":
        credential = partial(credentials.of, written.address) if written.authorized else None
        return WebhookSink(written.address, written.authority, credential)
    head, _, way = scheme.partition("+")
    if head != "syslog" or way not in PORTS or parts.path.strip("/") or parts.query:
        raise BadInput(f"A sink is written {FORMS}")
    port = parts.port or PORTS[way]
    return SyslogSink(written.address, way, parts.hostname, port, written.authority)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise BadInput(f"Not an address: {error}") from error
    return parts
