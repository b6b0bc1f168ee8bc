"""A bench for each test, closed whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbench.remediation.bench import Bench, open_bench
from tests.workbench.remediation.tenant import MemoryTenant


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Message 1 lies in three mailboxes, and message 2 in the first of them."""
    tenant = MemoryTenant()
    tenant.deliver(1, "ann")
    tenant.deliver(1, "bob", "invoices")
    tenant.deliver(1, "cem", "junk")
    tenant.deliver(2, "ann")
    opened = open_bench(tmp_path, tenant)
    yield opened
    opened.workspace.close()
