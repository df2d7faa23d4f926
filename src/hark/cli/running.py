"""What `hark up` and `hark demo` share: the process tree and its end."""

import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from hark.cli.common import Stop
from hark.workers.supervisor import Supervisor, web_command, worker_command

READY_SECONDS = 30.0


def refuse_taken(host: str, port: int) -> None:
    """Raise Stop when the port is in use, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port."
            ) from None


def tree(roles: Sequence[str], host: str, port: int) -> Supervisor:
    """A supervisor for these roles, not started yet. The loops that are not web share one process."""
    supervisor = Supervisor()
    workers = [role for role in roles if role != "web"]
    if workers:
        supervisor.add("workers", worker_command(workers))
    if "web" in roles:
        supervisor.add("web", web_command(host, port))
    return supervisor


def wait_until_ready(supervisor: Supervisor, url: str) -> None:
    """Until the sign-in page answers. Raises Stop when it does not in time."""
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends and not supervisor.stop.is_set():
        try:
            with urllib.request.urlopen(f"{url}/sign-in", timeout=2):  # noqa: S310  # our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    if not supervisor.stop.is_set():
        supervisor.shut_down()
        raise Stop(f"The desk did not answer on {url} within {READY_SECONDS:.0f} s.")


def stop_on_signals(supervisor: Supervisor) -> None:
    """Ctrl-C and SIGTERM end the tree in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stop.set())
