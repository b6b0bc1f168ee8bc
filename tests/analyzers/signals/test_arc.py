"""ARC chains sealed here by hand: what holds, what is broken, and what a copy cannot tell."""

from __future__ import annotations

import logging

import dkim
import pytest

from analyzers.model.authentication import Signature, Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Fact, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.arc import UNIT
from tests.analyzers.signals.said import artifact
from tests.analyzers.signals.zoned import Heard, hear
from tests.samples.signing import arc_sealed, mail, rsa_key, signed

ZONE = {
    "TXT arc._domainkey.list.test": [rsa_key().record],
    "TXT arc._domainkey.relay.test": [rsa_key(number=1).record],
}
ORIGINAL = Fidelity.ORIGINAL


def one() -> bytes:
    return arc_sealed(signed(mail(), rsa_key()), rsa_key(), "list.test", 1, "none")


def two(chain: str = "pass") -> bytes:
    return arc_sealed(one(), rsa_key(number=1), "relay.test", 2, chain)


def judged(data: bytes, fidelity: Fidelity = ORIGINAL) -> Heard:
    return hear(UNIT, data, ZONE, fidelity=fidelity)


def key_for_dkimpy(name: bytes, timeout: int = 5) -> bytes:
    del timeout
    return ZONE[f"TXT {name.decode().rstrip('.')}"][0].encode()


@pytest.mark.parametrize("data", [one(), two()], ids=["one set", "two sets"])
@pytest.mark.parametrize("fidelity", Fidelity)
def test_a_chain_that_holds_is_evidence_on_any_copy(data: bytes, fidelity: Fidelity) -> None:
    heard = judged(data, fidelity)
    assert (heard.result.result, heard.result.standing) == ("pass", Standing.VERIFIED)
    assert {s.result for s in heard.of(Signature)} == {"pass"}
    assert heard.rules == {}


def test_another_program_finds_the_same() -> None:
    silent = logging.getLogger("silent")
    silent.disabled = True
    state, _, why = dkim.arc_verify(two(), logger=silent, dnsfunc=key_for_dkimpy)
    assert (state, why) == (b"pass", "success")


def test_who_sealed_is_told_oldest_first() -> None:
    heard = judged(two())
    facts = {fact.label: fact.value for fact in heard.of(Fact)}
    assert facts["Sealed by"] == "list.test, then relay.test"
    seals = [s for s in heard.of(Signature) if s.kind == "ARC-Seal"]
    assert [(s.instance, s.domain) for s in seals] == [(1, "list.test"), (2, "relay.test")]
    assert all(s.header >= 0 for s in seals)


def test_without_keys_it_could_not_be_checked() -> None:
    heard = hear(UNIT, two())
    assert (heard.result.result, heard.result.standing) == ("", Standing.UNCHECKED)
    assert set(heard.needs) == set(ZONE)
    assert heard.rules == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Hello there", b"Hello their"),
        (b"Subject: Hello", b"Subject: Help"),
        (b"i=1; list.test; spf=pass", b"i=1; list.test; spf=fail"),
        (b"i=2; relay.test; spf=pass", b"i=2; relay.test; spf=fail"),
        (b"cv=none", b"cv=pass"),
        (b"cv=pass", b"cv=fail"),
        (b"ARC-Authentication-Results: i=1", b"ARC-Authentication-Results: i=3"),
        (b"ARC-Authentication-Results: i=1", b"X-Other: i=1"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=2"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=99"),
        (b"ARC-Seal: i=1", b"ARC-Seal: x"),
    ],
)
def test_a_broken_chain_counts_on_the_original_only(old: bytes, new: bytes) -> None:
    data = two().replace(old, new, 1)
    heard = judged(data)
    assert heard.result.result == "fail"
    assert heard.rules == {"arc.chain.broken": Severity.LOW}
    copy = judged(data, Fidelity.RESERIALISED)
    assert copy.result.result == ""
    assert copy.rules == {}


def test_a_body_changed_between_two_sets_leaves_the_chain_whole() -> None:
    changed = one().replace(b"Hello there", b"Hello there, members")
    heard = judged(arc_sealed(changed, rsa_key(number=1), "relay.test", 2, "pass"))
    assert heard.result.result == "pass"


def test_more_sets_than_are_checked_are_a_limit() -> None:
    data = one()
    for number in range(2, 13):
        data = arc_sealed(data, rsa_key(), "list.test", number, "pass")
    heard = judged(data)
    assert heard.rules == {"limit.arc.sets": Severity.MEDIUM}
    assert heard.asked == ()


def test_mail_without_sets_is_silent() -> None:
    assert judged(mail()).all == ()


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
