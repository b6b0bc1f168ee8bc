"""The locks of VBA projects."""

from __future__ import annotations

from analyzers.attachments.macros import UNIT
from analyzers.lib.vbaproject import decrypted, protection
from tests.analyzers.attachments.observed import findings, observe
from workbench.simulation.samples.ole import Storage, Stream, compound_file
from workbench.simulation.samples.vba import Module, project_storage

SEED, KEY = 0x2C, 0x5B


def encrypted(data: bytes) -> str:
    """[MS-OVBA] 2.4.3.2 with a fixed seed and filler."""
    out = [SEED, SEED ^ 2, SEED ^ KEY]
    before, last, plain = out[1], out[2], KEY
    filler = bytes((SEED & 6) // 2)
    for letter in filler + len(data).to_bytes(4, "little") + data:
        byte = letter ^ (before + plain) & 0xFF
        out.append(byte)
        before, last, plain = last, byte, letter
    return bytes(out).hex().upper()


def stream(state: int = 0, secret: bytes = b"\0", shown: int = 0xFF) -> bytes:
    entries = {
        "CMG": encrypted(state.to_bytes(4, "little")),
        "DPB": encrypted(secret),
        "GC": encrypted(bytes((shown,))),
    }
    return "".join(f'{key}="{value}"\r\n' for key, value in entries.items()).encode()


def document(project: bytes) -> bytes:
    parts = [p for p in project_storage([Module("M", "Sub A()\nEnd Sub")]) if p.name != "PROJECT"]
    macros = Storage("Macros", (*parts, Stream("PROJECT", project)))
    return compound_file(Storage("", (Stream("WordDocument", bytes(600)), macros)))


def test_what_was_encrypted_is_read() -> None:
    assert decrypted(encrypted(b"\x05\0\0\0").encode()) == b"\x05\0\0\0"
    assert decrypted(b"zz") is None
    assert decrypted(b"0000") is None


def test_an_open_project_is_not_locked() -> None:
    assert protection(stream()) == (False, "")
    assert protection(b"ID={}") == (False, "")


def test_each_lock_is_named() -> None:
    assert protection(stream(state=4)) == (False, "locked by the editor")
    whole = protection(stream(1, bytes(29), 0))
    expected = "locked by user or host, a password is set, hidden from the editor"
    assert whole == (False, expected)


def test_locks_are_findings() -> None:
    found = findings(observe(UNIT, document(stream(4, bytes(29))), "a.doc", "doc"))
    assert found["office.macro.locked"].where.endswith("PROJECT")
    broken = document(b'CMG="XX"\r\nDPB="00"\r\n')
    found = findings(observe(UNIT, broken, "a.doc", "doc"))
    assert "CMG, DPB" in found["office.macro.unviewable"].evidence
