"""Post-office boxes, military post, and addresses of East Asia, written from the large to the small."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.address_tail import backward, onward
from hark.triage.personal_data.edges import CAPITAL, LEFT
from hark.triage.personal_data.view import View

_MILITARY_POST = r"[afd]po (?:aa|ae|ap) \d{5}"
_BOX = re.compile(
    LEFT
    + r"(?:(?:p\.? ?o\.? ?box|post ?box|postfach|apartado(?: de correos)?|casilla(?: postal)?|caixa postal|"
    r"boîte postale|b\.p\.|bp|postbus|skr\.? ?poczt\.?|postboks|casella postale)\s{0,2}(?:n[o°º]\.? ?)?\d{1,6}"
    rf"|(?:psc|unit) \d{{1,5}},? box \d{{1,5}})(?:[\s,]{{1,3}}{_MILITARY_POST})?(?!\d)"
)
_MILITARY = re.compile(LEFT + rf"(?:us[a-z]{{1,4}} \w{{2,30}}[\s,]{{1,3}})?{_MILITARY_POST}(?!\d)")
_CORNER = re.compile(
    r"(?:the )?corner of [^\s.,;!?][^.,;!?\n]{2,50} (?:and|&) "
    rf"{CAPITAL}[\w'’-]{{0,29}}(?: {CAPITAL}[\w'’-]{{0,29}}){{0,3}}"
)
_MILITARY_END = re.compile(_MILITARY_POST + r"\Z")
_EAST_ASIAN = "\u3040"
_KANA_HAN = "[\u3040-\u30ff\u4e00-\u9fff]"
# Without は, が and を: they end what came before.
_NAME_SIGN = "[\u3041-\u304b\u304d-\u306e\u3070-\u3091\u3093-\u30ff\u4e00-\u9fff]"
_FROM_LARGE_TO_SMALL = re.compile(
    rf"(?:〒? ?\d{{3}}-\d{{4}} ?)?[\u4e00-\u9fff]{{2,3}}[都道府県]{_KANA_HAN}{{2,24}}\d{{1,4}}"
    r"(?:(?:-|丁目|番地?|号)\d{0,4}){0,4}"
    rf"|{_NAME_SIGN}{{2,20}}\d{{1,2}}丁目\d{{1,3}}(?:[-番号の]{{1,2}}\d{{0,4}}){{0,3}}"
    r"|[\u4e00-\u9fff]{2,24}[路街道巷弄村里]\d{1,5}[号號弄](?:[\u4e00-\u9fff]{0,4}\d{1,4}[号室楼栋单元-]{1,2}){0,4}"
    r"|(?:[\uac00-\ud7a3]{1,12}(?:시|도|구|군) ){1,3}[\uac00-\ud7a3\d]{1,12}(?:로|길) ?\d{1,5}(?:-\d{1,4})?"
)


def find_boxes(view: View) -> Iterator[PersonalData]:
    """Boxes with what hangs on them, military post, and East Asian addresses."""
    if "box" in view.kinds:
        for pattern in (_BOX, _MILITARY):
            for found in pattern.finditer(view.low):
                whole = _MILITARY_END.search(found[0])
                end = found.end() if whole else onward(view.plain, view.low, found.end())
                yield PersonalData("address", backward(view.low, found.start()), end)
    if "address" in view.kinds and "corner of" in view.plain:
        for found in _CORNER.finditer(view.plain):
            yield PersonalData("address", found.start(), found.end())
    if not view.plain.isascii() and max(view.plain) >= _EAST_ASIAN:
        for found in _FROM_LARGE_TO_SMALL.finditer(view.plain):
            yield PersonalData("address", found.start(), found.end())
