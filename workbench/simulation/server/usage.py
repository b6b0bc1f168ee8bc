"""The report of mailbox usage: a redirect to a short-lived address, and the CSV that lies there.

https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail
"""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta

from workbench.simulation.server.calls import Answer, Call
from workbench.simulation.server.site import Site
from workbench.simulation.world import Person

DOWNLOADS = ("data", "download")  # below which reports lie
LIFETIME = 300.0  # seconds; "a few minutes"
LAG = timedelta(days=2)  # of the report behind the day
ARCHIVED = 5  # one user in so many has an online archive where nothing else is set
GIB = 1 << 30
COLUMNS = (
    "Report Refresh Date", "User Principal Name", "Display Name", "Is Deleted", "Deleted Date",
    "Created Date", "Last Activity Date", "Item Count", "Storage Used (Byte)",
    "Issue Warning Quota (Byte)", "Prohibit Send Quota (Byte)",
    "Prohibit Send/Receive Quota (Byte)", "Deleted Item Count", "Deleted Item Size (Byte)",
    "Deleted Item Quota (Byte)", "Has Archive", "Report Period",
)  # fmt: skip


def get_report(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """The report is made here and now, and lies at an address that nobody can guess."""
    del names
    token = secrets.token_urlsafe(24)
    site.downloads[token] = (report(site), time.monotonic() + LIFETIME)
    place = f"{call.origin}/{'/'.join(DOWNLOADS)}/{token}"
    return Answer(302, None, {"Location": place, "Content-Type": "text/plain"})


def download(site: Site, path: tuple[str, ...]) -> Answer:
    """Whoever knows the address gets it, for a while, without a token."""
    data, until = site.downloads.get(path[-1], (b"", 0.0))
    if time.monotonic() >= until:
        return Answer(403, b"The download link is not valid.", {"Content-Type": "text/plain"})
    return Answer(200, data, {"Content-Type": "application/octet-stream"})


def report(site: Site) -> bytes:
    """UTF-8 with a byte order mark."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    lines.writerows(_rows(site))
    return text.getvalue().encode("utf-8-sig")


def _rows(site: Site) -> Iterator[tuple[object, ...]]:
    """Of people's own mailboxes: shared ones and rooms are no rows."""
    day = (site.world.now - LAG).date()
    people = [person for person in site.world.people if person.kind == "user"]
    for number, person in enumerate(people):
        name, shown = _named(site, person.address), _named(site, person.name)
        items = 1_000 + number  # nobody counts them again
        quotas = (98 * GIB, 99 * GIB, 100 * GIB)
        has = str(_has_archive(site, person, number))
        yield (
            day, name, shown, "False", "", "2025-01-07", day, items, items << 16, *quotas,
            0, 0, 30 * GIB, has, 7,
        )  # fmt: skip


def _has_archive(site: Site, person: Person, number: int) -> bool:
    wanted = site.settings.archives
    return number % ARCHIVED == 0 if wanted is None else person.address in wanted


def _named(site: Site, name: str) -> str:
    """As it is, or a hash where the tenant conceals names."""
    if not site.settings.conceals_names:
        return name
    seed = f"{site.world.tenant_id}/{name}".encode()
    return hashlib.blake2b(seed, digest_size=16).hexdigest().upper()
