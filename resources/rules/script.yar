// Scripts and command lines, as files of their own or inside others.

private rule readable_text
{
    condition:
        filetype != "eml" and filetype != "msg" and filesize < 8MB
        and uint16(0) != 0x5A4D and uint32(0) != 0x04034B50 and uint32(0) != 0x46445025
        and uint32(0) != 0xE011CFD0
}

rule script_host_dropper
{
    meta:
        title = "A script fetches a file, writes it and runs it"
        description = "Script for the Windows Script Host with a network object, a stream written to disk and a shell."
        severity = "critical"
        attack = "T1105 Ingress Tool Transfer"
        sample = "tests/samples/rules/script.py"
    strings:
        $net = /(MSXML2\.(Server)?XMLHTTP|Microsoft\.XMLHTTP|WinHttp\.WinHttpRequest)/ nocase
        $write = /(ADODB\.Stream|SaveToFile|CreateTextFile|OpenTextFile)/ nocase
        $run = /(WScript\.Shell|Shell\.Application|ShellExecute|Win32_Process)/ nocase
        $make = /(ActiveXObject|CreateObject|GetObject)\s*\(/ nocase
    condition:
        readable_text and all of them
}

rule script_decodes_and_executes
{
    meta:
        title = "A script executes text it has decoded"
        description = "Execute, eval or ExecuteGlobal on the outcome of decoding, in a script for the Windows Script Host."
        severity = "high"
        attack = "T1140 Deobfuscate/Decode Files or Information"
        sample = "tests/samples/rules/script.py"
    strings:
        $host = /(WScript\.|ActiveXObject|CreateObject\s*\()/ nocase
        $run1 = /\b(ExecuteGlobal|Execute)\s*\(?\s*\(?\s*(StrReverse|Chr|Replace|Decode\w*|\w{1,30}\s*\()/ nocase
        $run2 = /\beval\s*\(\s*(unescape|atob|decode\w*|String\.fromCharCode|\w{1,30}\.join)\s*\(/ nocase
        $run3 = /new\s+Function\s*\(\s*(atob|unescape|\w{1,30}\.join)\s*\(/ nocase
        $markup = /<html|<body/ nocase
    condition:
        readable_text and $host and 1 of ($run*) and not $markup
}

rule powershell_download_cradle
{
    meta:
        title = "PowerShell fetches code and runs it"
        description = "A download and its immediate execution in one command."
        severity = "critical"
        attack = "T1059.001 PowerShell"
        sample = "tests/samples/rules/script.py"
    strings:
        $get1 = /\.Download(String|File|Data)\s*\(/ nocase
        $get2 = /\b(Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\s+(-\w+\s+)*["'(]?\(?["']?https?:/ nocase
        $get3 = "Start-BitsTransfer" nocase
        $run1 = /\b(IEX|Invoke-Expression)\b/ nocase
        $run2 = /\bStart-Process\b/ nocase
        $run3 = /\[\s*(System\.)?Reflection\.Assembly\s*\]\s*::\s*Load\b/ nocase
        $run4 = "Invoke-Item" nocase
    condition:
        readable_text and 1 of ($get*) and 1 of ($run*)
}

rule powershell_encoded_command
{
    meta:
        title = "PowerShell is given an encoded command"
        description = "A command in Base64 keeps readers and simple filters from seeing it."
        severity = "high"
        attack = "T1027.010 Command Obfuscation"
        sample = "tests/samples/rules/script.py"
    strings:
        $line = /powershell(\.exe)?["']?\s[^\r\n]{0,200}-e(c|n|nc|nco|ncod|ncode|ncoded|ncodedc\w{0,6})?\s+["']?[A-Za-z0-9+\/=]{60}/ nocase
        $from = /powershell[^\r\n]{0,400}FromBase64String/ nocase
    condition:
        readable_text and 1 of them
}

rule command_fetches_with_windows_tools
{
    meta:
        title = "A command line fetches or decodes a file with Windows' own tools"
        description = "certutil, bitsadmin, curl or mshta used to bring in a file and start it."
        severity = "high"
        attack = "T1105 Ingress Tool Transfer"
        sample = "tests/samples/rules/script.py"
    strings:
        $a = /certutil(\.exe)?["']?\s[^\r\n]{0,80}-(decode(hex)?|urlcache)\b/ nocase
        $b = /bitsadmin(\.exe)?["']?\s+\/transfer\b/ nocase
        $c = /mshta(\.exe)?["']?\s+["']?(https?:|javascript:|vbscript:)/ nocase
        $d = /regsvr32(\.exe)?["']?\s[^\r\n]{0,60}\/i:https?:/ nocase
        $e = /curl(\.exe)?["']?\s[^\r\n]{0,200}https?:[^\r\n]{1,300}(&&?|;|\|)\s*(start|rundll32|regsvr32|cmd|wscript|powershell)\b/ nocase
        $f = /rundll32(\.exe)?["']?\s+javascript:/ nocase
    condition:
        readable_text and 1 of them
}

rule hta_runs_commands
{
    meta:
        title = "An HTML application runs commands"
        description = "An .hta page has the rights of a program; this one creates a shell object."
        severity = "critical"
        attack = "T1218.005 Mshta"
        sample = "tests/samples/rules/script.py"
    strings:
        $hta = /<hta:application/ nocase
        $script = /<script/ nocase
        $run = /(WScript\.Shell|Shell\.Application|Scripting\.FileSystemObject|winmgmts:)/ nocase
    condition:
        readable_text and $script and $run and ($hta or extension == ".hta")
}

rule internet_shortcut_to_share
{
    meta:
        title = "An Internet shortcut points to a file share"
        description = "Opening it, or only showing its icon, makes Windows sign in to a foreign server; what lies there runs from there."
        severity = "high"
        attack = "T1187 Forced Authentication"
        sample = "tests/samples/rules/script.py"
    strings:
        $head = "[InternetShortcut]" nocase
        $url = /URL\s*=\s*(file:\/\/[^\/\r\n]|file:\/\/\/\/|\\\\)/ nocase
        $icon = /IconFile\s*=\s*(\\\\|file:\/\/)/ nocase
    condition:
        $head in (0..512) and ($url or $icon)
}

rule remote_desktop_shares_drives
{
    meta:
        title = "A remote desktop file hands local drives to a server"
        description = "The connection names a server and redirects drives or the clipboard to it."
        severity = "high"
        attack = "T1021.001 Remote Desktop Protocol"
        sample = "tests/samples/rules/script.py"
    strings:
        $address = /full address:s:[^\r\n]{3}/ nocase wide ascii
        $drives = /drivestoredirect:s:(\*|[a-z]:|DynamicDrives)/ nocase wide ascii
        $program = /remoteapplicationmode:i:1/ nocase wide ascii
    condition:
        filesize < 256KB and $address and ($drives or $program)
}

rule powershell_hidden_window
{
    meta:
        title = "PowerShell is started unseen and without restraint"
        description = "No window, no profile, no policy, and the command at once: nobody is to notice."
        severity = "high"
        attack = "T1059.001 PowerShell"
        sample = "tests/samples/rules/script.py"
    strings:
        $hidden = /powershell(\.exe)?["']?\s[^\r\n]{0,200}-w(in(dowstyle)?)?\s+(hidden|h|1)\b/ nocase
        $free1 = /-(ep|exec|executionpolicy)\s+(bypass|unrestricted)/ nocase
        $free2 = /-nop(rofile)?\b/ nocase
        $act1 = /\b(iex|invoke-expression|iwr|irm|invoke-webrequest|invoke-restmethod|start-process)\b/ nocase
        $act2 = /-e(c|nc|ncodedcommand)?\s+[A-Za-z0-9+\/=]{20}/ nocase
        $act3 = "FromBase64String" nocase
        $act4 = /Download(String|File|Data)/ nocase
        $act5 = /-(file|f)\s+["']?[^\r\n"']{0,120}\.(ps1|tmp|dat)/ nocase
    condition:
        readable_text and $hidden and 1 of ($free*) and 1 of ($act*)
}

rule powershell_loads_program_from_text
{
    meta:
        title = "PowerShell loads a program out of text"
        description = "Text is decoded to a .NET program which is loaded and called in memory; no file is written that could be looked at."
        severity = "critical"
        attack = "T1620 Reflective Code Loading"
        sample = "tests/samples/rules/script.py"
    strings:
        $decode1 = "FromBase64String" nocase
        $decode2 = /\[byte\[\]\]\s*\(?\s*0x[0-9a-f]{2}\s*,/ nocase
        $decode3 = /(GZipStream|DeflateStream)/ nocase
        $load = /Reflection\.Assembly\]?\s*::\s*Load\s*\(|\.Assembly\]::\(?["']?Load|AppDomain\]::CurrentDomain\.Load\s*\(/ nocase
        $call = /(EntryPoint\.Invoke|\.GetMethod\(|\.InvokeMember\(|\.Invoke\(\s*\$null)/ nocase
    condition:
        readable_text and 1 of ($decode*) and $load and $call
}

rule powershell_disguised
{
    meta:
        title = "A PowerShell command is put together from pieces"
        description = "Character codes, pieces put in order by number, or text read backwards hide what is run."
        severity = "medium"
        attack = "T1027.010 Command Obfuscation"
        sample = "tests/samples/rules/script.py"
    strings:
        $shell = /\b(powershell|iex|invoke-expression|\$env:|new-object|\[char\])/ nocase
        $char = /\[char\]\s*\(?\s*(0x)?[0-9a-f]{2,4}/ nocase
        $order = /["']?\(?["'](\{\d{1,2}\}){4,40}["']\s*-f\s*["']/ nocase
        $reverse = /\[-1\s*\.\.\s*-\s*\(?\s*\$?\w{1,30}\.length/ nocase
    condition:
        readable_text and $shell and (#char > 25 or #order > 2 or $reverse)
}

rule script_switches_protection_off
{
    meta:
        title = "A script switches the protection of Windows off"
        description = "Exclusions or switches of Defender, or the place in memory where scripts are handed to the scanner, are changed."
        severity = "critical"
        attack = "T1685 Disable or Modify Tools"
        sample = "tests/samples/rules/script.py"
    strings:
        $exclude = /Add-MpPreference\s[^\r\n]{0,80}-Exclusion(Path|Process|Extension)/ nocase
        $switch = /Set-MpPreference\s[^\r\n]{0,80}-Disable\w{4,40}\s+(\$true|1)/ nocase
        $scan1 = "amsiInitFailed" nocase
        $scan2 = /AmsiUtils["']?\s*\)?\s*\.GetField/ nocase
        $scan3 = /GetProcAddress[^\r\n]{0,80}AmsiScanBuffer/ nocase
        $service = /sc(\.exe)?\s+(stop|delete|config)\s+(WinDefend|Sense|wscsvc)\b/ nocase
    condition:
        readable_text and 1 of them
}

rule script_destroys_backups
{
    meta:
        title = "A script destroys what the system could be restored from"
        description = "Shadow copies, the backup catalogue or the recovery environment are removed, as is done before files are encrypted."
        severity = "critical"
        attack = "T1490 Inhibit System Recovery"
        sample = "tests/samples/rules/script.py"
    strings:
        $a = /vssadmin(\.exe)?["']?\s+delete\s+shadows/ nocase
        $b = /wmic(\.exe)?["']?\s+shadowcopy\s+delete/ nocase
        $c = /wbadmin(\.exe)?["']?\s+delete\s+(catalog|systemstatebackup)/ nocase
        $d = /bcdedit(\.exe)?["']?\s+\/set\s[^\r\n]{0,40}recoveryenabled\s+no/ nocase
        $e = /Win32_ShadowCopy[^\r\n]{0,120}(Delete\(|Remove-WmiObject|Remove-CimInstance)/ nocase
    condition:
        readable_text and 1 of them
}

rule script_starts_with_windows
{
    meta:
        title = "A script makes itself start with Windows"
        description = "A value in a Run key, or a file in the Startup folder: what it sets up comes back at every sign-in."
        severity = "medium"
        attack = "T1547.001 Registry Run Keys / Startup Folder"
        sample = "tests/samples/rules/script.py"
    strings:
        $key1 = /reg(\.exe)?\s+add\s+["']?HK(CU|LM|EY_CURRENT_USER|EY_LOCAL_MACHINE)\\+[^\r\n"']{0,80}CurrentVersion\\+Run(Once)?\b/ nocase
        $key2 = /\.RegWrite\s*\(?\s*["']HK[^\r\n"']{0,100}CurrentVersion\\+Run/ nocase
        $key3 = /(New|Set)-ItemProperty\s[^\r\n]{0,120}CurrentVersion\\+Run\b/ nocase
        $folder1 = /(copy|copyfile|copy-item|savetofile|createtextfile|out-file|xcopy)[^\r\n]{0,160}\\+Start Menu\\+Programs\\+Startup/ nocase
        $folder2 = /SpecialFolders\s*\(?\s*["']Startup["']/ nocase
    condition:
        readable_text and 1 of them
}

rule script_schedules_itself
{
    meta:
        title = "A script sets up a task that runs code again and again"
        description = "A scheduled task with a script host, an interpreter or an address as its action."
        severity = "high"
        attack = "T1053.005 Scheduled Task"
        sample = "tests/samples/rules/script.py"
    strings:
        $task1 = /schtasks(\.exe)?["']?\s+\/create\s[^\r\n]{0,300}(powershell|mshta|wscript|cscript|rundll32|regsvr32|\\appdata\\|%appdata%|%temp%|\\users\\public\\|https?:)/ nocase
        $task2 = /New-ScheduledTaskAction\s[^\r\n]{0,200}(powershell|mshta|wscript|cscript|rundll32|regsvr32|hidden)/ nocase
        $task3 = /Schedule\.Service["']\s*\)/ nocase
        $task4 = /RegisterTaskDefinition/ nocase
    condition:
        readable_text and ($task1 or $task2 or ($task3 and $task4))
}

rule batch_takes_letters_from_variables
{
    meta:
        title = "A batch file spells its commands with letters from variables"
        description = "Dozens of single letters cut out of variables make up the commands, so that none of them can be read."
        severity = "high"
        attack = "T1027.010 Command Obfuscation"
        sample = "tests/samples/rules/script.py"
    strings:
        $cut = /%[^%\r\n:]{1,40}:~-?\d{1,3},\s?1%/
        $random = /%[a-z]{1,12}%%[a-z]{1,12}%%[a-z]{1,12}%%[a-z]{1,12}%/ nocase
        $set = /\bset\s+["']?[^\r\n=]{1,40}=/ nocase
    condition:
        readable_text and $set and (#cut > 20 or #random > 12)
}

rule script_encoded_by_microsoft
{
    meta:
        title = "A script is encoded with Microsoft's Script Encoder"
        description = "The source is hidden from readers and runs all the same; the encoding can be undone."
        severity = "medium"
        attack = "T1027.013 Encrypted/Encoded File"
        sample = "tests/samples/rules/script.py"
    strings:
        $mark = /#@~\^[A-Za-z0-9+\/]{6}==/
        $end = "^#~@"
    condition:
        filesize < 8MB and uint16(0) != 0x5A4D and all of them
}

rule script_host_starts_powershell
{
    meta:
        title = "A script for the Windows Script Host starts PowerShell"
        description = "VBScript or JScript whose only work is to hand a command on to PowerShell, out of sight."
        severity = "high"
        attack = "T1059.005 Visual Basic"
        sample = "tests/samples/rules/script.py"
    strings:
        $make = /(CreateObject|ActiveXObject|GetObject)\s*\(\s*["'](WScript\.Shell|Shell\.Application|winmgmts)/ nocase
        $shell = /powershell/ nocase
        $quiet1 = /\.(Run|Exec|ShellExecute|Create)\b[^\r\n]{0,800},\s*(0|false|vbHide)\b/ nocase
        $quiet2 = /-w(in(dowstyle)?)?\s+(hidden|h|1)\b/ nocase
        $markup = /<html|<body/ nocase
    condition:
        readable_text and $make and $shell and 1 of ($quiet*) and not $markup
}

rule scriptlet_runs_commands
{
    meta:
        title = "A script component runs commands when it is registered"
        description = "A component that regsvr32 or a document fetches and runs; its script creates a shell."
        severity = "high"
        attack = "T1218.010 Regsvr32"
        sample = "tests/samples/rules/script.py"
    strings:
        $component = /<(scriptlet|component)[\s>]/ nocase
        $registration = "<registration" nocase
        $script = "<script" nocase
        $run = /(WScript\.Shell|Shell\.Application|winmgmts:|MSXML2\.XMLHTTP)/ nocase
    condition:
        readable_text and all of them
}

rule python_runs_decoded_code
{
    meta:
        title = "A Python script runs code it decodes or fetches"
        description = "The text given to exec is decoded, unpacked or fetched in the same statement, so that it cannot be read."
        severity = "high"
        attack = "T1059.006 Python"
        sample = "tests/samples/rules/script.py"
    strings:
        $exec1 = /\bexec\s*\(\s*(__import__\s*\(\s*["'](marshal|zlib|base64)["']\s*\)|marshal\.loads|zlib\.decompress|base64\.(b64|b32|b85|a85)decode|codecs\.decode|bytes\.fromhex)/
        $exec2 = /\bexec\s*\(\s*(requests\.get|urllib\.request\.urlopen|urlopen)\s*\(/
        $exec3 = /\bexec\s*\(\s*\(\s*_\s*\)\s*\(/
        $exec4 = /\beval\s*\(\s*(compile\s*\(\s*)?(marshal\.loads|zlib\.decompress|base64\.b64decode)\s*\(/
    condition:
        readable_text and 1 of them
}

rule shell_opens_way_back
{
    meta:
        title = "A command opens a shell to another computer"
        description = "A shell's input and output are tied to a connection: whoever is at the other end types commands here."
        severity = "high"
        attack = "T1059.004 Unix Shell"
        sample = "tests/samples/rules/script.py"
    strings:
        $bash = /(ba|z|k|c)?sh\s+-i\s+[>0-9&]{1,4}\s*\/dev\/tcp\/[^\s\/]{3,80}\/\d{1,5}/
        $net = /\bnc(at)?(\.exe)?\s+(-\w+\s+){0,4}[\w.\-]{3,80}\s+\d{1,5}\s+-e\s+["']?(\/bin\/(ba)?sh|cmd|powershell)/
        $power = /New-Object\s+(System\.)?Net\.Sockets\.TCPClient\s*\([^)]{3,120}\)[^\x00]{0,800}(iex|Invoke-Expression)/ nocase
    condition:
        readable_text and filesize < 256KB and 1 of them
}
