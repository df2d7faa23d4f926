"""How every loop runs: until it is told to stop, through failures, never silently."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError

log = logging.getLogger("hark.workers")

AFTER_FAILURE_SECONDS = 2.0


def forever(name: str, step: Callable[[], bool], stop: threading.Event, *, idle: float) -> None:
    """Call `step` until `stop` is set; when it finds nothing to do (returns False) wait `idle` seconds.

    A failure is logged and tried again: a worker that dies is worse than one that complains. A lost database
    connection is opened anew.
    """
    while not stop.is_set():
        try:
            busy = step()
        except (OperationalError, InterfaceError) as error:
            log.warning("%s: the database is away: %s", name, str(error).strip().splitlines()[0])
            close_old_connections()
            stop.wait(AFTER_FAILURE_SECONDS)
        except Exception:
            log.exception("%s: a step failed; it will be tried again", name)
            stop.wait(AFTER_FAILURE_SECONDS)
        else:
            if not busy:
                stop.wait(idle)
