"""National numbers: published examples pass, and a changed digit does not."""

import pytest

from hark.triage.personal_data import find
from hark.triage.personal_data import identity_rules as rules

# Examples that the issuing offices or python-stdnum's documentation print.
EXAMPLES = [
    ("es_dni", "12345678Z"),
    ("es_dni", "X1234567L"),
    ("it_fiscal", "RSSMRA85T10A562S"),
    ("fr_nir", "295109912611193"),
    ("de_tax", "36574261809"),
    ("pt_nif", "123456789"),
    ("nl_bsn", "111222333"),
    ("be_register", "85073003328"),
    ("pl_pesel", "44051401359"),
    ("se_person", "8112289874"),
    ("br_cpf", "39053344705"),
    ("in_aadhaar", "234123412346"),
    ("fi_hetu", "131052-308T"),
    ("no_birth", "15108695088"),
    ("tr_kimlik", "17291716060"),
    ("cz_birth", "7103192745"),
    ("ch_ahv", "7569217076985"),
    ("za_id", "7503305044089"),
    ("ro_cnp", "1630615123457"),
    ("th_id", "1234545678781"),
    ("ar_cuit", "20055361682"),
    ("cl_rut", "125319092"),
    ("mx_curp", "BOXW310820HNERXN09"),
    ("cn_resident", "360426199101010071"),
    ("ie_pps", "6433435F"),
    ("ie_pps", "6433435OA"),
    ("hr_oib", "33392005961"),
    ("au_tfn", "123456782"),
    ("ca_sin", "123456782"),
    ("jp_my_number", "123456789018"),
]


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_published_example_passes(name, number):
    assert getattr(rules, name)(number)


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_wrong_check_sign_fails(name, number):
    """The last sign is the check sign in all of these; at most one other may pass as well (mod 11 rules)."""
    last = number[-1]
    others = "0123456789" if last.isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if name == "ie_pps" and len(number) == 9:
        number, last, others = "6433435" + "O", "O", "ABCDEFGHIJKLMNOPQRSTUVW"
        assert sum(rules.ie_pps(number[:-1] + other + "A") for other in others) == 1
        return
    passing = [other for other in others if getattr(rules, name)(number[:-1] + other)]
    assert passing == [last]


def test_rules_without_check_digit():
    assert rules.us_ssn("536904399")
    assert not rules.us_ssn("666904399")
    assert not rules.us_ssn("000904399")
    assert not rules.us_ssn("536004399")
    assert rules.uk_nino("AB123456C")
    assert not rules.uk_nino("QQ123456C")
    assert rules.kr_resident("9710131019902")
    assert not rules.kr_resident("9713131019902")
    assert rules.dk_cpr("2110625629")
    assert not rules.dk_cpr("3211625629")


@pytest.mark.parametrize(
    "text",
    [
        "85.07.30-033.28",
        "756.9217.0769.85",
        "971013-1019902",
        "20-05536168-2",
        "12.531.909-2",
        "BOXW310820HNERXN09",
        "390.533.447-05",
        "2341 2341 2346",
        "17291716060",
        "44051401359",
        "15108695088",
        "1630615123457",
    ],
)
def test_written_alone_it_is_found(text):
    (spans,) = find([f"see {text} here"])
    assert [(span.kind, span.start, span.end) for span in spans] == [("national_id", 4, 4 + len(text))]
