"""National identity and tax numbers by country: one yes-or-no rule each, on digits or letters without separators.

Rules follow the issuing offices' public descriptions as collected by python-stdnum's documentation; every rule
was written here from the rule, not from its code.
"""

import re

from hark.triage.personal_data.checks import is_date, luhn, mod11_10, verhoeff, weighted

_DNI = "TRWAGMYFPDXBNJZSQVHLCKE"
_PPS = "WABCDEFGHIJKLMNOPQRSTUV"
_HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CF_ODD_VALUES = (
    "1 0 5 7 9 13 15 17 19 21 1 0 5 7 9 13 15 17 19 21 2 4 18 20 11 3 6 8 12 14 16 10 22 25 24 23"
)
_CF_ODD = dict(
    zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", map(int, re.findall(r"\d+", _CF_ODD_VALUES)), strict=True)
)
_CURP = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


def us_ssn(d: str) -> bool:
    return d[:3] not in ("000", "666") and d[0] != "9" and d[3:5] != "00" and d[5:] != "0000"


def uk_nino(c: str) -> bool:
    return (
        c[0] not in "DFIQUV"
        and c[1] not in "DFIOQUV"
        and c[:2] not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
    )


def es_dni(c: str) -> bool:
    body = {"X": "0", "Y": "1", "Z": "2"}.get(c[0], c[0]) + c[1:-1]
    return body.isdigit() and _DNI[int(body) % 23] == c[-1]


def fr_nir(c: str) -> bool:
    body = c[:13].replace("2A", "19").replace("2B", "18")
    month = int(c[3:5]) if c[3:5].isdigit() else 0
    plausible = c[0] in "123478" and (1 <= month <= 12 or 20 <= month <= 42 or month >= 50)
    return plausible and body.isdigit() and c[13:].isdigit() and 97 - int(body) % 97 == int(c[13:])


def de_tax(d: str) -> bool:
    most = max(d[:10].count(digit) for digit in set(d[:10]))
    return d[0] != "0" and most in (2, 3) and mod11_10(d)


def it_fiscal(c: str) -> bool:
    total = sum(_CF_ODD[letter] for letter in c[0:15:2])
    total += sum(int(letter, 36) - 10 if letter.isalpha() else int(letter) for letter in c[1:15:2])
    return chr(65 + total % 26) == c[15]


def pt_nif(d: str) -> bool:
    check = (11 - weighted(d[:8], (9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11
    return d[0] in "1235689" and check % 10 == int(d[8])


def nl_bsn(d: str) -> bool:
    return (weighted(d[:8], (9, 8, 7, 6, 5, 4, 3, 2)) - int(d[8])) % 11 == 0 and len(set(d)) > 1


def be_register(d: str) -> bool:
    month, day = int(d[2:4]) % 20, int(d[4:6])
    real = month <= 12 and day <= 31
    return real and any(97 - int(century + d[:9]) % 97 == int(d[9:]) for century in ("", "2"))


def pl_pesel(d: str) -> bool:
    real = is_date(int(d[:2]), int(d[2:4]) % 20, int(d[4:6]))
    return real and (weighted(d, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) + int(d[10])) % 10 == 0


def se_person(d: str) -> bool:
    d = d[-10:]
    return is_date(int(d[:2]), int(d[2:4]), (int(d[4:6]) - 1) % 60 + 1) and luhn(d)


def dk_cpr(d: str) -> bool:
    return is_date(int(d[4:6]), int(d[2:4]), int(d[:2]))


def no_birth(d: str) -> bool:
    first = -weighted(d, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -weighted(d, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    day, month = int(d[:2]) % 40, int(d[2:4]) % 40
    return first == int(d[9]) and second == int(d[10]) and 1 <= day <= 31 and 1 <= month <= 12


def fi_hetu(c: str) -> bool:
    digits = c[:6] + c[-4:-1]
    return is_date(int(c[4:6]), int(c[2:4]), int(c[:2])) and _HETU[int(digits) % 31] == c[-1]


def br_cpf(d: str) -> bool:
    first = -weighted(d[:9], range(10, 1, -1)) % 11 % 10 if weighted(d[:9], range(10, 1, -1)) % 11 > 1 else 0
    rest = weighted(d[:10], range(11, 1, -1)) % 11
    return len(set(d)) > 1 and first == int(d[9]) and (0 if rest < 2 else 11 - rest) == int(d[10])


def in_aadhaar(d: str) -> bool:
    return d[0] not in "01" and d != d[::-1] and verhoeff(d)


def in_pan(c: str) -> bool:
    return c[3] in "ABCFGHLJPT"


def tr_kimlik(d: str) -> bool:
    odd, even = sum(map(int, d[0:9:2])), sum(map(int, d[1:8:2]))
    tenth = (odd * 7 - even) % 10
    return d[0] != "0" and tenth == int(d[9]) and sum(map(int, d[:10])) % 10 == int(d[10])


def cz_birth(d: str) -> bool:
    month = int(d[2:4]) % 50 % 20
    real = is_date(int(d[:2]), month, int(d[4:6]))
    return real and (len(d) == 9 or int(d) % 11 == 0 or (int(d[:9]) % 11 == 10 and d[9] == "0"))


def ch_ahv(d: str) -> bool:
    return d.startswith("756") and (weighted(d[:12], (1, 3) * 6) + int(d[12])) % 10 == 0


def kr_resident(d: str) -> bool:
    return d[6] in "12345678" and is_date(int(d[:2]), int(d[2:4]), int(d[4:6]))


def za_id(d: str) -> bool:
    return d[10] in "01" and is_date(int(d[:2]), int(d[2:4]), int(d[4:6])) and luhn(d)


def ro_cnp(d: str) -> bool:
    check = weighted(d[:12], (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (
        d[0] in "12345678"
        and is_date(int(d[1:3]), int(d[3:5]), int(d[5:7]))
        and (check % 10 or check // 10) == int(d[12])
    )


def th_id(d: str) -> bool:
    return (11 - weighted(d[:12], range(13, 1, -1)) % 11) % 10 == int(d[12])


def ar_cuit(d: str) -> bool:
    check = (11 - weighted(d[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11
    return d[:2] in {"20", "23", "24", "25", "26", "27"} and check % 10 == int(d[10])


def cl_rut(c: str) -> bool:
    body = c[:-1]
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(body)))
    return "0123456789K0"[11 - total % 11] == c[-1]


def mx_curp(c: str) -> bool:
    total = sum(_CURP.index(letter) * (18 - place) for place, letter in enumerate(c[:17]))
    return is_date(int(c[4:6]), int(c[6:8]), int(c[8:10])) and (10 - total % 10) % 10 == int(c[17])


def cn_resident(c: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    real = is_date(int(c[6:10]), int(c[10:12]), int(c[12:14]))
    return real and "10X98765432"[weighted(c[:17], weights) % 11] == c[17]


def ie_pps(c: str) -> bool:
    extra = ord(c[8]) - 64 if len(c) > 8 and c[8] != "W" else 0
    return _PPS[(weighted(c[:7], (8, 7, 6, 5, 4, 3, 2)) + 9 * extra) % 23] == c[7]


def hr_oib(d: str) -> bool:
    return mod11_10(d)


def au_tfn(d: str) -> bool:
    return weighted(d, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def jp_my_number(d: str) -> bool:
    rest = weighted(d[:11], (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest < 2 else 11 - rest) == int(d[11])


def ca_sin(d: str) -> bool:
    return d[0] not in "08" and luhn(d)
