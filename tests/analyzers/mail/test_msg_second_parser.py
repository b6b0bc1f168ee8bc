"""Whatever extract-msg finds in collected Outlook files is found too."""

from __future__ import annotations

import hashlib
import logging
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzers.lib.correspondents import RECIPIENT, exchange, person
from analyzers.lib.failures import PARSER_FAILURES
from analyzers.lib.outlook import OutlookFile
from analyzers.lib.quiet import quiet
from analyzers.mail import msg
from analyzers.model.artifact import Artifact
from analyzers.model.unit import Context
from analyzers.sniff import sniff
from tests.samples.said import Said


@pytest.fixture(autouse=True)
def silent() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def collected(shared: Path) -> dict[str, bytes]:
    found = {}
    with tarfile.open(shared / "corpus" / "msg.tar.xz") as files:
        for member in files:
            stream = files.extractfile(member) if member.isfile() else None
            if stream is not None and sniff(data := stream.read()) == "msg":
                found[member.name] = data
    return found


def opened(data: bytes) -> Any:
    """None where the other parser fails: 3 broken files."""
    import extract_msg
    from extract_msg.enums import ErrorBehavior

    try:
        with quiet():
            return extract_msg.openMsg(data, errorBehavior=ErrorBehavior.SUPPRESS_ALL)
    except PARSER_FAILURES:
        return None


def contents(other: Any) -> set[str]:
    """Digests of attachments kept by value.

    Left out: messages and objects inside, which either parser rebuilds in its own way, and the
    parts that extract-msg takes out of signed content, which is one child here.
    """
    try:
        held = list(other.attachments)
    except PARSER_FAILURES:
        return set()
    found = set()
    for each in held:
        data = getattr(each, "data", None)
        signed = type(each).__name__ == "SignedAttachment"
        if isinstance(data, bytes) and not signed:
            found.add(hashlib.sha256(data).hexdigest())
    return found


def people(other: Any) -> set[str]:
    """Addresses of the recipient table, in lower case, but for the paths of Exchange."""
    try:
        listed = [each.email or "" for each in other.recipients]
    except PARSER_FAILURES:
        return set()
    return {each.strip(" \0").lower() for each in listed if "@" in each and each[0] != "/"}


def ours(data: bytes) -> tuple[set[str], set[str]]:
    children = Said.by(msg.examine(Artifact.of(data, "a.msg", "msg"), Context())).children
    file = OutlookFile(data)
    parts = [file.part(name) for name in file.recipients]
    found = {who.address.lower() for own in parts if (who := person(own, RECIPIENT))}
    found |= {exchange(own, RECIPIENT).lower() for own in parts}
    return {hashlib.sha256(child.data).hexdigest() for child in children}, found


def test_attachments_and_recipients_of_the_other_parser_are_found(shared: Path) -> None:
    files, attachments, recipients = 0, 0, 0
    for name, data in collected(shared).items():
        if (other := opened(data)) is None:
            continue
        mine, known = ours(data)
        assert contents(other) <= mine, name
        missed = {each for each in people(other) if not any(each in one for one in known)}
        assert not missed, name
        files += 1
        attachments += len(contents(other))
        recipients += len(people(other))
    assert (files > 120, attachments > 30, recipients > 200) == (True, True, True)
