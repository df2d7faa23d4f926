"""Dates of birth: a whole date with a word such as 'born', 'geboren', 'fecha de nacimiento' near it."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.edges import LEFT
from hark.triage.personal_data.view import View

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|"
    "aug|sept?|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|"
    "januar|februar|märz|juni|juli|oktober|dezember|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|"
    "novembre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|"
    "maart|mei|augustus|december|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
    "listopada|grudnia|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|augusti|desember|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر|"
    "maj|marts|ene|abr|ago|dic|janv|févr|fevr|avr|juil|déc|mär|mrz|okt|dez|gen|mag|giu|lug|set|ott|fev|out|mrt|"
    "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince|"
    "ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|"
    "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|"
    "marraskuuta|joulukuuta|"
    "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर"
)
_DATE = re.compile(
    LEFT + r"(?:(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:[12]\d|3[01]|0?[1-9])"
    r"|(?:[12]\d|3[01]|0?[1-9]) ?[-./ ] ?(?:[12]\d|3[01]|0?[1-9]) ?[-./ ] ?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"
    rf"|(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|er|\.|º|°)?,? ?(?:de |of |- ?)?(?:{_MONTHS})\.?,? ?(?:de |del |- ?)?"
    r"(?:(?:19|20)\d\d|'?\d\d)"
    rf"|(?:{_MONTHS})\.? (?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?,? (?:19|20)\d\d)(?!\d)"
)
_REACH = 30
_STOP = re.compile(r"[!?]|(?<!\b\w)(?<!\b\w\w)\.\s")  # 'doğum t.' goes on


def find_births(view: View) -> Iterator[PersonalData]:
    """Dates announced as a birth. A bare year, and a birthday without a year, name nobody."""
    if "birth" not in view.kinds:
        return
    for found in _DATE.finditer(view.low):
        before = view.before(found.start(), "birth", _REACH)
        gap = view.low[before.end : found.start()].lstrip(".") if before else ""
        if (before and not _STOP.search(gap)) or view.after(found.end(), "birth", 14):
            yield PersonalData("birth_date", found.start(), found.end())
