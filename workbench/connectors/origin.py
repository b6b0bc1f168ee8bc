"""Which origin a bearer token may travel to: exact scheme, host and port."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from workbench.errors import BadInput, Untrusted

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, lower-case host and port of one service."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin:
        """Raise ``BadInput`` unless ``url`` is a plain http(s) address without a user."""
        parts = _split(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
            raise BadInput(f"Not an address of a service: {url!r}")
        return cls(parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme])

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK

    def require_secure(self) -> None:
        """TLS everywhere; plain HTTP only to this very machine."""
        if self.scheme != "https" and not self.loopback:
            raise Untrusted(f"{self.host} is not reached over TLS")

    def require(self, url: str) -> str:
        """The same ``url`` when it lies in this origin, else ``Untrusted``: a foreign link that the
        service handed out must never see the token."""
        try:
            same = Origin.of(url) == self
        except BadInput:
            same = False
        if not same:
            raise Untrusted("The service pointed to another address; the token was not sent there")
        return url


def _split(url: str) -> SplitResult:
    """Characters that parsers disagree about (RFC 3986 knows none of them) end the matter here."""
    if not url.isascii() or any(c <= " " or c in "\\\x7f" for c in url):
        raise BadInput("An address with characters that no address has")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadInput(f"Not an address: {error}") from error
    return parts


def tls_context(certificate_authority: str, origin: Origin) -> ssl.SSLContext:
    """System trust; a private authority only for loopback, where it is the simulated tenant's."""
    if not certificate_authority:
        return ssl.create_default_context()
    if not origin.loopback:
        raise Untrusted("A private certificate authority is accepted for this machine only")
    try:
        return ssl.create_default_context(cafile=certificate_authority)
    except (OSError, ssl.SSLError) as error:
        raise BadInput(f"The certificate authority cannot be read: {error}") from error
