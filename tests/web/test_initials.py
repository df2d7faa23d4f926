"""The letters that stand for a person: read as their name is, and never a word that nobody meant."""

import pytest

from hark.store.models import Author
from hark.web.templatetags.hark import initials


@pytest.mark.parametrize(
    ("name", "handle", "letters"),
    [
        ("Ana María Núñez", "ana", "AN"),
        ("Bernd \N{SUNFLOWER}", "bernd", "B"),
        ("", "omar", "O"),
        ("\N{FIRE}\N{FIRE}\N{FIRE}", "emo_only", "E"),
        # Lam and alef would join into "no".
        ("\u0644\u064a\u0644\u0649 \u0627\u0644\u0631\u062d\u0645\u0646", "layla", "\u0644"),
        ("\u05e0\u05d5\u05e2\u05dd \u05d1\u05e8", "noam", "\u05e0\u05d1"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", "", "?"),
    ],
)
def test_initials(name: str, handle: str, letters: str) -> None:
    assert initials(Author(name=name, handle=handle)) == letters
