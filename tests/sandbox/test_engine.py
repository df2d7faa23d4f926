"""The engine brings the past at once, the future on time, and lets people react to what they are told."""

import asyncio
from collections.abc import Callable

import pytest

from hark.sandbox.clock import Clock
from hark.sandbox.engine import Answer, Engine, Refs
from hark.sandbox.scenarios import UnknownScenario, scenario
from hark.sandbox.world import Line, Person, Reaction, World


class Board:
    """A stage that writes everything down."""

    def __init__(self) -> None:
        self.people: list[str] = []
        self.said: list[tuple[Line, Refs, float]] = []
        self.taken_back: list[str] = []
        self.answer: Callable[[Answer], None] = lambda _answer: None

    def join(self, person: Person, moment: float) -> None:
        self.people.append(person.username)

    def say(self, line: Line, refs: Refs, moment: float) -> str:
        self.said.append((line, refs, moment))
        return f"id-{len(self.said)}"

    def take_back(self, post_id: str) -> None:
        self.taken_back.append(post_id)

    def on_answer(self, listener: Callable[[Answer], None]) -> None:
        self.answer = listener

    @property
    def texts(self) -> list[str]:
        return [line.text for line, _, _ in self.said]


def _stage(*lines: Line, reactions: tuple[Reaction, ...] = (), speed: float = 1000.0) -> tuple[Board, Engine]:
    board = Board()
    people = (Person("Brand", "Brand", brand=True), Person("ann", "Ann"), Person("bob", "Bob"))
    engine = Engine(World("test", people, lines, reactions, seed=7), board, Clock(start=1_000_000.0), speed)
    engine.set_scene()
    return board, engine


async def _play(engine: Engine, until: Callable[[], bool]) -> None:
    task = asyncio.create_task(engine.play())
    try:
        async with asyncio.timeout(5):
            while not until():
                await asyncio.sleep(0.005)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_the_past_is_there_at_once_in_order() -> None:
    board, _ = _stage(Line("b", -10, "bob", "second", reply_to="a"), Line("a", -60, "ann", "first"))
    assert board.texts == ["first", "second"]
    assert [round(moment - 1_000_000) for _, _, moment in board.said] == [-60, -10]
    assert board.said[1][1].reply_to == "id-1"


def test_the_future_comes_on_time_and_goes_again() -> None:
    board, engine = _stage(
        Line("later", 30, "ann", "now", deleted_at=60), Line("old", -5, "bob", "x", deleted_at=-1)
    )
    assert board.taken_back == ["id-1"]
    asyncio.run(_play(engine, lambda: len(board.taken_back) == 2))
    assert board.texts == ["x", "now"] and board.taken_back[1] == "id-2"


def test_a_reaction_fits_what_the_brand_wrote_and_is_played_once() -> None:
    reactions = (
        Reaction("a", ("I wrote to you.",), delay=1, when="asks_private", private=True),
        Reaction("a", ("At least you are sorry.",), delay=1, when="apology"),
    )
    board, engine = _stage(Line("a", -60, "ann", "help"), reactions=reactions)

    async def main() -> None:
        board.answer(Answer("Brand", "So sorry to hear that.", "p1", parent_id="id-1"))
        await _play(engine, lambda: len(board.said) == 2)
        board.answer(Answer("Brand", "Please send us a DM.", "p2", parent_id="id-2"))
        await _play(engine, lambda: len(board.said) == 3)
        board.answer(Answer("Brand", "Please send us a DM.", "p3", parent_id="id-1"))
        await asyncio.sleep(0.05)

    asyncio.run(main())
    assert board.texts == ["help", "At least you are sorry.", "I wrote to you."]
    public, private = board.said[1], board.said[2]
    assert public[1].reply_to == "p1" and private[0].private_to == "Brand"


def test_a_private_answer_is_answered_in_private() -> None:
    board, engine = _stage(
        Line("m", -60, "bob", "hello", private_to="Brand"), reactions=(Reaction("m", ("Yes.",), delay=1),)
    )

    async def main() -> None:
        board.answer(Answer("Brand", "Is it you?", "d1", recipient="bob"))
        await _play(engine, lambda: len(board.said) == 2)

    asyncio.run(main())
    assert board.said[1][0].private_to == "Brand" and board.said[1][1].reply_to is None


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(UnknownScenario, match="tiny"):
        scenario("no such world")
