"""The table of the protocol, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workbench.remediation.tenant import NOON
from workbench.connectors.port import Reply, Sighting
from workbench.model.mail import Copy, MessageRef
from workbench.model.remediation import ActionKind, ItemState
from workbench.remediation.items import MAX_ATTEMPTS, Item, Step, judge

REF = MessageRef("contoso", "ann", "1")
COPY = Copy(
    ref=REF,
    mailbox_address="ann@contoso.example",
    internet_id="<1@x>",
    sender_name="",
    sender_address="a@x",
    subject="s",
    received=NOON,
    sent=NOON,
    folder="inbox",
    is_read=False,
    has_attachments=False,
    version="v1",
    fingerprint="f",
)
PENDING = Item(
    ref=REF,
    kind=ActionKind.QUARANTINE,
    fingerprint="f",
    target="quarantine",
    dst="q",
    elsewhere=False,
    source="inbox",
    state=ItemState.PENDING,
)
INTENT = replace(PENDING, state=ItemState.INTENT, superseded=frozenset({"v1"}), attempts=1)
UNDO = replace(PENDING, kind=ActionKind.UNDO, source="q", dst="inbox", target="inbox")
THERE = replace(COPY, folder="q", version="v2")
STALE_THERE = replace(COPY, folder="q", version="v1")
ELSEWHERE = replace(COPY, folder="other", version="v3")


@pytest.mark.parametrize(
    ("item", "copy", "step", "state"),
    [
        (PENDING, COPY, Step.SEND, ItemState.INTENT),
        (PENDING, THERE, Step.SETTLE, ItemState.ALREADY),
        (PENDING, ELSEWHERE, Step.SEND, ItemState.INTENT),
        (PENDING, replace(COPY, fingerprint="g"), Step.SETTLE, ItemState.CHANGED),
        (replace(PENDING, superseded=frozenset({"v1"})), STALE_THERE, Step.WAIT, None),
        (UNDO, ELSEWHERE, Step.SETTLE, ItemState.CHANGED),
        (UNDO, THERE, Step.SEND, ItemState.INTENT),
        (replace(UNDO, superseded=frozenset({"v1"})), COPY, Step.WAIT, None),
        (UNDO, COPY, Step.SETTLE, ItemState.ALREADY),
        (INTENT, THERE, Step.SETTLE, ItemState.DONE),
        (replace(INTENT, elsewhere=True), THERE, Step.SETTLE, ItemState.RESTORED_ELSEWHERE),
        (INTENT, STALE_THERE, Step.WAIT, None),
        (INTENT, COPY, Step.SEND, ItemState.INTENT),
        (INTENT, ELSEWHERE, Step.SETTLE, ItemState.CHANGED),
        (INTENT, replace(ELSEWHERE, version="v1"), Step.WAIT, None),
        (INTENT, replace(COPY, fingerprint="g"), Step.SETTLE, ItemState.CHANGED),
        (replace(INTENT, status="ok"), COPY, Step.WAIT, None),
        (replace(INTENT, status="denied"), COPY, Step.SETTLE, ItemState.DENIED),
        (replace(INTENT, status="refused"), COPY, Step.SETTLE, ItemState.REVIEW),
        (replace(INTENT, status="gone"), COPY, Step.FOLDER, None),
        (replace(INTENT, status="denied"), THERE, Step.SETTLE, ItemState.DONE),
        (replace(INTENT, conflicts=6), COPY, Step.SETTLE, ItemState.REVIEW),
        (replace(INTENT, attempts=MAX_ATTEMPTS), COPY, Step.SETTLE, ItemState.REVIEW),
        (replace(INTENT, attempts=MAX_ATTEMPTS), STALE_THERE, Step.SETTLE, ItemState.REVIEW),
    ],
)
def test_what_a_read_leads_to(item: Item, copy: Copy, step: Step, state: ItemState | None) -> None:
    judged = judge(item, Sighting(REF, Reply.OK, copy), cancelling=False)
    assert judged.step is step
    if state is not None:
        assert judged.state is state


@pytest.mark.parametrize(
    ("item", "reply", "step", "state"),
    [
        (PENDING, Reply.GONE, Step.SETTLE, ItemState.GONE),
        (INTENT, Reply.GONE, Step.SETTLE, ItemState.GONE),
        (PENDING, Reply.DENIED, Step.SETTLE, ItemState.DENIED),
        (INTENT, Reply.DENIED, Step.SETTLE, ItemState.REVIEW),
        (replace(INTENT, status="denied"), Reply.DENIED, Step.SETTLE, ItemState.DENIED),
        (PENDING, Reply.REFUSED, Step.SETTLE, ItemState.REVIEW),
        (PENDING, Reply.BUSY, Step.WAIT, None),
        (PENDING, Reply.UNKNOWN, Step.WAIT, None),
        (replace(PENDING, attempts=MAX_ATTEMPTS), Reply.UNKNOWN, Step.SETTLE, ItemState.REVIEW),
        (replace(PENDING, attempts=MAX_ATTEMPTS), Reply.BUSY, Step.WAIT, None),
    ],
)
def test_what_a_read_without_a_copy_leads_to(
    item: Item, reply: Reply, step: Step, state: ItemState | None
) -> None:
    judged = judge(item, Sighting(REF, reply), cancelling=False)
    assert judged.step is step
    if state is not None:
        assert judged.state is state


@pytest.mark.parametrize(
    ("item", "copy", "step", "state"),
    [
        (PENDING, COPY, Step.SETTLE, ItemState.SKIPPED),
        (INTENT, COPY, Step.WAIT, None),
        (INTENT, THERE, Step.SETTLE, ItemState.DONE),
        (replace(INTENT, status="busy"), COPY, Step.SETTLE, ItemState.SKIPPED),
        (replace(INTENT, status="gone"), COPY, Step.SETTLE, ItemState.SKIPPED),
        (replace(INTENT, attempts=MAX_ATTEMPTS), COPY, Step.SETTLE, ItemState.REVIEW),
    ],
)
def test_cancelling_sends_nothing_and_still_finds_out(
    item: Item, copy: Copy, step: Step, state: ItemState | None
) -> None:
    judged = judge(item, Sighting(REF, Reply.OK, copy), cancelling=True)
    assert judged.step is step
    if state is not None:
        assert judged.state is state


def test_being_busy_is_no_attempt() -> None:
    judged = judge(PENDING, Sighting(REF, Reply.BUSY, retry_after=3), cancelling=False)
    assert judged.waiting(10.0).attempts == 0
    assert judged.delay == 3
