"""What a message carries, named by the message and tasted by us."""

from __future__ import annotations

from analyzers.model.analysis import Node
from analyzers.model.message import Part
from analyzers.model.observation import Relation
from analyzers.whole.attachments import attachments_of


def node(id: int, name: str, sha256: str, relation: Relation = Relation.ATTACHMENT) -> Node:
    return Node(id, 0, name, "pdf", "image/png", relation, 10, sha256, "1", "5")


def part(name: str, sha256: str) -> Part:
    return Part("1.2", "image/png", "", "base64", "inline", name, "cid1", 0, 9, sha256)


def test_a_part_lends_its_names_to_the_child_of_the_same_bytes() -> None:
    (found,) = attachments_of([node(3, "x", "aa")], [part("Photo.PNG", "aa")])
    assert (found.file_name, found.file_extension, found.file_type) == ("Photo.PNG", "png", "pdf")
    assert (found.content_id, found.content_disposition, found.node) == ("cid1", "inline", 3)


def test_two_parts_of_the_same_bytes_keep_their_own_names() -> None:
    children = [node(1, "a", "aa"), node(2, "b", "aa")]
    found = attachments_of(children, [part("a.png", "aa"), part("b.png", "aa")])
    assert [one.file_name for one in found] == ["a.png", "b.png"]


def test_bodies_are_no_attachments() -> None:
    assert attachments_of([node(1, "", "aa", Relation.BODY)], []) == ()


def test_a_child_without_part_speaks_for_itself() -> None:
    (found,) = attachments_of([node(1, "", "aa")], [])
    assert (found.file_name, found.file_extension, found.content_type) == (None, None, "image/png")
