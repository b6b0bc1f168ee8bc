"""DKIM signatures by keys made here: what holds, what does not, and what a copy cannot tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analyzers.lib.bodyhash import LARGEST
from analyzers.model.authentication import BodyHash, Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Fact, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.dkim import UNIT
from tests.analyzers.signals.said import artifact
from tests.analyzers.signals.zoned import Heard, hear
from tests.samples.messages import message
from tests.samples.signing import (
    NOW,
    KeyPair,
    ed25519_key,
    mail,
    rsa_key,
    signed,
    signed_by_hand,
    weak_key,
)
from workbench.simulation.samples.msg import OutlookMessage, Recipient, outlook_message

KEY = "TXT sel._domainkey.example.com"
NAMES = ("from", "to", "subject", "date")
FOOTER = b"_______________________________________________\r\nList mailing list\r\n"


def zone(key: KeyPair | None = None, **tags: str) -> dict[str, list[str]]:
    record = (key or rsa_key()).record + "".join(f"; {tag}={value}" for tag, value in tags.items())
    return {KEY: [record]}


def judged(data: bytes, **options: object) -> Heard:
    return hear(UNIT, data, zone(), **options)  # type: ignore[arg-type]


def test_without_an_answer_the_body_is_compared_and_nothing_is_concluded() -> None:
    heard = hear(UNIT, signed(mail(), rsa_key()))
    assert (heard.signature.body_hash, heard.signature.result) == (BodyHash.MATCHES, "")
    assert heard.signature.standing is heard.result.standing is Standing.UNCHECKED
    assert "key unknown" in heard.signature.detail
    assert heard.needs == [KEY]
    assert heard.rules == {}


@pytest.mark.parametrize("key", [rsa_key(), ed25519_key()], ids=["rsa", "ed25519"])
@pytest.mark.parametrize("head", [b"simple", b"relaxed"])
@pytest.mark.parametrize("body", [b"simple", b"relaxed"])
@pytest.mark.parametrize("fidelity", Fidelity)
def test_a_signature_that_holds_is_evidence_on_any_copy(
    key: KeyPair, head: bytes, body: bytes, fidelity: Fidelity
) -> None:
    data = signed(mail(body=b"A  b\t c \r\n\r\n\r\n"), key, forms=(head, body))
    heard = hear(UNIT, data, zone(key), fidelity=fidelity)
    assert (heard.signature.result, heard.signature.standing) == ("pass", Standing.VERIFIED)
    assert heard.signature.body_hash is BodyHash.MATCHES
    assert heard.result.aligned is True
    assert heard.rules == {"dkim.verified": Severity.INFO}


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_line_ends_of_a_saved_file_do_not_matter(end: bytes) -> None:
    data = signed(mail(), rsa_key()).replace(b"\r\n", end)
    assert judged(data).signature.result == "pass"


def test_a_body_that_was_changed_fails_on_the_original_only() -> None:
    data = signed(mail(), rsa_key()).replace(b"Hello there", b"Hello their")
    heard = judged(data)
    assert (heard.signature.result, heard.signature.body_hash) == ("fail", BodyHash.DIFFERS)
    assert heard.rules == {"dkim.fail": Severity.LOW}
    for fidelity in set(Fidelity) - {Fidelity.ORIGINAL}:
        copy = judged(data, fidelity=fidelity)
        assert (copy.signature.result, copy.signature.standing) == ("", Standing.UNCHECKED)
        assert "not verifiable" in copy.signature.detail
        assert copy.rules == {"dkim.unverifiable": Severity.INFO}


def test_a_changed_body_fails_without_the_key_too() -> None:
    data = signed(mail(), rsa_key()).replace(b"Hello there", b"Hello their")
    heard = hear(UNIT, data)
    assert (heard.signature.result, heard.needs) == ("fail", [KEY])


@pytest.mark.parametrize("old", [b"Subject: Hello", b"From: Ann"])
def test_a_header_that_was_changed_does_not_hold(old: bytes) -> None:
    heard = judged(signed(mail(), rsa_key()).replace(old, old + b"x"))
    assert heard.signature.body_hash is BodyHash.MATCHES
    assert "does not hold" in heard.signature.detail
    assert heard.rules == {"dkim.fail": Severity.LOW}


def test_another_key_does_not_make_it_hold() -> None:
    heard = hear(UNIT, signed(mail(), rsa_key()), {KEY: [rsa_key(number=1).record]})
    assert heard.signature.result == "fail"


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("v=DKIM1; p=", "revoked"),
        ("v=DKIM2; p=AAAA", "no DKIM key"),
        ("v=DKIM1; k=ed25519; p=AAAA", "another kind"),
        ("v=DKIM1; s=tlsrpt; p=AAAA", "not for mail"),
        ("v=DKIM1; h=sha1; p=AAAA", "hash"),
        ("v=DKIM1; p=!!!!", "base64"),
        ("v=DKIM1; p=AAAA", "damaged"),
        ("p=AAAA; p=AAAA", "broken"),
    ],
)
def test_a_key_that_cannot_be_used_is_no_pass_and_no_failure(record: str, why: str) -> None:
    heard = hear(UNIT, signed(mail(), rsa_key()), {KEY: [record]})
    assert heard.signature.result == "permerror"
    assert why in heard.signature.detail
    assert heard.rules == {}


def test_a_key_that_is_gone_says_nothing() -> None:
    heard = hear(UNIT, signed(mail(), rsa_key()), {})
    assert (heard.signature.result, heard.signature.standing) == ("permerror", Standing.UNCHECKED)
    assert "withdrawn" in heard.signature.detail
    assert heard.needs == []


def test_dns_that_fails_is_a_need_that_stays() -> None:
    data = signed(mail(), rsa_key())
    heard = hear(UNIT, data, zone(), failing=["sel._domainkey.example.com"])
    assert (heard.signature.result, heard.needs) == ("temperror", [KEY])


def test_flags_of_the_key_are_heeded() -> None:
    data = signed(mail(), rsa_key())
    assert "test" in hear(UNIT, data, zone(t="y")).signature.detail
    below = signed_by_hand(mail(), rsa_key(), "d=example.com; s=sel; i=@a.example.com", NAMES)
    assert hear(UNIT, below, zone()).signature.result == "pass"
    assert hear(UNIT, below, zone(t="s")).signature.result == "permerror"


def test_an_expired_signature_does_not_pass() -> None:
    made, ends = (int((NOW - timedelta(days=days)).timestamp()) for days in (9, 2))
    tags = f"d=example.com; s=sel; t={made}; x={ends}"
    heard = judged(signed_by_hand(mail(), rsa_key(), tags, NAMES))
    assert heard.signature.result == "fail"
    assert heard.signature.expires.startswith(str((NOW - timedelta(days=2)).date()))
    assert heard.rules == {"dkim.expired": Severity.LOW}
    early = mail(moment=NOW - timedelta(days=5))
    assert judged(signed_by_hand(early, rsa_key(), tags, NAMES)).signature.result == "pass"


def test_a_signature_of_the_future_is_named() -> None:
    made = int((NOW + timedelta(days=30)).timestamp())
    heard = judged(signed_by_hand(mail(), rsa_key(), f"d=example.com; s=sel; t={made}", NAMES))
    assert heard.rules == {"dkim.verified": Severity.INFO, "dkim.time": Severity.INFO}


def test_text_behind_the_signed_length_is_told() -> None:
    data = signed(mail(), rsa_key(), length=True)
    assert judged(data).rules == {"dkim.verified": Severity.INFO, "dkim.length": Severity.INFO}
    heard = judged(data + b"Pay here\r\n")
    assert heard.signature.result == "pass"
    assert heard.rules["dkim.length"] is Severity.MEDIUM


def test_a_body_shorter_than_the_signed_length_differs() -> None:
    data = signed(mail(body=b"Hello there\r\n" * 3), rsa_key(), length=True)
    assert judged(data[:-13]).signature.body_hash is BodyHash.DIFFERS


@pytest.mark.parametrize("key", [weak_key(), rsa_key()], ids=["768 bits", "sha1"])
def test_weak_signatures_count_as_none(key: KeyPair) -> None:
    algorithm = b"rsa-sha256" if key is not rsa_key() else b"rsa-sha1"
    weak = KeyPair(key.private, key.record, key.rsa, algorithm)
    heard = hear(UNIT, signed(mail(), weak), zone(weak))
    assert heard.signature.result == "permerror"
    assert "it holds, but" in heard.signature.detail
    assert heard.rules == {"dkim.weak": Severity.INFO}


def test_what_is_not_signed_is_named() -> None:
    data = mail("Reply-To: x@example.net", "Content-Type: text/plain")
    heard = judged(signed(data, rsa_key(), headers=(b"from", b"date")))
    assert heard.signature.unsigned == ("Subject", "Reply-To", "To", "Content-Type")
    assert heard.rules["dkim.header.unsigned"] is Severity.INFO


def test_a_second_subject_beside_the_signed_one_is_named() -> None:
    heard = judged(b"Subject: Invoice\r\n" + signed(mail(), rsa_key()))
    assert heard.signature.result == "pass"
    assert heard.rules["dkim.header.added"] is Severity.LOW
    fooled = judged(b"Subject: Invoice\r\n" + signed(mail(), rsa_key()).replace(b"Hello", b"Hi"))
    assert fooled.signature.result == "fail"


def test_a_field_signed_twice_cannot_be_added() -> None:
    names = (b"from", b"from", b"subject", b"subject", b"date", b"to")
    data = signed(mail(), rsa_key(), headers=names)
    assert judged(data).signature.result == "pass"
    assert judged(b"Subject: Invoice\r\n" + data).signature.result == "fail"


def test_a_list_that_adds_its_footer_broke_it_on_the_way() -> None:
    data = b"List-Post: <mailto:list@list.test>\r\n" + signed(mail(), rsa_key()) + FOOTER
    heard = judged(data)
    assert heard.signature.detail.startswith("broken on the way")
    assert heard.rules == {"dkim.broken-on-the-way": Severity.INFO}
    alone = judged(signed(mail(), rsa_key()) + FOOTER)
    assert "on the way" not in alone.signature.detail
    assert alone.rules == {"dkim.fail": Severity.LOW}


def test_a_list_that_tags_the_subject_broke_it_on_the_way() -> None:
    data = b"List-Post: <mailto:list@list.test>\r\n" + signed(mail(), rsa_key())
    heard = judged(data.replace(b"Subject: Hello", b"Subject: [list] Hello") + FOOTER)
    assert heard.signature.detail.startswith("broken on the way")
    assert heard.rules == {"dkim.broken-on-the-way": Severity.INFO}
    other = judged(data.replace(b"Subject: Hello", b"Subject: [list] Invoice"))
    assert other.signature.detail.startswith("does not hold")


def test_one_signature_that_holds_is_enough() -> None:
    data = signed(signed(mail(), rsa_key()), rsa_key(number=1), "other.test", "x")
    heard = hear(UNIT, data, zone() | {"TXT x._domainkey.other.test": [rsa_key().record]})
    assert [r.result for r in heard.of(type(heard.signature))] == ["fail", "pass"]
    assert heard.rules == {"dkim.verified": Severity.INFO}


@pytest.mark.parametrize(
    "tags",
    [
        "d=example.com; s=sel; h=from",
        "v=2; a=rsa-sha256; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-md5; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=localhost; s=sel; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=10.0.0.1; s=sel; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=example.com; s=a b/c; h=from; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=example.com; s=sel; h=to; bh=AAAA; b=AAAA",
        "v=1; a=rsa-sha256; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA; i=@example.org",
        "v=1; a=rsa-sha256; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA; l=-1",
        "v=1; a=rsa-sha256; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA; t=9; x=8",
        "v=1; a=rsa-sha256; c=nowsp; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA",
        "v=1; v=1; a=rsa-sha256; d=example.com; s=sel; h=from; bh=AAAA; b=AAAA",
        "",
        ";;;=",
    ],
)
def test_what_breaks_the_grammar_is_asked_no_key(tags: str) -> None:
    heard = judged(f"DKIM-Signature: {tags}\r\n".encode() + mail())
    assert (heard.signature.result, heard.asked) == ("permerror", ())
    assert heard.rules == {"dkim.malformed": Severity.INFO}


def test_a_flood_of_signatures_is_bounded() -> None:
    field = b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=%d; h=from; bh=AAAA; b=AAAA\r\n"
    heard = judged(b"".join(field % number for number in range(100)) + mail())
    assert heard.rules["limit.dkim.signatures"] is Severity.MEDIUM
    assert len(heard.asked) == 10


def test_a_giant_body_is_not_compared() -> None:
    data = signed(mail(), rsa_key()) + b"x" * LARGEST
    heard = judged(data)
    assert (heard.signature.result, heard.signature.body_hash) == ("", BodyHash.UNCHECKED)
    assert heard.rules == {"limit.dkim.body": Severity.MEDIUM}


def test_headers_of_an_outlook_file_are_checked_alone() -> None:
    head = signed(mail(), rsa_key()).partition(b"\r\n\r\n")[0].decode() + "\r\n"
    to = (Recipient("bob.builder@own.test", "Bob"),)
    data = outlook_message(
        OutlookMessage("Hello", "ann@example.com", "Ann", to, "Hi", headers=head)
    )
    heard = hear(UNIT, data, zone(), kind="msg")
    assert (heard.signature.result, heard.signature.body_hash) == ("", BodyHash.UNCHECKED)
    assert "the signed headers hold" in heard.signature.detail
    assert heard.rules == {}


def test_unsigned_mail_is_silent() -> None:
    assert hear(UNIT, message()).all == ()


def test_each_signature_is_a_line_in_the_panel() -> None:
    heard = judged(signed(mail(), rsa_key()))
    (fact,) = heard.of(Fact)
    assert fact.value == "example.com with key sel: pass, body matches"


def test_without_a_message_there_is_no_answer() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(artifact(), Context()))
