"""A line between the browser and the service that can be held or cut in the middle of a stream."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from urllib.parse import urlsplit

AT_A_TIME = 65536


class FaultyLine:
    """Passes on what both sides send, and counts the posts. `hold_after` names an event of a stream, such as "opened".

    What follows the first such event is held, once, until it is let go or the connection is cut.
    """

    def __init__(self, service: str) -> None:
        parts = urlsplit(service)
        self._service = (parts.hostname or "", parts.port or 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.hold_after = ""
        self.posts = 0
        self.holds = Event()  # what came before it has been passed on
        self._decided = Event()
        self._is_cut = False

    def let_go(self) -> None:
        """Pass on what was held."""
        self._decided.set()

    def cut(self) -> None:
        """Close the connection whose stream is held."""
        self._is_cut = True
        self._decided.set()

    def serve(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return  # closed
            service = socket.create_connection(self._service)
            Thread(target=self._pass_up, args=(browser, service), daemon=True).start()
            Thread(target=self._pass_down, args=(service, browser), daemon=True).start()

    def close(self) -> None:
        self.let_go()
        with suppress(OSError):  # wakes `accept`, which closing alone would leave waiting
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _pass_up(self, browser: socket.socket, service: socket.socket) -> None:
        with suppress(OSError):
            while data := browser.recv(AT_A_TIME):
                self.posts += data.startswith(b"POST ")
                service.sendall(data)
        _end(service)

    def _pass_down(self, service: socket.socket, browser: socket.socket) -> None:
        with suppress(OSError):
            while data := service.recv(AT_A_TIME):
                if self.hold_after and (end := _end_of_event(data, self.hold_after)):
                    self.hold_after = ""
                    browser.sendall(data[:end])
                    self.holds.set()
                    self._decided.wait(30)
                    if self._is_cut:
                        break
                    data = data[end:]
                browser.sendall(data)
        _end(browser)
        _end(service)


def _end_of_event(data: bytes, name: str) -> int:
    """Where the event of that name ends in the data; 0 where there is none."""
    start = data.find(f"event: {name}\n".encode())
    return data.find(b"\n\n", start) + 2 if start >= 0 else 0


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextmanager
def faulty_line(service: str) -> Iterator[FaultyLine]:
    """A line to that service, as long as the block lasts."""
    line = FaultyLine(service)
    thread = Thread(target=line.serve, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.close()
        thread.join(timeout=5)
