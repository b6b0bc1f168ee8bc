"""Syslog over UDP, TCP and TLS, to real listeners."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.workbench.anchoring import listeners
from tests.workbench.anchoring.listeners import HOST, Heard
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.anchoring.note import Note
from workbench.anchoring.syslog import SyslogSink, message
from workbench.errors import BadInput, Unreachable, Untrusted
from workbench.simulation.server.certificates import Certificates

FORM = re.compile(  # RFC 5424 section 6: header, no structured data, text
    r"<109>1 2026-03-02T12:00:01\.250Z desk1 email-security-workbench \d+ anchor - \{.*\}"
)


def _sink(heard: Heard, way: str, authority: str = "") -> SyslogSink:
    return SyslogSink("s", way, HOST, heard.port, authority)


def test_the_message_has_the_form_of_rfc_5424(note: Note) -> None:
    assert FORM.fullmatch(message(note).decode())
    assert len(message(note)) < 480  # every receiver takes so much (RFC 5424 section 6.1)


def test_udp(note: Note, tenant: MemoryTenant) -> None:
    async def story() -> None:
        async with listeners.udp() as heard:
            receipt = await _sink(heard, "udp").send(note, tenant)
            await heard.came.wait()
            assert "confirms nothing" in receipt
            assert heard.notes[0]["seq"] == 17

    asyncio.run(story())


def test_tcp_counts_octets(note: Note, tenant: MemoryTenant) -> None:
    async def story() -> None:
        async with listeners.tcp() as heard:
            for _ in range(3):
                await _sink(heard, "tcp").send(note, tenant)
            while len(heard.lines) < 3:
                heard.came.clear()
                await heard.came.wait()
            assert all(FORM.fullmatch(line) for line in heard.lines)

    asyncio.run(story())


def test_tls_trusts_the_named_authority_alone(
    note: Note, tenant: MemoryTenant, certificates: Certificates
) -> None:
    async def story() -> None:
        async with listeners.tcp(certificates.server_context()) as heard:
            await _sink(heard, "tls", str(certificates.authority)).send(note, tenant)
            await heard.came.wait()
            assert heard.notes[0]["hash"] == note.hash
            with pytest.raises(Untrusted):
                await _sink(heard, "tls").send(note, tenant)
            assert len(heard.lines) == 1
            with pytest.raises(BadInput):
                await _sink(heard, "tls", str(certificates.server.with_name("none"))).send(
                    note, tenant
                )

    asyncio.run(story())


def test_nobody_there(note: Note, tenant: MemoryTenant) -> None:
    async def story() -> None:
        async with listeners.tcp() as heard:
            pass
        with pytest.raises(Unreachable):
            await _sink(heard, "tcp").send(note, tenant)

    asyncio.run(story())
