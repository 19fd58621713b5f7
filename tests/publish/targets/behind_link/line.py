"""A line to a server that is reset, for good, when so many bytes have passed over all its connections in either direction."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Listens on a port of its own, and hands on what it hears."""

    def __init__(self, port: int, after: int) -> None:
        self._far, self._after, self._passed = port, after, 0
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._workers = [threading.Thread(target=self._accept)]
        self._workers[0].start()

    def close(self) -> None:
        """Cut what is left, and end."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._cut()
        for worker in self._workers:
            worker.join()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._passed > self._after:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._far))
                self._ends += (near, far)
                for ends in ((near, far), (far, near)):
                    self._workers.append(threading.Thread(target=self._pump, args=ends))
                    self._workers[-1].start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(1024):
                with self._lock:
                    self._passed += len(content)
                    if self._passed > self._after:
                        self._cut()
                        return
                sink.sendall(content)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def _cut(self) -> None:
        """Neither side hears a farewell: RST (SO_LINGER of no time at all)."""
        for end in self._ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cutting(port: int, after: int) -> Iterator[int]:
    """The port of such a line to `port`."""
    line = Line(port, after)
    try:
        yield line.port
    finally:
        line.close()
