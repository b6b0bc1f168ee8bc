// Web pages and drawings that smuggle files, collect passwords or hide where they lead.
// A whole message is left to its parts: the rules speak of the part that holds the page.

private rule page
{
    strings:
        $tag = /<(html|head|body|script|form|svg|meta|!doctype)[\s>]/ nocase
    condition:
        filetype != "eml" and filetype != "msg" and filesize < 20MB
        and uint16(0) != 0x5A4D and uint32(0) != 0x04034B50 and uint32(0) != 0x46445025
        and uint32(0) != 0xE011CFD0 and $tag
}

rule html_smuggling_blob
{
    meta:
        title = "The page builds a file and saves it to disk"
        description = "Script decodes data into a Blob, makes an address for it and triggers a download: no file crosses the mail gateway, the reader's own browser makes it."
        severity = "high"
        attack = "T1027.006 HTML Smuggling"
        sample = "tests/samples/rules/html.py"
    strings:
        $blob = /new\s+(window\.)?(Blob|File)\s*\(/
        $link1 = "createObjectURL"
        $link2 = "msSaveOrOpenBlob"
        $link3 = "msSaveBlob"
        $decode1 = "atob("
        $decode2 = "Uint8Array"
        $decode3 = "charCodeAt"
        $decode4 = "fromCharCode"
        $save1 = ".download"
        $save2 = /download\s*=\s*["'][^"']{1,120}\.(zip|iso|img|js|exe|hta|lnk|html?|rar|7z|vhdx?)["']/ nocase
        $save3 = /\.click\s*\(\s*\)/
        $save4 = "setAttribute('download'"
        $save5 = "setAttribute(\"download\""
    condition:
        page and $blob and 1 of ($link*) and 1 of ($decode*) and 1 of ($save*)
}

rule html_smuggling_data_link
{
    meta:
        title = "A link carries a whole archive or program in its address"
        description = "A data: address of an archive, disk image or program type: one click saves it without any server."
        severity = "high"
        attack = "T1027.006 HTML Smuggling"
        sample = "tests/samples/rules/html.py"
    strings:
        $link = /(href|src)\s*=\s*["']?\s*data:application\/(zip|x-zip-compressed|octet-stream|x-msdownload|x-iso9660-image|x-rar-compressed|x-7z-compressed|hta|vnd\.microsoft\.portable-executable)[^,"']{0,60};base64,[A-Za-z0-9+\/]{200}/ nocase
    condition:
        page and $link
}

rule html_smuggling_archive_literal
{
    meta:
        title = "Script holds an archive or program as text"
        description = "A quoted literal that decodes to a ZIP, RAR, 7-Zip or Windows program stands beside code that decodes it."
        severity = "high"
        attack = "T1027.006 HTML Smuggling"
        sample = "tests/samples/rules/html.py"
    strings:
        $zip = /["'`]UEsDB[A-Za-z0-9+\/]{300}/
        $rar = /["'`]UmFyIRo[A-Za-z0-9+\/]{300}/
        $seven = /["'`]N3q8ryc[A-Za-z0-9+\/]{300}/
        $program = /["'`]TV[op][A-Q]A[A-Za-z0-9+\/]{300}/
        $decode1 = "atob"
        $decode2 = "base64" nocase
        $decode3 = "Blob"
        $script = "<script" nocase
    condition:
        page and $script and 1 of ($decode*) and ($zip or $rar or $seven or $program)
}

rule html_password_form
{
    meta:
        title = "A page in the mail asks for a password and sends it away"
        description = "A password field whose form or script posts to a web address. Nobody needs to be asked for a password inside a mail or an attachment."
        severity = "high"
        attack = "T1056.003 Web Portal Capture"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /<input[^>]{0,300}type\s*=\s*["']?password/ nocase
        $post1 = /<form[^>]{0,300}action\s*=\s*["']?https?:\/\//  nocase
        $post2 = /\.(open|ajax|post)\s*\(\s*\{?\s*["'](POST|https?:)/ nocase
        $post3 = /fetch\s*\(\s*["'`]https?:/ nocase
        $post4 = /(url|action)\s*[:=]\s*["'`]https?:\/\/[^"'`]{4,200}\.php/ nocase
        $post5 = /action\s*=\s*(["'])?\s*["']?\s*\+?\s*atob\(/ nocase
    condition:
        page and $field and 1 of ($post*)
}

rule html_kit_messenger_bot
{
    meta:
        title = "The page reports what is typed to a messenger bot"
        description = "Password field and the sending call of a Telegram bot or Discord webhook: the way phishing kits hand over what they collect."
        severity = "critical"
        attack = "T1567.004 Exfiltration Over Webhook"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /type\s*=\s*\\?["']?password/ nocase
        $word = /(password|passwd|pass)["'`\]]?\s*[:=+]/ nocase
        $bot1 = /api\.telegram\.org\/bot/ nocase
        $bot2 = /discord(app)?\.com\/api\/webhooks\// nocase
        $bot3 = "YXBpLnRlbGVncmFtLm9yZy9ib3"
        $send = /(sendMessage|sendDocument|fetch|XMLHttpRequest|\$\.ajax|\$\.post|axios)/
    condition:
        page and ($field or $word) and 1 of ($bot*) and $send
}

rule html_kit_mailbox_login
{
    meta:
        title = "The page imitates a mailbox sign-in"
        description = "Sign-in wording and graphics of a mail provider, a password field and code of its own that handles what is typed."
        severity = "high"
        attack = "T1056.003 Web Portal Capture"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /type\s*=\s*\\?["']?password/ nocase
        $brand1 = "aadcdn.msauth.net" nocase
        $brand2 = "aadcdn.msftauth.net" nocase
        $brand3 = "logincdn.msauth.net" nocase
        $brand4 = /sign\s+in\s+to\s+your\s+(microsoft\s+|email\s+|outlook\s+|office\s*365\s+)?account/ nocase
        $brand5 = /(outlook|webmail|office\s*365|onedrive|sharepoint|zimbra|adobe)\s+(web\s+app|login|sign[\s-]?in)/ nocase
        $brand6 = /because you('|\xE2\x80\x99|&#39;|&rsquo;)re accessing sensitive info/ nocase
        $brand7 = /verify your (email|password|identity) to (view|continue|access|open)/ nocase
        $code1 = /(\$\.ajax|\$\.post|fetch\s*\(|XMLHttpRequest|axios\.post)/
        $code2 = /<form[^>]{0,300}action\s*=\s*["']?https?:\/\// nocase
        $code3 = "atob("
    condition:
        page and $field and 1 of ($brand*) and 1 of ($code*)
}

rule html_kit_blocks_inspection
{
    meta:
        title = "The page keeps readers from looking at its source"
        description = "Context menu, inspection keys and text selection are switched off; honest pages in mail have no reason to."
        severity = "medium"
        attack = "T1497 Virtualization/Sandbox Evasion"
        sample = "tests/samples/rules/html.py"
    strings:
        $menu = /(oncontextmenu\s*=|addEventListener\s*\(\s*["']contextmenu["'])/ nocase
        $key1 = /(keyCode|which)\s*={2,3}\s*123\b/
        $key2 = /\.key\s*={2,3}\s*["']F12["']/
        $key3 = /(keyCode|which)\s*={2,3}\s*85\b/
        $key4 = /ctrlKey\s*&&\s*\w{0,8}\.?shiftKey/
        $trap = /setInterval\s*\([^)]{0,80}debugger/
    condition:
        page and (($menu and 1 of ($key*)) or $trap)
}

rule html_hidden_redirect
{
    meta:
        title = "The page leads on to an address it hides"
        description = "The browser is sent to a decoded, reversed or assembled address, so that no scanner reads it."
        severity = "high"
        attack = "T1027 Obfuscated Files or Information"
        sample = "tests/samples/rules/html.py"
    strings:
        $go1 = /location(\.href|\.replace|\.assign)?\s*(=|\()\s*(window\.)?(atob|unescape|decodeURIComponent|String\.fromCharCode)\s*\(/ nocase
        $go2 = /(location(\.href)?\s*=|location\.(replace|assign)\s*\()\s*[\w$.]{1,40}\.split\(\s*["']{2}\s*\)\.reverse\(/
        $go3 = /window\.open\s*\(\s*atob\s*\(/ nocase
        $go4 = /content\s*=\s*["']\s*0\s*;\s*url\s*=\s*data:text\/html/ nocase
        $go5 = /\.(src|href)\s*=\s*atob\s*\(\s*["'`]aHR0c/
    condition:
        page and 1 of them
}

rule html_script_packed
{
    meta:
        title = "Script in the page is packed"
        description = "The page writes itself from encoded text. Seen in phishing kits and seldom in mail otherwise."
        severity = "medium"
        attack = "T1027 Obfuscated Files or Information"
        sample = "tests/samples/rules/html.py"
    strings:
        $write1 = /document\.write(ln)?\s*\(\s*(window\.)?(unescape|atob|decodeURIComponent)\s*\(/ nocase
        $write2 = /eval\s*\(\s*(window\.)?(unescape|atob|decodeURIComponent)\s*\(/ nocase
        $packer = "eval(function(p,a,c,k,e,"
        $codes = /fromCharCode\s*\(\s*(0x)?[0-9a-f]{2,3}(\s*,\s*(0x)?[0-9a-f]{2,3}){40}/ nocase
        $names = /_0x[0-9a-f]{4,6}\b/
        $percent = /unescape\s*\(\s*["'](%[0-9a-f]{2}){60}/ nocase
    condition:
        page and ($write1 or $write2 or $packer or $codes or $percent or #names > 40)
}

rule svg_active
{
    meta:
        title = "A drawing runs script or sends the reader away"
        description = "An SVG file that holds script or event code which opens or builds an address. Pictures do not need that."
        severity = "high"
        attack = "T1059.007 JavaScript"
        sample = "tests/samples/rules/html.py"
    strings:
        $svg = /<svg[\s>]/ nocase
        $script = /<script[\s>]/ nocase
        $event = /\son(load|click|mouseover|begin)\s*=\s*["'][^"']{4}/ nocase
        $act1 = /location(\.href|\.replace|\.assign)?\s*[=(]/
        $act2 = "atob("
        $act3 = "window.open"
        $act4 = "eval("
        $act5 = "createElement"
        $act6 = "fromCharCode"
        $act7 = /fetch\s*\(/
    condition:
        page and $svg in (0..2048) and ($script or $event) and 1 of ($act*)
}

rule html_command_to_clipboard
{
    meta:
        title = "The page puts a command in the clipboard"
        description = "Script writes a command line for PowerShell, cmd, mshta or the like to the clipboard; the page then has the reader paste it where it runs."
        severity = "critical"
        attack = "T1204.004 Malicious Copy and Paste"
        sample = "tests/samples/rules/html.py"
    strings:
        $copy1 = "clipboard.writeText" nocase
        $copy2 = /execCommand\s*\(\s*["']copy["']/ nocase
        $copy3 = "clipboardData.setData" nocase
        $run1 = /powershell(\.exe)?\s+[^"'`<]{0,200}(-w|-e|-c|-nop|iex|iwr|irm|http)/ nocase
        $run2 = /mshta(\.exe)?\s+["'\\]{0,3}https?:/ nocase
        $run3 = /cmd(\.exe)?\s+\/[ck]\s[^<]{0,200}(curl|start|powershell|msiexec|mshta|http)/ nocase
        $run4 = /msiexec(\.exe)?\s[^"'`<]{0,60}\/i\s+["'\\]{0,3}https?:/ nocase
        $run5 = /rundll32(\.exe)?\s+\\\\/ nocase
    condition:
        page and 1 of ($copy*) and 1 of ($run*)
}

rule html_form_sends_mail
{
    meta:
        title = "A password field is sent by mail"
        description = "The form hands what is typed, a password among it, to an address through the reader's own mail program."
        severity = "high"
        attack = "T1056.003 Web Portal Capture"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /<input[^>]{0,300}type\s*=\s*["']?password/ nocase
        $form = /<form[^>]{0,300}action\s*=\s*["']?\s*mailto:/ nocase
    condition:
        page and all of them
}

rule html_form_service
{
    meta:
        title = "The page hands a password to a form service"
        description = "A password field, and the address of a public service that passes on whatever forms send it: its user stays unknown, and the page needs no server."
        severity = "high"
        attack = "T1056.003 Web Portal Capture"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /type\s*=\s*\\?["']?password/ nocase
        $service1 = /https?:\/\/(www\.)?(formspree\.io|formsubmit\.co|submit-form\.com|getform\.io|formcarry\.com|usebasin\.com|api\.web3forms\.com|formbold\.com|fabform\.io|form\.taxi|staticforms\.xyz|nocodeform\.io)\// nocase
        $service2 = /https?:\/\/script\.google\.com\/macros\/s\/[\w-]{20}/ nocase
        $service3 = /https?:\/\/(docs|forms)\.google\.com\/forms\/[^"']{10,200}\/formResponse/ nocase
        $service4 = /https?:\/\/hooks?\.(slack|zapier|make)\.com\// nocase
        $service5 = /https?:\/\/[\w-]{1,60}\.(workers\.dev|m\.pipedream\.net|webhook\.site|requestbin\.net)\b/ nocase
    condition:
        page and $field and 1 of ($service*)
}

rule html_kit_address_filled_in
{
    meta:
        title = "The page knows the reader's address and asks for the password"
        description = "An address stands in the form already and cannot be changed; what is left to type is the password."
        severity = "high"
        attack = "T1056.003 Web Portal Capture"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /<input[^>]{0,300}type\s*=\s*["']?password/ nocase
        $fixed1 = /<input[^>]{0,200}value\s*=\s*["'][^"'@<>\s]{1,64}@[^"'<>\s]{3,120}["'][^>]{0,200}\b(readonly|disabled)\b/ nocase
        $fixed2 = /<input[^>]{0,200}\b(readonly|disabled)\b[^>]{0,200}value\s*=\s*["'][^"'@<>\s]{1,64}@[^"'<>\s]{3,120}["']/ nocase
    condition:
        page and $field and 1 of ($fixed*)
}

rule html_kit_refuses_password
{
    meta:
        title = "The page refuses the first password to get it twice"
        description = "Code counts how often the password was sent and shows that it was wrong, whatever was typed: the second entry confirms the first."
        severity = "high"
        attack = "T1056.003 Web Portal Capture"
        sample = "tests/samples/rules/html.py"
    strings:
        $field = /type\s*=\s*\\?["']?password/ nocase
        $wrong = /(incorrect|wrong|invalid)\s+(email\s+or\s+)?password|password\s+(is\s+|was\s+|you entered is\s+)?(incorrect|wrong|invalid|not correct)/ nocase
        $count1 = /\b(count|counter|attempts?|tries|clicks)\s*(\+\+|\+=\s*1|=\s*\w{1,12}\s*\+\s*1)/ nocase
        $count2 = /\b(count|counter|attempts?|tries|clicks)\s*(>=|==|===|>|<)\s*[1-3]\b/ nocase
    condition:
        page and $field and $wrong and $count1 and $count2
}

rule html_kit_human_check
{
    meta:
        title = "An attached page lets only people through before it leads on"
        description = "A challenge that programs do not pass stands in front of an address the page puts together: scanners see nothing behind it."
        severity = "medium"
        attack = "T1497 Virtualization/Sandbox Evasion"
        sample = "tests/samples/rules/html.py"
    strings:
        $check1 = "challenges.cloudflare.com/turnstile" nocase
        $check2 = "google.com/recaptcha/api.js" nocase
        $check3 = "hcaptcha.com/1/api.js" nocase
        $go1 = /location(\.href)?\s*=|location\.(replace|assign)\s*\(/
        $go2 = /window\.open\s*\(/
        $hidden1 = "atob(" nocase
        $hidden2 = /\.split\(\s*["']{2}\s*\)\s*\.reverse\(/
        $hidden3 = "fromCharCode"
        $hidden4 = /location\.hash|URLSearchParams/
    condition:
        page and 1 of ($check*) and 1 of ($go*) and 1 of ($hidden*)
}

rule html_opens_search_of_share
{
    meta:
        title = "The page opens a search on somebody else's file share"
        description = "A search address makes the file manager show a foreign server's folder as if its files were search results of this computer."
        severity = "high"
        attack = "T1204.001 Malicious Link"
        sample = "tests/samples/rules/html.py"
    strings:
        $scheme1 = /search-ms:[^"'<>]{0,400}location:(\\\\|%5c%5c|https?|webdav)/ nocase
        $scheme2 = /search:[^"'<>]{0,60}query=[^"'<>]{0,300}location:(\\\\|%5c%5c|https?)/ nocase
    condition:
        filetype != "eml" and filetype != "msg" and filesize < 20MB and 1 of them
}

rule html_calls_handler_of_windows
{
    meta:
        title = "A page or document calls a Windows tool by its address scheme"
        description = "Addresses of the schemes ms-msdt, ms-officecmd or ms-appinstaller start a Windows tool with arguments; such calls have been used to run commands."
        severity = "critical"
        attack = "T1203 Exploitation for Client Execution"
        sample = "tests/samples/rules/html.py"
    strings:
        $diagnose = /ms-msdt:\s*\/?[^"'<>]{0,300}(IT_|PCWDiagnostic|\$\()/ nocase
        $office = /ms-officecmd:\s*(%7b|\{)/ nocase
        $install = /ms-appinstaller:\?source=https?:/ nocase
    condition:
        filetype != "eml" and filetype != "msg" and filesize < 20MB and 1 of them
}

rule svg_embeds_page
{
    meta:
        title = "A drawing holds a web page"
        description = "An SVG file with a foreign object: a form, a frame or a password field appears where a picture is expected."
        severity = "high"
        attack = "T1027.006 HTML Smuggling"
        sample = "tests/samples/rules/html.py"
    strings:
        $svg = /<svg[\s>]/ nocase
        $foreign = "<foreignObject" nocase
        $page1 = /<(iframe|form|embed|object)[\s>]/ nocase
        $page2 = /<input[^>]{0,200}type\s*=\s*["']?(password|email)/ nocase
        $page3 = /http-equiv\s*=\s*["']?refresh/ nocase
    condition:
        page and $svg in (0..2048) and $foreign and 1 of ($page*)
}

rule help_page_runs_command
{
    meta:
        title = "A help page starts a command"
        description = "A page for Windows Help creates the shortcut object and clicks on it: the command runs as soon as the help opens."
        severity = "critical"
        attack = "T1218.001 Compiled HTML File"
        sample = "tests/samples/rules/html.py"
    strings:
        $object = "adb880a6-d8ff-11cf-9377-00aa003b7a11" nocase
        $shortcut = /value\s*=\s*["']?ShortCut/ nocase
        $command = /(cmd|powershell|mshta|wscript|cscript|rundll32|regsvr32|hh|certutil|msiexec)(\.exe)?\s*,/ nocase
    condition:
        filesize < 8MB and all of them
}
