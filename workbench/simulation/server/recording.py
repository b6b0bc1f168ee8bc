"""Writes every exchange as a line of JSON, for whoever checks them against the description.

Secrets are left out even though those of a simulated tenant open nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

RAW_KEPT = 256 * 1024  # bytes of a body that is not JSON: a whole batch of Google answers
HIDDEN = "(left out)"
SECRET_FIELDS = ("client_secret", "client_assertion", "code", "device_code", "code_verifier")


class Recorder:
    """Appends to one file; each line is complete on disk before the next begins."""

    def __init__(self, path: Path) -> None:
        self._file: TextIO = path.open("a", encoding="utf-8")

    def close(self) -> None:
        self._file.close()

    def form(self, fields: Mapping[str, str]) -> dict[str, str]:
        """A form as it may be written down."""
        return {
            name: HIDDEN if name in SECRET_FIELDS or "token" in name else value
            for name, value in fields.items()
        }

    def write(
        self,
        request: tuple[str, str, Mapping[str, str], object],
        response: tuple[int, Mapping[str, str], object],
    ) -> None:
        """Method, URL, headers and body; status, headers and body."""
        method, url, request_headers, request_body = request
        status, response_headers, response_body = response
        line = {
            "method": method,
            "url": url,
            "request_headers": _headers(request_headers),
            "request_body": _body(request_body),
            "status": status,
            "response_headers": dict(response_headers),
            "response_body": _body(response_body),
        }
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {
        name: f"Bearer {HIDDEN}" if name.casefold() == "authorization" else value
        for name, value in headers.items()
    }


def _body(body: object) -> object:
    if isinstance(body, bytes):
        return _raw(body)
    if isinstance(body, dict) and "access_token" in body:
        return {n: HIDDEN if n.endswith("_token") else value for n, value in body.items()}
    return body


def _raw(body: bytes) -> object:
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return {"$base64": base64.b64encode(body[:RAW_KEPT]).decode()}
