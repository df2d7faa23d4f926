"""A webhook's other end, for tests."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hark.sandbox.x.hooks import SIGNATURE, sign


class Receiver:
    """A webhook whose behaviour a test may change: `crc` and `answer` are statuses."""

    def __init__(self, secret: str) -> None:
        self.got: list[dict[str, Any]] = []
        self.forged = 0
        self.crc, self.answer, self.lie = 200, 200, False
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query)["crc_token"][0]
                proof = "sha256=wrong" if receiver.lie else sign(secret, token.encode())
                self._say(receiver.crc, json.dumps({"response_token": proof}).encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.forged += self.headers[SIGNATURE] != sign(secret, body)
                receiver.got.append(json.loads(body))
                self._say(receiver.answer, b"")

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                if status == 302:
                    self.send_header("location", "/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
