"""A webhook over real TLS: taken, refused, redirected, not trusted, gone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.workbench.anchoring import listeners
from tests.workbench.anchoring.listeners import HOST, Heard
from tests.workbench.profiles.stores import MemoryStore
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.anchoring.credentials import Credentials
from workbench.anchoring.note import Note
from workbench.anchoring.webhook import WebhookSink
from workbench.errors import StoreError, Unexpected, Unreachable, Untrusted
from workbench.profiles.keystore import KeyStore
from workbench.simulation.server.certificates import Certificates


def _sink(heard: Heard, authority: str = "") -> WebhookSink:
    return WebhookSink(f"https://{HOST}:{heard.port}/anchors", authority)


def test_what_a_webhook_may_answer(
    note: Note, tenant: MemoryTenant, certificates: Certificates
) -> None:
    async def story() -> None:
        async with listeners.webhook(certificates) as heard:
            sink = _sink(heard, str(certificates.authority))
            assert (await sink.send(note, tenant)).startswith("HTTP 204, ")
            assert heard.notes[0]["seq"] == note.seq
            heard.status = 403
            with pytest.raises(Unexpected, match="HTTP 403"):
                await sink.send(note, tenant)
            heard.status, heard.headers = 307, {"Location": f"https://{HOST}:{heard.port}/other"}
            with pytest.raises(Untrusted, match="redirect"):
                await sink.send(note, tenant)
            assert len(heard.lines) == 3  # nothing came to where it was sent on
            with pytest.raises(Untrusted):
                await _sink(heard).send(note, tenant)
            assert len(heard.lines) == 3
        with pytest.raises(Unreachable):
            await sink.send(note, tenant)

    asyncio.run(story())


def test_a_credential_is_shown_to_its_webhook_alone(
    note: Note, tenant: MemoryTenant, certificates: Certificates
) -> None:
    credentials = Credentials(lambda: KeyStore(MemoryStore()))

    async def story() -> None:
        async with listeners.webhook(certificates) as heard:
            plain = _sink(heard, str(certificates.authority))
            await plain.send(note, tenant)
            told = replace(plain, credential=lambda: "Splunk 1234")
            await told.send(note, tenant)
            assert heard.authorized == ["", "Splunk 1234"]
            lost = replace(plain, credential=lambda: credentials.of(plain.name))
            with pytest.raises(StoreError, match="is not in the key store"):
                await lost.send(note, tenant)
            assert len(heard.lines) == 2  # never without it

    asyncio.run(story())
    assert "1234" not in repr(_sink(listeners.Heard()))
