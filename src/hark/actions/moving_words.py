"""What is said when a case moves to private: the brand's own macros, else the shipped words of the language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hark.accounts.models import User
from hark.actions import macros
from hark.domain.outbox import normalise
from hark.domain.package_data import package_data
from hark.store.models import Case

# Macros with these shortcuts take the place of the shipped words, the case's language first.
SHORTCUTS: Mapping[str, str] = {"opening": "private", "messaged": "messaged", "invitation": "invite"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a move says, filled in for a case: the first private message, and the public word that goes with it.

    `messaged`: "we have sent you a message". `invitation` holds the address where the customer writes to us; it is ""
    on a network that has none.
    """

    opening: str
    messaged: str
    invitation: str


def words(case: Case, *, by: User, now: datetime) -> Words:
    """What a move of this case would say: the brand's own macros, else the shipped words of the language."""
    own = macros.reserved(case, by, SHORTCUTS.values())
    shipped = package_data("moving_words")["languages"]
    usual = shipped.get(case.language.partition("-")[0]) or shipped["en"]
    texts = {name: own.get(shortcut) or usual[name] for name, shortcut in SHORTCUTS.items()}
    values = macros.values(case, texts.values(), by=by, now=now)
    said = {name: macros.filled(text, values).text for name, text in texts.items()}
    return Words(**said if values["link"] else said | {"invitation": ""})


def is_usual(text: str, case: Case, *, by: User, now: datetime) -> bool:
    """Whether a text is the public word of a move as the house gives it, which every customer who moves hears."""
    usual = words(case, by=by, now=now)
    return normalise(text) in {normalise(word) for word in (usual.messaged, usual.invitation) if word}
