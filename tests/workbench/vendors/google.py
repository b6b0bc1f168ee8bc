"""Google's own client library, with its built-in discovery documents, on the simulated tenant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import google_auth_httplib2
import httplib2
from google.oauth2 import service_account
from googleapiclient.discovery import build

from tests.tenant import SimulatedTenant

PREFIX = "https://www.googleapis.com/auth/"


@contextmanager
def client(
    tenant: SimulatedTenant, api: str, version: str, subject: str, *scopes: str, below: str = ""
) -> Iterator[Any]:
    """A client of one API for one mailbox, or for the administrator when ``subject`` is empty;
    ``below`` is the path of its service."""
    facts = tenant.facts["google"]
    make: Any = service_account.Credentials.from_service_account_file
    credentials = make(facts["key"], scopes=[PREFIX + scope for scope in scopes])
    credentials = credentials.with_subject(subject or facts["admin"])
    plain = httplib2.Http(ca_certs=tenant.facts["ca"], proxy_info=None)
    signed = google_auth_httplib2.AuthorizedHttp(credentials, http=plain)
    made = build(
        api, version, http=signed, static_discovery=True,
        client_options={"api_endpoint": facts["base"] + below},
    )  # fmt: skip
    try:
        yield made
    finally:
        made.close()
