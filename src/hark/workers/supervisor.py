"""The process tree: starts its children, starts the fallen again, and takes all down together."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

log = logging.getLogger("hark.supervisor")

GRACE_SECONDS = 12.0
RESTART_SECONDS = 1.0


@dataclass(slots=True)
class Child:
    """One process: what it is called, how it is started, and the listening sockets it is handed."""

    name: str
    command: Sequence[str]
    sockets: Sequence[int] = ()
    process: "subprocess.Popen[bytes] | None" = None
    restarts: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the parent alone, which then stops the children in order.
        self.process = subprocess.Popen(
            self.command, start_new_session=True, stdin=subprocess.DEVNULL, pass_fds=self.sockets
        )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass(slots=True)
class Supervisor:
    """Keeps its children alive until `stop` is set. Children die with their parent, also when it is killed."""

    children: list[Child] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def add(self, name: str, command: Sequence[str], sockets: Sequence[int] = ()) -> Child:
        child = Child(name, command, sockets)
        self.children.append(child)
        return child

    def start(self) -> None:
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Blocks until `stop` is set; a child that falls is started again, ever more slowly."""
        while not self.stop.wait(0.3):
            for child in self.children:
                if not child.running and time.monotonic() >= child.not_before:
                    self._restart(child)

    def _restart(self, child: Child) -> None:
        code = child.process.returncode if child.process else None
        child.restarts += 1
        child.not_before = time.monotonic() + min(60.0, RESTART_SECONDS * 2 ** min(child.restarts, 6))
        log.warning("%s ended with %s; starting it again", child.name, code)
        child.start()

    def shut_down(self) -> None:
        """Ask every child to end, last started first; kill what does not within twelve seconds."""
        for child in reversed(self.children):
            if child.process is not None and child.running:
                child.process.send_signal(signal.SIGTERM)
        ends = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, ends - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("%s did not stop; killing it", child.name)
                child.process.kill()
                child.process.wait()


def add_web(supervisor: Supervisor, listening: socket.socket, processes: int) -> list[Child]:
    """So many web processes on one listening socket: a page that is being made in one does not hold up the other."""
    place = listening.fileno()
    command = web_command(place)
    names = ["web", *(f"web-{n}" for n in range(2, processes + 1))]
    return [supervisor.add(name, command, (place,)) for name in names]


def web_command(listening: int) -> list[str]:
    """How a web process is started on a listening socket: pages and the live hub in one ASGI server."""
    return [
        sys.executable, "-m", "uvicorn", "hark.asgi:application", "--fd", str(listening),
        "--log-level", "warning", "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "3",
    ]  # fmt: skip


def worker_command(roles: Sequence[str]) -> list[str]:
    """How a workers process is started."""
    return [sys.executable, "-m", "hark.workers", *roles]


def die_with_parent() -> None:
    """In a child: end when the parent is gone, so that a killed Hark leaves nothing behind."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()
