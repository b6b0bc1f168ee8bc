"""Header fields that Exchange Online puts on a copy it delivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from workbench.simulation.dice import number, unique_id
from workbench.simulation.letters.authentication import SPAM
from workbench.simulation.letters.header import field
from workbench.simulation.letters.hops import edge, store
from workbench.simulation.world import Letter, SimMessage, World

PHISHING = 8  # spam confidence from which the category is phishing
ORGANIZATION = "X-MS-Exchange-Organization"
CROSS_TENANT = "X-MS-Exchange-CrossTenant"


def delivered(world: World, letter: Letter, message: SimMessage) -> Iterator[str]:
    """The fields at the end of the header, for mail from inside and from outside."""
    internal = letter.origin.kind == "internal"
    network = unique_id("network", letter.key)
    source = store((letter.sender,)) if internal else edge(letter)
    arrival = letter.sent + timedelta(seconds=1)
    scope = "Internal" if internal else "Anonymous"
    yield field(f"{ORGANIZATION}-Network-Message-Id", network)
    yield field(f"{ORGANIZATION}-MessageDirectionality", "Originating" if internal else "Incoming")
    yield field(f"{ORGANIZATION}-AuthSource", source.name)
    yield field(f"{ORGANIZATION}-AuthAs", scope)
    if internal:
        yield field(f"{ORGANIZATION}-AuthMechanism", "04")
    yield field("X-MS-Office365-Filtering-Correlation-Id", network)
    yield field(f"{ORGANIZATION}-SCL", str(letter.origin.level))
    yield from _filtered(world, letter)
    yield field(f"{CROSS_TENANT}-OriginalArrivalTime", f"{arrival:%d %b %Y %H:%M:%S.0000} (UTC)")
    yield field(f"{CROSS_TENANT}-Network-Message-Id", network)
    yield field(f"{CROSS_TENANT}-Id", world.tenant_id)
    yield field(f"{CROSS_TENANT}-AuthSource", source.name)
    yield field(f"{CROSS_TENANT}-AuthAs", scope)
    yield field(f"{CROSS_TENANT}-FromEntityHeader", "Hosted" if internal else "Internet")
    took = message.received - letter.sent
    yield field("X-MS-Exchange-Transport-EndToEndLatency", f"00:00:{took.seconds:02}.2960813")
    yield field("X-MS-Exchange-Transport-CrossTenantHeadersStamped", store((letter.key,)).name)


def _filtered(world: World, letter: Letter) -> Iterator[str]:
    origin = letter.origin
    if origin.kind == "internal":
        yield field("X-Forefront-Antispam-Report", "CIP:255.255.255.255;SCL:-1;SFV:SKI;DIR:INT;")
        return
    yield field("X-EOPAttributedMessage", "0")
    yield field("X-EOPTenantAttributedMessage", f"{world.tenant_id}:0")
    verdict = "SPM" if origin.level >= SPAM else "NSPM"
    category = "PHSH" if origin.level >= PHISHING else "SPM" if origin.level >= SPAM else "NONE"
    report = (
        f"CIP:{origin.ip};CTRY:{origin.country};LANG:en;SCL:{origin.level};SRV:;IPV:NLI;"
        f"SFV:{verdict};H:{origin.helo};PTR:{origin.helo};CAT:{category};"
        f"SFS:(13230040)({number(10**9, letter.key)});DIR:INB;"
    )
    yield field("X-Forefront-Antispam-Report", report)
    complaints = 4 if origin.kind == "bulk" else 0
    yield field(
        "X-Microsoft-Antispam", f"BCL:{complaints};ARA:13230040|{number(10**9, letter.key)};"
    )
