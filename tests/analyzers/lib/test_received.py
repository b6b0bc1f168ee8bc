"""Received fields of many makes are read, and hostile ones cost little."""

from __future__ import annotations

import tarfile
import time
from pathlib import Path

import pytest

from analyzers.lib.headers import parse_block
from analyzers.lib.received import parse_received

DATE = "; Mon, 1 Jun 2026 10:00:00 +0200"
# make, field, HELO|name by DNS|address|server|protocol|TLS|id|recipient
MAKES = [
    (
        "Postfix",
        "from helo.example (rdns.example [192.0.2.1]) (using TLSv1.3 with cipher "
        "TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by "
        "mx.example (Postfix) with ESMTPS id 4RdcfZ for <ann@example.com>",
        "helo.example|rdns.example|192.0.2.1|mx.example|ESMTPS|TLSv1.3 "
        "TLS_AES_256_GCM_SHA384|4RdcfZ|ann@example.com",
    ),
    (
        "Postfix, local",
        "by mx.example (Postfix, from userid 1000) id 35136103873",
        "|||mx.example|||35136103873|",
    ),
    (
        "Sendmail",
        "from helo.example (IDENT:ann@rdns.example [192.0.2.1] (may be forged)) by "
        "mx.example (8.11.6/8.11.6) with ESMTP id g6KNpcj02522 (version=TLSv1/SSLv3 "
        "cipher=EDH-DSS-DES-CBC3-SHA bits=168 verify=NO) for <ann@example.com>",
        "helo.example|rdns.example|192.0.2.1|mx.example|ESMTP|TLSv1/SSLv3 "
        "EDH-DSS-DES-CBC3-SHA|g6KNpcj02522|ann@example.com",
    ),
    (
        "Sendmail, local",
        "(from ann@localhost) by mx.example (8.11.6/8.11.6) id g79HRpd17229",
        "ann@localhost|||mx.example|||g79HRpd17229|",
    ),
    (
        "Exim",
        "from rdns.example ([192.0.2.1] helo=helo.example) by mx.example with esmtps  "
        "(TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <e@x.example>) id "
        "1p4ec1-LN",
        "helo.example|rdns.example|192.0.2.1|mx.example|esmtps|TLS1.3 "
        "TLS_AES_256_GCM_SHA384|1p4ec1-LN|",
    ),
    (
        "Exim, no name",
        "from [192.0.2.1] (port=52623 helo=helo.example) by mx.example with smtp id 1p4",
        "helo.example||192.0.2.1|mx.example|smtp||1p4|",
    ),
    (
        "qmail",
        "from unknown (HELO helo.example) (e@x.example@192.0.2.1) by mx.example with SMTP",
        "helo.example||192.0.2.1|mx.example|SMTP|||",
    ),
    (
        "qmail, inside",
        "(qmail 13344 invoked from network)",
        "|||||||",
    ),
    (
        "Yahoo",
        "from 192.0.2.1 (EHLO helo.example) by mta1.mail.yahoo.com with SMTPS",
        "helo.example||192.0.2.1|mta1.mail.yahoo.com|SMTPS|||",
    ),
    (
        "Exchange Online",
        "from helo.example (192.0.2.1) by DB1.mail.protection.outlook.com (10.167.253.10) "
        "with Microsoft SMTP Server (version=TLS1_2, "
        "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.8769.18 via Frontend "
        "Transport",
        "helo.example||192.0.2.1|DB1.mail.protection.outlook.com|Microsoft SMTP "
        "Server|TLS1_2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384|15.20.8769.18|",
    ),
    (
        "Exchange, its own store",
        "from A.prod.outlook.com ([fe80::38cb:2667%4]) by A.prod.outlook.com "
        "([fe80::38cb:2667%4]) with mapi id 15.20.7409.039",
        "A.prod.outlook.com||fe80::38cb:2667|A.prod.outlook.com|mapi||15.20.7409.039|",
    ),
    (
        "Exchange, HTTPS",
        "from A.prod.outlook.com (2603:10b6::1) by B.prod.outlook.com with HTTPS",
        "A.prod.outlook.com||2603:10b6::1|B.prod.outlook.com|HTTPS|||",
    ),
    (
        "Google",
        "from helo.example (rdns.example. [192.0.2.1]) by mx.google.com with ESMTPS id a6402 "
        "for <ann@example.com> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256)",
        "helo.example|rdns.example|192.0.2.1|mx.google.com|ESMTPS|TLS1_3 "
        "TLS_AES_256_GCM_SHA384|a6402|ann@example.com",
    ),
    (
        "Google, inside",
        "by 2002:a05:6820:4b94:b0:663:46f:6042 with SMTP id 006d021491bc7",
        "|||2002:a05:6820:4b94:b0:663:46f:6042|SMTP||006d021491bc7|",
    ),
    (
        "Amazon SES",
        "from a8-50.smtp-out.amazonses.com (a8-50.smtp-out.amazonses.com [192.0.2.1]) by "
        "inbound-smtp.us-east-1.amazonaws.com with SMTP id 4l3 for ann@example.com",
        ""
        "a8-50.smtp-out.amazonses.com|a8-50.smtp-out.amazonses.com|192.0.2.1|inbound-smtp.us-east-1.amazonaws.com|SMTP||4l3|ann@example.com",
    ),
    (
        "Lotus Domino",
        "from helo.example ([192.0.2.1]) by NOTES.example (Lotus Domino Release 5.0.8) with "
        "ESMTP id 2002072610052345:1234",
        "helo.example||192.0.2.1|NOTES.example|ESMTP||2002072610052345:1234|",
    ),
    (
        "Cisco",
        "from rdns.example (HELO helo.example) ([192.0.2.1]) by esa.example with "
        "ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384",
        ""
        "helo.example|rdns.example|192.0.2.1|esa.example|ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384|ECDHE-RSA-AES256-GCM-SHA384||",
    ),
    (
        "LMTP",
        "from mx.example ([IPv6:2001:db8::1]) by store.example with LMTP id MJX+NoRd5F2caA",
        "mx.example||2001:db8::1|store.example|LMTP||MJX+NoRd5F2caA|",
    ),
    (
        "webmail",
        "from mail pickup service by hotmail.example with Microsoft SMTPSVC",
        "mail pickup service|||hotmail.example|Microsoft SMTPSVC|||",
    ),
    (
        "bare",
        "from helo.example [192.0.2.1] by mx.example with NNFMP",
        "helo.example||192.0.2.1|mx.example|NNFMP|||",
    ),
]


@pytest.mark.parametrize(("text", "parts"), [make[1:] for make in MAKES], ids=[m[0] for m in MAKES])
def test_a_field_of_each_make_is_read(text: str, parts: str) -> None:
    hop = parse_received(text + DATE, 3, 7)
    read = hop.source, hop.source_name, hop.source_address, hop.server
    assert "|".join((*read, hop.protocol, hop.tls, hop.id, hop.recipient)) == parts
    assert (hop.index, hop.header, hop.time) == (3, 7, "2026-06-01T10:00:00+02:00")


def test_a_date_is_found_without_its_semicolon_and_nothing_where_there_is_none() -> None:
    assert parse_received("by mx.example with SMTP Mon, 1 Jun 2026 10:00:00 GMT").time
    assert parse_received("by mx.example; Jul, 25 2002 12:09:09 AM +0400").time == ""
    assert parse_received("").server == ""


@pytest.mark.parametrize("unit", ["(", "((", ")", '"', "[", "a", "1.", ":", "from ", "helo=", "; "])
def test_a_field_of_64_kb_costs_little(unit: str) -> None:
    text = unit * ((64 << 10) // len(unit))
    start = time.process_time()
    parse_received(text + DATE)
    parse_received(f"from {text} by mx.example{DATE}")
    assert time.process_time() - start < 0.2


def test_real_fields_name_a_server_and_a_time(shared: Path) -> None:
    """Steps inside one host (qmail's, and the like) name no server by design."""
    read = total = 0
    with tarfile.open(shared / "corpus" / "ham.tar.xz") as files:
        for number, member in enumerate(files):
            file = files.extractfile(member) if number % 20 == 0 else None
            for text in _received(file.read() if file else b""):
                hop = parse_received(text)
                total += 1
                inside = text.lower().startswith(("(qmail", "(egp"))
                read += bool(hop.time and (hop.server or inside))
    assert read > 0.99 * total > 100


def _received(data: bytes) -> list[str]:
    return parse_block(data, 0, len(data)).all("received")
