"""Turns drafts (who, when, about what) into lines, in the order of the clock.

Frames are drawn from shuffled bags, so no frame returns before its pool is empty and two posts in a row
never share one. All chance comes from generators seeded by name.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hark.sandbox.world import Line
from hark.sandbox.worlds.demo.cast import CARE, Cast
from hark.sandbox.worlds.demo.voice import fill, fits, placed, spoken
from hark.sandbox.worlds.demo.words import Frame, Words, mapping


@dataclass(slots=True)
class Draft:
    """A post whose wording is still open.

    `step` is the turn in its thread's dialogue (0 the ask, 1 care, 2 customer, ...; -1 outside of it), `tag`
    the handle to name, `initials` make it a care answer, `life` is the number of seconds until deletion.
    """

    key: str
    at: float
    author: str
    pool: Sequence[Frame]
    matter: str = "any"
    language: str = "en"
    thread: str = ""
    step: int = -1
    reply_to: str | None = None
    quotes: str | None = None
    reposts: str | None = None
    private_to: str | None = None
    tag: str = ""
    initials: str = ""
    life: float | None = None
    image_alt: str | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A finished line with what it was made from."""

    line: Line
    draft: Draft
    frame: Frame


@dataclass(slots=True)
class Writer:
    """Fills drafts in time order; remembers what each thread is about."""

    seed: int
    words: Words
    cast: Cast
    slots: Mapping[str, Sequence[str]] = field(default_factory=lambda: mapping("slots.txt"))
    greetings: Mapping[str, Sequence[str]] = field(default_factory=lambda: mapping("greetings.txt"))
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    _bags: dict[tuple[str, str, int], list[Frame]] = field(default_factory=dict)
    _texts: set[str] = field(default_factory=set)
    _asked: dict[str, Frame] = field(default_factory=dict)
    _closed: set[str] = field(default_factory=set)
    _written: set[str] = field(default_factory=set)

    def write(self, drafts: Sequence[Draft]) -> list[Said]:
        """Every draft that still makes sense when its turn comes, earliest first."""
        said: list[Said] = []
        before = ""
        for draft in sorted(drafts, key=lambda d: (d.at, d.key)):
            if any(key and key not in self._written for key in (draft.reply_to, draft.quotes, draft.reposts)):
                continue
            if (frame := self._frame(draft, before)) is None:
                continue
            before = frame.name
            self._written.add(draft.key)
            said.append(Said(self._line(draft, frame), draft, frame))
        return said

    def phrase(self, frame: Frame, draft: Draft, seal: str) -> str:
        """The frame in the words of the draft's author; `seal` names the chance."""
        rng = random.Random(f"{self.seed}:{draft.key}:{seal}")
        kept = self.kept.setdefault(draft.thread or draft.key, {})
        if draft.author != CARE:
            kept.setdefault("name", self.cast.people[draft.author].name)
        filled = fill(frame.text, self.slots, rng, kept)
        if draft.author == CARE:
            return self._signed(filled, draft, rng)
        style = self.cast.style(draft.author)
        if draft.verbatim:
            return filled
        text = fits(spoken(filled, style, frame.mood, draft.language, rng), filled)
        return fits(placed(text, f"@{draft.tag}", style, rng), text) if draft.tag else text

    def _frame(self, draft: Draft, before: str) -> Frame | None:
        if draft.reposts:
            return Frame(f"repost:{draft.key}", "")
        if draft.step < 1:
            frame = self._draw(draft.pool, before)
            if draft.step == 0:
                self._asked[draft.thread] = frame
            return frame
        return self._turn(draft, before)

    def _turn(self, draft: Draft, before: str) -> Frame | None:
        if draft.thread in self._closed or draft.thread not in self._asked:
            return None
        chain = self._asked[draft.thread].chain
        if draft.step <= len(chain):
            if draft.step == len(chain) and draft.step % 2 == 0:
                self._closed.add(draft.thread)
            return chain[draft.step - 1]
        if chain and draft.step % 2 == 0:
            self._closed.add(draft.thread)
            return self._draw(self.words.mixed(draft.matter, "end", draft.language), before)
        return self._draw(draft.pool, before)

    def _draw(self, pool: Sequence[Frame], before: str) -> Frame:
        key = (pool[0].name, pool[-1].name, len(pool))
        bag = self._bags.get(key)
        if not bag:
            bag = list(pool)
            random.Random(f"{self.seed}:{key}:{len(self._written)}").shuffle(bag)
            self._bags[key] = bag
        at = next((i for i in range(len(bag) - 1, -1, -1) if bag[i].name != before), len(bag) - 1)
        return bag.pop(at)

    def _line(self, draft: Draft, frame: Frame) -> Line:
        text = ""
        if frame.text:
            tries = (self._try(frame, draft, number) for number in range(8))
            text = next((t for t in tries if t not in self._texts), "") or self.phrase(frame, draft, "last")
        self._texts.add(text)
        return Line(
            draft.key,
            round(draft.at, 1),
            draft.author,
            text,
            draft.reply_to,
            draft.quotes,
            draft.reposts,
            draft.private_to,
            draft.image_alt,
            None if draft.life is None else round(draft.at + draft.life, 1),
        )

    def _try(self, frame: Frame, draft: Draft, number: int) -> str:
        if draft.step == 0:
            self.kept.pop(draft.thread, None)
        return self.phrase(frame, draft, str(number))

    def _signed(self, text: str, draft: Draft, rng: random.Random) -> str:
        sign = f" ^{draft.initials}" if draft.initials else ""
        first = self.cast.first_names.get(draft.tag, "")
        opening = draft.step <= 1 and not text.startswith(("Hello", "Hi", "Welcome", "Thank"))
        if first and opening and rng.random() < 0.4:
            greeting = rng.choice(self.greetings.get(draft.language, self.greetings["en"]))
            return fits(f"{greeting.replace('{first}', first)} {text}{sign}", text + sign)
        return text + sign
