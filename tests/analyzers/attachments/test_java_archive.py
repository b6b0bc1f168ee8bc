"""Java archives."""

from __future__ import annotations

import io
import zipfile

import pytest

from analyzers.attachments.java_archive import UNIT
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe, survives

MANIFEST = (
    b"Manifest-Version: 1.0\r\nMain-Class: com.example.Very\r\n Long\r\nBuilt-By: jane\r\n\r\n"
)


def jar(manifest: bytes = MANIFEST, *names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
        if manifest:
            archive.writestr("META-INF/MANIFEST.MF", manifest)
    return stream.getvalue()


def test_the_class_that_starts_is_named() -> None:
    found = observe(UNIT, jar(MANIFEST, "com/a.class", "META-INF/KEY.RSA"), "a.jar", "jar")
    assert findings(found)["jar.attached"].evidence == "starts com.example.VeryLong"
    shown = facts(found)
    assert shown["Classes"] == "1"
    assert shown["Manifest: built-by"] == "jane"
    assert shown["Signature"] == "META-INF/KEY.RSA, not verified here"


def test_a_library_starts_nothing() -> None:
    assert not findings(observe(UNIT, jar(b"Manifest-Version: 1.0\n"), "a.jar", "jar"))


def test_an_agent_is_found() -> None:
    assert "jar.agent" in findings(observe(UNIT, jar(b"Premain-Class: x.Y\n"), "a.jar", "jar"))


def test_a_missing_manifest_is_said() -> None:
    assert "jar.manifest.unread" in findings(observe(UNIT, jar(b"", "a.class"), "a.jar", "jar"))


def test_what_is_no_archive_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, b"nothing", "a.jar", "jar")


def test_damaged_archives_never_crash_the_unit() -> None:
    assert survives(UNIT, jar(MANIFEST, "a.class"), "jar", 150)
