// Macro source as the macro unit recovers it, Rich Text, and the scripts documents start.

private rule macro_starts_itself
{
    strings:
        $a1 = /\b(Auto_?(Open|Exec|Close|New)|Document_(Open|Close|New)|Workbook_(Open|Activate|BeforeClose)|DocumentOpen)\b/ nocase
        $a2 = /\b\w{1,40}_(Painted|Painting|Layout|GotFocus|MouseMove|Change|Click)\b/ nocase
    condition:
        filesize < 8MB and 1 of them
}

rule macro_downloads_and_runs
{
    meta:
        title = "A macro that starts itself fetches a file and runs it"
        description = "Automatic start, a network call and a call that starts a program stand in one macro project."
        severity = "critical"
        attack = "T1105 Ingress Tool Transfer"
        sample = "tests/samples/rules/macro.py"
    strings:
        $net1 = "URLDownloadToFile" nocase
        $net2 = /(MSXML2\.|Microsoft\.)(Server)?XMLHTTP/ nocase
        $net3 = "WinHttp.WinHttpRequest" nocase
        $net4 = "DownloadFile" nocase
        $net5 = /(curl|bitsadmin|certutil|Invoke-WebRequest|wget)[^\r\n]{0,160}https?:/ nocase
        $run1 = /\bShell\s*[\(\s"]/ nocase
        $run2 = "WScript.Shell" nocase
        $run3 = "ShellExecute" nocase
        $run4 = "Win32_Process" nocase
        $run5 = "Shell.Application" nocase
        $run6 = /\bEXEC\(/ nocase
    condition:
        macro_starts_itself and 1 of ($net*) and 1 of ($run*)
}

rule macro_starts_interpreter
{
    meta:
        title = "A macro that starts itself calls a command interpreter"
        description = "Automatic start and a command line for PowerShell, cmd, mshta or the like."
        severity = "high"
        attack = "T1059.005 Visual Basic"
        sample = "tests/samples/rules/macro.py"
    strings:
        $line1 = /powershell(\.exe)?["'\s]/ nocase
        $line2 = /cmd(\.exe)?\s+\/[ck]\s/ nocase
        $line3 = /mshta(\.exe)?\s/ nocase
        $line4 = /(regsvr32|rundll32)(\.exe)?\s/ nocase
        $line5 = /(wscript|cscript)(\.exe)?\s+["\/]/ nocase
        $run1 = /\bShell\s*[\(\s"]/ nocase
        $run2 = "WScript.Shell" nocase
        $run3 = "ShellExecute" nocase
        $run4 = "Win32_Process" nocase
        $run5 = /\bEXEC\(/ nocase
    condition:
        macro_starts_itself and 1 of ($line*) and 1 of ($run*)
}

rule macro_runs_machine_code
{
    meta:
        title = "A macro copies machine code to memory and starts it"
        description = "Declared system calls that reserve memory, fill it and pass control to it."
        severity = "critical"
        attack = "T1106 Native API"
        sample = "tests/samples/rules/macro.py"
    strings:
        $declare = /\bDeclare\s+(PtrSafe\s+)?(Function|Sub)\b/ nocase
        $memory = /\b(VirtualAlloc(Ex)?|HeapCreate|NtAllocateVirtualMemory|VirtualProtect)\b/ nocase
        $copy = /\b(RtlMoveMemory|WriteProcessMemory|NtWriteVirtualMemory|RtlCopyMemory)\b/ nocase
        $start = /\b(CreateThread|CreateRemoteThread|EnumSystemLocales\w?|EnumWindows|CallWindowProc\w?|CreateTimerQueueTimer|SetTimer|QueueUserAPC|EnumDateFormats\w?|EnumChildWindows)\b/ nocase
    condition:
        filesize < 8MB and $declare and $memory and $copy and $start
}

rule macro_process_by_wmi
{
    meta:
        title = "A macro starts a program through the management service"
        description = "Win32_Process created through WMI: the program does not appear as started by Office."
        severity = "high"
        attack = "T1047 Windows Management Instrumentation"
        sample = "tests/samples/rules/macro.py"
    strings:
        $wmi = /winmgmts:|WbemScripting\.SWbemLocator/ nocase
        $class = "Win32_Process" nocase
        $create = /\.Create\b/ nocase
    condition:
        filesize < 8MB and all of them
}

rule macro_text_assembled
{
    meta:
        title = "A macro puts its text together from character codes"
        description = "Dozens of character codes, or reversed text, hide the words a reader or a scanner would notice."
        severity = "medium"
        attack = "T1027.010 Command Obfuscation"
        sample = "tests/samples/rules/macro.py"
    strings:
        $sub = /\b(Sub|Function)\s+\w/ nocase
        $code = /\bChrW?\$?\s*\(\s*(&H)?[0-9a-f]{1,4}(\s*[-+*]\s*\d{1,5})?\s*\)/ nocase
        $reverse = /StrReverse\s*\(\s*"[^"]{8}/ nocase
    condition:
        filesize < 8MB and $sub and (#code > 40 or #reverse > 2)
}

rule macro_sheet_calls_system
{
    meta:
        title = "An Excel 4 macro sheet calls system functions"
        description = "Formulas that register or call functions of Windows libraries, or start programs."
        severity = "high"
        attack = "T1106 Native API"
        sample = "tests/samples/rules/macro.py"
    strings:
        $sheet = /Excel 4\.0 macro sheet|EXCEL 4 MACRO SHEET/
        $call1 = /\b(CALL|REGISTER)\(?[^\r\n]{0,60}(urlmon|kernel32|shell32|wininet|advapi32)/ nocase
        $call2 = /URLDownloadToFile[AW]?/ nocase
        $call3 = /\bEXEC\b[^\r\n]{0,80}(cmd|powershell|rundll32|regsvr32|mshta|wscript|explorer|calc)/ nocase
        $call4 = /(cmd|powershell|rundll32|regsvr32|mshta|wscript)[^\r\n]{0,160}\bEXEC\b/ nocase
        $call5 = /ShellExecute[AW]?/ nocase
    condition:
        filesize < 8MB and $sheet and 1 of ($call*)
}

rule rtf_remote_template
{
    meta:
        title = "A Rich Text document loads its template from the network"
        description = "The template destination names a web address or a network share; Word fetches it on opening."
        severity = "critical"
        attack = "T1221 Template Injection"
        sample = "tests/samples/rules/macro.py"
    strings:
        $template = /\{\s*\\\*\s*\\template\s+(https?:|\\\\\\\\|file:\/\/)/ nocase
        $escaped = /\{\s*\\\*\s*\\template\s+(\\'[0-9a-f]{2}|\\u-?\d{1,5}\s?\??){4}/ nocase
    condition:
        uint32(0) == 0x74725C7B and 1 of them
}

rule rtf_equation_object
{
    meta:
        title = "A Rich Text document holds an Equation Editor object"
        description = "The old Equation Editor has no protection against overflow (CVE-2017-11882, CVE-2018-0802); almost all such objects in mail attack it."
        severity = "high"
        attack = "T1203 Exploitation for Client Execution"
        sample = "tests/samples/rules/macro.py"
    strings:
        $name = "4571756174696f6e2e33" nocase
        $lower = "4551554154494f4e2e33" nocase
        $class = "02ce020000000000c000000000000046" nocase
        $object = "\\objdata" nocase
        $plain = /\\objclass\s+Equation\.3/ nocase
    condition:
        uint32(0) == 0x74725C7B and $object and ($name or $lower or $class or $plain)
}
