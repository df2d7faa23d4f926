"""How much memory a run holds."""

import multiprocessing
import resource
from multiprocessing.connection import Connection

from hark.cli.memory import Memory

MIB = 1 << 20


def hold(size: int, ready: Connection) -> None:
    """Write to every page of so many bytes, and wait until nobody listens any more."""
    held = bytearray(b"\x01") * size
    ready.send(len(held))
    ready.recv()


def test_what_a_child_shares_counts_once_and_what_it_has_alone_is_added() -> None:
    shared = bytearray(b"\x01") * (60 * MIB)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=hold, args=(40 * MIB, theirs), daemon=True)
    child.start()
    memory = Memory()
    try:
        ours.recv()
        memory.note()
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        beside = memory.peak_mb() - own
    finally:
        ours.send(None)
        child.join()
    assert 40 <= beside < 40 + len(shared) / MIB / 2
    assert memory.peak_mb() >= own + 40  # what was seen once stays the peak
