"""National identity, tax, insurance and passport numbers of some thirty countries."""

import re
from collections.abc import Callable, Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data import identity_rules as rule
from hark.triage.personal_data.edges import LEFT, RIGHT
from hark.triage.personal_data.gap import announced
from hark.triage.personal_data.view import Number, View

_Rule = Callable[[str], bool]

# The shape a person gives the number ("9" stands for any digit) and the rules it may satisfy, no cue needed.
_SHAPES: dict[str, tuple[_Rule, ...]] = {
    "999-99-9999": (rule.us_ssn,),
    "999.999.999-99": (rule.br_cpf,),
    "999.999.99999": (rule.br_cpf,),
    "99999999999": (rule.br_cpf, rule.tr_kimlik, rule.no_birth, rule.pl_pesel, rule.be_register),
    "999999 99999": (rule.no_birth,),
    "99 999 999 999": (rule.de_tax,),
    "99.99.99-999.99": (rule.be_register,),
    "99.99.99-999-99": (rule.be_register,),
    "99.99.99 999 99": (rule.be_register,),
    "99 99 99 999 99": (rule.be_register,),
    "999999-9999": (rule.se_person, rule.dk_cpr),
    "99999999-9999": (rule.se_person,),
    "999999999999": (rule.se_person,),
    "999999/9999": (rule.cz_birth,),
    "999999/999": (rule.cz_birth,),
    "9999 9999 9999": (rule.in_aadhaar,),
    "9999-9999-9999": (rule.in_aadhaar,),
    "999.9999.9999.99": (rule.ch_ahv,),
    "999999-9999999": (rule.kr_resident,),
    "9999999999999": (rule.ro_cnp, rule.za_id, rule.ch_ahv),
    "999999 9999 999": (rule.za_id,),
    "9-9999-99999-99-9": (rule.th_id,),
    "9 9999 99999 99 9": (rule.th_id,),
    "99-99999999-9": (rule.ar_cuit,),
    "99.999.999-9": (rule.cl_rut,),
    "9.999.999-9": (rule.cl_rut,),
    "9 99 99 99 999 999 99": (rule.fr_nir,),
    "999999999999999": (rule.fr_nir,),
    "9999999999999 99": (rule.fr_nir,),
    "999999999999999999": (rule.cn_resident,),
}
# Where a word such as 'NIF', 'BSN' or 'Steuer-ID' stands before it, by the count of digits.
_CALLED: dict[int, tuple[_Rule, ...]] = {
    8: (rule.au_tfn,),
    9: (rule.us_ssn, rule.pt_nif, rule.nl_bsn, rule.ca_sin, rule.au_tfn),
    10: (rule.se_person, rule.dk_cpr, rule.cz_birth),
    11: (
        rule.de_tax,
        rule.hr_oib,
        rule.br_cpf,
        rule.tr_kimlik,
        rule.pl_pesel,
        rule.be_register,
        rule.no_birth,
    ),
    12: (rule.in_aadhaar, rule.jp_my_number, rule.se_person),
    13: (rule.ro_cnp, rule.za_id, rule.th_id, rule.ch_ahv, rule.kr_resident),
}
_PLAIN_ELEVEN = 11
_TO_NINES = str.maketrans("012345678", "999999999")
_OTHER_KINDS = ("phone", "parcel", "order", "account", "booking")
_LETTERED: tuple[tuple[str, str, _Rule], ...] = (
    ("nino", r"[a-z]{2} ?\d\d ?\d\d ?\d\d ?[abcd]", rule.uk_nino),
    ("dni", r"(?:\d{8}|\d\d\.\d{3}\.\d{3}|[xyz][ -]?\d{7})[ -]?[a-z]", rule.es_dni),
    ("fiscal", r"[a-z]{6} ?[\da-z]{2}[a-z][\da-z]{2} ?[a-z][\da-z]{3} ?[a-z]", rule.it_fiscal),
    ("pan", r"[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]", rule.in_pan),
    ("pps", r"\d{7}[a-w][a-iw]?", rule.ie_pps),
    ("curp", r"[a-z]{4}\d{6}[hmx][a-z]{5}[\da-z]\d", rule.mx_curp),
    ("hetu", r"\d{6}[-+a-fu-y]\d{3}[\da-y]", rule.fi_hetu),
    ("rut", r"\d{1,2}\.?\d{3}\.?\d{3}-k", rule.cl_rut),
    ("resident", r"\d{17}x", rule.cn_resident),
    ("nir", r"[12] ?\d\d ?\d\d ?2[ab] ?\d{3} ?\d{3} ?\d\d", rule.fr_nir),
)
_LETTERED_RE = re.compile(
    LEFT + "(?:" + "|".join(f"(?P<{name}>{shape})" for name, shape, _ in _LETTERED) + ")" + RIGHT
)
_LETTER_RULE = {name: test for name, _, test in _LETTERED}
_CALLED_CODE = re.compile(
    LEFT + r"(?<!\+)(?:[a-z]{0,3}\d{2,12}(?:[ ./-]\d{2,8}){1,4}(?:-?[a-z])?|[a-z\d]{6,20})" + RIGHT
)


def find_lettered_identities(view: View) -> Iterator[PersonalData]:
    """Numbers with letters in them whose shape and check sign agree."""
    for found in _LETTERED_RE.finditer(view.low):
        name = found.lastgroup or ""
        code = found[0].upper() if name == "hetu" else "".join(filter(str.isalnum, found[0])).upper()
        if _LETTER_RULE[name](code):
            yield PersonalData("national_id", found.start(), found.end())


def find_identities(view: View) -> Iterator[PersonalData]:
    """Numbers of digits alone whose shape and check digits agree."""
    for number in view.numbers:
        if len(number.digits) >= 8:
            yield from _numeric(view, number)


def _called_otherwise(view: View, start: int) -> bool:
    return any(announced(view, start, kind) for kind in _OTHER_KINDS)


def find_called_identities(view: View) -> Iterator[PersonalData]:
    """Passports and numbers with a slip in them: the word before decides."""
    if "national" not in view.kinds:
        return
    for found in _CALLED_CODE.finditer(view.low):
        digits = sum(map(str.isdigit, found[0]))
        if digits >= 4 and announced(view, found.start(), "national"):
            yield PersonalData("national_id", found.start(), found.end())


def _numeric(view: View, number: Number) -> Iterator[PersonalData]:
    shape = number.shown.strip("+() ").translate(_TO_NINES)
    rules, called = _SHAPES.get(shape, ()), _CALLED.get(len(number.digits), ())
    if number.has_plus or (not rules and not called):
        return
    if number.digits[0] == "0" and len(shape) == _PLAIN_ELEVEN:
        rules = ()  # eleven digits from 0 on are far more often a telephone number
    if shape.isdigit() and _called_otherwise(view, number.start):
        rules = ()
    if announced(view, number.start, "national"):
        rules = (*rules, *called)
    if any(test(number.digits) for test in rules):
        yield PersonalData("national_id", number.groups[0][0], number.end)
