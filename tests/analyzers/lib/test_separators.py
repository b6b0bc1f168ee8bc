"""Lines that part messages are known in many languages, and ornaments are not."""

from __future__ import annotations

import pytest

from analyzers.lib import separators


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("-----Original Message-----", "reply"),
        ("----- Original Message -----", "reply"),
        ("-----Ursprüngliche Nachricht-----", "reply"),
        ("-----Message d'origine-----", "reply"),
        ("-----Message d’origine-----", "reply"),
        ("-----Mensaje original-----", "reply"),
        ("-----Messaggio originale-----", "reply"),
        ("-----Mensagem original-----", "reply"),
        ("-----Oorspronkelijk bericht-----", "reply"),
        ("-----Ursprungligt meddelande-----", "reply"),
        ("-----Opprinnelig melding-----", "reply"),
        ("-----Alkuperäinen viesti-----", "reply"),
        ("-----Wiadomość oryginalna-----", "reply"),
        ("-----Původní zpráva-----", "reply"),
        ("-----Исходное сообщение-----", "reply"),
        ("-----Özgün İleti-----", "reply"),
        ("-----Αρχικό μήνυμα-----", "reply"),
        ("-----Eredeti üzenet-----", "reply"),
        ("------------------ 原始邮件 ------------------", "reply"),
        ("-----元のメッセージ-----", "reply"),
        ("-----원본 메시지-----", "reply"),
        ("-----הודעה מקורית-----", "reply"),
        ("-----الرسالة الأصلية-----", "reply"),
        ("---------- Forwarded message ---------", "forward"),
        ("-------- Weitergeleitete Nachricht --------", "forward"),
        ("-------- Message transféré --------", "forward"),
        ("----- Mensaje reenviado -----", "forward"),
        ("-------- Messaggio Inoltrato --------", "forward"),
        ("-------- Doorgestuurd bericht --------", "forward"),
        ("-------- Przekazana wiadomość --------", "forward"),
        ("-------- Перенаправленное сообщение --------", "forward"),
        ("-------- 転送メッセージ --------", "forward"),
        ("---------- 전달된 메시지 ----------", "forward"),
        ("Begin forwarded message:", "forward"),
        ("Anfang der weitergeleiteten Nachricht:", "forward"),
        ("Début du message réexpédié :", "forward"),
        ("Inicio del mensaje reenviado:", "forward"),
        ("Inizio messaggio inoltrato:", "forward"),
        ("İleti başlangıcı:", "forward"),
        ("----- Forwarded by Ann Example/Berlin on 05/05/2001 10:00 -----", "forward"),
        ("--- begin forwarded text", "forward"),
        ("---------- Summer sale ----------", ""),
        ("Original Message", ""),
        ("This is the forwarded message", ""),
        ("-" * 5_000, ""),
        ("", ""),
    ],
)
def test_separators(line: str, kind: str) -> None:
    assert separators.kind(line) == kind


@pytest.mark.parametrize("line", ["_" * 32, "-----", "  =====", "*****"])
def test_rules(line: str) -> None:
    assert separators.is_rule(line)


@pytest.mark.parametrize("line", ["", "--", "----- x -----", "a_____", "_" * 999])
def test_other_lines_are_no_rules(line: str) -> None:
    assert not separators.is_rule(line)
