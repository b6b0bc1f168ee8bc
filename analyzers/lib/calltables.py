"""What scripts call to act, by language: the words, what they do, the technique in MITRE ATT&CK.

Ids are those of ATT&CK 19, where T1685 (Disable or Modify Tools) took the place of T1562.001.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Row(NamedTuple):
    """``words`` are in lower case; ``does`` ends the sentence that begins with the script."""

    act: str
    does: str
    technique: str
    words: tuple[str, ...]


def _row(act: str, does: str, technique: str, words: str) -> Row:
    """The words are parted by "|": some have blanks in them."""
    return Row(act, does, technique, tuple(words.split("|")))


_TOOLS: Final = (
    _row("run", "runs PowerShell", "T1059.001", "powershell|powershell.exe|pwsh"),
    _row("run", "runs the command prompt", "T1059.003", "cmd.exe|cmd /c|cmd /k|cmd /v|%comspec%"),
    _row("run", "runs a script through the script host", "T1059", "wscript.exe|cscript"),
    _row("run", "runs a page as a program", "T1218.005", "mshta|mshta.exe"),
    _row("run", "loads a library through a Windows program", "T1218.010", "regsvr32"),
    _row("run", "loads a library through a Windows program", "T1218.011", "rundll32"),
    _row("run", "installs a package", "T1218.007", "msiexec"),
    _row("run", "runs code through a .NET tool", "T1218.004", "installutil|regasm|regsvcs"),
    _row("run", "builds and runs a project", "T1127.001", "msbuild"),
    _row("run", "starts a process by WMI", "T1047", "process call create|win32_process|winmgmts"),
    _row("fetch", "fetches a file with a Windows tool", "T1105", "-urlcache|/urlcache|-verifyctl"),
    _row("fetch", "fetches a file in the background", "T1197", "bitsadmin|start-bitstransfer"),
    _row("decode", "decodes a file with a Windows tool", "T1140", "certutil -decode|-decodehex"),
    _row("persist", "makes a task start it again", "T1053.005", "schtasks|schedule.service"),
    _row("persist", "makes Windows start it at every logon", "T1547.001",
         "currentversion\\run|currentversion\\runonce|\\start menu\\programs\\startup"),
    _row("persist", "adds an account", "T1136.001", "net user|net1 user|net localgroup"),
    _row("persist", "installs a service", "T1543.003", "sc create|sc.exe create|new-service"),
    _row("change", "changes the registry", "T1112", "reg add|reg.exe add|regwrite"),
    _row("evade", "tells Windows Defender to look away", "T1685",
         "add-mppreference|set-mppreference|disablerealtimemonitoring|disableantispyware"),
    _row("evade", "switches off the scanning of scripts", "T1685",
         "amsiutils|amsiscanbuffer|amsiinitfailed|amsicontext"),
    _row("evade", "clears event logs", "T1685.005", "wevtutil|clear-eventlog"),
    _row("destroy", "deletes what files could be restored from", "T1490",
         "vssadmin|wbadmin delete|bcdedit|win32_shadowcopy"),
    _row("hide", "hides a window or a file", "T1564",
         "-windowstyle hidden|-w hidden|-win hidden|attrib +h|attrib +s"),
)  # fmt: skip
_FETCHING: Final = _row("fetch", "fetches a file", "T1105", "curl|curl.exe|wget|wget.exe")

_HOST: Final = (
    _row("run", "gets hold of the shell, which starts programs", "T1059",
         "wscript.shell|shell.application|scriptcontrol|shell.users"),
    _row("fetch", "fetches from the network", "T1105",
         "msxml2.xmlhttp|msxml2.serverxmlhttp|microsoft.xmlhttp|winhttp.winhttprequest"
         "|msxml2.xmlhttp.6.0|msxml2.serverxmlhttp.6.0|winhttp.winhttprequest.5.1"
         "|msxml2.xmlhttp.3.0|internetexplorer.application"),
    _row("write", "writes files", "T1105",
         "adodb.stream|savetofile|createtextfile|scripting.filesystemobject"),
    _row("decode", "decodes base64", "T1140", "bin.base64|nodetypedvalue"),
    _row("run", "runs code of .NET from memory", "T1620",
         "binaryformatter|dynamicinvoke|system.runtime.serialization"),
    _row("look", "asks for names and folders of the computer", "T1082",
         "expandenvironmentstrings|specialfolders|wscript.network"),
    _row("destroy", "deletes files", "T1070.004", "deletefile|deletefolder"),
)  # fmt: skip
_STARTS: Final = _row("run", "starts a program", "T1059", ".run|.shellexecute")
_VISUAL: Final = (
    _row("decode", "runs text as a script", "T1059.005", "execute|executeglobal|eval"),
)
_JSCRIPT: Final = (_row("decode", "runs text as a script", "T1059.007", "eval|new function"),)

_POWERSHELL: Final = (
    _row("decode", "runs text as a script", "T1059.001",
         "invoke-expression|iex|[scriptblock]::create|.invokescript"),
    _row("run", "starts a program", "T1059.001",
         "start-process|saps|invoke-item|[diagnostics.process]::start|shellexecute"),
    _row("fetch", "fetches from the network", "T1105",
         "downloadstring|downloadfile|downloaddata|downloadstringasync|downloadfileasync"
         "|net.webclient|system.net.webclient|invoke-webrequest|iwr|invoke-restmethod|irm"
         "|net.httpwebrequest|net.http.httpclient|openread|uploadstring"),
    _row("decode", "decodes base64", "T1140", "frombase64string"),
    _row("decode", "unpacks what it carries", "T1140",
         "io.compression.gzipstream|io.compression.deflatestream|gzipstream|deflatestream"),
    _row("decode", "decrypts what it carries", "T1140",
         "createdecryptor|transformfinalblock|convertto-securestring|aesmanaged"),
    _row("inject", "loads a program into memory without a file", "T1620",
         "reflection.assembly|[reflection.assembly]::load|assembly]::load|appdomain"),
    _row("inject", "puts machine code into memory and runs it", "T1055",
         "virtualalloc|virtualallocex|virtualprotect|createthread|createremotethread"
         "|writeprocessmemory|getdelegateforfunctionpointer|queueuserapc"),
    _row("native", "calls functions of Windows itself", "T1106", "dllimport|getprocaddress"),
    _row("persist", "makes a task start it again", "T1053.005",
         "register-scheduledtask|new-scheduledtask|new-scheduledtaskaction"),
    _row("persist", "waits for events of WMI to start again", "T1546.003",
         "__eventfilter|commandlineeventconsumer|register-wmievent"),
    _row("spy", "reads the clipboard", "T1115", "get-clipboard|clipboard]::gettext"),
    _row("spy", "reads the keyboard", "T1056.001", "getasynckeystate|getkeyboardstate"),
    _row("spy", "takes pictures of the screen", "T1113", "copyfromscreen"),
    _row("spy", "reads passwords from memory", "T1003", "mimikatz|invoke-mimikatz|minidump"),
    _row("send", "opens a connection of its own", "T1095", "net.sockets.tcpclient|tcpclient"),
    _row("send", "sends mail", "T1048", "send-mailmessage|net.mail.smtpclient"),
    _row("decode", "is given a command in base64", "T1027.010",
         "-encodedcommand|-enc|-encoded|-encodedcomman"),
    _row("look", "asks what computer it is on", "T1082", "get-wmiobject|get-ciminstance|gwmi"),
)  # fmt: skip

_WEB: Final = (
    _row("decode", "runs text as a script", "T1059.007", "eval|new function"),
    _row("decode", "writes a part of the page from text", "T1027", "document.write|writeln"),
    _row("decode", "decodes base64", "T1140", "atob"),
    _row("decode", "decodes characters", "T1140", "fromcharcode|unescape"),
    _row("decode", "decrypts what it carries", "T1140",
         "crypto.subtle|subtle.decrypt|cryptojs.aes|aes.decrypt"),
    _row("go", "sends the reader elsewhere", "T1204.001",
         "window.location|location.href|location.replace|location.assign|top.location"),
    _row("clipboard", "puts text into the clipboard", "T1204.004",
         "clipboard.writetext|execcommand('copy')|execcommand(\"copy\")|clipboarddata.setdata"),
    _row("send", "sends data to a server", "T1071.001",
         "xmlhttprequest|fetch|sendbeacon|$.ajax|$.post|axios.post|websocket"),
    _row("exfiltrate", "sends what it has to a messenger's bot", "T1567",
         "api.telegram.org|discord.com/api/webhooks|discordapp.com/api/webhooks"),
    _row("give", "hands the browser a file", "T1027.006",
         "createobjecturl|mssaveoropenblob|mssaveblob|new blob|new file"),
    _row("evade", "hinders whoever looks at it", "T1622", "debugger|devtools|disable-devtool"),
    _row("open", "starts a program through an address", "T1204",
         "search-ms:|ms-msdt:|ms-search:|ms-appinstaller:|ms-officecmd:"),
)  # fmt: skip

_SHELL: Final = (
    _row("fetch", "fetches a file", "T1105", "curl|wget"),
    Row("run", "runs what it is given", "T1059.004",
        ("| bash", "| sh", "|bash", "|sh", "bash -c", "sh -c", "eval", "| /bin/sh", "| /bin/bash")),
    _row("decode", "decodes base64", "T1140", "base64 -d|base64 --decode|base64 -D|openssl enc"),
    _row("change", "makes a file runnable", "T1222.002", "chmod +x|chmod 777|chmod 755"),
    _row("persist", "makes a task start it again", "T1053.003", "crontab|/etc/cron"),
    _row("persist", "makes the system start it", "T1543", "launchctl|systemctl enable|.bashrc"),
    _row("persist", "lets a key log in", "T1098.004", "authorized_keys"),
    _row("send", "opens a connection of its own", "T1095", "/dev/tcp/|nc -e|ncat"),
    _row("run", "runs AppleScript", "T1059.002", "osascript"),
    _row("destroy", "deletes files", "T1070.004", "rm -rf"),
)  # fmt: skip
_PYTHON: Final = (
    _row("decode", "runs text as a script", "T1059.006", "exec|eval|__import__|compile"),
    _row("run", "starts programs", "T1059.006",
         "os.system|subprocess|os.popen|pty.spawn|os.startfile"),
    _row("fetch", "fetches from the network", "T1105",
         "requests.get|requests.post|urllib.request|urlopen|urlretrieve"),
    _row("decode", "decodes what it carries", "T1140",
         "b64decode|b85decode|zlib.decompress|marshal.loads|lzma.decompress|codecs.decode"
         "|fernet|bytes.fromhex"),
    _row("native", "calls functions of Windows itself", "T1106", "ctypes|windll"),
    _row("inject", "puts machine code into memory and runs it", "T1055",
         "virtualalloc|createthread|rtlmovememory"),
    _row("change", "changes the registry", "T1112", "winreg|_winreg"),
    _row("spy", "reads keyboard or screen", "T1056", "pynput|imagegrab|getasynckeystate"),
    _row("send", "opens a connection of its own", "T1095", "socket.socket|create_connection"),
    _row("exfiltrate", "sends what it has to a messenger's bot", "T1567",
         "api.telegram.org|discord.com/api/webhooks"),
)  # fmt: skip

_BOTS: Final = _WEB[8]
TABLES: Final[dict[str, tuple[Row, ...]]] = {
    "vbscript": (*_HOST, _STARTS, *_VISUAL, *_TOOLS, _BOTS),
    "jscript": (*_HOST, _STARTS, *_JSCRIPT, *_TOOLS, _BOTS),
    "powershell": (*_POWERSHELL, *_TOOLS, _FETCHING, _BOTS),
    "batch": (
        _row("run", "starts a program", "T1059.003", "start"),
        *_TOOLS,
        *_POWERSHELL,
        _FETCHING,
        _BOTS,
    ),
    "javascript": (*_WEB, *_HOST),
    "shell": _SHELL,
    "python": _PYTHON,
}
