"""What grows: the outage of Brackenford, two stories that travel, the brand's news and its echo."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from hark.sandbox.world import Person
from hark.sandbox.worlds.demo.cast import CARE, MAIN, Cast
from hark.sandbox.worlds.demo.words import Frame, Words
from hark.sandbox.worlds.demo.writer import Draft

TOWN = "Brackenford"
OUTAGE_START = 180.0
# kind, from and to (seconds), how many, how the crowd leans: below 1 towards the end, above 1 to the start
_PHASES = (
    ("puzzled", 184.0, 340.0, 8, 0.8),
    ("growing", 270.0, 1000.0, 56, 0.7),
    ("peak", 620.0, 3600.0, 118, 1.3),
    ("need", 430.0, 2700.0, 17, 1.2),
    ("untagged", 420.0, 3500.0, 36, 1.1),
    ("jest", 900.0, 4200.0, 14, 1.0),
    ("late", 3900.0, 5900.0, 26, 0.9),
    ("back", 4700.0, 7200.0, 30, 1.1),
)
_ABROAD = ("es", "de", "fr", "pt", "it", "nl", "pl", "tr", "ar", "hi", "ja")
_WIDOW = Person("tess_halloway", "Tess Halloway", "Daughter. Gardener. Not good at shouting.", 214, 260)


@dataclass(slots=True)
class Surge:
    """Collects the drafts of everything that swells."""

    rng: random.Random
    words: Words
    cast: Cast
    drafts: list[Draft] = field(default_factory=list)

    def play(self) -> list[Draft]:
        """Outage, stories, announcements."""
        self._outage()
        self.cast.people[_WIDOW.username] = _WIDOW
        self._story("widow", _WIDOW.username, (-3120.0, -3060, -2990, -2900, -2830, -2740), 130)
        self._story("fourteen", self.cast.invent("en"), (-5700.0, -4900, 505), 34)
        self._announcements()
        return self.drafts

    def _add(self, key: str, at: float, author: str, matter: str, kind: str, language: str = "en") -> Draft:
        draft = Draft(key, at, author, self.words.pool(matter, kind, language), matter, language)
        self.drafts.append(draft)
        return draft

    def _outage(self) -> None:
        rng, heard = self.rng, list[Draft]()
        for kind, start, end, count, lean in _PHASES:
            for number in range(count):
                at = start + (end - start) * rng.random() ** lean
                language = self._language(kind)
                author = self.cast.invent(language)
                if kind in ("late", "back") and rng.random() < 0.5 and language == "en":
                    author = rng.choice(heard).author
                matter = "outage_need" if kind == "need" else "outage"
                draft = self._add(f"out.{kind}{number}", at, author, matter, kind, language)
                draft.thread, draft.language = draft.key, language
                draft.tag = "" if kind in ("untagged", "jest") or rng.random() < 0.12 else self._handle()
                heard.append(draft)
        for number in range(64):
            self._echo(f"out.too{number}", rng.choice(heard[: len(heard) - 60]), "too", heard)
        needy = [draft for draft in heard if ".need" in draft.key]
        for number in range(14):
            self._echo(f"out.quote{number}", rng.choice(needy), "quote", heard)
        for number in range(34):
            self._echo(f"out.re{number}", rng.choice(needy[:8]), "", heard)

    def _language(self, kind: str) -> str:
        abroad = kind in ("growing", "peak", "back") and self.rng.random() < 0.24
        return self.rng.choice(_ABROAD) if abroad else "en"

    def _echo(self, key: str, to: Draft, kind: str, heard: Sequence[Draft]) -> None:
        rng = self.rng
        at = to.at + rng.lognormvariate(4.9, 0.9)
        author = self.cast.invent("en") if rng.random() < 0.5 else rng.choice(heard).author
        if author == to.author:
            return
        native = kind == "too" and self.words.own("outage", "too", to.language)
        draft = self._add(key, at, author, "outage", kind or "quote", to.language if native else "en")
        draft.thread = key
        if kind == "too":
            draft.reply_to = to.key
        elif kind == "quote":
            draft.quotes = to.key
        else:
            draft.reposts, draft.pool = to.key, ()

    def _story(self, matter: str, author: str, times: Sequence[float], reposts: int) -> None:
        rng, story = self.rng, list[Draft]()
        for number, frame in enumerate(self.words.own(matter, "story", "en")):
            draft = Draft(f"{matter}.{number}", times[number], author, (frame,), matter, thread=matter)
            draft.reply_to, draft.verbatim = (story[-1].key if story else None), True
            story.append(draft)
        self.drafts += story
        span = 9000.0
        for kind, count in (("reply", 0), ("quote", 0), ("repost", reposts)):
            frames: Sequence[Frame] = self.words.own(matter, kind, "en")
            for number in range(count or len(frames)):
                at = times[0] + 150 + span * rng.betavariate(2.2, 2.6)
                self._traveller(f"{matter}.{kind}{number}", at, matter, kind, story)

    def _traveller(self, key: str, at: float, matter: str, kind: str, story: Sequence[Draft]) -> None:
        told = [draft for draft in story if draft.at < at - 20]
        who = self.cast.invent("en") if self.rng.random() < 0.55 else self.cast.known("en")
        draft = self._add(key, at, who, matter, kind)
        draft.thread = key
        if kind == "reply":
            draft.reply_to = self.rng.choice(told).key
        elif kind == "quote":
            draft.quotes = told[0].key
        else:
            draft.reposts, draft.pool = told[0].key, ()

    def _announcements(self) -> None:
        times = {"news": (-27000.0, -21500, -15800, -9100, -5000, 3050), "promo": (690.0,)}
        for matter, moments in times.items():
            told = []
            for number, frame in enumerate(self.words.own(matter, "ask", "en")):
                draft = Draft(f"{matter}.{number}", moments[number], MAIN, (frame,), matter, verbatim=True)
                told.append(draft)
            self.drafts += told
            for kind in ("reply", "quote"):
                for number in range(len(self.words.own(matter, kind, "en"))):
                    to = self.rng.choice(told)
                    at = to.at + self.rng.lognormvariate(5.5, 0.9)
                    draft = self._add(f"{matter}.{kind}{number}", at, self.cast.invent("en"), matter, kind)
                    draft.thread = draft.key
                    draft.reply_to, draft.quotes = (to.key, None) if kind == "reply" else (None, to.key)

    def _handle(self) -> str:
        return CARE if self.rng.random() < 0.78 else MAIN
