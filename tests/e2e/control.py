"""The back door of a simulated tenant in another process."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

SECONDS = 30  # for an answer on a busy machine


def control(facts: Mapping[str, Any], do: str, **members: object) -> dict[str, Any]:
    """See ``workbench.simulation.server.control`` for the commands."""
    parts = urlsplit(facts["control"])
    trust = ssl.create_default_context(cafile=facts["ca"])
    connection = http.client.HTTPSConnection(parts.netloc, timeout=SECONDS, context=trust)
    try:
        connection.request("POST", parts.path, json.dumps({"do": do, **members}))
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return dict(json.loads(body))
    finally:
        connection.close()
