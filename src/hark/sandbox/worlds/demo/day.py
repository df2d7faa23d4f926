"""An ordinary working day: customers write, care answers, talk goes on; then the same, live."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hark.sandbox.worlds.demo.cast import CARE, FAKES, MAIN, Cast
from hark.sandbox.worlds.demo.words import ANY, Frame, Matter, Words, mapping
from hark.sandbox.worlds.demo.writer import Draft

HOUR = 3600.0
LANGUAGES = {"en": 70.0, "es": 6, "de": 6, "fr": 4, "pt": 3, "it": 3, "nl": 3}
LANGUAGES |= {"pl": 2.5, "tr": 2.5, "ar": 2.5, "hi": 2, "ja": 2}
ROOTS_BEFORE = 520
_SETTLED = {"praise", "joke", "question", "proactive", "none", "troll", "spam", "security", "privacy"}
_TEAM = mapping("greetings.txt")


@dataclass(slots=True)
class Day:
    """Collects drafts, thread by thread."""

    rng: random.Random
    words: Words
    cast: Cast
    drafts: list[Draft] = field(default_factory=list)
    _bags: dict[str, list[Matter]] = field(default_factory=dict)
    _number: int = 0

    def play(self) -> list[Draft]:
        """The past eight hours and the next four."""
        for at in _past(self.rng, ROOTS_BEFORE):
            self.thread(at, answered=self.rng.random() < _answered(-at))
        for at in live_times(self.rng):
            self.thread(at, answered=False)
        return self.drafts

    def thread(self, at: float, *, answered: bool) -> None:
        """One customer's thread, with all that happens in it before and after the demo's start."""
        rng = self.rng
        welcome = 0 < at < 25  # a newcomer's first posts: English, and plainly addressed to the brand
        language = "en" if welcome else rng.choices(tuple(LANGUAGES), tuple(LANGUAGES.values()))[0]
        matter = self._matter(language)
        while welcome and matter.flags:
            matter = self._matter(language)
        self._number += 1
        thread = f"t{self._number:04d}"
        known = rng.random() < 0.16
        author = self.cast.known(language) if known else self.cast.invent(language)
        ask = Draft(
            thread,
            at,
            author,
            self.words.pool(matter.name, "ask", language),
            matter.name,
            language,
            thread,
            0,
        )
        ask.tag = "" if "notag" in matter.flags else _handle(rng)
        ask.life = rng.uniform(90, 2400) if _is_deleted(matter, rng) else None
        self.drafts.append(ask)
        self._strangers(ask, matter)
        if not matter.flags & {"noanswer"} and answered:
            self._dialogue(ask)
        elif rng.random() < 0.16 and not matter.flags and matter.topic not in _SETTLED:
            self._again(ask)

    def _matter(self, language: str) -> Matter:
        """The next matter out of a shuffled bag that holds each as often as it has ways to be asked."""
        bag = self._bags.setdefault(language, [])
        if not bag:
            usual = (m for m in self.words.matters[language] if "apart" not in m.flags)
            bag += [m for m in usual for _ in self.words.own(m.name, "ask", language)]
            self.rng.shuffle(bag)
        return bag.pop()

    def _dialogue(self, ask: Draft) -> None:
        rng, turn = self.rng, ask
        initials = rng.choice(_TEAM[f"team.{ask.language}"])
        private = rng.random() < 0.13
        last = "mad" if rng.random() < 0.2 else "end"
        more = self.words.own(ask.matter, "more", ask.language)
        kinds = ("care", "more", "care2", last) if more else ("care", "end")
        for step, kind in enumerate(kinds, 1):
            by_care = step % 2 == 1
            at = turn.at + (_answer_delay(rng) if by_care else rng.lognormvariate(5.3, 0.9))
            if (by_care and at > -20) or (step > 1 and rng.random() > 0.68):
                return
            turn = self._turn(ask, turn, at, step, kind, initials if by_care else "")
            if step == 1 and private:
                self._in_private(ask, turn, initials)
                return

    def _turn(self, ask: Draft, before: Draft, at: float, step: int, kind: str, initials: str) -> Draft:
        mixed = kind in ("end", "mad")
        pool = (self.words.mixed if mixed else self.words.pool)(ask.matter, kind, ask.language)
        author, tag = (CARE, ask.author) if initials else (ask.author, "")
        draft = Draft(f"{ask.key}.{step}", at, author, pool, ask.matter, ask.language, ask.thread, step)
        draft.reply_to, draft.tag, draft.initials = before.key, tag, initials
        self.drafts.append(draft)
        return draft

    def _in_private(self, ask: Draft, invitation: Draft, initials: str) -> None:
        at = invitation.at
        for number, kind in enumerate(("dm", "dmcare", "dmend")):
            by_care = kind == "dmcare"
            at += self.rng.uniform(60, 600)
            if (by_care and at > -20) or (number and self.rng.random() < 0.2):
                return
            draft = Draft(f"{ask.key}.d{number}", at, CARE if by_care else ask.author, ())
            draft.pool = self.words.pool(ask.matter, kind, ask.language)
            draft.matter, draft.language, draft.thread = ask.matter, ask.language, ask.thread
            draft.private_to = ask.author if by_care else CARE
            if by_care:
                draft.initials, draft.tag = initials, ask.author
            self.drafts.append(draft)

    def _again(self, ask: Draft) -> None:
        draft = Draft(f"{ask.key}.n", ask.at + self.rng.uniform(240, 2600), ask.author, ())
        draft.pool = self.words.pool(ANY, "nudge", ask.language)
        draft.matter, draft.language, draft.thread, draft.reply_to = (
            ask.matter,
            ask.language,
            ask.thread,
            ask.key,
        )
        draft.tag = CARE if self.rng.random() < 0.3 else ""
        self.drafts.append(draft)

    def _strangers(self, ask: Draft, matter: Matter) -> None:
        pool: Sequence[Frame] = self.words.own(matter.name, "too", ask.language)
        if not pool and matter.topic not in _SETTLED:
            pool = self.words.pool(ANY, "too", ask.language)
        if not pool or self.rng.random() > 0.13:
            return
        for number in range(self.rng.choice((1, 1, 1, 2, 3))):
            who = self.cast.invent(ask.language) if self.rng.random() < 0.6 else self.cast.known(ask.language)
            if who == ask.author:
                continue
            draft = Draft(f"{ask.key}.s{number}", ask.at + self.rng.uniform(45, 3000), who, pool)
            draft.matter, draft.language, draft.thread, draft.reply_to = (
                matter.name,
                ask.language,
                "",
                ask.key,
            )
            self.drafts.append(draft)


def live_times(rng: random.Random) -> Iterator[float]:
    """When customers open threads, in seconds after the start: dense at first, calmer for four hours."""
    at = 2.5
    while at < 4 * HOUR:
        yield at
        if at < 240:
            at += rng.uniform(4, 8)
        elif at < 20 * 60:
            at += rng.uniform(6, 15)
        else:
            at += rng.uniform(22, 70)


def _past(rng: random.Random, count: int) -> list[float]:
    return sorted(-8 * HOUR * rng.betavariate(0.95, 1.25) - 4 for _ in range(count))


def _answered(age: float) -> float:
    """How likely care has answered a post of that age (seconds): nearly all old ones, few of the newest."""
    if age > 2 * HOUR:
        return 0.93
    return 0.15 if age < 600 else 0.35 + 0.5 * (age - 600) / (2 * HOUR - 600)


def _answer_delay(rng: random.Random) -> float:
    return 60 + rng.lognormvariate(6.2, 0.75)


def _handle(rng: random.Random) -> str:
    spread = rng.random()
    if spread < 0.8:
        return CARE
    return MAIN if spread < 0.995 else FAKES[0]


def _is_deleted(matter: Matter, rng: random.Random) -> bool:
    return rng.random() < (0.4 if matter.topic == "privacy" else 0.018)
