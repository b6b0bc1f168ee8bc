// Windows programs by what they import and carry.

import "pe"

rule program_fetches_and_runs
{
    meta:
        title = "The program imports all it takes to fetch a file and run it"
        description = "Download and start functions in one small program."
        severity = "high"
    condition:
        pe.is_pe and filesize < 2MB and
        (pe.imports("urlmon.dll", "URLDownloadToFileA") or pe.imports("urlmon.dll", "URLDownloadToFileW")
            or pe.imports("urlmon.dll", "URLDownloadToCacheFileW")) and
        (pe.imports("shell32.dll", "ShellExecuteA") or pe.imports("shell32.dll", "ShellExecuteW")
            or pe.imports("shell32.dll", "ShellExecuteExA") or pe.imports("shell32.dll", "ShellExecuteExW")
            or pe.imports("kernel32.dll", "WinExec") or pe.imports("kernel32.dll", "CreateProcessA")
            or pe.imports("kernel32.dll", "CreateProcessW"))
}

rule program_injects_code
{
    meta:
        title = "The program imports all it takes to inject code"
        description = "Functions that reserve memory in another process, write to it and start a thread there."
        severity = "high"
    condition:
        pe.is_pe and
        (pe.imports("kernel32.dll", "VirtualAllocEx") or pe.imports("ntdll.dll", "NtAllocateVirtualMemory")
            or pe.imports("ntdll.dll", "NtMapViewOfSection")) and
        (pe.imports("kernel32.dll", "WriteProcessMemory") or pe.imports("ntdll.dll", "NtWriteVirtualMemory")
            or pe.imports("ntdll.dll", "NtMapViewOfSection")) and
        (pe.imports("kernel32.dll", "CreateRemoteThread") or pe.imports("kernel32.dll", "QueueUserAPC")
            or pe.imports("kernel32.dll", "SetThreadContext") or pe.imports("ntdll.dll", "NtCreateThreadEx")
            or pe.imports("ntdll.dll", "RtlCreateUserThread"))
}

rule program_reads_browser_secrets
{
    meta:
        title = "The program names the files where browsers keep passwords"
        description = "Several browsers' password stores are named in one program: the trade of information stealers."
        severity = "high"
    strings:
        $a = "\\Google\\Chrome\\User Data" ascii wide nocase
        $b = "\\Mozilla\\Firefox\\Profiles" ascii wide nocase
        $c = "\\Microsoft\\Edge\\User Data" ascii wide nocase
        $d = "\\Opera Software\\Opera Stable" ascii wide nocase
        $e = "logins.json" ascii wide nocase
        $f = "Login Data" ascii wide
        $g = "encrypted_key" ascii wide
        $h = "key4.db" ascii wide nocase
        $i = "\\Thunderbird\\Profiles" ascii wide nocase
    condition:
        uint16(0) == 0x5A4D and 4 of them
}

rule program_is_compiled_script
{
    meta:
        title = "The program is a compiled AutoIt script"
        description = "Administrators use AutoIt, and so do loaders: the script inside decides and is not read here."
        severity = "medium"
    strings:
        $mark = "AU3!EA06"
        $mark2 = "AU3!EA05"
    condition:
        uint16(0) == 0x5A4D and 1 of them
}

rule program_poses_as_document
{
    meta:
        title = "A program bears the name of a document"
        description = "The file is a Windows program; its name ends like a document's, or shows one in front of the real ending."
        severity = "critical"
    condition:
        uint16(0) == 0x5A4D and uint32(uint32(0x3C)) == 0x00004550 and
        filename matches /\.(pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|html?|csv)[\s_]{0,200}(\.(exe|scr|com|pif|cpl))?$/i
}
