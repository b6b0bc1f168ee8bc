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
    strings:
        $address = /full address:s:[^\r\n]{3}/ nocase wide ascii
        $drives = /drivestoredirect:s:(\*|[a-z]:|DynamicDrives)/ nocase wide ascii
        $program = /remoteapplicationmode:i:1/ nocase wide ascii
    condition:
        filesize < 256KB and $address and ($drives or $program)
}
