"""What may stand between the word that announces a number and the number: 'no.', 'is', ':', '#'."""

import re

from hark.triage.personal_data.cues import Cue
from hark.triage.personal_data.view import View
from hark.triage.personal_data.word_set import word_set

_CONNECTORS = word_set(
    """
    no nr num number numbers id ref reference code is was are it its s the of for this my our your here
    following n nº número numero es la el de del mi un una su sería ist lautet die der das mein meine nummer
    est le du mon ma numéro c è il mio mia da do minha meu é o a number's het mijn jest to mój moja numer
    numeru numara numarası numaram numaralı numarasi är min mitt on kod kodu codigo código codice référence
    client kunden номер мой это with called acct konto vom sous pod numerem pnr por par per by mit dem den
    con com numerze kodum kodumuz kodunuz numaramız koden numret numeri numeron nolu met med номером avec
    card zł tai order account booking
    """
)
_WORD = re.compile(r"[^\W\d_]+")
_STRONG = re.compile(
    r"[#:=№º°]|\b(?:no|nr|num|id|ref|code|is|nolu|es|ist|est|lautet|jest|är)\b|num|nummer|номер|numm|番号|رقم|नंबर|번호"
)
_FULL_STOP = re.compile(r"\d|[!?;。！？、،؟।]|\.\s+(?=[^\W\d_]{3})|\n\s*\n")
_UNSPACED = re.compile("[\u0600-\uffff]")
REACH = 30


def announced(view: View, start: int, kind: str) -> Cue | None:
    """The cue of this kind before `start` when nothing but connecting words lies between."""
    cue = view.before(start, kind, REACH)
    return cue if cue and connects(view.low[cue.end : start]) else None


def named_after(view: View, end: int, kind: str) -> Cue | None:
    """The same for a cue that follows: '1234567 is my order number', '1234567 numaralı siparişim'."""
    cue = view.after(end, kind, 18)
    return cue if cue and connects(view.low[end : cue.start]) else None


def connects(gap: str) -> bool:
    """Whether a gap is made of connecting words and signs only."""
    if _FULL_STOP.search(gap):
        return False
    if _UNSPACED.search(gap):
        return len(gap) <= 14
    words = _WORD.findall(gap)
    return len(words) <= 4 and all(word in _CONNECTORS for word in words)


def strong(gap: str) -> bool:
    """Whether the gap says 'number' outright: a colon, a hash, 'no.', 'is', 'Nummer'."""
    return bool(_STRONG.search(gap))
