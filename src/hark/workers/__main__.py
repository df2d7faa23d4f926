"""`python -m hark.workers ROLE …`: one process of the tree, told to stop by SIGTERM."""

import logging
import signal
import sys
import threading

from hark import bootstrap

bootstrap.set_up()

from django.conf import settings  # noqa: E402  # Django is configured by now

from hark.bootstrap import sources  # noqa: E402
from hark.bootstrap.speaking import Speaking  # noqa: E402
from hark.workers import clocks, listen, reconcile, send  # noqa: E402
from hark.workers.supervisor import die_with_parent  # noqa: E402

ROLES = ("listen", "send", "clocks")


def main(roles: list[str]) -> int:
    """Run the named loops in threads of this process until it is told to stop."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        sys.stderr.write(f"hark.workers: no such role: {', '.join(unknown)}\n")
        return 2
    stop = threading.Event()
    die_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loops = {
        "listen": [lambda: listen.run(sources.sources, stop)],
        "send": [
            lambda: send.run(Speaking().sender_for, stop),
            lambda: reconcile.run(Speaking().own_posts, stop),
        ],
        "clocks": [
            lambda: clocks.run(stop),
            lambda: clocks.dispatch(settings.CONFIG.database_url, stop),
        ],
    }
    threads = [threading.Thread(target=loop, name=role) for role in roles for loop in loops[role]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    logging.getLogger("hark.workers").info("stopped: %s", ", ".join(roles))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
