"""Web addresses that stand in bytes that are no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import linkset, quiethosts, rawbytes, recipients, urls
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit

LISTED: Final = 50  # different addresses of one artifact
_URL = re.compile(
    r"(?i)(?:https?|ftp)://[\w.:@\[\]-]{4,255}(?:[/?#][!#-&(-;=?-\[\]_a-z~]{0,1024})?"
)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if not rawbytes.worth(artifact.kind):
        return
    found: dict[str, Link] = {}
    unlisted = usual = 0
    for offset, url in _addresses(context.memo.once(rawbytes.runs, artifact)):
        if url in found:
            continue
        if quiethosts.quiet(urls.parse(url).host):
            usual += 1
        elif len(found) >= LISTED:
            unlisted += 1
        else:
            found[url] = linkset.make(url, "", "bytes", where=f"offset 0x{offset:X}")
    yield from linkset.marked(found.values(), recipients.of(context.message))
    if usual:
        yield Fact("Addresses of vocabularies, authorities and makers", f"{usual:,}")
    if unlisted:
        yield Fact("Addresses not listed", f"{unlisted:,}")


def _addresses(runs: rawbytes.Runs) -> Iterator[tuple[int, str]]:
    for encoding, (offset, text) in runs.all():
        if "://" in text:
            width = 1 if encoding == "ASCII" else 2
            for match in _URL.finditer(text):
                yield offset + width * match.start(), match.group().rstrip(".,;)")


UNIT = Unit("addresses in bytes", 2, frozenset(), examine, urls.IMPORTS, general=True)
