// What bodies of messages and other texts talk their readers into.

private rule prose
{
    condition:
        filetype != "eml" and filetype != "msg" and filetype != "mbox" and filesize < 512KB
        and uint16(0) != 0x5A4D and uint32(0) != 0x04034B50 and uint32(0) != 0x46445025
        and uint32(0) != 0xE011CFD0 and uint32(0) != 0x474E5089 and uint32(0) != 0x464C457F
}

rule text_extorts
{
    meta:
        title = "The text threatens to publish and asks for money"
        description = "Claims of a recording or of stolen files, a wallet to pay to and a time until when."
        severity = "high"
        attack = "T1657 Financial Theft"
        sample = "tests/samples/rules/mail.py"
    strings:
        $claim1 = /(webcam|web cam|camera|recorded you|your (device|computer)s? (is|was|has been|have been) (infected|hacked|compromised)|full access to your)/ nocase
        $claim2 = /(masturbat|satisfying yourself|intimate|adult (web ?)?sites?|porn|dirty secret|embarrass)/ nocase
        $wallet1 = /\bbc1[a-z0-9]{38,60}\b/
        $wallet2 = /(bitcoin|btc|litecoin|monero|usdt) (wallet|address)|(wallet|pay(ment)?) (\w+ ){0,4}(bitcoin|btc)/ nocase
        $time = /(\b\d{2} hours|within \d{1,2} (hours|days)|deadline|\d days? (to|from|after))/ nocase
    condition:
        prose and $claim1 and $claim2 and 1 of ($wallet*) and $time
}

rule text_asks_for_gift_cards
{
    meta:
        title = "The text asks to buy gift cards and send their codes"
        description = "The favour that impostors ask for in the name of a superior."
        severity = "medium"
        attack = "T1657 Financial Theft"
        sample = "tests/samples/rules/mail.py"
    strings:
        $card = /(gift ?cards?|(itunes|steam|google play|apple|amazon|razer|visa) cards?)/ nocase
        $code = /(scratch|(photo|picture|image|snap|pic)s? of (the|each|all)|send (me )?the (codes?|pins?|pictures?)|(codes?|pins?) (at|on) the back)/ nocase
        $favour = /(are you (free|available|busy|at your desk)|reimburse|in a meeting|can'?t (talk|take calls)|keep (this|it) (between|confidential|a surprise)|surprise (some|the|our) (staff|employees|team)|as soon as possible|urgent)/ nocase
    condition:
        prose and all of them
}

rule text_changes_bank_account
{
    meta:
        title = "The text says that payments shall go to another account"
        description = "A change of bank details for invoices or wages, as impostors announce it."
        severity = "medium"
        attack = "T1657 Financial Theft"
        sample = "tests/samples/rules/mail.py"
    strings:
        $change1 = /(new|updated?|changed?|revised|different|alternative) (\w+ ){0,2}(bank(ing)?|account|remittance|payment|direct deposit|ach|wire) (account |transfer )?(details|information|instructions?|account)/ nocase
        $change2 = /(update|change|amend|switch) (my|our|the) (\w+ ){0,2}(direct deposit|bank(ing)?|payroll|payment|account) (account|details|information|instructions?)?/ nocase
        $old = /((old|previous|current|former|usual) (bank )?account[^.<]{0,60}(audit|frozen|blocked|closed|suspended|no longer|not in use|on hold|under review)|do not (send|make|remit|process)[^.<]{0,60}(old|previous|former) account|(next|upcoming|future|outstanding|pending) (pay ?roll|pay ?check|payments?|invoices?|pay ?date|salary))/ nocase
        $pay = /(invoice|payroll|salary|wire|remit|payment|iban|routing)/ nocase
    condition:
        prose and 1 of ($change*) and $old and $pay
}

rule text_gives_device_code
{
    meta:
        title = "The text gives a code to enter on a page for devices"
        description = "Whoever enters the code at the true sign-in page signs somebody else's device in, past password and second factor."
        severity = "high"
        attack = "T1528 Steal Application Access Token"
        sample = "tests/samples/rules/mail.py"
    strings:
        $page1 = "microsoft.com/devicelogin" nocase
        $page2 = "login.microsoftonline.com/common/oauth2/deviceauth" nocase
        $page3 = "microsoft.com/link" nocase
        $page4 = "google.com/device" nocase
        $code = /(code|pin)[^\r\n]{0,80}\b[A-Z0-9]{4}-?[A-Z0-9]{4,5}\b/ nocase
        $enter = /(enter|use|paste|type|copy)[^.\r\n]{0,60}\bcode\b/ nocase
    condition:
        prose and 1 of ($page*) and $code and $enter
}

rule text_mailbox_is_full
{
    meta:
        title = "The text says that the mailbox ends unless one acts"
        description = "A full, expiring or blocked mailbox, and a button that keeps it: the wording of password collectors."
        severity = "medium"
        attack = "T1598.003 Spearphishing Link"
        sample = "tests/samples/rules/mail.py"
    strings:
        $state = /(mail ?box|e-?mail (account|storage|quota|address)|webmail|(your|incoming|account) (storage|quota))[^.<]{0,80}(is (almost |nearly )?full|(has )?(reached|exceeded|exceeds)|will (be )?(expire|deactivated|terminated|suspended|closed|blocked|shut ?down)|(has been|is|was) (scheduled|marked|set) (for|to)|(running|ran) out)/ nocase
        $act = /(re-?(validate|activate|confirm)|upgrade (your )?(mail ?box|storage|quota|account)|increase (your )?(storage|quota)|verify your (account|email|mailbox|identity)|confirm (your )?(account|email|mailbox|ownership)|keep (my|using|your) (account|password|mailbox)|release (pending|your) (messages?|emails?))/ nocase
        $else = /(los(e|s)|delet(e|ed|ion)|unable to (send|receive)|stop (receiving|sending)|suspen(d|sion)|deactivat|terminat|permanently|within \d{1,2} hours|24 hours|48 hours|today)/ nocase
    condition:
        prose and all of them
}

rule text_password_expires
{
    meta:
        title = "The text offers to keep a password that expires"
        description = "No honest system lets a password be kept by a click; collectors of passwords offer just that."
        severity = "medium"
        attack = "T1598.003 Spearphishing Link"
        sample = "tests/samples/rules/mail.py"
    strings:
        $expires = /(password|credentials?)[^.<]{0,60}(expir(e|es|ed|y|ing)|is due|will (end|lapse))/ nocase
        $keep = /((keep|retain|continue (with|using)|use|maintain)( using)?( your| my| the)? ?(same|current|existing|my|old) ?(password|credentials)|keep (my )?(current |same )?password)/ nocase
    condition:
        prose and all of them
}

rule text_asks_to_call
{
    meta:
        title = "The text bills a known brand and has the reader call to cancel"
        description = "An invoice or renewal over some hundred dollars, and a telephone number as the only way out."
        severity = "medium"
        attack = "T1566.004 Spearphishing Voice"
        sample = "tests/samples/rules/mail.py"
    strings:
        $brand = /(norton|mcafee|geek ?squad|best ?buy|paypal|microsoft defender|windows defender|lifelock|avast|amazon prime|coinbase)/ nocase
        $bill = /(auto-? ?(renew|debit)|subscription|renewal|membership|order|invoice|charged?|debited)/ nocase
        $sum = /(usd|total|amount|charged?|price|debited|renewal|payment)[^<\r\n]{0,60}\d{3}\.\d\d\b/ nocase
        $call = /(call|contact|reach|dial)[^.<]{0,80}(\+?1[ .\-(\xA0]{0,3})?\(?8\d\d\)?[ .\-\xA0]{1,3}\d{3}[ .\-\xA0]{1,3}\d{4}/ nocase
        $cancel = /(cancel|refund|dispute|did(n'?t| not) (make|authori[sz]e|place|recogni[sz]e)|unauthori[sz]ed|if this was ?n[o']t you)/ nocase
    condition:
        prose and all of them
}

rule text_promises_fortune
{
    meta:
        title = "The text promises a fortune to a stranger"
        description = "An inheritance, a fund or a prize of millions that only wants the reader's help or data."
        severity = "medium"
        attack = "T1657 Financial Theft"
        sample = "tests/samples/rules/mail.py"
    strings:
        $sum1 = /(million|\d{3},\d{3})(\.\d\d)?[^.<]{0,30}(dollars?|usd|us\$|pounds?|gbp|euros?)/ nocase
        $sum2 = /(usd|us\$|gbp|\xC2\xA3|\xE2\x82\xAC)\s?\d{1,3}([.,]\d+)?\s*(million|,\d{3},\d{3})/ nocase
        $sum3 = /\$\s?\d{1,3}(\.\d+)?\s*million/ nocase
        $story1 = /(next of kin|late (client|husband|customer)|deceased (client|customer)|inheritance|unclaimed (fund|sum)|beneficiary|abandoned sum|consignment box)/ nocase
        $story2 = /(compensation fund|won|winner|lottery|donat(e|ion)|grant)[^.<]{0,60}(award|prize|you|lucky|selected)/ nocase
        $ask = /(your full names?|your (home|contact|residential) address|(direct |your )(tele)?phone numbers?|your occupation|(strictest|utmost|strictly) confiden|confidential(ity)? (transaction|business|proposal)|reply (to )?(me )?(urgently|immediately|through)|for more details|get back to me)/ nocase
    condition:
        prose and 1 of ($sum*) and 1 of ($story*) and $ask
}

rule text_asks_to_paste_command
{
    meta:
        title = "The text has the reader paste something into the Run window"
        description = "Keys to press one after the other: the Run window or a terminal, paste, Enter. What was put in the clipboard before is then run."
        severity = "high"
        attack = "T1204.004 Malicious Copy and Paste"
        sample = "tests/samples/rules/mail.py"
    strings:
        $open1 = /(win(dows)?( key| button| logo key)?|\xE2\x8A\x9E)(<[^>]{1,80}>|&nbsp;|["'\s])*(\+|and|&amp;|&)(<[^>]{1,80}>|&nbsp;|["'\s])*["']?[RX]\b/ nocase
        $open2 = /(open|launch|start)[^.<]{0,40}(powershell|terminal|command prompt|run (dialog|window|box))/ nocase
        $paste = /(ctrl|control|cmd|command|\xE2\x8C\x98)(<[^>]{1,80}>|&nbsp;|["'\s])*(\+|and|&amp;|&)(<[^>]{1,80}>|&nbsp;|["'\s])*["']?V\b/ nocase
        $enter = /(press|hit|tap)[^.]{0,40}\benter\b/ nocase
    condition:
        prose and 1 of ($open*) and $paste and $enter
}
