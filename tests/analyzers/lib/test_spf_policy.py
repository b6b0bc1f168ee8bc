"""Records made to cost time or to break the evaluator."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.dns_answers import KIND, Answer, Lookups, Status, spell
from analyzers.lib.spf_policy import evaluate

JUNK = [
    "a:." + "a" * 3900 + "!",
    "%" * 3900,
    "a:%{d" + "9" * 3800 + "}.x.test",
    "a:%{d0}.x.test",
    "a:" + "%{d}." * 700,
    "ip6:" + ":" * 3000,
    "ip4:1.2.3.4/" + "9" * 3000,
    "exists:" + "a-" * 1900,
    "a:" + "a." * 1900,
    "a.a=" * 900,
    "a:%{}.x.test",
    "a:%{dé}.x.test",
    "\xff\xfe",
    "redirect= redirect=",
    "exp=",
    "include:",
    "a:" + "%{l}" * 900 + ".test",
    "mx://",
    "a/0//0",
    "+",
    ":",
    "=",
]


@pytest.mark.parametrize("term", JUNK)
@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_a_hostile_record_ends_in_time_with_a_result(term: str, address: str) -> None:
    answer = Answer(Status.FOUND, (f"v=spf1 {term} -all",))
    lookups = Lookups({(KIND, "TXT a.test"): spell(answer)})
    started = time.process_time()
    found = evaluate(address, "b@a.test", "h.test", lookups)
    assert time.process_time() - started < 1
    assert found.result or found.wanted or found.refused


@pytest.mark.parametrize("address", ["", "x", "1.2.3", "999.1.1.1", "list"])
def test_an_address_that_is_none_gives_no_pass(address: str) -> None:
    answer = Answer(Status.FOUND, ("v=spf1 ip4:0.0.0.0/0 -all",))
    lookups = Lookups({(KIND, "TXT a.test"): spell(answer)})
    assert evaluate(address, "b@a.test", "h.test", lookups).result != "pass"


def test_a_record_that_is_too_long_is_an_error() -> None:
    answer = Answer(Status.FOUND, ("v=spf1 " + "ip4:192.0.2.1 " * 400,))
    lookups = Lookups({(KIND, "TXT a.test"): spell(answer)})
    assert evaluate("192.0.2.1", "b@a.test", "h.test", lookups).result == "permerror"
