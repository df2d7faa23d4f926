"""Making the next items while the present one is worked on: in a process of its own, or in a thread.

The process has an interpreter of its own, so what it computes takes nothing from the caller (ADR 0017). It is
forked, so it starts in milliseconds with everything the caller has. Where forking is not safe (macOS, Windows)
a thread does the same, slower.
"""

import multiprocessing
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")

_CAN_FORK = sys.platform == "linux"


def ahead(
    items: Iterator[T], encode: Callable[[T], bytes], decode: Callable[[bytes], T]
) -> AbstractContextManager[Iterator[T]]:
    """Inside the block: the same items, made ahead of their use. At most two wait, so memory does not grow with their
    number.

    What goes wrong while an item is made is raised where it is asked for. Enter the block before threads are started:
    they do not exist in the process, but what they hold stays held.
    """
    return in_process(items, encode, decode) if _CAN_FORK else in_thread(items)


@contextmanager
def in_process(
    items: Iterator[T], encode: Callable[[T], bytes], decode: Callable[[bytes], T]
) -> Iterator[Iterator[T]]:
    """Items made in a forked process and unpacked in a thread, while the caller waits for something else."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    maker = context.Process(
        target=_make, args=(items, encode, receiver, sender), name="read-ahead", daemon=True
    )
    maker.start()
    sender.close()  # else the end of the pipe would never be seen
    try:
        with in_thread(map(decode, iter(lambda: _received(receiver, maker), None)), waiting=1) as made:
            yield made
    finally:
        maker.terminate()
        maker.join()


def _make(items: Iterator[T], encode: Callable[[T], bytes], receiver: Connection, sender: Connection) -> None:
    receiver.close()  # so that a caller who is gone is noticed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller hears Ctrl-C too, and ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        for item in items:
            sender.send(encode(item))
        sender.send(None)
    except BrokenPipeError:
        return
    except BaseException as error:  # it is raised again where somebody can see it
        _send_error(sender, error)


def _send_error(sender: Connection, error: BaseException) -> None:
    trace = "".join(traceback.format_exception(error))
    error.add_note(trace)
    try:
        sender.send(error)
    except BrokenPipeError:
        return
    except Exception:  # anything may stand in an error, also what cannot travel
        sender.send(RuntimeError(trace))


def _received(receiver: Connection, maker: Any) -> bytes | None:
    """The next item's bytes, None at the end. Raises what the maker raised, or RuntimeError when it is gone."""
    try:
        found: bytes | BaseException | None = receiver.recv()
    except EOFError:
        maker.join()
        raise RuntimeError(f"The process that reads ahead has ended, exit code {maker.exitcode}") from None
    if isinstance(found, BaseException):
        raise found
    return found


@contextmanager
def in_thread(items: Iterator[T], waiting: int = 2) -> Iterator[Iterator[T]]:
    """Items made in a thread of their own; so many wait."""
    made: queue.Queue[T | BaseException | None] = queue.Queue(waiting)
    given_up = threading.Event()

    def make() -> None:
        try:
            for item in items:
                if not _put(made, item, given_up):
                    return
            _put(made, None, given_up)
        except BaseException as error:  # it is raised again where somebody can see it
            _put(made, error, given_up)

    threading.Thread(target=make, name="read-ahead", daemon=True).start()
    try:
        yield _taken(made)
    finally:
        given_up.set()


def _taken(waiting: "queue.Queue[T | BaseException | None]") -> Iterator[T]:
    while (item := waiting.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item


def _put(waiting: "queue.Queue[Any]", item: object, given_up: threading.Event) -> bool:
    while not given_up.is_set():
        try:
            waiting.put(item, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False
