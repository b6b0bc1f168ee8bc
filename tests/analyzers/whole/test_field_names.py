"""The message model has the names that public rules ask for."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzers.model.whole import WholeMessage

ROOTS = ("attachments", "body", "headers", "recipients", "sender", "subject", "type")
# Asked for by a rule or two, and known to no message by itself, or only by mistake of the rule.
ABSENT = {
    "body.links[].href_url.ip.translation.encoders",
    "body.links[].href_url.ip.translation.encoders[]",
    "body.links[].href_url.ip.translation.v4_to_v6",
    "body.previous_threads[].subject.is_auto_reply",
}
MAPS = {"query_params_decoded"}  # a map from name to values there, pairs of both here


def paths(shared: Path) -> Iterator[str]:
    for line in (shared / "design/mql_fields.tsv").read_text("utf-8").splitlines():
        path = line.partition("\t")[0]
        if path.partition(".")[0].partition("[")[0] in ROOTS:
            yield path


def test_every_field_of_public_rules_is_in_the_model(shared: Path) -> None:
    asked = list(paths(shared))
    missing = {path for path in asked if not _known(path)}
    assert len(asked) > 150
    assert missing == ABSENT


def _known(path: str) -> bool:
    kind: Any = WholeMessage
    for name in path.replace("[]", "").split("."):
        kind = _inner(kind)
        if not dataclasses.is_dataclass(kind):
            return False
        hints = typing.get_type_hints(kind)
        found = hints.get(name, hints.get(f"{name}_"))
        if found is None:
            return False
        if name in MAPS:
            return True
        kind = found
    return True


def _inner(kind: Any) -> Any:
    """What stands in an optional or a tuple."""
    while typing.get_origin(kind) in (tuple, types.UnionType, typing.Union):
        kind = next(a for a in typing.get_args(kind) if a not in (type(None), Ellipsis))
    return kind
