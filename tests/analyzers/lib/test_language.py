"""The language of short texts, as mails have them."""

from __future__ import annotations

import pytest

from analyzers.lib.language import language

TEXTS = {
    "en": "Your account has been limited. Please click the button below to"
    " verify your information.",
    "de": "Ihr Konto wurde vorübergehend gesperrt. Bitte klicken Sie hier, um"
    " Ihre Daten zu bestätigen.",
    "fr": "Votre compte a été suspendu. Veuillez cliquer sur le lien pour"
    " confirmer vos informations.",
    "es": "Su cuenta ha sido suspendida. Haga clic en el siguiente enlace para"
    " confirmar sus datos.",
    "it": "Il tuo conto è stato sospeso. Clicca qui per confermare i tuoi dati e"
    " non perdere la carta.",
    "pt": "A sua conta foi suspensa. Clique no link abaixo para confirmar os"
    " seus dados com o banco.",
    "nl": "Uw rekening is tijdelijk geblokkeerd. Klik op de link om uw gegevens"
    " te bevestigen voor het einde van de dag.",
    "sv": "Ditt konto har spärrats. Klicka på länken för att bekräfta dina"
    " uppgifter och få tillgång till det igen.",
    "da": "Din konto er blevet spærret. Klik på linket for at bekræfte dine"
    " oplysninger, og få adgang igen.",
    "no": "Kontoen din er blitt sperret. Klikk på lenken for å bekrefte"
    " opplysningene dine, og få tilgang igjen etter det.",
    "fi": "Tilisi on lukittu. Napsauta alla olevaa linkkiä vahvistaaksesi"
    " tietosi, niin voit jatkaa kun se on valmis ja me olemme mukana.",
    "pl": "Twoje konto zostało zablokowane. Kliknij w poniższy link, aby"
    " potwierdzić swoje dane i nie stracić dostępu do konta.",
    "cs": "Váš účet byl zablokován. Klikněte na odkaz, abyste potvrdili své"
    " údaje, pokud se to nestane, účet bude zrušen.",
    "ru": "Ваш аккаунт был заблокирован. Пожалуйста, нажмите на ссылку, чтобы"
    " подтвердить ваши данные.",
    "uk": "Ваш обліковий запис заблоковано. Будь ласка, натисніть на посилання,"
    " щоб підтвердити ваші дані.",
    "tr": "Hesabınız geçici olarak askıya alındı. Lütfen bilgilerinizi"
    " doğrulamak için aşağıdaki bağlantıya tıklayın ve devam edin.",
    "el": "Ο λογαριασμός σας έχει ανασταλεί. Κάντε κλικ στον παρακάτω σύνδεσμο.",
    "ro": "Contul dumneavoastră a fost suspendat. Vă rugăm să faceți clic pe"
    " link pentru a confirma datele.",
    "hu": "Az ön fiókját felfüggesztettük. Kérjük, kattintson az alábbi linkre,"
    " hogy megerősítse az adatait.",
    "ja": "お客様のアカウントが一時的に停止されました。以下のリンクをクリックしてください。",
    "zh": "您的账户已被暂停，请点击以下链接验证您的信息。",
    "ko": "귀하의 계정이 일시적으로 정지되었습니다. 아래 링크를 클릭하세요.",
    "ar": "تم تعليق حسابك. يرجى النقر على الرابط التالي من أجل تأكيد معلوماتك.",
    "he": "החשבון שלך הושעה. אנא לחץ על הקישור כדי לאמת את הפרטים שלך.",
    "th": "บัญชีของคุณถูกระงับ กรุณาคลิกลิงก์ด้านล่าง",
    "vi": "Tài khoản của bạn đã bị khóa. Vui lòng nhấp vào liên kết để xác nhận thông tin.",
    "id": "Akun Anda telah ditangguhkan. Silakan klik tautan di bawah ini untuk"
    " mengonfirmasi data.",
    "fa": "حساب شما به حالت تعلیق درآمده است. لطفا برای تایید اطلاعات خود روی این لینک کلیک کنید.",
    "bg": "Вашият акаунт беше спрян. Моля, натиснете връзката, за да потвърдите данните си.",
    "hi": "आपका खाता निलंबित कर दिया गया है। कृपया अपनी जानकारी की पुष्टि करने के लिए यहां क्लिक करें।",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_or_two_are_enough(code: str) -> None:
    found, certainty = language(TEXTS[code])
    assert found == code
    assert 0.3 <= certainty <= 1.0


@pytest.mark.parametrize(
    "text", ["", "OK", "12345", "ABC-DEF 99", "https://the.example/and/of/to", "qwx zzk " * 50]
)
def test_what_is_no_prose_has_no_language(text: str) -> None:
    assert language(text) == ("", 0.0)


def test_at_least_20_languages_are_told() -> None:
    assert len(TEXTS) >= 28


def test_one_word_over_and_over_is_no_prose() -> None:
    assert language("account " * 1_000)[1] < 1.0
