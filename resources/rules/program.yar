// Windows programs by what they name and carry.
// Names of functions are looked for as text: with YARA's module pe every object that is examined,
// a line of text as well, would cost half a millisecond more.

private rule windows_program
{
    condition:
        uint16(0) == 0x5A4D and uint32(uint32(0x3C)) == 0x00004550
}

rule program_fetches_and_runs
{
    meta:
        title = "The program names all it takes to fetch a file and run it"
        description = "Download and start functions in one small program."
        severity = "high"
        attack = "T1105 Ingress Tool Transfer"
        sample = "tests/samples/rules/program.py"
    strings:
        $fetch1 = "URLDownloadToFileA" fullword ascii
        $fetch2 = "URLDownloadToFileW" fullword ascii
        $fetch3 = "URLDownloadToCacheFileW" fullword ascii
        $run1 = "ShellExecuteA" fullword ascii
        $run2 = "ShellExecuteW" fullword ascii
        $run3 = "ShellExecuteExA" fullword ascii
        $run4 = "ShellExecuteExW" fullword ascii
        $run5 = "WinExec" fullword ascii
        $run6 = "CreateProcessA" fullword ascii
        $run7 = "CreateProcessW" fullword ascii
    condition:
        windows_program and filesize < 2MB and 1 of ($fetch*) and 1 of ($run*)
}

rule program_injects_code
{
    meta:
        title = "The program names all it takes to inject code"
        description = "Functions that reserve memory in another process, write to it and start a thread there."
        severity = "high"
        attack = "T1055 Process Injection"
        sample = "tests/samples/rules/program.py"
    strings:
        $memory1 = "VirtualAllocEx" fullword ascii
        $memory2 = "NtAllocateVirtualMemory" fullword ascii
        $memory3 = "NtMapViewOfSection" fullword ascii
        $write1 = "WriteProcessMemory" fullword ascii
        $write2 = "NtWriteVirtualMemory" fullword ascii
        $write3 = "NtMapViewOfSection" fullword ascii
        $start1 = "CreateRemoteThread" fullword ascii
        $start2 = "QueueUserAPC" fullword ascii
        $start3 = "SetThreadContext" fullword ascii
        $start4 = "NtCreateThreadEx" fullword ascii
        $start5 = "RtlCreateUserThread" fullword ascii
    condition:
        windows_program and filesize < 8MB and 1 of ($memory*) and 1 of ($write*) and 1 of ($start*)
}

rule program_reads_browser_secrets
{
    meta:
        title = "The program names the files where browsers keep passwords"
        description = "Several browsers' password stores are named in one program: the trade of information stealers."
        severity = "high"
        attack = "T1555.003 Credentials from Web Browsers"
        sample = "tests/samples/rules/program.py"
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
        attack = "T1059.010 AutoHotKey & AutoIT"
        sample = "tests/samples/rules/program.py"
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
        attack = "T1036.007 Double File Extension"
        sample = "tests/samples/rules/program.py"
    condition:
        uint16(0) == 0x5A4D and uint32(uint32(0x3C)) == 0x00004550 and
        filename matches /\.(pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|html?|csv)[\s_]{0,200}(\.(exe|scr|com|pif|cpl))?$/i
}

rule program_packed
{
    meta:
        title = "The program is packed with UPX"
        description = "Its code is unpacked when it runs and cannot be read before."
        severity = "low"
        attack = "T1027.002 Software Packing"
        sample = "tests/samples/rules/program.py"
    strings:
        $first = "UPX0\x00"
        $second = "UPX1\x00"
    condition:
        windows_program and $first in (0..1024) and $second in (0..1024)
}

rule program_destroys_backups
{
    meta:
        title = "The program destroys what the system could be restored from"
        description = "Commands that remove shadow copies and backups stand in it, as in programs that encrypt files for ransom."
        severity = "critical"
        attack = "T1490 Inhibit System Recovery"
        sample = "tests/samples/rules/program.py"
    strings:
        $a = "delete shadows" ascii wide nocase
        $b = "shadowcopy delete" ascii wide nocase
        $c = "delete catalog" ascii wide nocase
        $d = "recoveryenabled no" ascii wide nocase
        $e = "bootstatuspolicy ignoreallfailures" ascii wide nocase
        $f = "delete systemstatebackup" ascii wide nocase
    condition:
        uint16(0) == 0x5A4D and 2 of them
}

rule program_reports_to_messenger
{
    meta:
        title = "The program reports to a messenger bot"
        description = "The address of a Telegram bot or a Discord webhook with its key: what was collected goes there."
        severity = "high"
        attack = "T1567.004 Exfiltration Over Webhook"
        sample = "tests/samples/rules/program.py"
    strings:
        $telegram = /https:\/\/api\.telegram\.org\/bot\d{6,12}:[\w-]{30}/ ascii wide
        $discord = /https:\/\/(canary\.|ptb\.)?discord(app)?\.com\/api\/webhooks\/\d{15,22}\/[\w-]{40}/ ascii wide
    condition:
        uint16(0) == 0x5A4D and 1 of them
}

rule program_is_remote_control_tool
{
    meta:
        title = "The program lets somebody else control the computer"
        description = "An honest product for remote support by its version information; sent by mail it is as good as a back door."
        severity = "medium"
        attack = "T1219 Remote Access Tools"
        sample = "tests/samples/rules/program.py"
    strings:
        $name1 = "AnyDesk" wide
        $name2 = "ScreenConnect" ascii wide
        $name3 = "NetSupport Client" ascii wide
        $name4 = "Atera Agent" ascii wide nocase
        $name5 = "UltraViewer" ascii wide
        $name6 = "RustDesk" ascii wide
        $name7 = "SimpleHelp" ascii wide
        $name8 = "TeamViewer" wide
        $name9 = "Remote Utilities" wide
        $version = "VS_VERSION_INFO" wide
        $product = "ProductName" wide
    condition:
        uint16(0) == 0x5A4D and $version and for any of ($name*) : (for any place in (1..#product) : ($ in (@product[place]..@product[place] + 96)))
}

rule program_is_excel_addin
{
    meta:
        title = "The program is an add-in that Excel runs on opening"
        description = "A library with the function Excel calls first: opened by a double click, it runs like any program."
        severity = "high"
        attack = "T1137.006 Add-ins"
        sample = "tests/samples/rules/program.py"
    strings:
        $open = "\x00xlAutoOpen\x00"
    condition:
        uint16(0) == 0x5A4D and filesize < 32MB and $open
}

rule program_hides_powershell
{
    meta:
        title = "The program starts PowerShell unseen"
        description = "A command line for PowerShell with a hidden window, an encoded command or a download stands in it."
        severity = "high"
        attack = "T1059.001 PowerShell"
        sample = "tests/samples/rules/program.py"
    strings:
        $line1 = /powershell(\.exe)?["']?\s[^\x00\r\n]{0,160}-e(nc|ncodedcommand)?\s+[A-Za-z0-9+\/=]{40}/ ascii wide nocase
        $line2 = /powershell(\.exe)?["']?\s[^\x00\r\n]{0,200}(DownloadString|DownloadFile|Net\.WebClient|FromBase64String|Add-MpPreference)/ ascii wide nocase
        $line3 = /powershell(\.exe)?["']?\s[^\x00\r\n]{0,160}-w(in(dowstyle)?)?\s+hidden[^\x00\r\n]{0,160}(iex|Invoke-Expression|iwr|Invoke-WebRequest|http)/ ascii wide nocase
    condition:
        uint16(0) == 0x5A4D and 1 of them
}

rule note_asks_for_ransom
{
    meta:
        title = "The file tells that files were encrypted and asks for money"
        description = "Words of a ransom note with an address in the hidden web or a wallet: in a program it is what the program leaves behind."
        severity = "high"
        attack = "T1486 Data Encrypted for Impact"
        sample = "tests/samples/rules/program.py"
    strings:
        $fate = /\b(all )?(of )?your (\w+ )?(files|documents|data|network|servers)( \w+){0,4} (have|has|had|were|was|are|is) (been )?(\w+ )?(encrypted|locked|stolen)/ ascii wide nocase
        $pay1 = /[a-z2-7]{56}\.onion\b/ ascii wide nocase
        $pay2 = /\bbc1[a-z0-9]{38,60}\b/ ascii wide
        $pay4 = /(address|wallet|btc|bitcoin)[^A-Za-z0-9]{1,12}[13][1-9A-HJ-NP-Za-km-z]{25,34}/ ascii wide nocase
        $pay3 = /(tor browser|decryptor|decryption (key|tool|software))/ ascii wide nocase
    condition:
        filetype != "eml" and filetype != "msg" and filesize < 20MB and $fate and $pay3 and 1 of ($pay1, $pay2, $pay4)
}
