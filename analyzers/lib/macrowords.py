"""What the words of macro code can do, in a sentence, with the technique in MITRE ATT&CK."""

from __future__ import annotations

from typing import Final, NamedTuple


class Meaning(NamedTuple):
    sentence: str
    technique: str


_FILE: Final = "T1204.002"  # what begins is a malicious file that its reader opened
_BY_KIND: Final = {
    "AutoExec": Meaning("Office starts it, without the reader's doing", _FILE),
    "Base64 String": Meaning("Text behind base64", "T1027.013"),
    "Hex String": Meaning("Text behind hexadecimal digits", "T1027.013"),
    "Dridex String": Meaning("Text behind a cipher that the Dridex family used", "T1027.013"),
    "VBA string": Meaning("What an expression of the code makes", "T1027"),
}
_BY_WORD: Final = (
    ("Starts a program", "T1059.005",
     "shell|run|shellexecute|shellexecutea|doit|invokeverb|invokeverbex|winexec|shell.application"),
    ("Gets hold of the shell, which starts programs", "T1059.005", "wscript.shell|shell32"),
    ("Starts a program without a window", "T1564.003", "vbhide|sw_hide|vbminimizedfocus"),
    ("Runs PowerShell", "T1059.001", "powershell|noexit|executionpolicy|noprofile|-encodedcommand"
     "|start-process|new-object|frombase64string"),
    ("Runs the command prompt", "T1059.003", "cmd.exe|cmd /c|command"),
    ("Starts a process through WMI", "T1047", "win32_process|winmgmts|create|getobject"),
    ("Runs AppleScript or a shell on a Mac", "T1059.002", "macscript|applescript"),
    ("Runs an Excel 4 macro from VBA", "T1059.005", "executeexcel4macro"),
    ("Makes an object of any class by its name", "T1559.001", "createobject"),
    ("Fetches a file from the network", "T1105",
     "urldownloadtofilea|urldownloadtofile|msxml2.xmlhttp|microsoft.xmlhttp|user-agent|net.webclient"
     "|downloadfile|downloadstring|msxml2.serverxmlhttp|winhttp.winhttprequest|internetopenurla"),
    ("Writes a file", "T1105",
     "adodb.stream|savetofile|writetext|createtextfile|write|put|output|print #"
     "|scripting.filesystemobject"),
    ("Calls functions of libraries, Windows' own among them", "T1106", "lib|declare|ptrsafe"),
    ("Puts machine code into memory and runs it", "T1055",
     "virtualalloc|virtualallocex|virtualprotect|rtlmovememory|createthread|createremotethread"
     "|writeprocessmemory|ntallocatevirtualmemory|callwindowproc|enumsystemlanguagegroupsw"),
    ("Runs a library through a Windows program", "T1218.010", "regsvr32"),
    ("Runs a library through a Windows program", "T1218.011", "rundll32"),
    ("Runs a page as a program", "T1218.005", "mshta"),
    ("Changes the registry", "T1112", "regwrite"),
    ("Reads the registry", "T1012", "regread"),
    ("Makes a task start it again", "T1053.005", "schtasks|schedule.service"),
    ("Asks what computer and user it is on", "T1082",
     "environ|win32_environment|environment|expandenvironmentstrings|username"),
    ("Looks for a sandbox or a virtual machine", "T1497",
     "vmware|virtualbox|vbox|sandboxie|isvirtual|recentfiles|tasks.count|windows.count"),
    ("Deletes files", "T1070.004", "kill|deletefile|deletefolder"),
    ("Presses keys for the user", "T1059.005", "sendkeys|appactivate"),
    ("Lowers the guard against macros", "T1112", "accessvbom|vbawarnings"),
    ("Changes macros of this or other documents", "T1137.001",
     "vbproject|vbcomponents|codemodule|addfromstring|normaltemplate"),
    ("Spells text so that it is not read", "T1027",
     "chr|chrw|chrb|strreverse|xor|callbyname|base64 strings|hex strings|vba obfuscated strings"),
    ("Calls an Excel 4 macro function that starts programs or libraries", "T1059.005",
     "exec|call|register|formula.fill"),
)  # fmt: skip
_WORDS: Final = {
    word: Meaning(sentence, technique)
    for sentence, technique, words in _BY_WORD
    for word in words.split("|")
}


def meaning(kind: str, word: str, otherwise: str) -> Meaning:
    """Of a sign of this kind; ``otherwise`` is the sentence for words that are not known here.

    The description of a decoded string is its source, which stays.
    """
    if known := _WORDS.get(word.casefold()) if kind == "Suspicious" else None:
        return known
    by_kind = _BY_KIND.get(kind)
    if by_kind is None:
        return Meaning(otherwise, "")
    return by_kind if kind == "AutoExec" else Meaning(otherwise, by_kind.technique)
