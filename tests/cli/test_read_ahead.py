"""Items made ahead: all of them, in order, in bounds, with their errors, and nothing left behind."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psutil
import pytest

from hark.cli import read_ahead

Ahead = Callable[[Iterator[Any]], AbstractContextManager[Iterator[Any]]]


def in_process(items: Iterator[Any]) -> AbstractContextManager[Iterator[Any]]:
    return read_ahead.in_process(items, lambda item: str(item).encode(), lambda sent: int(sent))


@pytest.fixture(params=[in_process, read_ahead.in_thread])
def ahead(request: pytest.FixtureRequest) -> Ahead:
    return request.param  # type: ignore[no-any-return]


def test_every_item_comes_once_and_in_order(ahead: Ahead) -> None:
    with ahead(iter(range(500))) as made:
        assert list(made) == list(range(500))


def test_what_goes_wrong_while_making_is_raised_where_it_is_asked_for(ahead: Ahead) -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError(5, "the disk is gone", "archive.csv")

    with ahead(items()) as made:
        assert next(made) == 1
        with pytest.raises(OSError, match="the disk is gone") as caught:
            next(made)
    assert caught.value.filename == "archive.csv"


def test_an_error_that_cannot_travel_is_told_all_the_same() -> None:
    class Local(Exception):
        pass

    def items() -> Iterator[int]:
        raise Local("made of what stays at home")
        yield 1

    with in_process(items()) as made, pytest.raises(RuntimeError, match="made of what stays at home"):
        next(made)


def test_a_maker_that_is_killed_is_noticed() -> None:
    def items() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    with in_process(items()) as made:
        assert next(made) == 1
        with pytest.raises(RuntimeError, match="exit code -9"):
            next(made)


def test_only_a_few_items_wait(ahead: Ahead, tmp_path: Any) -> None:
    counted = tmp_path / "made"

    def items() -> Iterator[int]:
        for number in range(100):
            with counted.open("a") as file:
                file.write(f"{number}\n")
            yield number

    def big(item: int) -> bytes:
        return f"{item:>200000}".encode()  # more than a pipe holds

    with read_ahead.in_process(items(), big, int) if ahead is in_process else ahead(items()) as made:
        next(made)
        time.sleep(0.5)
        assert len(counted.read_text().splitlines()) <= 5


def test_a_caller_who_stops_early_leaves_no_process_behind() -> None:
    def items() -> Iterator[int]:
        yield 1
        time.sleep(60)

    before = set(psutil.Process().children())
    with in_process(items()) as made:
        assert next(made) == 1
        assert set(psutil.Process().children()) - before
    assert set(psutil.Process().children()) == before
