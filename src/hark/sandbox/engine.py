"""Plays a world on a stage: what has happened is there at once, the rest comes when it is due.

The engine knows no network. A stage is a network seen from the script's side; each network's folder
brings its own. `speed` shortens the waits between the scripted lines and leaves the time stamps alone:
a post carries the moment at which it really appeared on the local network.
"""

import asyncio
import heapq
import logging
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from hark.sandbox.clock import Clock
from hark.sandbox.world import Line, Person, Reaction, World

LOG = logging.getLogger("hark.sandbox")
ASKS_PRIVATE = re.compile(
    r"\b(dms?|direct messages?|private(ly)?|privat|message privé|mp|mensaje directo|md)\b"
    r"|/messages/compose",
    re.IGNORECASE,
)
APOLOGY = re.compile(
    r"\b(sorry|apolog\w+|our fault|regret|leid|entschuldig\w+"
    r"|désolée?s?|excus\w+|lamentamos|siento|perdón)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A brand spoke: to the post `parent_id` in public, or to `recipient` in private."""

    brand: str
    text: str
    post_id: str
    parent_id: str | None = None
    recipient: str | None = None

    @property
    def private(self) -> bool:
        return self.recipient is not None


class Stage(Protocol):
    """What a network offers to the script. Moments are network time in seconds since the epoch."""

    def join(self, person: Person, moment: float) -> None:
        """Let somebody onto the network."""

    def say(self, line: Line, refs: "Refs", moment: float) -> str:
        """Post a line (post, reply, quote, repost or direct message) and return its id."""

    def take_back(self, post_id: str) -> None:
        """Delete a post as its author."""

    def on_answer(self, listener: Callable[[Answer], None]) -> None:
        """Call `listener` whenever a brand's account speaks to somebody."""


@dataclass(frozen=True, slots=True)
class Refs:
    """The ids of the posts a line points at, as the network gave them."""

    reply_to: str | None = None
    quotes: str | None = None
    reposts: str | None = None


def fits(reaction: Reaction, text: str) -> bool:
    """Whether what the brand wrote sets this reaction off."""
    if reaction.when == "asks_private":
        return bool(ASKS_PRIVATE.search(text))
    if reaction.when == "apology":
        return bool(APOLOGY.search(text))
    return True


class Engine:
    """One world on one stage, with one clock and one source of chance."""

    def __init__(self, world: World, stage: Stage, clock: Clock, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("the script's speed must be above 0")
        self.world, self.stage, self.clock, self.speed = world, stage, clock, speed
        self.start = clock.now()
        self._random = random.Random(world.seed)
        self._ids: dict[str, str] = {}  # key of a line → id on the network
        self._keys: dict[str, str] = {}  # id on the network → key of the line its thread began with
        self._authors: dict[str, str] = {line.key: line.author for line in world.lines}
        self._latest: dict[str, str] = {}  # author → key of the line they last spoke
        self._waiting: list[Reaction] = list(world.reactions)
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._count = 0
        self._changed = asyncio.Event()

    def set_scene(self) -> None:
        """Bring everybody on and let everything happen that lies in the past."""
        for person in self.world.people:
            self.stage.join(person, self.start - person.age_days * 86400)
        for line in sorted(self.world.lines, key=lambda one: one.at):
            if line.at < 0:
                self._say(line, self.start + line.at)
            else:
                self._plan(self.start + line.at / self.speed, partial(self._say, line))
        self.stage.on_answer(self._answered)

    async def play(self) -> None:
        """Let the rest happen, each line when it is due; runs until cancelled."""
        while True:
            now = self.clock.now()
            while self._due and self._due[0][0] <= now:
                moment, _, act = heapq.heappop(self._due)
                try:
                    act(max(moment, now))
                except Exception:  # one broken line must not end the play
                    LOG.exception("a line of the world %s could not be played", self.world.name)
            self._changed.clear()
            await self._pause()

    async def _pause(self) -> None:
        """Sleep until the next line is due or something new is planned."""
        tasks: list[asyncio.Task[object]] = [asyncio.create_task(self._changed.wait())]
        if self._due:
            tasks.append(asyncio.create_task(self.clock.sleep_until(self._due[0][0])))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    def _plan(self, due: float, act: Callable[[float], None]) -> None:
        self._count += 1
        heapq.heappush(self._due, (due, self._count, act))
        self._changed.set()

    def _say(self, line: Line, moment: float, thread: str | None = None) -> None:
        refs = Refs(
            reply_to=self._find(line.reply_to),
            quotes=self._find(line.quotes),
            reposts=self._find(line.reposts),
        )
        post_id = self.stage.say(line, refs, moment)
        self._ids[line.key] = post_id
        self._keys[post_id] = thread or line.key
        self._latest[line.author] = thread or line.key
        if line.deleted_at is not None:
            self._plan_removal(post_id, line.deleted_at)

    def _find(self, key: str | None) -> str | None:
        return self._ids.get(key, key) if key else None

    def _plan_removal(self, post_id: str, at: float) -> None:
        if at < 0:
            self.stage.take_back(post_id)
            return
        self._plan(self.start + at / self.speed, lambda _now: self.stage.take_back(post_id))

    def _answered(self, answer: Answer) -> None:
        key = self._key_of(answer)
        if key is None:
            return
        for reaction in self._waiting:
            if reaction.to == key and fits(reaction, answer.text):
                self._waiting.remove(reaction)
                self._react(reaction, answer, key)
                return

    def _key_of(self, answer: Answer) -> str | None:
        if answer.recipient is not None:
            return self._latest.get(answer.recipient)
        return self._keys.get(answer.parent_id or "")

    def _react(self, reaction: Reaction, answer: Answer, key: str) -> None:
        text = self._random.choice(list(reaction.texts))
        private = reaction.private or answer.private
        line = Line(
            key=f"{key}+{answer.post_id}",
            at=0,
            author=self._authors[key],
            text=text,
            reply_to=None if private else answer.post_id,
            private_to=answer.brand if private else None,
        )
        due = self.clock.now() + reaction.delay / self.speed
        self._plan(due, lambda now: self._say(line, now, thread=key))
