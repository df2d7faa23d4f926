"""The process tree: web processes that share one listening socket, and the end of all of them."""

import socket
import sys

from hark.workers.supervisor import Supervisor, add_web

_SERVER = """
import os, socket, sys
here = socket.socket(fileno=int(sys.argv[1]))
while True:
    other, _ = here.accept()
    other.sendall(str(os.getpid()).encode())
    other.close()
"""


def test_web_processes_are_started_on_one_socket() -> None:
    supervisor = Supervisor()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        children = add_web(supervisor, listening, 2)
        assert [child.name for child in children] == ["web", "web-2"]
        assert all(child.sockets == (listening.fileno(),) for child in children)
        assert all(str(listening.fileno()) in child.command for child in children)


def test_a_child_serves_the_socket_it_was_handed_until_the_tree_is_taken_down() -> None:
    supervisor = Supervisor()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = listening.fileno()
        for name in ("one", "two"):
            supervisor.add(name, [sys.executable, "-c", _SERVER, str(place)], (place,))
        supervisor.start()
        try:
            children = {str(child.process.pid) for child in supervisor.children if child.process}
            with socket.create_connection(listening.getsockname(), timeout=20) as asking:
                assert asking.recv(20).decode() in children
        finally:
            supervisor.shut_down()
    assert not any(child.running for child in supervisor.children)
