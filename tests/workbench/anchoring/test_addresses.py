"""Which addresses of sinks are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.anchoring.addresses import SinkAddress, sink_of
from workbench.anchoring.credentials import Credentials
from workbench.anchoring.draft import DraftSink
from workbench.anchoring.syslog import SyslogSink
from workbench.anchoring.webhook import WebhookSink
from workbench.errors import BadInput


def _sink(address: str) -> object:
    return sink_of(SinkAddress(address), Credentials(lambda: None))


def test_every_form() -> None:
    assert _sink("syslog+udp://siem.example") == SyslogSink(
        "syslog+udp://siem.example", "udp", "siem.example", 514
    )
    assert _sink("syslog+tcp://[::1]:99") == SyslogSink("syslog+tcp://[::1]:99", "tcp", "::1", 99)
    assert isinstance(_sink("syslog+tls://siem.example/"), SyslogSink)
    assert isinstance(_sink("https://hook.example/a?b=c"), WebhookSink)
    assert _sink("draft:a@b.example") == DraftSink("draft:a@b.example", "a@b.example")


@pytest.mark.parametrize(
    "address",
    [
        "", "http://hook.example", "https://", "https://user@hook.example", "draft:nobody",
        "syslog://siem.example", "syslog+sctp://x", "syslog+udp://", "syslog+udp://h:99999",
        "syslog+tcp://h/path", "ftp://x", "https://h/\n", "https://h/ü", "https://h/" + "x" * 600,
        "https://h/ x", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_everything_else_is_refused_in_words(address: str) -> None:
    with pytest.raises(BadInput):
        _sink(address)


def test_an_authority_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no certificate authority"):
        sink_of(SinkAddress("https://h.example", str(tmp_path / "none")), Credentials(lambda: None))


def test_only_a_webhook_takes_a_credential() -> None:
    with pytest.raises(BadInput, match="Only a webhook"):
        sink_of(SinkAddress("syslog+tls://h.example", authorized=True), Credentials(lambda: None))
