"""Makes posts with personal data in fourteen languages: valid numbers in every usual spelling, in plain sentences.

The golden posts say what must be found; these say how often, on text nobody looked at.
"""

import random
from collections.abc import Callable, Iterator

from hark.domain.verdict import PersonalData

_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_IBANS = {"DE": 22, "FR": 27, "ES": 24, "IT": 27, "NL": 18, "PL": 28, "SE": 24, "TR": 26, "GB": 22, "PT": 25}
_CARDS = (("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("3528", 16), ("36", 14))
_NAMES = ("anna", "jan.de.vries", "m_muller", "lucia99", "rui", "o.brien", "tom-baker")
_HOSTS = ("gmail.com", "example.org", "web.de", "orange.fr", "mail.ru", "company.co.uk", "sub.example.com")

# `9` becomes a digit, `2` in brackets one of 2..9; a form per line of custom.
_PHONES: dict[str, tuple[str, ...]] = {
    "en": ("07999 999999", "+44 7999 999999", "([2]99) [2]99-9999", "[2]99-[2]99-9999", "020 7999 9999"),
    "es": ("699 999 999", "+34 699 99 99 99", "999 99 99 99", "55 9999 9999", "+54 9 11 9999-9999"),
    "fr": ("06 99 99 99 99", "01.99.99.99.99", "+33 6 99 99 99 99", "0799999999"),
    "de": ("0179 9999999", "030/[2]999999", "+49 151 99999999", "0[2]99-999999", "0049 179 9999999"),
    "it": ("399 9999999", "3999999999", "+39 399 9999999", "02 99999999"),
    "pt": ("999 999 999", "(11) 99999-9999", "+351 999999999", "11 99999-9999"),
    "nl": ("06-[2]9999999", "06 [2]9999999", "+31 6 99999999", "020-[2]999999"),
    "pl": ("599 999 999", "+48 699 999 999", "599-999-999", "22 999 99 99"),
    "sv": ("070-999 99 99", "+46 70 999 99 99", "08-999 999 99"),
    "tr": ("0599 999 99 99", "+90 599 999 9999", "0(599) 999 99 99"),
    "ja": ("090-9999-9999", "03-9999-9999", "0120-999-999", "08099999999"),
    "ar": ("0599999999", "+966 599999999", "+20 10 99999999"),
    "hi": ("9999999999", "+91 99999 99999", "89999-99999", "79999 99999"),
    "ru": ("8 999 999-99-99", "+7 (999) 999-99-99", "89999999999"),
}
_SENTENCES: dict[str, dict[str, str]] = {
    "en": {"phone": "call me on {}|my number is {}|{} is my mobile", "order": "order number {} never came|order #{}",
           "account": "account number {}|customer number: {}", "booking": "booking reference {}|my booking {} is gone",
           "parcel": "tracking number {}|parcel {} is lost"},
    "es": {"phone": "llámame al {}|mi teléfono es {}", "order": "número de pedido {}|mi pedido {} no llega",
           "account": "número de cliente {}|mi cuenta {}", "booking": "mi reserva {}|código de reserva: {}",
           "parcel": "número de seguimiento {}|el paquete {} no llega"},
    "fr": {"phone": "appelez-moi au {}|tél {}", "order": "commande n° {}|ma commande {} est perdue",
           "account": "numéro client {}|contrat n°{}", "booking": "réservation {}|n° de réservation {}",
           "parcel": "colis {} perdu|numéro de suivi {}"},
    "de": {"phone": "ruft mich an: {}|Tel. {}|Handy {}", "order": "Bestellnummer {}|Bestellung {} fehlt",
           "account": "Kundennummer {}|Kundennr. {}", "booking": "Buchungsnummer {}|Buchung {} storniert",
           "parcel": "Sendungsnummer {}|Paket {} verloren"},
    "it": {"phone": "chiamatemi al {}|il mio numero è {}|cell. {}", "order": "ordine n. {}|il mio ordine {} non arriva",
           "account": "codice cliente {}|contratto {}", "booking": "prenotazione {}|codice prenotazione: {}",
           "parcel": "spedizione {}|il pacco {} è perso"},
    "pt": {"phone": "liga para {}|meu telefone é {}", "order": "pedido {} atrasado|encomenda nº {}",
           "account": "número de cliente {}|minha conta {}", "booking": "reserva {}|código de reserva {}",
           "parcel": "código de rastreio {}|rastreamento {}"},
    "nl": {"phone": "bel me op {}|mijn nummer is {}", "order": "bestelnummer {}|mijn bestelling {} is kwijt",
           "account": "klantnummer {}|mijn account {}", "booking": "boeking {}|reservering {}",
           "parcel": "pakket {} kwijt|zending {}"},
    "pl": {"phone": "zadzwońcie {}|mój numer to {}|tel. {}", "order": "zamówienie {}|numer zamówienia {}",
           "account": "numer klienta {}|umowa {}", "booking": "rezerwacja {}",
           "parcel": "paczka {}|numer przesyłki {}"},
    "sv": {"phone": "ring mig på {}|mitt nummer är {}", "order": "ordernummer {}|min beställning {}",
           "account": "kundnummer {}|mitt konto {}", "booking": "bokning {}|bokningsnummer {}",
           "parcel": "paket {}|kollinummer {}"},
    "tr": {"phone": "beni arayın {}|numaram {}", "order": "sipariş no {}|siparişim {}",
           "account": "müşteri no {}|hesap no {}", "booking": "rezervasyon {}|rezervasyon kodu {}",
           "parcel": "kargo takip no {}|kargo {}"},
    "ja": {"phone": "電話番号は{}です|携帯 {}", "order": "注文番号{}|注文番号は{}です",
           "account": "お客様番号{}|口座番号 {}",
           "booking": "予約番号{}|予約番号は{}です", "parcel": "追跡番号{}|伝票番号は{}です"},
    "ar": {"phone": "رقمي {}|اتصلوا بي على {}", "order": "رقم الطلب {}|طلبي {}", "account": "رقم الحساب {}|حسابي {}",
           "booking": "رقم الحجز {}|حجزي {}", "parcel": "رقم الشحنة {}|رقم التتبع {}"},
    "hi": {"phone": "मेरा नंबर {} है|फोन {}", "order": "ऑर्डर नंबर {}|मेरा ऑर्डर {}", "account": "खाता संख्या {}|अकाउंट नंबर {}",
           "booking": "बुकिंग {}|पीएनआर {}", "parcel": "पार्सल {}|ट्रैकिंग नंबर {}"},
    "ru": {"phone": "мой телефон {}|позвоните {}|тел. {}", "order": "номер заказа {}|мой заказ {}",
           "account": "лицевой счет {}|договор № {}", "booking": "бронь {}|номер брони {}",
           "parcel": "посылка {}|трек-номер {}"},
}  # fmt: skip
_EVERYWHERE = {"card": "{}|card {}", "iban": "{}|IBAN {}|IBAN: {}", "email": "{}|mail: {}"}


def posts(seed: int, rounds: int) -> Iterator[tuple[str, str, PersonalData]]:
    """(language, text, the one span in it), every kind in every language in every round."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for language, sentences in _SENTENCES.items():
            for kind, forms in {**sentences, **_EVERYWHERE}.items():
                value = _MAKERS[kind](rng, language)
                before, after = rng.choice(forms.split("|")).split("{}")
                head = rng.choice(("", "@brand ", "hello ", "!! ")) + before
                text = head + value + after + rng.choice(("", ".", " pls", ", thanks"))
                yield language, text, PersonalData(kind, len(head), len(head) + len(value))


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _card(rng: random.Random, language: str) -> str:
    prefix, length = rng.choice(_CARDS)
    body = prefix + _digits(rng, length - len(prefix) - 1)
    total = sum(int(digit) * 2 - 9 * (digit > "4") if place % 2 == 0 else int(digit)
                for place, digit in enumerate(reversed(body)))  # fmt: skip
    number = body + str(-total % 10)
    return rng.choice(("", "-", " ", ".")).join(number[at : at + 4] for at in range(0, length, 4))


def _iban(rng: random.Random, language: str) -> str:
    country, length = rng.choice(sorted(_IBANS.items()))
    body = _digits(rng, length - 4)
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{body}{country}00")) % 97
    number = f"{country}{check:02d}{body}"
    spaced = " ".join(number[at : at + 4] for at in range(0, length, 4))
    return rng.choice((number, number.lower(), spaced))


def _email(rng: random.Random, language: str) -> str:
    name, host = rng.choice(_NAMES), rng.choice(_HOSTS)
    at = rng.choice(("@", "@", " (at) ", "[at]"))
    dot = "." if at == "@" else rng.choice((".", " dot ", "(dot)"))
    return name + at + host.replace(".", dot)


def _phone(rng: random.Random, language: str) -> str:
    form = rng.choice(_PHONES[language]).replace("[2]", rng.choice("23456789"))
    fixed = "9" if form.startswith("9") else ""
    return fixed + "".join(_digits(rng, 1) if sign == "9" else sign for sign in form[len(fixed) :])


def _number(rng: random.Random, language: str) -> str:
    letters = rng.choice(_CAPITALS) + rng.choice(_CAPITALS)
    plain = _digits(rng, rng.randint(6, 10))
    return rng.choice((plain, plain, letters + _digits(rng, 6), f"{letters[0]}-{_digits(rng, 7)}"))


def _booking(rng: random.Random, language: str) -> str:
    """Six signs with two letters to begin with: what could as well be a flight number is left out."""
    letters = rng.choice(_CAPITALS) + rng.choice(_CAPITALS) + rng.choice(_CAPITALS)
    return letters + rng.choice("23456789") + "".join(rng.choice(_CAPITALS + "23456789") for _ in range(2))


def _parcel(rng: random.Random, language: str) -> str:
    letters = "".join(rng.choice(_CAPITALS) for _ in range(4))
    return rng.choice((_digits(rng, 12), _digits(rng, 10), f"{letters[:2]}{_digits(rng, 9)}{letters[2:]}"))


_MAKERS: dict[str, Callable[[random.Random, str], str]] = {
    "card": _card, "iban": _iban, "email": _email, "phone": _phone,
    "order": _number, "account": _number, "booking": _booking, "parcel": _parcel,
}  # fmt: skip
