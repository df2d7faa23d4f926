"""What `hark up` and `hark demo` share: the process tree and its end."""

import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from hark.cli.common import Stop
from hark.workers.supervisor import Supervisor, add_web, worker_command

READY_SECONDS = 30.0


def refuse_taken(host: str, port: int) -> None:
    """Raise Stop when the port is in use, before anything is started."""
    try:
        family, _, _, _, address = _address(host, port)
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Stop(
            f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port."
        ) from None


def tree(roles: Sequence[str], host: str, port: int, *, web: int = 1) -> Supervisor:
    """A supervisor for these roles, not started yet: `web` processes for pages, one for all other loops."""
    supervisor = Supervisor()
    workers = [role for role in roles if role != "web"]
    if workers:
        supervisor.add("workers", worker_command(workers))
    if "web" in roles:
        listening = listen(host, port)
        add_web(supervisor, listening, web)
        # Children are started, and started again, from the bare number: the object must not close it when it goes.
        listening.detach()
    return supervisor


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that web processes share; 0 is any free port."""
    family, _, _, _, address = _address(host, port)
    return socket.create_server(address[:2], family=family, backlog=256)


def _address(host: str, port: int) -> Any:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]


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
