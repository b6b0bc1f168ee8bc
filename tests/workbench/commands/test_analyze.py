"""`workbench analyze` as it is run: a line for each input, in order, whatever becomes of it."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.commandline import Ran, started, workbench
from tests.samples.letters import letter, outlook, with_attachment
from tests.samples.signing import mail as sent
from tests.samples.signing import rsa_key, signed
from tests.zone import zone_of
from workbench.report.jsonline import SCHEMA
from workbench.simulation.samples.archive import Entry, zip_archive

RULE = 'rule says_noon { strings: $a = "noon" condition: $a }'
BROKEN = "rule broken { condition: }"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A folder with a message, one in a folder below, and an empty file between them."""
    folder = tmp_path / "mail"
    (folder / "older").mkdir(parents=True)
    (folder / "a.eml").write_bytes(letter())
    (folder / "b.eml").write_bytes(b"")
    (folder / "older" / "c.msg").write_bytes(outlook())
    return folder


def _names(ran: Ran) -> list[str]:
    return [Path(line["path"]).name for line in ran.lines]


def test_every_input_has_its_line_in_the_order_given(mail: Path) -> None:
    ran = workbench("analyze", "--json", mail / "none.eml", mail, mail / "a.eml")
    assert _names(ran) == ["none.eml", "a.eml", "b.eml", "c.msg", "a.eml"]
    assert {line["schema"] for line in ran.lines} == {SCHEMA}
    problems = {Path(line["path"]).name: line.get("error", "") for line in ran.lines}
    assert "does not exist" in problems["none.eml"]
    assert "empty" in problems["b.eml"]
    assert problems["a.eml"] == problems["c.msg"] == ""
    assert (ran.code, ran.err) == (1, "")


def test_all_read_is_zero(mail: Path) -> None:
    ran = workbench("analyze", "--json", mail / "a.eml", mail / "older")
    assert (ran.code, ran.err) == (0, "")
    assert [line["message"]["subject"]["subject"] for line in ran.lines] == ["Lunch", "Lunch"]


def test_text_names_each_input_and_its_verdict(mail: Path) -> None:
    ran = workbench("analyze", mail)
    assert ran.code == 1
    starts = [block.splitlines()[0] for block in ran.out.strip().split("\n\n")]
    assert starts == [str(mail / "a.eml"), str(mail / "b.eml"), str(mail / "older" / "c.msg")]
    assert "COULD NOT BE READ  the file is empty" in ran.out
    assert ran.err.splitlines() == [f"{mail / 'b.eml'}: the file is empty"]


def test_rules_of_a_folder_are_used_and_broken_ones_named(mail: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "good.yar").write_text(RULE)
    (rules / "broken.yar").write_text(BROKEN)
    ran = workbench("analyze", "--json", "--rules", rules, mail / "a.eml")
    assert ran.code == 0
    units = [unit for node in ran.lines[0]["tree"] for unit in node["units"]]
    assert "says_noon" in {match["rule"] for unit in units for match in unit["matches"]}
    (complaint,) = ran.err.splitlines()
    assert complaint.startswith("rules: ")
    assert "broken.yar" in complaint


def test_a_folder_without_rules_is_an_error(mail: Path, tmp_path: Path) -> None:
    ran = workbench("analyze", "--rules", tmp_path / "none", mail)
    assert (ran.code, ran.out) == (2, "")
    assert "Not a folder of rules" in ran.err


def test_a_rule_file_with_a_hostile_name_is_harmless_on_the_terminal(
    mail: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "x\x1b[2J.yar").write_text(BROKEN)
    ran = workbench("analyze", "--rules", rules, mail / "a.eml")
    assert "\\x1b[2J.yar" in ran.err
    assert "\x1b" not in ran.err


def test_hostile_names_and_subjects_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "in\x1b]0;owned\x07voice\u202egpj.eml"
    path.write_bytes(letter(subject="a\x1b[2J\u202eb", text="x"))
    attached = tmp_path / "b.eml"
    attached.write_bytes(with_attachment("\x1b[31mred\x9b.txt", b"text"))
    ran = workbench("analyze", path, attached)
    assert "in\\x1b]0;owned\\x07voice\\u202egpj.eml" in ran.out
    assert all(line.isprintable() for line in ran.out.splitlines())


def test_a_name_that_is_no_text_comes_back_byte_for_byte(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.eml"
    with open(name, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(letter())
    as_json, as_text = workbench("analyze", "--json", tmp_path), workbench("analyze", name)
    assert os.fsencode(as_json.lines[0]["path"]) == name
    assert (as_json.code, as_text.code) == (0, 0)
    assert "\\udcff\\udcfe.eml" in as_text.out


def test_progress_is_shown_to_a_terminal_only(mail: Path) -> None:
    above, below = pty.openpty()
    with started("analyze", "--json", mail, stdout=subprocess.PIPE, stderr=below) as running:
        os.close(below)
        out, _ = running.communicate()
    shown = _drained(above)
    assert "3 analysed" in shown
    assert shown.endswith("\x1b[K")
    assert len(out.splitlines()) == 3
    assert workbench("analyze", "--json", mail).err == ""


def _drained(terminal: int) -> str:
    """All that was written; Linux answers EIO once nobody holds the other side."""
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:
        return shown.decode()
    finally:
        os.close(terminal)
    return shown.decode()


def test_more_inputs_than_are_held_at_once_keep_their_order(tmp_path: Path) -> None:
    for number in range(23):
        (tmp_path / f"{number:02}.eml").write_bytes(letter(number=number))
    ran = workbench("analyze", "--json", tmp_path)
    ids = [line["message"]["headers"]["message_id"] for line in ran.lines]
    assert ids == [f"<{number}@example.com>" for number in range(23)]


def test_an_archive_with_more_members_than_are_examined_was_still_read(tmp_path: Path) -> None:
    from workbench.simulation.samples.archive import Entry, zip_archive

    path = tmp_path / "many.zip"
    path.write_bytes(zip_archive(Entry(f"{n}.txt", b"text %d" % n) for n in range(230)))
    ran = workbench("analyze", "--json", path)
    assert ran.code == 0
    (line,) = ran.lines
    assert "error" not in line
    assert line["verdict"]["label"] == "not analysed"
    assert any("beyond the 200" in missing["reason"] for missing in line["verdict"]["not_checked"])


def test_dns_is_asked_only_with_permission(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(signed(sent(), rsa_key()))
    zone = {"TXT sel._domainkey.example.com": [rsa_key().record]}
    with zone_of(zone) as server:
        silent = workbench("analyze", "--json", file)
        assert server.asked == []
        asked = workbench("analyze", "--json", "--dns-server", server.address, file)
        assert "TXT sel._domainkey.example.com" in server.asked
    rules = [{r["rule"] for r in ran.lines[0]["verdict"]["reasons"]} for ran in (silent, asked)]
    assert "dkim.verified" not in rules[0]
    assert "dkim.verified" in rules[1]
    why = " ".join(each["reason"] for each in silent.lines[0]["verdict"]["not_checked"])
    assert "sel._domainkey.example.com is unknown" in why


def test_a_name_server_without_an_address_is_an_error(tmp_path: Path) -> None:
    ran = workbench("analyze", "--dns-server", "dns.example", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "no address of a name server" in ran.err


def test_a_password_given_opens_what_is_locked(tmp_path: Path) -> None:
    inner = zip_archive([Entry("deep.txt", b"deep inside")], password="second one")
    path = tmp_path / "locked.zip"
    path.write_bytes(zip_archive([Entry("inner.zip", inner)], password="first one"))
    closed = workbench("analyze", "--json", path).lines[0]
    assert [node["name"] for node in closed["tree"]] == ["locked.zip"]
    words = ("--password", "second one", "--password", "first one")
    opened = workbench("analyze", "--json", *words, path).lines[0]
    assert [node["name"] for node in opened["tree"]] == ["locked.zip", "inner.zip", "deep.txt"]


def test_raised_limits_go_deeper(tmp_path: Path) -> None:
    data = b"the bottom"
    for level in range(12):
        data = zip_archive([Entry(f"{level}.zip", data)])
    path = tmp_path / "deep.zip"
    path.write_bytes(data)
    usual = workbench("analyze", "--json", path).lines[0]
    raised = workbench("analyze", "--json", "--limits", "raised", path).lines[0]
    assert len(usual["tree"]) < len(raised["tree"]) == 13
    rules = {f["rule"] for n in usual["tree"] for u in n["units"] for f in u.get("findings", ())}
    assert "limit.depth" in rules
