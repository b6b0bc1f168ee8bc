// Shortcuts, notebooks, disk images and archives that carry something to start.

rule shortcut_starts_interpreter
{
    meta:
        title = "A shortcut starts a command interpreter"
        description = "A Windows shortcut whose command line calls PowerShell, cmd, mshta, a script host or a download tool."
        severity = "critical"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/container.py"
    strings:
        $a = "powershell" ascii wide nocase
        $b = "cmd.exe" ascii wide nocase
        $c = "mshta" ascii wide nocase
        $d = "wscript" ascii wide nocase
        $e = "cscript" ascii wide nocase
        $f = "rundll32" ascii wide nocase
        $g = "regsvr32" ascii wide nocase
        $h = "certutil" ascii wide nocase
        $i = "curl" ascii wide nocase
        $argument1 = " /c " ascii wide nocase
        $argument2 = "http" ascii wide nocase
        $argument3 = /-(enc|nop|windowstyle|command|executionpolicy)/ ascii wide nocase
        $argument4 = /\.(js|vbs|hta|bat|ps1|dll|dat|tmp|cmd)\b/ ascii wide nocase
        $argument6 = " /k " ascii wide nocase
        $argument7 = " -w hidden" ascii wide nocase
        $argument5 = "javascript:" ascii wide nocase
    condition:
        uint32(0) == 0x0000004C and uint32(4) == 0x00021401 and filesize < 4MB
        and 1 of ($a, $b, $c, $d, $e, $f, $g, $h, $i) and 1 of ($argument*)
}

rule notebook_embeds_script
{
    meta:
        title = "A OneNote notebook holds a script or program"
        description = "A file store object inside the notebook begins like a program or holds script; the picture above it asks for a double click."
        severity = "critical"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/container.py"
    strings:
        $store = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC }
        $program = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC [20] 4D 5A }
        $shortcut = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC [20] 4C 00 00 00 01 14 02 00 }
        $text1 = "WScript.Shell" ascii wide nocase
        $text2 = "<hta:application" ascii wide nocase
        $text3 = "<job" ascii nocase
        $text4 = /powershell[^\r\n]{0,80}(-enc|-e |-nop|-w|iex|iwr|http)/ ascii nocase
        $text5 = "@echo off" ascii nocase
        $text6 = /CreateObject\s*\(/ ascii nocase
    condition:
        uint32(0) == 0x7B5C52E4 and uint32(4) == 0x4DA7D88C
        and ($program or $shortcut
            or for any object in (1..#store) : (
                for any of ($text*) : ($ in (@store[object]..@store[object] + 8192))))
}

rule disk_image_with_shortcut
{
    meta:
        title = "A disk image holds a shortcut"
        description = "Windows mounts the image on a double click and drops the mark of the web; the shortcut starts what lies hidden beside it."
        severity = "high"
        attack = "T1553.005 Mark-of-the-Web Bypass"
        sample = "tests/samples/rules/container.py"
    strings:
        $shortcut = { 4C 00 00 00 01 14 02 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
        $iso = "CD001"
        $udf = "NSR0"
    condition:
        filesize < 300MB and ($iso at 0x8001 or $udf in (0x8000..0xA000)) and $shortcut
}

rule archive_double_extension
{
    meta:
        title = "An archive holds a program under a document's name"
        description = "A name in the ZIP directory shows a document's ending in front of one that runs."
        severity = "high"
        attack = "T1036.007 Double File Extension"
        sample = "tests/samples/rules/container.py"
    strings:
        $entry = /PK\x01\x02[\x00-\xff]{42}[^\x00]{1,120}\.(pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|html?)[ _]{0,60}\.(exe|scr|com|pif|js|jse|vbs|vbe|wsf|hta|lnk|bat|cmd|ps1|iso|img)/ nocase
    condition:
        uint32(0) == 0x04034B50 and $entry
}

rule archive_single_script
{
    meta:
        title = "An archive holds nothing but a script or shortcut"
        description = "One member, and it is of a kind that Windows runs: the usual first stage."
        severity = "high"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/container.py"
    strings:
        $entry = /PK\x01\x02[\x00-\xff]{42}[^\x00\/]{1,120}\.(js|jse|vbs|vbe|wsf|hta|lnk|bat|cmd|ps1|scr|pif)(PK\x05\x06|[\x00-\x20UA\x75])/ nocase
        $directory = "PK\x01\x02"
    condition:
        uint32(0) == 0x04034B50 and #directory == 1 and $entry
}

rule pdf_starts_command
{
    meta:
        title = "A PDF document starts a command"
        description = "A launch action with a program to start."
        severity = "critical"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/container.py"
    strings:
        $launch = /\/S\s*\/Launch/
        $program = /\/(F|P)\s*\([^)]{0,80}(cmd|powershell|mshta|wscript|rundll32|\.exe|\.bat|\.js|\.vbs)/ nocase
    condition:
        uint32(0) == 0x46445025 and $launch and $program
}

rule archive_name_reads_backwards
{
    meta:
        title = "A name in the archive is turned around"
        description = "A character that turns the reading direction stands in a name, so that its true ending is not where it is seen."
        severity = "critical"
        attack = "T1036.002 Right-to-Left Override"
        sample = "tests/samples/rules/container.py"
    strings:
        $entry = /PK\x01\x02[\x00-\xff]{42}[^\x00]{0,120}\xE2\x80\xAE/
    condition:
        uint32(0) == 0x04034B50 and $entry
}

rule archive_name_padded
{
    meta:
        title = "A name in the archive pushes its ending out of sight"
        description = "Dozens of spaces stand in front of the ending of a program."
        severity = "high"
        attack = "T1036.007 Double File Extension"
        sample = "tests/samples/rules/container.py"
    strings:
        $entry = /PK\x01\x02[\x00-\xff]{42}[^\x00\/]{1,120}[ _]{20,200}\.(exe|scr|com|pif|js|jse|vbs|vbe|wsf|hta|lnk|bat|cmd|ps1)/ nocase
    condition:
        uint32(0) == 0x04034B50 and $entry
}

rule archive_holds_disk_image
{
    meta:
        title = "An archive holds a disk image"
        description = "Files inside the image lose the mark that they come from outside, and with it the warnings."
        severity = "medium"
        attack = "T1553.005 Mark-of-the-Web Bypass"
        sample = "tests/samples/rules/container.py"
    strings:
        $entry = /PK\x01\x02[\x00-\xff]{42}[^\x00]{1,120}\.(iso|img|vhd|vhdx)(PK\x01\x02|PK\x05\x06|UT|up|ux|\x0A\x00|\x01\x00|\x99\x01)/ nocase
    condition:
        uint32(0) == 0x04034B50 and $entry
}

rule archive_writes_to_startup
{
    meta:
        title = "A name in the archive leads into the Startup folder"
        description = "Unpacked by a program with that fault, the member lands where Windows starts it at the next sign-in (as with CVE-2018-20250 and CVE-2025-8088)."
        severity = "critical"
        attack = "T1547.001 Registry Run Keys / Startup Folder"
        sample = "tests/samples/rules/container.py"
    strings:
        $path = /\.\.[\\\/][^\x00\r\n]{0,160}(Start Menu|STARTM~1)[\\\/]Programs[\\\/]Startup[\\\/]/ nocase
        $zip = "PK\x03\x04"
        $rar = "Rar!\x1A\x07"
        $ace = "**ACE**"
    condition:
        $path and ($zip at 0 or $rar at 0 or $ace in (0..16))
}

rule archive_folder_poses_as_document
{
    meta:
        title = "A folder in the archive has the name of the document beside it"
        description = "Old versions of WinRAR then run the script in the folder instead of showing the document (CVE-2023-38831)."
        severity = "critical"
        attack = "T1203 Exploitation for Client Execution"
        sample = "tests/samples/rules/container.py"
    strings:
        $entry = /[^\x00\/\\]{1,80}\.(pdf|docx?|xlsx?|txt|jpe?g|png|zip|rar) [\/\\][^\x00\/\\]{1,80}\.(pdf|docx?|xlsx?|txt|jpe?g|png|zip|rar) \.(cmd|bat|vbs|js|exe|lnk|ps1)/ nocase
        $zip = "PK\x03\x04"
        $rar = "Rar!\x1A\x07"
    condition:
        ($zip at 0 or $rar at 0) and $entry
}
