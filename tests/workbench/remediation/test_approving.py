"""What a second person approved runs; nothing else does, at any start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workbench.approvals.second import second_person
from tests.workbench.remediation.bench import Bench
from workbench.approvals.approver import Approver
from workbench.approvals.requests import read_request
from workbench.approvals.signed import SignedApproval, sign
from workbench.changes import Changes
from workbench.connectors.identities import Identities
from workbench.errors import RemediationRefused, SignInNeeded
from workbench.jobs import unheard
from workbench.model.natures import MailboxKind, Nature
from workbench.model.remediation import (
    CUSTOMARY,
    SECOND_PERSON,
    ActionKind,
    ActionState,
    ActionView,
    Choice,
)
from workbench.model.safeguards import Safeguards
from workbench.model.thresholds import Thresholds
from workbench.remediation.engine import RemediationEngine
from workbench.store import natures
from workbench.store.database import connect

SUE, PRIVATE = second_person()
GUARDED = Safeguards((SUE.line,), ("cem@contoso.example",))


def guarded(
    bench: Bench, safeguards: Safeguards = GUARDED, own: tuple[Approver, ...] = ()
) -> Bench:
    identities = Identities(bench.tenant, safeguards=safeguards)
    bench.engine = RemediationEngine(
        *(bench.workspace, bench.tenant, bench.clock, "ann@contoso.example", Changes()),
        *(identities, lambda: own),
    )
    return bench


def _waiting(bench: Bench, choice: Choice = CUSTOMARY) -> ActionView:
    async def begin() -> ActionView:
        return await bench.engine.act(await bench.scope(), choice, "phishing", 0, unheard)

    view = asyncio.run(begin())
    assert view.state is ActionState.AWAITING_APPROVAL
    assert bench.tenant.moves == 0
    return view


def signed_by(
    bench: Bench, id: str, approver: Approver = SUE, private: Ed25519PrivateKey = PRIVATE
) -> SignedApproval:
    request = read_request(asyncio.run(bench.engine.request(id)))
    return sign(request, approver, private, bench.clock.now())


def approve(bench: Bench, signed: SignedApproval) -> ActionView:
    return asyncio.run(bench.engine.approved(signed, unheard))


@pytest.mark.parametrize("kind", [kind for kind in ActionKind if kind is not ActionKind.UNDO])
def test_a_protected_mailbox_waits_and_runs_once_approved(bench: Bench, kind: ActionKind) -> None:
    view = _waiting(guarded(bench), Choice(kind, "Inbox" if kind is ActionKind.FOLDER else ""))
    assert "1 mailbox is protected" in view.note
    after = approve(bench, signed_by(bench, view.id))
    assert after.state in (ActionState.COMPLETED, ActionState.COMPLETED_WITH_EXCEPTIONS)
    assert bench.tenant.moves > 0
    assert asyncio.run(bench.engine.verify()).holds


def test_the_request_names_what_is_protected(bench: Bench) -> None:
    view = _waiting(guarded(bench))
    request = read_request(asyncio.run(bench.engine.request(view.id)))
    assert request.protected == ("cem@contoso.example (named by the profile)",)
    assert (request.requested_by, request.reason) == ("ann@contoso.example", "phishing")


def _another_key(bench: Bench, id: str) -> SignedApproval:
    return signed_by(bench, id, *second_person())


def _a_stranger(bench: Bench, id: str) -> SignedApproval:
    return signed_by(bench, id, *second_person("tom@contoso.example"))


def _too_late(bench: Bench, id: str) -> SignedApproval:
    signed = signed_by(bench, id)
    bench.clock.time += timedelta(hours=25).total_seconds()
    return signed


def _other_copies(bench: Bench, id: str) -> SignedApproval:
    request = read_request(asyncio.run(bench.engine.request(id)))
    fewer = replace(request, rows=request.rows[1:])
    return sign(fewer, SUE, PRIVATE, bench.clock.now())


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (_another_key, "signature"),
        (_a_stranger, "not among the approvers"),
        (_too_late, "expired"),
        (_other_copies, "other copies"),
    ],
)
def test_an_approval_that_does_not_hold_moves_nothing(
    bench: Bench, forge: Callable[[Bench, str], SignedApproval], words: str
) -> None:
    view = _waiting(guarded(bench))
    signed = forge(bench, view.id)
    with pytest.raises(RemediationRefused, match=words):
        approve(bench, signed)
    assert bench.tenant.moves == 0
    assert asyncio.run(bench.engine.action(view.id)).state is ActionState.AWAITING_APPROVAL


def test_a_key_of_this_computer_is_no_second_person(bench: Bench) -> None:
    view = _waiting(guarded(bench, own=(SUE,)))
    with pytest.raises(RemediationRefused, match="lies on this computer"):
        approve(bench, signed_by(bench, view.id))


def test_who_was_pinned_afterwards_cannot_approve_what_waits_already(bench: Bench) -> None:
    view = _waiting(guarded(bench, Safeguards((), GUARDED.protected)))
    guarded(bench)
    with pytest.raises(RemediationRefused, match="was not an approver"):
        approve(bench, signed_by(bench, view.id))
    assert bench.tenant.moves == 0


def test_an_approval_is_for_one_action(bench: Bench) -> None:
    first = _waiting(guarded(bench))
    signed = signed_by(bench, first.id)
    asyncio.run(bench.engine.cancel(first.id))
    with pytest.raises(RemediationRefused, match="takes no approval"):
        approve(bench, signed)


def test_it_is_proved_again_when_the_action_goes_on(bench: Bench) -> None:
    view = _waiting(guarded(bench))
    signed = signed_by(bench, view.id)
    bench.tenant.failing.append(SignInNeeded("expired"))
    assert approve(bench, signed).state is ActionState.PAUSED
    moves = bench.tenant.moves
    with closing(connect(bench.workspace.path)) as connection:
        connection.execute("UPDATE approval SET body = replace(body, '24', '25')")
        connection.execute("UPDATE approval SET signature = 'AAAA'")
    with pytest.raises(RemediationRefused):
        asyncio.run(bench.engine.proceed(view.id, unheard))
    assert bench.tenant.moves == moves
    assert not asyncio.run(bench.engine.verify()).holds


def test_what_was_paused_for_too_long_is_approved_anew(bench: Bench) -> None:
    view = _waiting(guarded(bench))
    bench.tenant.failing.append(SignInNeeded("expired"))
    assert approve(bench, signed_by(bench, view.id)).state is ActionState.PAUSED
    bench.clock.time += timedelta(hours=25).total_seconds()
    with pytest.raises(RemediationRefused, match=f"^{SECOND_PERSON} anew. .* expired"):
        asyncio.run(bench.engine.proceed(view.id, unheard))
    assert approve(bench, signed_by(bench, view.id)).state is ActionState.COMPLETED
    assert asyncio.run(bench.engine.verify()).holds


def test_the_ceiling_of_a_day_cannot_be_approved(bench: Bench) -> None:
    guarded(bench, Safeguards((SUE.line,), (), daily_items=2))
    with pytest.raises(RemediationRefused, match="ceiling of 2 a day"):
        asyncio.run(bench.quarantine())
    assert asyncio.run(bench.engine.actions()) == ()


def test_the_ceiling_counts_what_was_done_in_the_last_24_hours(bench: Bench) -> None:
    guarded(bench, Safeguards((), (), daily_items=5))
    first = asyncio.run(bench.quarantine())
    asyncio.run(bench.engine.undo(first.id, unheard))
    with pytest.raises(RemediationRefused, match="the 3 of the last 24 hours"):
        asyncio.run(bench.quarantine())
    bench.clock.time += timedelta(hours=25).total_seconds()
    assert asyncio.run(bench.quarantine()).state is ActionState.COMPLETED


def test_a_key_written_into_the_workspace_afterwards_approves_nothing(bench: Bench) -> None:
    view = _waiting(guarded(bench, Safeguards((), GUARDED.protected)))
    guarded(bench)
    with closing(connect(bench.workspace.path)) as connection:
        connection.execute("UPDATE action SET approvers = ?", (SUE.line,))
    with pytest.raises(RemediationRefused, match="was not an approver"):
        approve(bench, signed_by(bench, view.id))
    assert bench.tenant.moves == 0
    assert not asyncio.run(bench.engine.verify()).holds


def test_a_mailbox_excluded_since_is_left_alone(bench: Bench) -> None:
    view = _waiting(guarded(bench))
    signed = signed_by(bench, view.id)
    bench.tenant.spared = frozenset({"bob@contoso.example"})
    with pytest.raises(RemediationRefused, match=r"bob@contoso.example is left alone"):
        approve(bench, signed)
    assert bench.tenant.moves == 0
    bench.tenant.spared = frozenset()
    assert approve(bench, signed).state is ActionState.COMPLETED


def test_a_kind_of_mailbox_waits_for_a_second_person(bench: Bench) -> None:
    _tell_kinds(bench, ann=MailboxKind.PERSON, bob=MailboxKind.SHARED, cem=MailboxKind.PERSON)
    view = _waiting(guarded(bench, Safeguards((SUE.line,), ("kind:shared",))))
    assert view.note == "1 mailbox is protected (1 shared mailbox)"
    request = read_request(asyncio.run(bench.engine.request(view.id)))
    assert request.protected == ("bob@contoso.example (shared mailbox)",)
    guarded(bench, Safeguards((SUE.line,), ("kind:room",)))
    assert asyncio.run(bench.engine.proceed(view.id, unheard)).state is ActionState.COMPLETED


def test_a_mailbox_of_which_nobody_knows_what_it_is_takes_the_typed_count(bench: Bench) -> None:
    _tell_kinds(bench, ann=MailboxKind.PERSON, bob=MailboxKind.UNKNOWN)
    guarded(bench, Safeguards((SUE.line,), ("kind:shared",)))
    with pytest.raises(RemediationRefused, match="and what 2 mailboxes are is not known: type 3"):
        asyncio.run(bench.quarantine())
    assert bench.tenant.moves == 0
    assert asyncio.run(bench.quarantine(3)).state is ActionState.COMPLETED


def test_peoples_own_mailboxes_need_nobody_where_shared_ones_are_protected(bench: Bench) -> None:
    person = MailboxKind.PERSON
    _tell_kinds(bench, ann=person, bob=person, cem=person)
    guarded(bench, Safeguards((SUE.line,), ("kind:shared",)))
    assert asyncio.run(bench.quarantine()).state is ActionState.COMPLETED


def test_a_profile_that_became_stricter_asks_for_a_second_person_when_it_goes_on(
    bench: Bench,
) -> None:
    guarded(bench, Safeguards((SUE.line,)))
    bench.tenant.failing.append(SignInNeeded("expired"))
    view = asyncio.run(bench.quarantine())
    assert view.state is ActionState.PAUSED
    guarded(bench, Safeguards((SUE.line,), thresholds=Thresholds(approval_items=2)))
    with pytest.raises(RemediationRefused, match="approve this: 3 messages are more than 2"):
        asyncio.run(bench.engine.proceed(view.id, unheard))
    assert bench.tenant.effects == []
    request = read_request(asyncio.run(bench.engine.request(view.id)))
    assert request.why == "3 messages are more than 2"
    assert approve(bench, signed_by(bench, view.id)).state is ActionState.COMPLETED


def _tell_kinds(bench: Bench, **kinds: MailboxKind) -> None:
    told = tuple(Nature(key, f"{key}@contoso.example", kind) for key, kind in kinds.items())
    bench.workspace.run_blocking(natures.save, "contoso", told)
