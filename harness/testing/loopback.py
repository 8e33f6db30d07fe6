"""What the doubles that answer over HTTP share: a server on a free port of loopback, and a handler that keeps quiet."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Generic, Self, TypeVar

Double = TypeVar("Double", bound="Loopback")


class Listening(ThreadingHTTPServer, Generic[Double]):
    """The server of a double."""

    daemon_threads = True
    request_queue_size = 256
    double: Double

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever went away went away."""


class Handler(BaseHTTPRequestHandler):
    """One connection to a double."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base's
        """Say nothing: a test's output is the test's."""

    def do_POST(self) -> None:
        """One request."""
        self.post()

    def post(self) -> None:
        """Answer it: each double says how."""
        raise NotImplementedError

    def hang_up(self) -> None:
        """Close the connection, whatever was promised to come."""
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True


class Loopback:
    """A context manager: listens on a free port of loopback while it is entered."""

    handler: type[Handler]

    def __init__(self) -> None:
        self.closing = threading.Event()

    def __enter__(self) -> Self:
        """Listen."""
        self._server: Listening[Self] = Listening(("127.0.0.1", 0), self.handler)
        self._server.double = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and let go of whoever waits."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def place(self) -> str:
        """Scheme, address and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"
