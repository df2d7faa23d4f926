"""Who lives in the demo: the operator's two accounts, its rivals, impostors, and some thousand people."""

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from hark.sandbox.world import Person
from hark.sandbox.worlds.demo.voice import STYLES
from hark.sandbox.worlds.demo.words import mapping, rows

CARE = "CurlewCare"
MAIN = "CurlewTelecom"
FAKES = ("CurIewCare", "CurlewCareHelp")
RIVALS = ("TallowMobile", "PipitBroadband")

_FIXED = (
    Person(
        CARE,
        "Curlew Care",
        "Help for Curlew phone and internet lines, by people, 7 to 23. No account numbers in public, please.",
        48_210,
        310,
        verified=True,
        brand=True,
        age_days=4200,
    ),
    Person(
        MAIN,
        "Curlew",
        "Phone and internet lines. News and plans. For help: @CurlewCare",
        131_400,
        92,
        verified=True,
        brand=True,
        age_days=4900,
    ),
    Person("TallowMobile", "Tallow Mobile", "Mobile, simply.", 88_030, 55, verified=True, age_days=3300),
    Person(
        "PipitBroadband",
        "Pipit Broadband",
        "Broadband for everyone.",
        40_980,
        70,
        verified=True,
        age_days=2100,
    ),
    Person(
        "CurIewCare",
        "Curlew Care",
        "Support team. We will help you fast. DM or use our link.",
        3,
        212,
        age_days=2,
    ),
    Person("CurlewCareHelp", "Curlew Help Desk", "24/7 official refund department", 11, 640, age_days=5),
)


@dataclass(slots=True)
class Cast:
    """Everybody so far. New people are invented when a scene needs them."""

    rng: random.Random
    people: dict[str, Person] = field(default_factory=lambda: {p.username: p for p in _FIXED})
    styles: dict[str, str] = field(default_factory=dict)
    first_names: dict[str, str] = field(default_factory=dict)
    by_language: dict[str, list[str]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=lambda: {p.username.lower() for p in _FIXED})

    def invent(self, language: str) -> str:
        """A new person who writes in the language; returns the username."""
        rng = self.rng
        roots = language if language != "en" or rng.random() < 0.45 else rng.choice(_NOT_ENGLISH)
        index = rng.randrange(len(_NAMES[f"{roots}.given"]))
        given = _NAMES[f"{roots}.given"][index]
        family = rng.choice(_NAMES[f"{roots}.family"])
        latin = _NAMES.get(f"{roots}.latin", ())
        username = self._handle(latin[index] if latin else given, "" if latin else family)
        name = f"{family} {given}" if roots == "ja" else f"{given} {family}"
        shown = rng.choice((name, name, name, given, f"{given} 🌻", f"{given}.", name.lower()))
        self.people[username] = Person(
            username,
            shown,
            rng.choice(_BIOS) if rng.random() < 0.55 else "",
            _followers(rng),
            int(rng.lognormvariate(5.2, 0.9)),
            verified=rng.random() < 0.05,
            language=language,
            age_days=rng.randrange(30, 5400),
        )
        self.styles[username] = rng.choice(STYLES)
        self.first_names[username] = given
        self.by_language.setdefault(language, []).append(username)
        return username

    def known(self, language: str) -> str:
        """Somebody who has been here before, or a new person when nobody has."""
        before = self.by_language.get(language)
        return self.rng.choice(before) if before else self.invent(language)

    def style(self, username: str) -> str:
        """How the person types; the brand's own accounts type neatly."""
        return self.styles.get(username, "plain")

    def _handle(self, given: str, family: str) -> str:
        for _ in range(60):
            handle = _spelled(given, family, self.rng)
            if 4 <= len(handle) <= 15 and handle.lower() not in self._taken:
                self._taken.add(handle.lower())
                return handle
        raise RuntimeError("no free handle left")


def _followers(rng: random.Random) -> int:
    if rng.random() < 0.02:
        return rng.randrange(9_000, 260_000)
    return min(int(rng.lognormvariate(5.0, 1.3)), 30_000)


def _spelled(given: str, family: str, rng: random.Random) -> str:
    first, last = _plain(given), _plain(family)
    number = str(rng.randrange(2, 99))
    shapes: Sequence[str] = (
        f"{first}_{last}",
        f"{first}{last}",
        f"{first}{number}",
        f"{first[:1]}_{last}",
        f"{last}{first[:2]}{number}",
        f"the_{first}",
        f"{first}_{number}",
        f"{first.capitalize()}{last.capitalize()}",
        f"{rng.choice(_NAMES['nick.first'])}{rng.choice(_NAMES['nick.last'])}",
        f"{rng.choice(_NAMES['nick.first'])}_{rng.choice(_NAMES['nick.last']).strip('_')}{number}",
    )
    return rng.choice(shapes).strip("_")


def _plain(name: str) -> str:
    """The letters X allows in a username."""
    spelled = name.translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", bare).lower()


_NAMES = mapping("names.txt")
_LETTERS = {ord(letter): plain for letter, plain in zip("łŁıßđ", ("l", "L", "i", "ss", "d"), strict=True)}
_BIOS = tuple(rows("bios.txt"))
_NOT_ENGLISH = ("xx", "xx", "xx", "es", "de", "fr", "pt", "it", "nl", "pl", "tr", "hi")
