"""Every spelling of a recipient in a link is recognised, and masked before anybody is asked."""

from __future__ import annotations

import base64
import codecs
import hashlib
import json
import zlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib import recipients
from analyzers.lib.linkset import make, marked
from analyzers.lib.masking import MARK, masked
from analyzers.lib.recipients import carried, spellings
from analyzers.model.message import Address, Header, Message

ANN = "Ann.Lee@example.org"
KNOWN = spellings((ANN,))
LOW = ANN.lower()


def b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


PACKED = base64.urlsafe_b64encode(zlib.compress(f"h=1&r={LOW}".encode())).decode()

SPELT = [
    (LOW, "plain"),
    (ANN, "plain"),
    (quote(ANN, safe=""), "plain"),
    (quote(quote(LOW, safe=""), safe=""), "plain"),
    ("".join(f"%{byte:02X}" for byte in ANN.encode()), "plain"),
    ("ann.lee=example.org", "plain"),
    (b64(ANN), "base64"),
    (b64("x" + LOW + "yz"), "base64"),
    (b64(json.dumps({"e": ANN, "n": 1})), "base64"),
    (b64("xx" + LOW), "base64"),
    (LOW.encode().hex(), "hex"),
    (LOW.encode().hex().upper(), "hex"),
    (LOW[::-1], "reversed"),
    (codecs.encode(LOW, "rot13"), "rot13"),
    (hashlib.md5(LOW.encode()).hexdigest(), "digest"),
    (hashlib.sha1(LOW.encode()).hexdigest(), "digest"),
    (hashlib.sha256(ANN.encode()).hexdigest(), "digest"),
    (PACKED, "packed"),
]


@pytest.mark.parametrize(("text", "how"), SPELT)
def test_a_spelling_is_recognised_and_masked(text: str, how: str) -> None:
    url = f"https://a.example/x?e={text}&z=1"
    found = carried(url, KNOWN)
    assert found is not None
    assert (found.how, found.address) == (how, LOW)
    clean = masked(url, [ANN])
    assert MARK in clean
    assert clean.startswith("https://a.example/x?e=")
    assert clean.endswith("&z=1")
    assert carried(clean, KNOWN) is None


@pytest.mark.parametrize("text", ["bob@example.org", "ann.lee", b64("bob@example.org"), "x" * 40])
def test_other_content_stays(text: str) -> None:
    url = f"https://a.example/x?e={text}"
    assert carried(url, KNOWN) is None
    assert masked(url, [ANN]) == url


def test_nothing_is_masked_where_nobody_is_known() -> None:
    assert masked("https://a.example/?e=ann", []) == "https://a.example/?e=ann"
    assert spellings(("no address", "@", "a" * 300 + "@example.org")) == ()


def test_links_that_carry_a_recipient_are_marked() -> None:
    links = [make("https://a.example/#" + ANN, "", "a"), make("https://a.example/", "", "a")]
    assert [link.recipient for link in marked(links, (ANN,))] == [True, False]


def test_receiving_servers_name_the_mailbox_too() -> None:
    people = [Address("", "a@example.org")], [Address("", "b@example.org")]
    headers = (Header("Delivered-To", "<c@example.org>", ""),)
    to, cc = map(tuple, people)
    message = Message("eml", "", (), (), "", to, cc, "", "", headers, (), ())
    assert recipients.of(message) == ("a@example.org", "b@example.org", "c@example.org")
    assert recipients.of(None) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_spelling_is_left_whatever_stands_around(before: str, after: str) -> None:
    for text, how in SPELT:
        clean = masked(f"{before}/{text}/{after}", [ANN])
        if how != "packed":
            assert text not in clean
