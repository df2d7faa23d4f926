"""Telephone numbers spelled in words: 'zero seven seven double nine …' in seven languages."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.view import View
from hark.triage.personal_data.words import DIGIT_WORDS

_WORD = re.compile(r"[^\W\d_]+|\d")
_LEAST = 7
_WIDEST_GAP = 3


def find_spelled_phones(view: View) -> Iterator[PersonalData]:
    """Seven or more digit words in a row, in a post that speaks of calling."""
    if "phone" not in view.kinds:
        return
    first, last, count, words = 0, 0, 0, 0
    for token in _WORD.finditer(view.low):
        digit = token[0] in DIGIT_WORDS or token[0].isdigit()
        if digit and count and token.start() - last <= _WIDEST_GAP:
            count, words, last = count + 1, words + token[0].isalpha(), token.end()
            continue
        if count >= _LEAST and words * 2 >= count:
            yield PersonalData("phone", first, last)
        first, last, count, words = token.start(), token.end(), int(digit), int(digit and token[0].isalpha())
    if count >= _LEAST and words * 2 >= count:
        yield PersonalData("phone", first, last)
