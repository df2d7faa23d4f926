"""Which detectors a post needs, decided for a whole batch at once: most posts need none.

Every hint is necessary for its detectors (a post without it holds nothing they could find), never sufficient.
"""

import re
from collections.abc import Sequence
from enum import IntFlag

import numpy as np

from hark.triage.personal_data.fold import lower


class Hint(IntFlag):
    """What a post has that a detector needs."""

    EMAIL = 1
    SPOKEN_EMAIL = 2
    DIGIT = 4
    NUMBER = 8
    LETTER_CODE = 16
    SPELLED = 32


_AT = re.compile(r"\w@\w")
_CUES = re.compile(
    r"(?P<email>[\[({<] ?(?:at|arroba|ät|a|@) ?[\])}>]|arroba|chiocciola|arobase|собак|собачк|apenstaart|snabel|"
    r"gmail|hotmail|outlook|yahoo|icloud| (?:dot|punto|ponto|point|punkt|punt|kropka|nokta|точка) |\w @|@ \w)"
)
_LETTERS = re.compile(r"\b[A-Z]{6}\b")


def hints(texts: Sequence[str]) -> list[int]:
    """The hints of each text, as integers."""
    found = []
    for text in texts:
        hint = 0
        low = lower(text)
        if "@" in text and _AT.search(text):
            hint |= Hint.EMAIL
        if _CUES.search(low):
            hint |= Hint.SPOKEN_EMAIL
        if re.search(r"\d", text):
            hint |= Hint.DIGIT | Hint.NUMBER
        if _LETTERS.search(text):
            hint |= Hint.LETTER_CODE
        hint |= Hint.SPELLED
        found.append(int(hint))
    return found
