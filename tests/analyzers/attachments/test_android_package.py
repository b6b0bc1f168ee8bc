"""Android packages."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from analyzers.attachments.android_package import UNIT
from analyzers.lib import binaryxml
from analyzers.model.observation import Severity
from tests.analyzers.attachments.observed import damaged, facts, findings, observe, survives

SMS = "android.permission.RECEIVE_SMS"
DRAWS = "android.permission.SYSTEM_ALERT_WINDOW"
NET = "android.permission.INTERNET"


def manifest(*permissions: str, utf8: bool = False) -> bytes:
    """Binary XML with a package and its permissions."""
    tags = [("manifest", {"package": "com.example.app", "versionName": "1.2"})]
    tags += [("uses-permission", {"name": name}) for name in permissions]
    words = list(dict.fromkeys(
        word for tag, held in tags for word in (tag, *held.keys(), *held.values())
    ))  # fmt: skip
    places, texts = [], b""
    for word in words:
        places.append(len(texts))
        if utf8:
            texts += bytes((len(word), len(word))) + word.encode() + b"\0"
        else:
            texts += struct.pack("<H", len(word)) + word.encode("utf-16-le") + b"\0\0"
    texts += bytes(-len(texts) % 4)
    start = 28 + 4 * len(words)
    head = struct.pack("<HHIIIIII", 1, 28, start + len(texts), len(words), 0,
                       0x100 if utf8 else 0, start, 0)  # fmt: skip
    body = head + struct.pack(f"<{len(words)}I", *places) + texts
    none = 0xFFFF_FFFF
    for tag, held in tags:
        rows = b"".join(
            struct.pack("<IIIHBBI", none, words.index(key), words.index(value), 8, 0, 3,
                        words.index(value))
            for key, value in held.items()
        )  # fmt: skip
        body += struct.pack("<HHIII", 0x102, 16, 36 + len(rows), 1, none)
        body += struct.pack("<IIHHHHHH", none, words.index(tag), 20, 20, len(held), 0, 0, 0) + rows
    return struct.pack("<HHI", 3, 8, 8 + len(body)) + body


def apk(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("AndroidManifest.xml", content)
        archive.writestr("classes.dex", b"dex")
        archive.writestr("lib/arm64-v8a/a.so", b"x")
    return stream.getvalue()


@pytest.mark.parametrize("utf8", [False, True])
def test_name_and_permissions_are_shown(utf8: bool) -> None:
    found = observe(UNIT, apk(manifest(NET, utf8=utf8)), "a.apk", "apk")
    shown = facts(found)
    assert shown["Package"] == "com.example.app 1.2"
    assert shown["Permission"] == NET
    assert (shown["Bytecode files"], shown["Native libraries"]) == ("1", "1")
    assert set(findings(found)) == {"apk.attached"}


def test_what_thieves_need_is_found() -> None:
    found = findings(observe(UNIT, apk(manifest(SMS, DRAWS, NET)), "a.apk", "apk"))
    assert found["apk.permissions"].severity is Severity.MEDIUM
    assert found["apk.permissions"].evidence == "RECEIVE_SMS, SYSTEM_ALERT_WINDOW"
    one = findings(observe(UNIT, apk(manifest(SMS)), "a.apk", "apk"))
    assert one["apk.permissions"].severity is Severity.LOW


def test_an_unreadable_manifest_is_incomplete() -> None:
    found = findings(observe(UNIT, apk(b"<manifest/>"), "a.apk", "apk"))
    assert found["apk.manifest.unread"].incomplete


def test_damaged_packages_never_crash_the_unit() -> None:
    assert survives(UNIT, apk(manifest(SMS)), "apk", 60)
    for wreck in damaged(manifest(SMS, DRAWS), 300):
        observe(UNIT, apk(wreck), "a.apk", "apk")
    assert len(list(binaryxml.read(manifest(SMS)))) == 2
