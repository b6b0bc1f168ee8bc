"""People, their addresses and web addresses, in the parts that rules ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Domain:
    """A host name: ``mail.example.co.uk`` has root_domain example.co.uk, sld example, tld co.uk."""

    domain: str
    root_domain: str | None = None
    sld: str | None = None
    tld: str | None = None
    subdomain: str | None = None
    valid: bool = False
    punycode: str | None = None


@dataclass(frozen=True, slots=True)
class EmailAddress:
    email: str
    local_part: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Correspondent:
    display_name: str | None
    email: EmailAddress


@dataclass(frozen=True, slots=True)
class Recipients:
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    bcc: tuple[Correspondent, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """``base`` is the subject without its reply and forward marks."""

    subject: str
    base: str
    is_reply: bool
    is_forward: bool


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The gateways that rewrote an address, outermost first, and the address as it was found."""

    encoders: tuple[str, ...]
    original: str


@dataclass(frozen=True, slots=True)
class QueryParameter:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ip:
    ip: str


@dataclass(frozen=True, slots=True)
class Url:
    """An address after all rewriting that can be undone offline."""

    url: str
    scheme: str
    domain: Domain
    ip: Ip | None = None
    port: int | None = None
    username: str | None = None
    password: str | None = None
    path: str | None = None
    query_params: str | None = None
    query_params_decoded: tuple[QueryParameter, ...] = ()
    fragment: str | None = None
    rewrite: Rewrite | None = None
