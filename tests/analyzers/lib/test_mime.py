"""The tree of parts is the one that Python's own parser sees, offsets added."""

from __future__ import annotations

import email
import tarfile
from email.message import Message
from pathlib import Path

from analyzers.lib.mime import Tree
from analyzers.lib.transfer import transfer_decode
from tests.samples.messages import PLAIN, multipart, part, whole


def ours(data: bytes) -> list[tuple[str, bytes]]:
    tree = Tree(data)
    return [
        (leaf.content_type.value, transfer_decode(tree.content(leaf), leaf.encoding)[0].strip())
        for leaf in tree.root.leaves()
    ]


def theirs(data: bytes) -> list[tuple[str, bytes]]:
    return [
        (each.get_content_type(), bytes(each.get_payload(decode=True) or b"").strip())
        for each in _walk(email.message_from_bytes(data))
    ]


def _walk(message: Message) -> list[Message]:
    if not message.is_multipart():
        return [message]
    return [leaf for each in message.get_payload() for leaf in _walk(each)]  # type: ignore[arg-type]  # a multipart holds messages


def test_nested_parts_lie_where_they_say() -> None:
    inner = multipart(part(PLAIN, b"a"), part("text/html", b"<b>"), boundary="in")
    data = whole(multipart(inner, part("a/b", b"c")))
    assert (
        ours(data) == theirs(data) == [("text/plain", b"a"), ("text/html", b"<b>"), ("a/b", b"c")]
    )
    assert [leaf.path for leaf in Tree(data).root.leaves()] == ["1.1.1", "1.1.2", "1.2"]


def test_a_boundary_that_begins_like_another_does_not_end_it() -> None:
    inner = multipart(part(PLAIN, b"a"), boundary="b1x")
    data = whole(multipart(inner, part("a/b", b"c"), boundary="b1"))
    assert [content for _, content in ours(data)] == [b"a", b"c"]


def test_collected_messages_fall_apart_as_pythons_parser_takes_them(shared: Path) -> None:
    same = total = 0
    with tarfile.open(shared / "corpus" / "ham.tar.xz") as files:
        for number, member in enumerate(files):
            stream = files.extractfile(member) if number % 20 == 0 and member.isfile() else None
            data = stream.read() if stream else b""
            if b"message/" in data or b"\n" not in data or not member.name.endswith(".eml"):
                continue  # messages inside messages are left whole here
            total, same = total + 1, same + (ours(data) == theirs(data))
    assert total > 100
    assert same >= total - 1
