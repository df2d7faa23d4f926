"""Makes posts from `variants.txt`: values by the rules of their issuers, in sentences of fourteen languages.

Four parts. The detectors were mended while looking at what `tune` missed; `held`, then `last`, then `loose` (phrased
as no list would) were counted before anybody looked at them (the figures stand in
docs/rooms/triage-personal-data.md), and mended after.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from hark.domain.verdict import PersonalData
from hark.triage.personal_data import identity_rules as rule

PARTS = ("tune", "held", "last", "loose")
Make = Callable[[random.Random, str, str], str]

_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_IBANS = {  # what follows the check digits: n digits, A letters, a either
    "DE": "18n", "FR": "10n11a2n", "ES": "20n", "IT": "1A10n12n", "NL": "4A10n", "PL": "24n", "SE": "20n",
    "TR": "22n", "GB": "4A14n", "PT": "21n", "BE": "12n", "AT": "16n", "CH": "5n12n", "DK": "14n", "NO": "11n",
    "FI": "14n", "IE": "4A14n", "GR": "23n", "CZ": "20n", "SK": "20n", "HU": "24n", "RO": "4A16a", "BG": "4A6n8a",
    "HR": "17n", "SI": "15n", "LT": "16n", "LV": "4A13n", "EE": "16n", "LU": "3n13a", "MT": "4A5n18a", "CY": "24n",
    "IS": "22n", "AE": "19n", "SA": "20n", "BR": "23n1A1a", "UA": "25n", "IL": "19n", "RS": "18n",
}  # fmt: skip
_CARDS = (("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15), ("6011", 16),
          ("65", 16), ("3530", 16), ("36", 14), ("62", 16), ("2200", 16), ("6062", 16))  # fmt: skip
_CARD_SIGNS = {"tune": ("", " ", "-", "."), "held": (" - ", "  ", "/", "\u2013", "\u00a0", "_")}
_CARD_GROUPS = {15: (4, 6, 5), 14: (4, 6, 4), 16: (4, 4, 4, 4)}
_NAMES = [
    "anna.schmidt",
    "j-p.martin",
    "maria_89",
    "x.y.z",
    "kowalski.jan",
    "o.brien",
    "Tom.Baker",
    "info+me",
    "22lucia",
    "a.b",
]
_HOSTS = (
    "gmail.com",
    "hotmail.fr",
    "web.de",
    "libero.it",
    "yahoo.co.uk",
    "uni-koeln.de",
    "mail.example.com.br",
)
_COUNTRIES = ["GB", "DE", "CN", "FR", "ES", "NL", "US", "SE", "PL", "BR", "IT", "JP", "PT"]
_HEADS = {
    "tune": ("", "@brand ", "hi, ", "😡 ", "WTF!! "),
    "held": ("", "@help_desk ", "hello??? ", "3 weeks now... ", "RT @x: ", "\n"),
    "last": ("", "@acme ", "so ", "@acme_help 2/2 ", ".@acme "),
}
_TAILS = {
    "tune": ("", ".", " pls", "!!", ", thanks"),
    "held": ("", "?", " 😡", " #fail", "...", "\nthx", ";"),
    "last": ("", ".", " ok?", " 🙏", " @acme", "\n"),
}
_HEADS["loose"], _TAILS["loose"] = _HEADS["last"], _TAILS["last"]
_SCRIPTS = {"９": "０１２３４５６７８９", "٩": "٠١٢٣٤٥٦٧٨٩", "९": "०१२३४५६७८९", "9": "0123456789"}
_IDENTITIES: dict[str, tuple[str, Callable[[str], bool], tuple[str, ...]]] = {
    # how it is drawn (d digit, A letter, B date of birth), its rule, and how people write it
    "en": ("d9", rule.us_ssn, ("0:3-3:5-5:9", "0:3 3:5 5:9")),
    "es": ("d8A1", rule.es_dni, ("0:9", "0:8-8:9")),
    "fr": ("N", rule.fr_nir, ("0:15", "0:1 1:3 3:5 5:7 7:10 10:13 13:15")),
    "de": ("d11", rule.de_tax, ("0:11", "0:2 2:5 5:8 8:11")),
    "it": ("C", rule.it_fiscal, ("0:16", "0:6 6:11 11:16")),
    "pt": ("d11", rule.br_cpf, ("0:3.3:6.6:9-9:11", "0:11")),
    "nl": ("d9", rule.nl_bsn, ("0:9", "0:4.4:6.6:9")),
    "pl": ("Bd5", rule.pl_pesel, ("0:11", "0:11")),
    "sv": ("Bd4", rule.se_person, ("0:6-6:10", "0:10")),
    "tr": ("d11", rule.tr_kimlik, ("0:11", "0:11")),
    "ja": ("d12", rule.jp_my_number, ("0:12", "0:4-4:8-8:12")),
    "ar": ("d10", lambda _: True, ("0:10", "0:10")),
    "hi": ("d12", rule.in_aadhaar, ("0:4 4:8 8:12", "0:12")),
    "ru": ("d11", lambda number: number[0] != "0", ("0:3-3:6-6:9 9:11", "0:11")),
}


def _read() -> dict[tuple[str, str, str], list[str]]:
    rows = defaultdict(list)
    for line in Path(__file__).with_name("variants.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            part, what, language, entries = line.split("\t")
            rows[part, what, language] = entries.split("|")
    return rows


_ROWS = _read()
LANGUAGES = tuple(sorted({language for _, what, language in _ROWS if what == "say.phone"}))


def posts(part: str, seed: int, rounds: int) -> Iterator[tuple[str, str, PersonalData]]:
    """(language, text, the one span in it): every kind in every language in every round."""
    rng = random.Random(f"{part}{seed}")
    said = [(what, language) for at, what, language in _ROWS if at == part and what.startswith("say.")]
    for _ in range(rounds):
        for what, only in said:
            for language in LANGUAGES if only == "*" else (only,):
                kind = what.removeprefix("say.")
                form = part if part in PARTS[:2] else rng.choice(PARTS[:2])
                value = _MAKERS[kind](rng, language, form)
                before, after = rng.choice(_ROWS[part, what, only]).split("{}")
                head = rng.choice(_HEADS[part]) + before
                text = head + value + after + rng.choice(_TAILS[part])
                yield language, text, PersonalData(kind, len(head), len(head) + len(value))


def decoys() -> Iterator[str]:
    """Posts with numbers and nothing personal."""
    for (part, what, _), entries in _ROWS.items():
        if what == "decoy":
            yield from (head + entry for head in _HEADS[part] for entry in entries)


def _drawn(rng: random.Random, count: int, signs: str = "0123456789") -> str:
    return "".join(rng.choice(signs) for _ in range(count))


def _cut(number: str, sizes: tuple[int, ...], sign: str) -> str:
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return sign.join(number[start : start + size] for start, size in zip(starts, sizes, strict=True))


def _card(rng: random.Random, language: str, part: str) -> str:
    prefix, length = rng.choice(_CARDS)
    body = prefix + _drawn(rng, length - len(prefix) - 1)
    doubled = [int(d) * 2 - 9 * (d > "4") if at % 2 == 0 else int(d) for at, d in enumerate(reversed(body))]
    return _cut(body + str(-sum(doubled) % 10), _CARD_GROUPS[length], rng.choice(_CARD_SIGNS[part]))


def _iban(rng: random.Random, language: str, part: str) -> str:
    country = rng.choice(sorted(_IBANS)[PARTS.index(part) :: 2])
    body, count = "", ""
    for sign in _IBANS[country]:
        if sign.isdigit():
            count += sign
        else:
            signs = {"n": "0123456789", "A": _CAPITALS, "a": "ABCDEFGH0123456789"}[sign]
            body, count = body + _drawn(rng, int(count), signs), ""
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{body}{country}00")) % 97
    number = f"{country}{check:02d}{body}"
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    forms = {"tune": (number, spaced, number.lower()), "held": (spaced.lower(), spaced.replace(" ", "-"))}
    return rng.choice(forms[part])


def _email(rng: random.Random, language: str, part: str) -> str:
    name, provider = rng.choice(_NAMES), rng.choice(("gmail", "hotmail", "outlook", "yahoo"))
    form = rng.choice(_ROWS[part, "email", "*"])
    host = rng.choice(_HOSTS if form == "{n}@{h}" else _HOSTS[:4])
    return form.format(n=name, h=host, p=provider, t="com", N=name.upper(), H=host.upper())


def _phone(rng: random.Random, language: str, part: str) -> str:
    form = rng.choice(_ROWS[part, "phone", language])
    made = ""
    for place, sign in enumerate(form):
        drawn = place > 1 and (sign in "89" or sign in _SCRIPTS)
        made += rng.choice("23456789" if sign == "8" else _SCRIPTS[sign]) if drawn else sign
    return made


def _reference(rng: random.Random, language: str, part: str) -> str:
    plain, a = _drawn(rng, rng.randint(5, 12)), _drawn(rng, 2, _CAPITALS)
    forms = {
        "tune": (plain, a + _drawn(rng, 6), f"{a[0]}-{_drawn(rng, 7)}", f"{_drawn(rng, 4)}-{_drawn(rng, 6)}"),
        "held": (plain, a + _drawn(rng, 8), f"{a}-{_drawn(rng, 5)}", f"#{_drawn(rng, 8)}", a + plain[:3] + a + plain,
                 f"{_drawn(rng, 3)}-{_drawn(rng, 7)}-{_drawn(rng, 7)}", f"{_drawn(rng, 4)}/{_drawn(rng, 5)}"),
    }  # fmt: skip
    return rng.choice(forms[part])


def _account(rng: random.Random, language: str, part: str) -> str:
    plain, letter = _drawn(rng, rng.randint(6, 12)), _drawn(rng, 1, _CAPITALS)
    forms = {
        "tune": (plain, f"{plain[:4]} {plain[4:]}", letter + plain),
        "held": (plain, f"{plain[:3]}-{plain[3:]}", f"{plain[:3]} {plain[3:]}", letter + "Q" + plain[:6]),
    }
    return rng.choice(forms[part])


def _booking(rng: random.Random, language: str, part: str) -> str:
    """What could as well be a flight (`BA2490`) is left out."""
    code = _drawn(rng, 3, _CAPITALS) + _drawn(rng, 1, "23456789") + _drawn(rng, 2, _CAPITALS + "23456789")
    mixed = "".join(rng.sample(code, len(code)))
    flight = mixed[0].isalpha() and mixed[2:].isdigit()
    return rng.choice(
        (code, _drawn(rng, 8)) if part == "tune" else (code if flight else mixed, _drawn(rng, 10))
    )


def _parcel(rng: random.Random, language: str, part: str) -> str:
    """DHL, DPD, UPS, USPS, PostNL, Hermes, Correos, La Poste, GLS, and the postal S10 form of a dozen countries."""
    s10, ups = _s10(rng), _ups(rng)
    forms = {
        "tune": (_drawn(rng, 12), _drawn(rng, 14), s10, ups, "JD0146" + _drawn(rng, 12), "94001" + _drawn(rng, 17),
                 "3S" + _drawn(rng, 4, _CAPITALS) + _drawn(rng, 9)),
        "held": (_drawn(rng, 10), _drawn(rng, 15), _drawn(rng, 20), _cut(s10, (2, 3, 3, 3, 2), " "), ups.lower(),
                 "JJD01" + _drawn(rng, 15), "9205 5" + _cut(_drawn(rng, 17), (3, 4, 4, 4, 2), " "),
                 "H" + _drawn(rng, 15), f"PQ4{_drawn(rng, 1, _CAPITALS)}{_drawn(rng, 12)}T", "6A" + _drawn(rng, 11),
                 "00340" + _drawn(rng, 15)),
    }  # fmt: skip
    return rng.choice(forms[part])


def _s10(rng: random.Random) -> str:
    body = _drawn(rng, 8)
    rest = 11 - sum(int(d) * w for d, w in zip(body, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return f"R{_drawn(rng, 1, _CAPITALS)}{body}{ {10: 0, 11: 5}.get(rest, rest) }{rng.choice(_COUNTRIES)}"


def _ups(rng: random.Random) -> str:
    body = _drawn(rng, 3, _CAPITALS) + _drawn(rng, 12)
    values = [int(sign) if sign.isdigit() else (ord(sign) - 63) % 10 for sign in body]
    return f"1Z{body}{-(sum(values[0::2]) + 2 * sum(values[1::2])) % 10}"


def _birth(rng: random.Random, language: str, part: str) -> str:
    day, month, year = rng.randint(4, 20), rng.randint(1, 12), rng.randint(1935, 2008)
    name = (_ROWS["all", "months", language] or [""] * 12)[month - 1]
    form = rng.choice(_ROWS[part, "birth_date", language])
    return form.format(
        d=day, d2=f"{day:02d}", m=month, m2=f"{month:02d}", y=year, yy=f"{year % 100:02d}", M=name, M3=name[:3]
    )  # fmt: skip


def _identity(rng: random.Random, language: str, part: str) -> str:
    drawing, test, forms = _IDENTITIES[language]
    number = next(made for made in iter(lambda: _drawing(rng, drawing), "") if test(made))
    form = forms[PARTS.index(part)]
    pieces = "".join(sign if sign in "0123456789:" else f"|{sign}|" for sign in form).split("|")
    return "".join(number[slice(*map(int, p.split(":")))] if ":" in p else p for p in pieces)


def _drawing(rng: random.Random, drawing: str) -> str:
    date = f"{rng.randint(40, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    if drawing == "N":
        return f"{rng.choice('12')}{date[:4]}{rng.randint(10, 95)}{_drawn(rng, 8)}"
    if drawing == "C":
        born = f"{rng.randint(40, 99)}{rng.choice('ABCDEHLMPRST')}{rng.randint(10, 31)}"
        return f"{_drawn(rng, 6, _CAPITALS)}{born}{rng.choice('AFHL')}{_drawn(rng, 3)}{_drawn(rng, 1, _CAPITALS)}"
    if drawing.startswith("B"):
        return date + _drawn(rng, int(drawing[2:]))
    count, _, letters = drawing[1:].partition("A")
    return _drawn(rng, int(count)) + _drawn(rng, int(letters or 0), _CAPITALS)


def _address(rng: random.Random, language: str, part: str) -> str:
    numbers = {"n": rng.randint(2, 180), "k": rng.randint(1, 9), "p4": _drawn(rng, 4), "p3": _drawn(rng, 3)}
    return rng.choice(_ROWS[part, "address", language]).format(**numbers)


_MAKERS: dict[str, Make] = {
    "card": _card, "iban": _iban, "email": _email, "phone": _phone, "order": _reference, "account": _account,
    "booking": _booking, "parcel": _parcel, "birth_date": _birth, "national_id": _identity, "address": _address,
}  # fmt: skip
