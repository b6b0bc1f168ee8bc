"""A note, a tenant nobody asks, and certificates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.workbench.anchoring.listeners import certificates_in
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.anchoring.note import Note
from workbench.simulation.server.certificates import Certificates


@pytest.fixture
def note() -> Note:
    moment = datetime(2026, 3, 2, 12, 0, 1, 250_000, tzinfo=UTC)
    return Note(17, "ab" * 32, "finish", "case.workspace", "desk 1", moment)


@pytest.fixture
def tenant() -> MemoryTenant:
    return MemoryTenant()


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return certificates_in(tmp_path / "certificates")
