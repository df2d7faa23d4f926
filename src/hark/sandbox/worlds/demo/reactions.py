"""What customers say when the brand answers them at last."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hark.sandbox.world import Reaction
from hark.sandbox.worlds.demo.cast import CARE, FAKES, MAIN, RIVALS
from hark.sandbox.worlds.demo.words import Frame
from hark.sandbox.worlds.demo.writer import Said, Writer

SINCE = -3600.0
_SILENT = {CARE, MAIN, *FAKES, *RIVALS}


@dataclass(slots=True)
class Reacting:
    """Gives each waiting post its reactions, in the tongue and mood of its author."""

    writer: Writer
    seed: int

    def all(self, said: Sequence[Said]) -> Iterator[Reaction]:
        """Reactions to the posts of the last hour and all to come; trolls and birds included, spam not."""
        answered = {s.line.reply_to for s in said if s.line.author == CARE}
        for one in said:
            line = one.line
            signal = line.reposts or line.quotes
            quiet = signal or line.author in _SILENT or one.draft.matter == "scene"
            if line.at < SINCE or quiet or line.key in answered:
                continue
            yield from self._of(one)

    def _of(self, one: Said) -> Iterator[Reaction]:
        words, matter, language = self.writer.words, one.draft.matter, one.draft.language
        rng = random.Random(f"{self.seed}:react:{one.line.key}")
        aside = words.own(matter, "react", language) or self._aside(one)
        if aside:
            yield self._reaction(one, aside, rng, private=bool(one.line.private_to))
            return
        if any(m.name == matter and "noreact" in m.flags for m in words.matters[language]):
            return
        if one.frame.mood == "+":
            pleased = words.mixed(matter, "end", language) if one.draft.step < 1 else ()
            yield from self._if_any(one, pleased or words.own("any", "bye", language), rng)
            return
        yield from self._private(one, rng)
        yield self._reaction(one, words.pool(matter, "sorry", language), rng, when="apology")
        yield self._reaction(one, self._first(one, rng), rng)
        angry = one.frame.mood == "!" and rng.random() < 0.45
        yield self._reaction(one, words.mixed(matter, "mad" if angry else "end", language), rng)
        if rng.random() < 0.5:
            yield self._reaction(one, words.pool("any", "end", language), rng)

    def _if_any(self, one: Said, pool: Sequence[Frame], rng: random.Random) -> Iterator[Reaction]:
        if pool:
            yield self._reaction(one, pool, rng)

    def _aside(self, one: Said) -> Sequence[Frame]:
        """Talk beside the matter gets one short answer: direct messages, strangers in somebody's story."""
        words, draft = self.writer.words, one.draft
        if one.line.private_to:
            return words.pool("any", "dmend", draft.language)
        return () if draft.verbatim else words.own(draft.matter, "stranger", "en")

    def _private(self, one: Said, rng: random.Random) -> Iterator[Reaction]:
        words, matter, language = self.writer.words, one.draft.matter, one.draft.language
        refuses = rng.random() < 0.16
        if refuses:
            yield self._reaction(one, words.pool("any", "nodm", language), rng, when="asks_private")
        yield self._reaction(one, words.pool(matter, "dm", language), rng, when="asks_private", private=True)
        if not refuses:
            yield self._reaction(one, words.pool("any", "sent", language), rng, when="asks_private")

    def _first(self, one: Said, rng: random.Random) -> Sequence[Frame]:
        words, matter, language = self.writer.words, one.draft.matter, one.draft.language
        chain, mood = one.frame.chain, one.frame.mood
        if one.draft.step < 0 and not words.own(matter, "story", "en") and not matter.startswith("outage"):
            return words.pool("any", "back", language)
        if len(chain) > 1 and one.draft.step == 0:
            return chain[1:2]
        more = words.own(matter, "more", language) or words.pool("any", "back", language)
        if mood == "!" and rng.random() < 0.5:
            return words.pool(matter, "mad", language)
        return words.pool("any", "back", language) if mood == "?" and rng.random() < 0.5 else more

    def _reaction(
        self, one: Said, pool: Sequence[Frame], rng: random.Random, when: str = "any", private: bool = False
    ) -> Reaction:
        frames = rng.sample(list(pool), min(len(pool), 3))
        draft = one.draft
        tag, draft.tag = draft.tag, ""
        texts = tuple(self.writer.phrase(frame, draft, f"{when}{frame.name}") for frame in frames)
        draft.tag = tag
        return Reaction(one.line.key, texts, round(rng.uniform(8, 60), 1), when, private)
