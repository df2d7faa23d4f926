"""What the tests of xdk share: the first page, somebody who posts, and waiting."""

import time
from collections.abc import Callable
from typing import Any

from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.thread import LocalX


def first_page(pages: Any) -> Any:
    """The first page of what xdk gives as an iterator of pages."""
    return next(iter(pages))


def say(local: LocalX, author: str, text: str) -> str:
    def work(box: Any) -> str:
        user = box.network.user_named(author)
        return publish(box.network, Draft(user, text, box.clock.now())).id

    return local.do(work)


def wait(true: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)
