"""A workspace on disk for each test, closed whatever happens, and copies to put in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from workbench.model.mail import Copy, MessageRef
from workbench.store.workspace import Workspace

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace.open(tmp_path / "case.workspace")
    yield opened
    opened.close()


@pytest.fixture
def make_copy() -> Callable[..., Copy]:
    """A copy number n; the same number in another mailbox is the same message."""
    return build_copy


def build_copy(number: int, mailbox: str = "ann", **changed: Any) -> Copy:
    values: dict[str, Any] = {
        "ref": MessageRef("contoso", mailbox, f"{mailbox}-{number}"),
        "mailbox_address": f"{mailbox}@contoso.example",
        "internet_id": f"<{number}@sender.example>",
        "sender_name": "Payroll Desk",
        "sender_address": f"desk{number}@sender.example",
        "subject": f"Invoice number {number}",
        "received": NOON + timedelta(minutes=number),
        "sent": NOON,
        "folder": "inbox",
        "is_read": True,
        "has_attachments": False,
        "version": "v1",
        "preview": "Please find the statement below",
        "recipients": (f"{mailbox}@contoso.example",),
    }
    return Copy(**(values | changed))
