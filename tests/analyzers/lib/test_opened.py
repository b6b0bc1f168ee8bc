"""A message is taken apart once, and its bodies are what the engine examines."""

from __future__ import annotations

from analyzers.lib.opened import Opened
from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child
from analyzers.model.unit import Context
from analyzers.sniff import sniff
from tests.samples.messages import PLAIN, multipart, part, whole


def test_bodies_are_the_artifacts_of_the_children_in_place() -> None:
    page = part("text/html; charset=iso-8859-1", "<p>Grüße</p>".encode("latin-1"))
    data = whole(multipart(part(PLAIN, b"a"), page, subtype="alternative"))
    artifact, context = Artifact.of(data, "", "eml"), Context()
    opened = context.memo.once(Opened, artifact)
    children = [c for c in eml.UNIT.examine(artifact, context) if isinstance(c, Child)]
    assert [(c.name, c.data, c.declared_type) for c in children] == [
        (body.name, body.data, body.declared_type) for body in opened.bodies.values()
    ]
    for body in opened.bodies.values():
        assert body.kind == sniff(body.data, body.name, body.declared_type)
    assert context.memo.once(Opened, artifact) is opened
