"""Windows executables: when, where and with which tools they were built, as they claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from analyzers.lib import peimage, peorigin
from analyzers.lib.peimage import Image
from analyzers.lib.peorigin import REPRODUCIBLE, Debug, Rich
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

DELPHI: Final = 0x2A42_5E19  # what Delphi's linker writes in place of the time
FORMAT: Final = datetime(1993, 7, 27, tzinfo=UTC)  # release of the first system with the format
APART: Final = 2 * 86_400  # seconds between two stamps of one build
TOOLS: Final = 12  # listed
_PERSON = re.compile(r"[\\/](?:Users|Documents and Settings|home)[\\/]+([^\\/]{1,60})[\\/]", re.I)
_MACHINES: Final = re.compile(
    r"(?:runner|build|vsts|jenkins|agent|container|appveyor|public|default|admin|user\Z|root\Z)",
    re.I,
)
_BOASTS = re.compile(
    r"keylog|stealer|ransom|crypter|shellcode|rootkit|backdoor|malware|injector|botnet|hvnc|uacbyp",
    re.I,
)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    image = context.memo.once(peimage.read, artifact)
    records = list(peorigin.debug(image))
    yield from _time(image, records)
    yield from _paths(records)
    if found := peorigin.rich(image):
        yield from _tools(found)
    yield from _before(image)


def _time(image: Image, records: list[Debug]) -> Iterator[Observation]:
    stamp = image.header.stamp
    when = datetime.fromtimestamp(stamp, UTC)
    if any(record.kind == REPRODUCIBLE for record in records):
        yield Fact("Compile time", f"none: a reproducible build ({stamp:#010x})")
    elif stamp in (0, DELPHI):
        yield Fact("Compile time", "Delphi's constant" if stamp else "not set")
    else:
        yield Fact("Compile time", f"{when.isoformat()} (as the file claims)")
        yield from _plausible(when, records)


def _plausible(when: datetime, records: list[Debug]) -> Iterator[Finding]:
    if when > datetime.now(UTC) + timedelta(days=1):
        title = "The compile time lies in the future"
        yield Finding("pe.time.future", Severity.LOW, title, when.isoformat())
    elif when < FORMAT:
        title = "The compile time is older than the file format"
        yield Finding("pe.time.early", Severity.LOW, title, when.isoformat())
    stamp = int(when.timestamp())
    other = next((r.stamp for r in records if r.stamp and abs(r.stamp - stamp) > APART), 0)
    if other:
        title = "Two records of the build time disagree"
        shown = datetime.fromtimestamp(other, UTC).isoformat()
        evidence = f"{when.isoformat()} in the header, {shown} in the debug record"
        yield Finding("pe.time.differs", Severity.LOW, title, evidence)


def _paths(records: list[Debug]) -> Iterator[Observation]:
    for path in dict.fromkeys(record.path for record in records if record.path):
        shown = printable(path, 300)
        yield Fact("Debug path", shown)
        person = _PERSON.search(path)
        if person and not _MACHINES.match(person[1]):
            yield Fact("Built by", printable(person[1], 60))
            title = "The debug path names the person who built the program"
            yield Finding("pe.debug.person", Severity.INFO, title, shown)
        if _BOASTS.search(path):
            title = "The debug path calls the program what it is"
            yield Finding("pe.debug.boasts", Severity.HIGH, title, shown)


def _tools(rich: Rich) -> Iterator[Observation]:
    yield Fact("Rich hash", rich.digest)
    listed = rich.tools[:TOOLS]
    tools = ", ".join(f"{product:#x} build {build} ×{uses}" for product, build, uses in listed)
    more = f" and {len(rich.tools) - TOOLS} more" if len(rich.tools) > TOOLS else ""
    yield Fact("Rich header", f"{tools}{more}")
    if not rich.fits:
        title = "The linker's list of tools belongs to another file"
        yield Finding("pe.rich.foreign", Severity.LOW, title, rich.digest)


def _before(image: Image) -> Iterator[Finding]:
    if found := peorigin.callbacks(image):
        evidence = ", ".join(f"{address:#x}" for address in found)
        title = "Code runs before the entry point (TLS callbacks)"
        yield Finding("pe.tls.callbacks", Severity.LOW, title, evidence)


UNIT = Unit("pe-origin", 1, frozenset({"pe"}), examine)
