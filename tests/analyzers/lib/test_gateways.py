"""Filters' fields are read product by product, each with whose word it is."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from analyzers.lib.gateways import is_full, verdicts
from analyzers.lib.hops import transport_path, trusted_reach
from analyzers.model.message import Header
from analyzers.model.path import GatewayVerdict, Trust
from analyzers.model.unit import Context
from tests.samples.ways import NOBODY, OURS, STRANGER, Fields, exchange, line, message


def found(fields: Fields, context: Context = NOBODY) -> list[GatewayVerdict]:
    one = message(fields)
    path = transport_path(one, context)
    return list(verdicts(one, path, trusted_reach(one, path, context)))


@pytest.mark.parametrize(
    ("name", "value", "product", "unwanted"),
    [
        ("X-Gm-Spam", "1", "Google", True),
        ("X-Gm-Phishy", "0", "Google", False),
        ("X-Spam-Checked-In-Group", "list@a.example", "Google", None),
        (
            *("X-Proofpoint-Spam-Details", "rule=outbound_notspam policy=outbound score=0"),
            *("Proofpoint", False),
        ),
        ("X-Proofpoint-Spam-Details", "rule=spam policy=default score=99", "Proofpoint", True),
        ("X-Proofpoint-Spam-Details", "rule=inbound_policy score=0", "Proofpoint", None),
        ("X-Proofpoint-Virus-Version", "vendor=x engine=1", "Proofpoint", None),
        ("X-Mimecast-Spam-Score", "7", "Mimecast", None),
        ("X-Mimecast-Spam-Signature", "yes", "Mimecast", True),
        ("X-Barracuda-Spam-Status", "Yes, SCORE=4.10 using", "Barracuda", True),
        ("X-Barracuda-Spam-Status", "No, SCORE=0.00 using", "Barracuda", False),
        ("X-IronPort-Anti-Spam-Filtered", "true", "Cisco", None),
        ("X-Amp-Result", "SKIPPED(no attachment in message)", "Cisco", None),
        ("X-Amp-Result", "MALICIOUS", "Cisco", True),
        ("X-TM-AS-Result", "No-10--3.487300-8.000000", "Trend Micro", False),
        ("X-TM-AS-Result", "Yes-25--3.4", "Trend Micro", True),
        ("X-SASI-SpamProbability", "9%", "Sophos", None),
        ("X-SpamReason", "No, hits=0.5 required=7.0", "Symantec", False),
        ("X-FE-Policy-ID", "4:1:2:SYSTEM", "FortiMail", None),
        ("X-antispameurope-Spamstatus", "CLEAN", "Hornetsecurity", False),
        ("X-Spam-Status", "Yes, score=9.1 required=5.0 tests=[A]", "SpamAssassin", True),
        ("X-Spam-Flag", "NO", "SpamAssassin", False),
        ("X-Spamd-Result", "default: True [30.0 / 25.00]; A(1.0)[]", "rspamd", True),
        ("X-Spamd-Result", "default: False [1.04 / 25.00]", "rspamd", False),
        ("X-Rspamd-Action", "add header", "rspamd", True),
        ("X-Rspamd-Action", "no action", "rspamd", False),
        ("X-Virus-Scanned", "amavisd-new at a.example", "Amavis or ClamAV", None),
        ("X-Vade-Verdict", "clean", "Vade", False),
        ("X-SES-Spam-Verdict", "FAIL", "Amazon SES", True),
        ("X-UI-Filterresults", "notjunk:1;V01:K0", "GMX or 1&1", False),
        ("X-Example-MailScanner-SpamCheck", "not spam, SpamAssassin (x)", "MailScanner", False),
        ("X-Example-MailScanner-SpamCheck", "spam, ORDB-RBL", "MailScanner", True),
    ],
)
def test_a_field_of_each_product_concludes(
    name: str, value: str, product: str, unwanted: bool | None
) -> None:
    (verdict,) = found(((name, value), ("From", "a@b.example")))
    assert (verdict.product, verdict.unwanted) == (product, unwanted)
    assert (verdict.notes[0].value, verdict.header) == (value, 0)


def test_one_bad_word_of_a_product_outweighs_its_good_ones() -> None:
    (verdict,) = found((("X-SES-Spam-Verdict", "PASS"), ("X-SES-Virus-Verdict", "FAIL")))
    assert verdict.unwanted
    assert len(verdict.notes) == 2


def test_microsofts_fields_are_the_word_of_our_tenant_only_where_it_holds_the_newest_lines() -> (
    None
):
    assert found(exchange(), OURS)[0].trust is Trust.OURS
    assert found(exchange(), NOBODY)[0].trust is Trust.UNKNOWN
    hosts = Context(own_domains=frozenset({"example.com"}))
    above = line(f"from x (x [{STRANGER}]) by mx.example.com with ESMTP", 9)
    assert found((above, *exchange()), hosts)[0].trust is Trust.CLAIMED


def test_a_field_below_our_servers_line_is_a_claim() -> None:
    hosts = Context(own_domains=frozenset({"example.com"}))
    fields = (
        ("X-Spam-Status", "Yes, score=9"),
        line(f"from x (x [{STRANGER}]) by mx.example.com with ESMTP", 1),
        ("X-Spam-Status", "No, score=0"),
    )
    trusts = {verdict.trust: verdict.unwanted for verdict in found(fields, hosts)}
    assert trusts == {Trust.OURS: True, Trust.CLAIMED: False}


def test_ten_thousand_fields_cost_little() -> None:
    header = Header("X-Spam-Status", "Yes " * 16_000, "")
    one = replace(message((("From", "a@b.example"),)), headers=(header,) * 10_000)
    path = transport_path(one, NOBODY)
    start = time.process_time()
    (verdict,) = verdicts(one, path, trusted_reach(one, path, NOBODY))
    assert time.process_time() - start < 0.5
    assert len(verdict.notes) == 100
    assert is_full(one)
