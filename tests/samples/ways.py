"""Messages with the lines that servers leave, as Exchange Online, Google and others write them."""

from __future__ import annotations

from collections.abc import Iterable

from analyzers.lib.envelope import message_of
from analyzers.lib.headers import parse_block
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit
from tests.samples.messages import block
from tests.samples.said import Said

TENANT = "11111111-2222-4333-8444-555555555555"
OURS = Context(own_domains=frozenset({"example.com"}), own_tenants=frozenset({TENANT}))
NOBODY = Context()
STRANGER = "203.0.113.9"

Fields = tuple[tuple[str, str], ...]

_TLS = "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)"
EDGE = "DB1PEPF00039231.mail.protection.outlook.com"
STORE = "AM0PR01MB1111.eurprd01.prod.outlook.com"


def message(fields: Iterable[tuple[str, str]]) -> Message:
    data = block(*fields)
    return message_of(parse_block(data, 0, len(data)), (), "eml")


def context(fields: Iterable[tuple[str, str]], base: Context = OURS) -> Context:
    return Context(
        own_domains=base.own_domains,
        own_tenants=base.own_tenants,
        own_servers=base.own_servers,
        message=message(fields),
    )


def said(unit: Unit, fields: Iterable[tuple[str, str]], base: Context = OURS) -> Said:
    return Said.by(observations(unit, tuple(fields), base))


def observations(unit: Unit, fields: Fields, base: Context) -> Iterable[Observation]:
    artifact = Artifact.of(block(*fields), "sample.eml", "eml")
    return unit.examine(artifact, context(fields, base))


def line(route: str, minute: int = 0) -> tuple[str, str]:
    return ("Received", f"{route}; Mon, 1 Jun 2026 10:{minute:02}:00 +0000")


def exchange(
    sender: str = "eve@other.example",
    *,
    auth: str = "Anonymous",
    direction: str = "Incoming",
    results: str = "spf=fail smtp.mailfrom=other.example; dkim=none header.d=none; dmarc=fail"
    " action=oreject header.from=other.example; compauth=fail reason=000",
    report: str = "CIP:203.0.113.9;SCL:1;SFV:NSPM;CAT:NONE;DIR:INB;",
    tenant: str = TENANT,
    source: str = f"mail.other.example ({STRANGER})",
    below: Fields = (),
) -> Fields:
    """A copy in a mailbox of Exchange Online that came from outside."""
    return (
        line(f"from {STORE} (::1) by {STORE} with HTTPS", 5),
        line(
            f"from {EDGE} (2603:10a6::14) by {STORE} (2603:10a6::1) with Microsoft SMTP Server"
            f" {_TLS} id 15.20.8746.30",
            4,
        ),
        ("Authentication-Results", results),
        line(
            f"from {source} by {EDGE} (10.167.253.10) with Microsoft SMTP Server {_TLS}"
            " id 15.20.8769.18 via Frontend Transport",
            3,
        ),
        *below,
        ("From", sender),
        ("To", "ann@example.com"),
        ("Date", "Mon, 1 Jun 2026 10:01:00 +0000"),
        ("X-MS-Exchange-Organization-MessageDirectionality", direction),
        ("X-MS-Exchange-Organization-AuthSource", "DB1PEPF00039231.eurprd01.prod.outlook.com"),
        ("X-MS-Exchange-Organization-AuthAs", auth),
        ("X-Forefront-Antispam-Report", report),
        ("X-MS-Exchange-CrossTenant-Id", tenant),
        ("X-MS-Exchange-CrossTenant-AuthAs", auth),
    )


def internal(sender: str = "bob@example.com") -> Fields:
    """A copy in a mailbox of Exchange Online that a colleague sent."""
    name = "AM9PR01MB2222.eurprd01.prod.outlook.com"
    return (
        line(f"from {name} (2603:10a6::2) by {STORE} with HTTPS", 5),
        line(f"from {name} ([fe80::1]) by {name} ([fe80::1%4]) with mapi id 15.20.8700.001", 4),
        ("From", sender),
        ("To", "ann@example.com"),
        ("Date", "Mon, 1 Jun 2026 10:01:00 +0000"),
        ("X-MS-Exchange-Organization-MessageDirectionality", "Originating"),
        ("X-MS-Exchange-Organization-AuthSource", name),
        ("X-MS-Exchange-Organization-AuthAs", "Internal"),
        ("X-MS-Exchange-Organization-AuthMechanism", "04"),
        ("X-Forefront-Antispam-Report", "CIP:255.255.255.255;SCL:-1;SFV:SKI;DIR:INT;"),
        ("X-MS-Exchange-CrossTenant-Id", TENANT),
    )


def google(recipient: str = "ann@example.com", below: Fields = ()) -> Fields:
    """A copy in a mailbox of Google that came from outside."""
    return (
        ("Delivered-To", recipient),
        line("by 2002:a05:6820:4b94:b0:663:46f:6042 with SMTP id 006d02", 5),
        (
            "X-Received",
            "by 2002:a17:902:db10:b0:1b8:66f6:87a3 with SMTP id m16; Mon, 01 Jun 2026"
            " 03:04:00 -0700 (PDT)",
        ),
        ("ARC-Authentication-Results", "i=1; mx.google.com; spf=pass smtp.mailfrom=other.example"),
        line(
            f"from mail.other.example (mail.other.example. [{STRANGER}]) by mx.google.com with"
            f" ESMTPS id a6402 for <{recipient}> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384"
            " bits=256/256)",
            3,
        ),
        ("Received-SPF", f"pass (google.com: domain of e@other.example) client-ip={STRANGER};"),
        (
            "Authentication-Results",
            "mx.google.com; dkim=fail header.i=@other.example; spf=pass"
            " smtp.mailfrom=e@other.example; dmarc=fail (p=REJECT sp=REJECT dis=NONE)"
            " header.from=other.example",
        ),
        *below,
        ("From", "eve@other.example"),
        ("To", recipient),
        ("Date", "Mon, 1 Jun 2026 10:01:00 +0000"),
    )
