"""What the campaigns promise to those who test detection and remediation against them."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.workbench.simulation.worlds import default_world, labelled, parsed
from workbench.simulation.world import SimMessage

REACH = {
    "credential-link": 112, "qr-picture": 38, "macro-invoice": 27, "html-smuggling": 14,
    "account-takeover": 47, "archived-program": 19, "exercise": 40,
}  # fmt: skip


def body(message: SimMessage) -> bytes:
    return default_world().mime(message).split(b"\r\n\r\n", 1)[1]


@pytest.mark.parametrize(("campaign", "mailboxes"), REACH.items())
def test_a_campaign_reaches_its_mailboxes(campaign: str, mailboxes: int) -> None:
    assert len({m.mailbox for m in labelled(default_world(), campaign)}) == mailboxes


@pytest.mark.parametrize("campaign", ["credential-link", "macro-invoice", "account-takeover"])
def test_all_copies_are_one_message_with_one_body(campaign: str) -> None:
    copies = labelled(default_world(), campaign)
    assert len({m.internet_id for m in copies}) == 1
    assert len({body(m) for m in copies}) == 1


def test_each_copy_has_a_last_hop_of_its_own() -> None:
    copies = labelled(default_world(), "qr-picture")
    assert len({parsed(default_world(), m)["Received"] for m in copies}) == len(copies)


def test_copies_lie_in_every_state_an_analyst_meets() -> None:
    world = default_world()
    known = {f.key: f.known or f.name for f in world.folders}
    copies = labelled(world, "credential-link")
    assert {known[m.folder] for m in copies} == {
        "inbox", "junkemail", "deleteditems", "archive", "To read"
    }  # fmt: skip
    assert {m.is_read for m in copies} == {True, False}
    assert max(Counter(m.mailbox for m in copies).values()) == 2


def test_a_decoy_has_the_same_id_and_is_another_message() -> None:
    world = default_world()
    phish, decoys = labelled(world, "credential-link"), labelled(world, "same-message-id")
    assert {m.internet_id for m in decoys} == {phish[0].internet_id}
    assert {body(m) for m in decoys}.isdisjoint({body(phish[0])})
    assert {m.sender for m in decoys}.isdisjoint({phish[0].sender})
    assert {m.mailbox for m in decoys} & {m.mailbox for m in phish}


def test_a_decoy_has_the_same_subject_and_another_id() -> None:
    world = default_world()
    phish, decoys = labelled(world, "credential-link")[0], labelled(world, "same-subject")
    assert {m.subject for m in decoys} == {phish.subject}
    assert phish.internet_id not in {m.internet_id for m in decoys}


def test_answers_refer_to_the_phish_and_are_not_part_of_it() -> None:
    world = default_world()
    phish = {m.internet_id for m in world.messages if m.key in world.truth["credential-link"]}
    answers = [m for m in labelled(world, "answers-to-phish") if "password" in m.subject]
    assert answers
    for answer in answers:
        assert parsed(world, answer)["In-Reply-To"] in phish


def test_no_copy_is_labelled_twice() -> None:
    counts = Counter(key for keys in default_world().truth.values() for key in keys)
    assert set(counts.values()) == {1}
    assert set(default_world().kinds) == set(default_world().truth)


def test_reports_are_recent_and_name_a_copy_of_the_reporter() -> None:
    world = default_world()
    messages = {m.key: m for m in world.messages}
    mailboxes = {p.key: p.address for p in world.people}
    assert 25 <= len(world.reports) <= 40
    for report in world.reports:
        message = messages[report.message]
        assert world.now - timedelta(days=14) <= report.reported
        assert message.received <= report.reported
        assert mailboxes[message.mailbox] == report.reporter
        assert report.internet_id == message.internet_id
    assert sum(r.simulation for r in world.reports) == 3


def test_some_reports_are_false_alarms() -> None:
    world = default_world()
    assert sum(r.message in world.truth["false-alarm"] for r in world.reports) == 4


def test_alerts_name_messages_that_exist() -> None:
    world = default_world()
    known = {m.internet_id for m in world.messages}
    assert len(world.alerts) >= 4
    assert all(set(alert.internet_ids) <= known for alert in world.alerts)
    assert all(alert.internet_ids and alert.recipients for alert in world.alerts)
