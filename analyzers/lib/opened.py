"""A message taken apart once for all units of a visit that read its structure."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from analyzers.lib import charset, flowed
from analyzers.lib.mime import Entity, Tree
from analyzers.lib.transfer import transfer_decode
from analyzers.model.artifact import Artifact

_UTF8: Final = "; charset=utf-8"


class Opened:
    """The tree of parts, and the content of its leaves when it is first asked for."""

    def __init__(self, artifact: Artifact) -> None:
        self.tree = Tree(artifact.data)

    @cached_property
    def leaves(self) -> tuple[tuple[Entity, bytes, str], ...]:
        """Each part without parts, its decoded content, and what was wrong with its encoding."""
        tree = self.tree
        return tuple(
            (leaf, *transfer_decode(tree.content(leaf), leaf.encoding))
            for leaf in tree.root.leaves()
        )

    @cached_property
    def bodies(self) -> dict[str, Artifact]:
        """The bodies by the path of their part, in UTF-8 whatever they came in.

        They are what the engine examines, so that a page parsed for one of them is parsed once.
        """
        return {
            leaf.path: _body(leaf, data)
            for leaf, data, _ in self.leaves
            if leaf.is_body and not data.isspace() and data
        }


def _body(leaf: Entity, data: bytes) -> Artifact:
    """The name tells bodies apart."""
    kind, label = leaf.content_type.value, leaf.content_type.get("charset")
    declared = f"{kind}; charset={label}" if label else kind
    text = charset.decode(data, declared)[0]
    if flowed.deletes_spaces(leaf.content_type):
        text = flowed.joined(text)
    form = "HTML" if kind == "text/html" else "text"
    name = f"{form} body (part {leaf.path})"
    return Artifact.of(text.encode("utf-8", "replace"), name, form.lower(), kind + _UTF8)
