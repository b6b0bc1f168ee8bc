// Documents of Office, Rich Text and PDF: what they fetch, start or talk their readers into.
// OOXML is read part by part; the ZIP around the parts says nothing here.

rule document_field_runs_command
{
    meta:
        title = "A field of the document starts a program"
        description = "A DDE field names a command interpreter; Word offers to start it when the document is opened."
        severity = "critical"
        attack = "T1559.002 Dynamic Data Exchange"
        sample = "tests/samples/rules/document.py"
    strings:
        $field = /\bDDE(AUTO)?\b["'\s\\]/
        $command = /(cmd(\.exe)?["'\s\\]{1,8}\/[ck]|powershell|mshta|rundll32|regsvr32|wscript|cscript|certutil|\\system32\\)/ nocase
        $word1 = "instrText"
        $word2 = "fldSimple"
        $word3 = "\\fldinst"
    condition:
        filesize < 20MB and uint32(0) != 0x04034B50 and $field and $command and 1 of ($word*)
}

rule table_cell_runs_command
{
    meta:
        title = "A table cell starts a program"
        description = "A cell of a text table begins as a formula that calls a program by DDE; Excel runs it after a warning."
        severity = "high"
        attack = "T1559.002 Dynamic Data Exchange"
        sample = "tests/samples/rules/document.py"
    strings:
        $cell = /(^|[\r\n,;\t"])\s*[=+@-][^\r\n,;]{0,60}\b(cmd|powershell|msexcel|mshta|rundll32|regsvr32|wscript)\s*(\.exe)?\|\s*['"]/ nocase
    condition:
        filesize < 20MB and uint32(0) != 0x04034B50 and uint16(0) != 0x5A4D and $cell
}

rule document_template_from_network
{
    meta:
        title = "The document takes its template from the network"
        description = "The part that names the document's relations fetches a template from a web address or a share on opening; the macros are in there."
        severity = "critical"
        attack = "T1221 Template Injection"
        sample = "tests/samples/rules/document.py"
    strings:
        $kind = "relationships/attachedTemplate"
        $target1 = /Target\s*=\s*["'](https?:|file:\/\/|\\\\)[^"']{3}/ nocase
        $external = /TargetMode\s*=\s*["']External["']/ nocase
    condition:
        filesize < 4MB and uint32(0) != 0x04034B50 and all of them
}

rule document_fetches_web_object
{
    meta:
        title = "The document fetches an object by way of the browser engine"
        description = "A relation of the document names an MHTML address, or an object ending in a mark of exclamation: both have been used to run code without macros (CVE-2021-40444, CVE-2022-30190)."
        severity = "critical"
        attack = "T1203 Exploitation for Client Execution"
        sample = "tests/samples/rules/document.py"
    strings:
        $kind = /relationships\/(oleObject|frame|attachedTemplate)/
        $mhtml = /Target\s*=\s*["']\s*(mhtml|x-usc):/ nocase
        $mark = /Target\s*=\s*["']https?:\/\/[^"']{3,300}!["']/ nocase
    condition:
        filesize < 4MB and uint32(0) != 0x04034B50 and $kind and 1 of ($mhtml, $mark)
}

rule web_query_fetches_table
{
    meta:
        title = "A web query fetches what Excel shows"
        description = "A few lines of text that make Excel load a table from an address; formulas in it can start programs."
        severity = "high"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/document.py"
    strings:
        $query = /WEB\r?\n1\r?\nhttps?:\/\/[^\r\n]{4}/ nocase
    condition:
        filesize < 64KB and $query at 0
}

rule symbolic_sheet_runs_command
{
    meta:
        title = "A table in the old SYLK form runs commands"
        description = "Excel 4 macro functions in a text table: the protected view does not stop them."
        severity = "critical"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/document.py"
    strings:
        $run = /;E[^\r\n]{0,40}(EXEC|CALL|REGISTER|FOPEN)\s*\(/ nocase
        $auto = /NN;NAuto_?open/ nocase
    condition:
        filesize < 8MB and uint16(0) == 0x4449 and uint8(2) == 0x3B and 1 of them
}

rule document_asks_for_macros
{
    meta:
        title = "The document asks its reader to switch the protection off"
        description = "Text that has the reader press Enable Editing and then Enable Content, with a reason why nothing is seen before."
        severity = "medium"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/document.py"
    strings:
        $edit = /enable\s+editing/ nocase
        $edit_wide = "enable editing" wide nocase
        $content = /enable\s+(content|macros?)/ nocase
        $content_wide1 = "enable content" wide nocase
        $content_wide2 = "enable macro" wide nocase
        $why1 = /(protected|created (in|with)|earlier|newer|previous|older) (document|version|file)/ nocase
        $why2 = "this document is protected" ascii wide nocase
        $why3 = "version of microsoft" wide ascii nocase
        $why4 = /(to (view|see|display|decrypt)|cannot be (shown|displayed)) (this|the|its) (document|content|file)/ nocase
        $why5 = "to view this" wide nocase
    condition:
        filetype != "eml" and filetype != "msg" and filesize < 16MB and uint32(0) != 0x04034B50 and 1 of ($edit, $edit_wide) and 1 of ($content*) and 1 of ($why*)
}

rule notebook_asks_for_double_click
{
    meta:
        title = "A OneNote notebook has its reader double-click on a picture"
        description = "Text as on a button lies above files that are embedded in the notebook: the click goes through to them."
        severity = "high"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/document.py"
    strings:
        $click1 = "double click" wide ascii nocase
        $click2 = "double-click" wide ascii nocase
        $click3 = "click to view document" wide ascii nocase
        $store = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC }
    condition:
        uint32(0) == 0x7B5C52E4 and uint32(4) == 0x4DA7D88C and $store and 1 of ($click*)
}

rule rtf_package_of_script
{
    meta:
        title = "A Rich Text document carries a program or script"
        description = "A packaged object whose name ends like a file that Windows runs; a double click on its picture starts it."
        severity = "high"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/document.py"
    strings:
        $object = "\\objdata" nocase
        $package = "5061636b616765" nocase
        $name = /2e(657865|736372|6a73|6a7365|766273|766265|777366|687461|6c6e6b|626174|636d64|707331|646c6c|736374)00/ nocase
    condition:
        uint32(0) == 0x74725C7B and all of them
}

rule rtf_linked_object
{
    meta:
        title = "A Rich Text document fetches a linked object by itself"
        description = "A link object that updates on opening: Word fetches what its address gives and hands it to the program for its type (CVE-2017-0199)."
        severity = "high"
        attack = "T1203 Exploitation for Client Execution"
        sample = "tests/samples/rules/document.py"
    strings:
        $link = "4f4c45324c696e6b" nocase
        $update1 = "\\objautlink" nocase
        $update2 = "\\objupdate" nocase
    condition:
        uint32(0) == 0x74725C7B and $link and 1 of ($update*)
}

rule pdf_opens_what_it_carries
{
    meta:
        title = "A PDF document takes out a file it carries and opens it"
        description = "Script exports an embedded file and has it started."
        severity = "critical"
        attack = "T1059.007 JavaScript"
        sample = "tests/samples/rules/document.py"
    strings:
        $export = /exportDataObject\s*\(\s*\{[^}]{0,200}nLaunch\s*:\s*[12]/
        $export2 = /exportDataObject\s*\\?\([^)]{0,200}nLaunch/
    condition:
        uint32(0) == 0x46445025 and 1 of them
}

rule pdf_reaches_for_share
{
    meta:
        title = "A PDF document reaches for a file share"
        description = "An action names a path on another server; on opening, Windows signs in there and hands over a proof of the password."
        severity = "high"
        attack = "T1187 Forced Authentication"
        sample = "tests/samples/rules/document.py"
    strings:
        $go = /\/S\s*\/(GoToR|GoToE|Launch|ImportData)\b/
        $share = /\/F\s*(<<[^>]{0,80}\/F\s*)?\(\s*\\\\\\\\[^\\)]{2,80}\\\\/
    condition:
        uint32(0) == 0x46445025 and all of them
}

rule pdf_carries_program
{
    meta:
        title = "A PDF document carries a program or script"
        description = "The name of an embedded file ends like a file that Windows runs."
        severity = "high"
        attack = "T1204.002 Malicious File"
        sample = "tests/samples/rules/document.py"
    strings:
        $embedded = "/EmbeddedFile"
        $name = /\/U?F\s*\([^()]{1,160}\.(exe|scr|com|pif|js|jse|vbs|vbe|wsf|hta|lnk|bat|cmd|ps1|dll|iso|img|settingcontent-ms)\)/ nocase
    condition:
        uint32(0) == 0x46445025 and all of them
}
